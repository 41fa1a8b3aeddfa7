package check

import (
	"regexp"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var blamelessRules = []*Rule{{
	Name: "blaming-phrase", Level: content.Warning, Group: blamelessGroup, Title: "blaming language",
	Reason: "“Human error” ends an inquiry where it should begin, and “should have” judges with hindsight. " +
		"Say what made the action look right at the time, and what would have caught it.",
	Bad:  "The change was made carelessly; the engineer should have known better.",
	Good: "The change looked like the forty before it, and nothing in the tool told the two environments apart.",
	Run:  blamingPhrases,
}}

// A phrase is a pattern of words that blame, and what to write instead.
type phrase struct {
	starts string // in lower case, separated by |: every match contains one of them
	form   func() *regexp.Regexp
	hint   string
}

const (
	askWhy    = "say what made the action look right at the time, and what would have caught it"
	hindsight = "say what was known then, and what would have made the better choice the easy one"
	character = "describe what was done and seen, not what somebody is like"
)

var phrases = []phrase{
	{"human error|operator error|pilot error|engineer error|'s error", lazyregexp.New(`(?i)\b(?:human|operator|pilot|engineer)(?:'s)? errors?\b`), askWhy},
	{"human mistake", lazyregexp.New(`(?i)\bhuman mistakes?\b`), askWhy},
	{"should have|should not have|should've|should’ve|shouldn", lazyregexp.New(`(?i)\bshould(?:n't|n’t| not)? have\b|\bshould(?:'ve|’ve)\b`), hindsight},
	{"ought to|ought not", lazyregexp.New(`(?i)\bought (?:not )?to have\b`), hindsight},
	{"known better", lazyregexp.New(`(?i)\bknown better\b`), hindsight},
	{"careless", lazyregexp.New(`(?i)\bcareless(?:ly|ness)?\b`), character},
	{"negligen", lazyregexp.New(`(?i)\bnegligen(?:t|tly|ce)\b`), character},
	{"incompeten", lazyregexp.New(`(?i)\bincompeten(?:t|tly|ce)\b`), character},
	{"sloppy", lazyregexp.New(`(?i)\bsloppy\b`), character},
	{"inattenti", lazyregexp.New(`(?i)\binattenti(?:on|ve)\b`), character},
	{"stupid", lazyregexp.New(`(?i)\bstupid(?:ly|ity)?\b`), character},
	{"to blame", lazyregexp.New(`(?i)\bto blame\b`), askWhy},
	{"forgot to", lazyregexp.New(`(?i)\bforgot to\b`), "say what would have served as a reminder, or made one unnecessary"},
	{"bother", lazyregexp.New(`(?i)\b(?:didn't|didn’t|did not) (?:even )?bother\b`), character},
}

// phraseStarts returns the automaton that finds lines which may match, and the index of
// the phrase for each start.
var phraseStarts = sync.OnceValues(func() (*keywords, []int) {
	var starts []string
	var of []int
	for i, p := range phrases {
		for start := range strings.SplitSeq(p.starts, "|") {
			starts, of = append(starts, start), append(of, i)
		}
	}
	return newKeywords(starts), of
})

func blamingPhrases(d *Document) {
	starts, phraseOf := phraseStarts()
	for i, line := range d.prose {
		last := -1
		for _, n := range starts.in(line) {
			p := phrases[phraseOf[n]]
			if phraseOf[n] == last || d.full() {
				continue
			}
			last = phraseOf[n]
			for _, at := range p.form().FindAllStringIndex(line, d.room()) {
				d.report(span{i + 1, column(line, at[0]), column(line, at[1])}, p.hint, "“%s” blames", line[at[0]:at[1]])
			}
		}
	}
}
