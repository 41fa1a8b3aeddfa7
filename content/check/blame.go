package check

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
)

var blamelessRules = []*Rule{{
	Name: "blaming-phrase", Level: content.Warning, Group: blamelessGroup, Title: "blaming language",
	Reason: "“Human error” ends an inquiry where it should begin, “should have” judges with hindsight, and “be more careful” mends a person where the system could change. " +
		"Say what made the action look right at the time, and what would have caught it. What the authors say of themselves, and hindsight about nobody in particular, is only a note, " +
		"unless the config sets the rule's level. Quotations are not checked, nor what a system should have done.",
	Bad:  "The change was made carelessly; the engineer should have known better.",
	Good: "The change looked like the forty before it, and nothing in the tool told the two environments apart.",
	Run:  blamingPhrases, removed: true, judged: true,
}}

// A phrase is a pattern of words that may blame, and what to write instead.
type phrase struct {
	starts string                          // in lower case, separated by blanks: every match begins with one of them
	form   func() *regexp.Regexp           // anchored at its beginning; if its group matches, the phrase is harmless
	blames func(head, tail string) verdict // given the sentence before and after the match
	hint   string
}

// A verdict says how much a phrase blames in its sentence.
type verdict int

const (
	harmless  verdict = iota
	hindsight         // it says what would have been better, about the authors or nobody in particular
	judgement         // it judges people or mends them
)

// A phraseStart is a word that may begin a phrase.
type phraseStart struct {
	word   string
	phrase phrase
}

// phraseStarts returns the automaton that finds what may begin a phrase, and the starts in
// its order.
var phraseStarts = sync.OnceValues(func() (*keywords, []phraseStart) {
	var words []string
	var starts []phraseStart
	for _, p := range phrases {
		for word := range strings.FieldsSeq(p.starts) {
			words, starts = append(words, word), append(starts, phraseStart{word, p})
		}
	}
	return newKeywords(words), starts
})

func blamingPhrases(d *Document) {
	found, starts := phraseStarts()
	front := d.front
	if d.PM != nil && d.PM.Removal != nil {
		front = 0 // which has the reason
	}
	f := flowOf(d.prose, front)
	last := -1 // where the last finding begins
	found.each(f.text, func(n, end int) {
		from := end - len(starts[n].word)
		if d.full() || from == last {
			return
		}
		if length, v := starts[n].phrase.at(f, from); v != harmless {
			last = from
			d.blame(f, from, from+length, v, starts[n].phrase.hint)
		}
	})
}

// at returns the length and the verdict of a phrase that begins at an offset.
func (p phrase) at(f *flow, from int) (int, verdict) {
	if r, _ := utf8.DecodeLastRuneInString(f.text[:from]); unicode.IsLetter(r) || unicode.IsDigit(r) {
		return 0, harmless
	}
	m := p.form().FindStringSubmatchIndex(f.tail(from))
	if m == nil || len(m) > 2 && m[2] >= 0 {
		return 0, harmless
	}
	return m[1], p.blames(f.head(from), f.tail(from+m[1]))
}

// blame reports a phrase. One that is wrapped is marked to the end of its first line.
func (d *Document) blame(f *flow, from, to int, v verdict, hint string) {
	i := f.line(from)
	line, start := d.prose[i], f.lines[i]
	found := d.report(span{i + 1, column(line, from-start), column(line, min(to-start, len(line)))}, hint,
		"“%s” blames", strings.Join(strings.Fields(f.text[from:to]), " "))
	if _, set := d.set[d.rule.Name]; v == hindsight && !set {
		found.Level = content.Info
	}
}
