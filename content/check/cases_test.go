package check_test

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

// A site is everything that a case needs besides its document.
type site struct {
	config string            // the text of pmsite.yaml
	people string            // the people that git knows, as in the archives
	files  map[string]string // texts of files, relative to content/
	sizes  map[string]int    // sizes in bytes of files in content/ that are filled with zeros
}

// A ruling is a document with the findings of a rule.
type ruling struct {
	holds string // what the case shows, in a user's words
	front string // lines of front matter that replace or extend those of ownFront
	body  string
	want  string // a line for each finding, as written returns them
}

// ownFront is the front matter of the documents of cases. Without further keys, the body
// begins on line 11.
const ownFront = `title: Checkout slow
service: checkout
impact: latency
severity: high
detection: manual
date: 2026-03-05
authors: [on-call engineer]
status: review
`

// documentOf returns a document with some keys replaced. New keys are added above the status.
// Continuation lines of a key must be indented.
func documentOf(front, body string) string {
	lines := strings.SplitAfter(strings.TrimSuffix(ownFront, "\n"), "\n")
	for _, entry := range entries(front) {
		key, _, _ := strings.Cut(entry, ":")
		if i := slices.IndexFunc(lines, func(own string) bool { return strings.HasPrefix(own, key+":") }); i >= 0 {
			lines[i] = entry
		} else {
			lines = slices.Insert(lines, len(lines)-1, entry)
		}
	}
	return "---\n" + strings.TrimSuffix(strings.Join(lines, ""), "\n") + "\n---\n" + body
}

// entries splits front matter into keys with their continuation lines.
func entries(front string) (out []string) {
	for line := range strings.Lines(front) {
		line = strings.TrimSuffix(line, "\n") + "\n"
		if strings.HasPrefix(line, " ") {
			out[len(out)-1] += line
		} else {
			out = append(out, line)
		}
	}
	return out
}

// input returns the input for check with the site and the documents.
func (s site) input(t testing.TB, documents map[string]string) check.Input {
	t.Helper()
	in := check.Input{Config: config.Default(), AsOf: asOf, People: people(s.people)}
	if s.config != "" {
		var problems []content.Problem
		if in.Config, problems = config.Parse("pmsite.yaml", []byte(s.config)); len(problems) > 0 {
			t.Fatal(problems)
		}
	}
	fsys := fstest.MapFS{}
	for _, files := range []map[string]string{s.files, documents} {
		for name, text := range files {
			fsys[path.Join("content", name)] = &fstest.MapFile{Data: []byte(keys.Replace(text))}
		}
	}
	for name, size := range s.sizes {
		fsys["content/"+name] = &fstest.MapFile{Data: make([]byte, size)}
	}
	in.Collection = load(t, fsys, in.Config)
	return in
}

// of returns the findings of one rule, or all if rule is "".
func of(rule string, findings []check.Finding) (out []check.Finding) {
	for _, f := range findings {
		if rule == "" || f.Rule == rule {
			out = append(out, f)
		}
	}
	return out
}

// written returns findings as text, one per line: the line number, the marked text, the level
// and the message, and with whole also the hint and the fix.
func written(findings []check.Finding, whole bool) string {
	var b strings.Builder
	for _, f := range findings {
		marked := ""
		if runes := []rune(f.Source); f.EndLine == f.Line && f.EndColumn <= len(runes)+1 {
			marked = string(runes[f.Column-1 : f.EndColumn-1])
		}
		fmt.Fprintf(&b, "%d %q %s: %s", f.Line, marked, f.Level, f.Message)
		if whole {
			fmt.Fprintf(&b, " | %s", f.Hint)
		}
		if f.Fix != nil && whole {
			fmt.Fprintf(&b, " | %d:%d-%d:%d %q", f.Fix.Line, f.Fix.Column, f.Fix.EndLine, f.Fix.EndColumn, f.Fix.Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// check compares the findings of a rule with each case, whose document is alone in the
// collection. Hints and fixes are compared only if the case has them, after a bar.
func (s site) check(t *testing.T, rule string, cases []ruling) {
	t.Helper()
	for _, c := range cases {
		in := s.input(t, map[string]string{"a.md": documentOf(c.front, c.body)})
		var own []check.Finding
		for _, f := range of(rule, runAll(in)) {
			if f.File == "content/a.md" {
				own = append(own, f)
			}
		}
		if got, want := strings.TrimSpace(written(own, strings.Contains(c.want, " | "))), strings.TrimSpace(c.want); got != want {
			t.Errorf("%s:\n%s%s\ngot\n%s\nwant\n%s", c.holds, c.front, c.body, got, want)
		}
	}
}

func runAll(in check.Input) []check.Finding { return check.Run(context.Background(), in) }
