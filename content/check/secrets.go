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
	Name: "secret", Level: content.Error, Group: linksGroup, Title: "the text contains a password, token or key",
	Reason: "Keys leak in pasted logs. A key that has been pushed is compromised: revoke it first, then remove it. " +
		"The rule looks for the patterns of gitleaks, and for passwords and tokens after names such as `password=` and `Authorization:` and in URLs, in documents and in the text files that belong to them. " +
		"It does not report placeholders such as `<password>` and `$TOKEN`, or passwords that are plain words. The finding does not show the secret.",
	Bad:  "Authorization: token ghp_… (40 characters)",
	Good: "Authorization: token [removed]",
	Run:  secrets, unread: true, removed: true,
}}

//go:embed gitleaks/rules.json
var gitleaks []byte

// A secretRule is a pattern of gitleaks.
type secretRule struct {
	Name     string
	Regex    string
	Keywords []string // every match contains one of them, in upper or lower case
	Entropy  float64  // minimum entropy of a secret, in bits per character
	Group    int      // the group of the expression that is the secret; 0 means the first that matched
	Allow    []string // expressions for texts that are not secrets

	compiled func() *regexp.Regexp
	allowed  func() []*regexp.Regexp
}

type secretRuleSet struct {
	Allow     []string
	Stopwords []string
	Rules     []*secretRule

	words   *keywords
	byWord  []*secretRule // by the number of a word
	allowed []*regexp.Regexp
}

var secretSet = sync.OnceValue(func() *secretRuleSet {
	set := &secretRuleSet{}
	if err := json.Unmarshal(gitleaks, set); err != nil {
		panic(err) // the file is embedded in the program
	}
	var words []string
	for _, rule := range set.Rules {
		rule.compiled = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(forProse.Replace(rule.Regex)) })
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

// forProse changes the patterns of gitleaks, which are made for code. Many begin with any
// word, on which no secret depends and which makes a search take ten times as long, and end
// with a quote, a blank or the line's end, though in prose punctuation may follow.
var forProse = strings.NewReplacer(`[\w.-]{0,50}?`, "", `(?:[\x60'"\s;]|\\[nr]|$)`, `(?:[\x60'"\s;,.:!?&)\]}<>|*]|\\|$)`)

// multiline reports whether a secret may span several lines.
func (r *secretRule) multiline() bool { return strings.Contains(r.Regex, "BEGIN") }

// A secret is a range of a text.
type secret struct {
	rule     string
	from, to int
}

// maxRead is the maximum number of bytes of a file that all expressions together read.
// Even a large ordinary log stays far below it; a file that consists of keywords is read
// only in part.
const maxRead = 16 << 20

// In lines longer than maxLine bytes, secrets are searched for only near their keyword.
const (
	maxLine   = 4 << 10
	maxAround = 512
)

// maxSecrets is the maximum number of secrets of one kind reported per file. The others are masked, too.
const maxSecrets = 20

// find returns the secrets in a text, also those that only their names tell. It searches
// for each pattern in the lines around its keywords, or in the whole text if a secret may
// span several lines.
func (set *secretRuleSet) find(text string) (out []secret) {
	left := maxRead
	around := set.around(text)
	for _, rule := range set.Rules {
		for _, at := range around[rule] {
			if left -= at.to - at.from; left < 0 {
				break
			}
			out = append(out, set.matches(rule, text, at)...)
		}
	}
	out = append(out, credentials(text)...)
	slices.SortStableFunc(out, func(a, b secret) int { return a.from - b.from })
	kept := out[:0]
	for _, found := range out {
		if last := len(kept) - 1; last >= 0 && found.from < kept[last].to { // one finding per place
			kept[last].to = max(kept[last].to, found.to)
			continue
		}
		kept = append(kept, found)
	}
	return kept
}

// A stretch is a range of a text.
type stretch struct{ from, to int }

// around returns the stretches around the keywords of each rule. They do not overlap, so
// no expression reads a byte twice.
func (set *secretRuleSet) around(text string) map[*secretRule][]stretch {
	out := map[*secretRule][]stretch{}
	set.words.each(text, func(n, end int) {
		rule := set.byWord[n]
		at := stretch{0, len(text)}
		if !rule.multiline() {
			at.from, at.to = linesAround(text, end-1)
		}
		before := out[rule]
		if last := len(before) - 1; last >= 0 && at.from <= before[last].to {
			before[last].to = max(before[last].to, at.to)
			return
		}
		out[rule] = append(before, at)
	})
	return out
}

// matches returns the secrets that one rule finds in a stretch of a text.
func (set *secretRuleSet) matches(rule *secretRule, text string, at stretch) (out []secret) {
	for _, m := range rule.compiled().FindAllStringSubmatchIndex(text[at.from:at.to], -1) {
		from, to := rule.group(m)
		if from, to = at.from+from, at.from+to; !set.harmless(rule, text[from:to]) {
			out = append(out, secret{rule.Name, from, to})
		}
	}
	return out
}

// linesAround returns the range of the line at an offset together with the lines before
// and after it. Of long lines, it includes only the part near the offset.
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
	if from, to = firstGroup(m[2:]); r.Group == 0 && to > from {
		return from, to
	}
	return m[0], m[1]
}

// firstGroup returns the range of the first group that matched some text.
func firstGroup(groups []int) (from, to int) {
	for i := 0; i+1 < len(groups); i += 2 {
		if groups[i+1] > groups[i] {
			return groups[i], groups[i+1]
		}
	}
	return 0, 0
}

func (set *secretRuleSet) harmless(rule *secretRule, text string) bool {
	matches := func(form *regexp.Regexp) bool { return form.MatchString(text) }
	lower := strings.ToLower(text)
	return entropy(text) < rule.Entropy || slices.ContainsFunc(set.allowed, matches) || slices.ContainsFunc(rule.allowed(), matches) ||
		slices.ContainsFunc(set.Stopwords, func(word string) bool { return strings.Contains(lower, word) })
}

// entropy returns the Shannon entropy of a text, in bits per character.
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

// textFiles are the extensions of attachments that are searched for secrets.
var textFiles = map[string]bool{
	".txt": true, ".log": true, ".csv": true, ".tsv": true, ".json": true, ".ndjson": true, ".yaml": true, ".yml": true, ".toml": true,
	".sql": true, ".diff": true, ".patch": true, ".conf": true, ".ini": true, ".har": true, ".sh": true, ".xml": true, ".html": true, ".svg": true,
}

func (d *Document) secretsIn(file string, lines []string) {
	text := strings.Join(lines, "\n")
	reported := map[string]int{}
	for _, found := range secretSet().find(text) {
		for part := range strings.SplitSeq(text[found.from:found.to], "\n") {
			if strings.TrimSpace(part) != "" {
				d.hide(part, "…")
			}
		}
		if d.full() || reported[found.rule] == maxSecrets {
			continue
		}
		reported[found.rule]++
		start, end := place(text, found.from), place(text, found.to)
		f := d.report(span{start.Line, start.Column, end.Column}, "revoke it, then remove it from the text: a secret that was pushed is compromised",
			"the text contains a secret (%s)", found.rule)
		f.File, f.EndLine, f.EndColumn = file, end.Line, end.Column
		if file != d.Path {
			f.Source = lines[start.Line-1]
		}
	}
}

// place converts a byte offset to a line and column.
func place(text string, offset int) content.Pos {
	line := strings.Count(text[:offset], "\n")
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	return content.Pos{Line: line + 1, Column: column(text, offset) - column(text, start) + 1}
}
