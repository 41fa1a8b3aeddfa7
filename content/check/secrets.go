package check

import (
	_ "embed"
	"encoding/json"
	"math"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

var secretRules = []*Rule{{
	Name: "secret", Level: content.Error, Group: linksGroup, Title: "a password, token or key stands in the text",
	Reason: "A pasted log is where keys leak. What has been pushed is known: revoke it first, then take it out. " +
		"The patterns are those of gitleaks, looked for in documents and in the text files beside them; the finding does not show what it found.",
	Bad:  "Authorization: token ghp_… (40 characters)",
	Good: "Authorization: token [removed]",
	Run:  secrets, unread: true,
}}

//go:embed gitleaks/rules.json
var gitleaks []byte

// A secretRule is a pattern of gitleaks.
type secretRule struct {
	Name     string
	Regex    string
	Keywords []string // one of them stands in every match, in any case
	Entropy  float64  // bits a character that a secret has at least
	Group    int      // of the expression that is the secret; 0 means the first that matched
	Allow    []string // what is no secret

	compiled func() *regexp.Regexp
	allowed  func() []*regexp.Regexp
}

type secretRuleSet struct {
	Allow     []string
	Stopwords []string
	Rules     []*secretRule

	words   *keywords
	byWord  []*secretRule // by number of word
	allowed []*regexp.Regexp
}

var secretSet = sync.OnceValue(func() *secretRuleSet {
	set := &secretRuleSet{}
	if err := json.Unmarshal(gitleaks, set); err != nil {
		panic(err) // the file is part of the program
	}
	var words []string
	for _, rule := range set.Rules {
		rule.compiled = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(rule.Regex) })
		rule.allowed = sync.OnceValue(func() []*regexp.Regexp { return compileAll(rule.Allow) })
		for _, word := range rule.Keywords {
			words = append(words, strings.ToLower(word))
			set.byWord = append(set.byWord, rule)
		}
	}
	set.words, set.allowed = newKeywords(words), compileAll(set.Allow)
	return set
})

func compileAll(forms []string) (out []*regexp.Regexp) {
	for _, form := range forms {
		out = append(out, regexp.MustCompile(form))
	}
	return out
}

// A secret is a range of a text.
type secret struct {
	rule     string
	from, to int
}

// What the expressions may read of a file, in bytes: those that begin with the
// secret's own letters, and those that look for a word with something like an
// assignment around it, which are a hundred times slower. A document made of
// nothing but their words takes some seconds.
const (
	maxQuick = 32 << 20
	maxSlow  = 1 << 20
)

// In lines longer than maxLine bytes a secret is looked for near its word only.
const (
	maxLine   = 4 << 10
	maxAround = 512
)

// maxSecrets is how many of one kind are reported in a file.
const maxSecrets = 20

// find looks for secrets in a text: for each pattern in the lines around its
// words, or in the whole text where one may be many lines long.
func (set *secretRuleSet) find(text string) (out []secret) {
	searched := map[*secretRule]int{} // up to where
	quick, slow := maxQuick, maxSlow
	set.words.each(text, func(n, end int) {
		rule := set.byWord[n]
		from, to := 0, len(text)
		if !strings.Contains(rule.Regex, "BEGIN") {
			from, to = linesAround(text, end-1)
		}
		left := &quick
		if strings.Contains(rule.Regex, "{0,50}?") {
			left = &slow
		}
		if *left < 0 || to <= searched[rule] {
			return
		}
		*left -= to - from
		searched[rule] = to
		for _, m := range rule.compiled().FindAllStringSubmatchIndex(text[from:to], maxSecrets) {
			start, stop := rule.group(m)
			if !set.harmless(rule, text[from+start:from+stop]) {
				out = append(out, secret{rule.Name, from + start, from + stop})
			}
		}
	})
	slices.SortFunc(out, func(a, b secret) int { return a.from - b.from })
	kept, end := out[:0], 0
	for _, found := range out {
		if found.from >= end { // one finding a place
			kept, end = append(kept, found), found.to
		}
	}
	return kept
}

// linesAround gives the range of the line that holds an offset, with the lines
// before and behind it; of long ones, what is near.
func linesAround(text string, offset int) (from, to int) {
	low, high := max(0, offset-maxLine), min(len(text), offset+maxLine)
	near := text[low:high]
	from = strings.LastIndexByte(near[:offset-low], '\n') + 1
	if from > 0 {
		from = strings.LastIndexByte(near[:from-1], '\n') + 1
	}
	to = offset - low
	for range 2 {
		i := strings.IndexByte(near[to:], '\n')
		if i < 0 {
			to = len(near)
			break
		}
		to += i + 1
	}
	if from, to = low+from, low+to; to-from > maxLine {
		from, to = max(from, offset-maxAround), min(to, offset+maxAround)
	}
	return from, to
}

func (r *secretRule) group(m []int) (from, to int) {
	if r.Group > 0 && 2*r.Group+1 < len(m) && m[2*r.Group] >= 0 {
		return m[2*r.Group], m[2*r.Group+1]
	}
	for i := 2; r.Group == 0 && i+1 < len(m); i += 2 {
		if m[i] >= 0 && m[i+1] > m[i] {
			return m[i], m[i+1]
		}
	}
	return m[0], m[1]
}

func (set *secretRuleSet) harmless(rule *secretRule, text string) bool {
	matches := func(form *regexp.Regexp) bool { return form.MatchString(text) }
	lower := strings.ToLower(text)
	return entropy(text) < rule.Entropy || slices.ContainsFunc(set.allowed, matches) || slices.ContainsFunc(rule.allowed(), matches) ||
		slices.ContainsFunc(set.Stopwords, func(word string) bool { return strings.Contains(lower, word) })
}

// entropy is Shannon's, in bits a character.
func entropy(text string) (bits float64) {
	counts := map[rune]int{}
	for _, r := range text {
		counts[r]++
	}
	total := float64(utf8.RuneCountInString(text))
	for _, n := range counts {
		p := float64(n) / total
		bits -= p * math.Log2(p)
	}
	return bits
}

func secrets(d *Document) {
	d.secretsIn(d.Path, d.lines)
	if d.PM == nil {
		return
	}
	for _, name := range d.attachments() {
		if !textFiles[strings.ToLower(path.Ext(name))] {
			continue
		}
		src, err := readText(d.Collection.FS, name, maxAttachment)
		if err == nil && utf8.Valid(src) {
			d.secretsIn(name, strings.Split(string(markdown.Normalize(src)), "\n"))
		}
	}
}

// textFiles are the kinds of attachment in which secrets are looked for.
var textFiles = map[string]bool{
	".txt": true, ".log": true, ".csv": true, ".tsv": true, ".json": true, ".ndjson": true, ".yaml": true, ".yml": true, ".toml": true,
	".sql": true, ".diff": true, ".patch": true, ".conf": true, ".ini": true, ".har": true, ".sh": true, ".xml": true, ".html": true, ".svg": true,
}

func (d *Document) secretsIn(file string, lines []string) {
	text := strings.Join(lines, "\n")
	for _, found := range secretSet().find(text) {
		start, end := place(text, found.from), place(text, found.to)
		f := d.report(span{start.Line, start.Column, end.Column}, "revoke it, then take it out of the text: what was pushed is known",
			"a secret stands here (%s)", found.rule)
		f.File, f.EndLine, f.EndColumn = file, end.Line, end.Column
		if file != d.Path {
			f.Source = lines[start.Line-1]
		}
		for part := range strings.SplitSeq(text[found.from:found.to], "\n") {
			if strings.TrimSpace(part) != "" {
				d.hide(part, "…")
			}
		}
	}
}

// place turns a byte offset into a line and column.
func place(text string, offset int) content.Pos {
	line := strings.Count(text[:offset], "\n")
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	return content.Pos{Line: line + 1, Column: column(text, offset) - column(text, start) + 1}
}
