package check_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

const fixable = `---
title: Checkout
date: 2026/03/05
status: In Review
impact: [latency, "data-loss"]
severity: high
---
## Timeline

| Date | Time | Metadata |
| --- | --- | --- |
| 2026/3/5 | 2:05 PM | Outage began |
| | 12:10 a.m. | Outage ended | <!-- pmsite: allow dst: no more -->
`

func findings(t *testing.T, text string) []check.Finding {
	t.Helper()
	cfg := config.Default()
	c := load(t, fstest.MapFS{"content/a.md": {Data: []byte(text)}}, cfg)
	return check.Run(context.Background(), check.Input{Collection: c, Config: cfg})
}

// TestApply applies all fixes. A second run finds nothing to fix; line endings and the byte
// order mark are kept.
func TestApply(t *testing.T) {
	for _, ends := range []string{"\n", "\r\n"} {
		src := "\ufeff" + strings.ReplaceAll(fixable, "\n", ends)
		fixed, made := check.Apply([]byte(src), findings(t, src))
		want := strings.NewReplacer("2026/03/05", "2026-03-05", "In Review", "review", "2026/3/5", "2026-03-05", "2:05 PM", "14:05",
			"began", "begins", "12:10 a.m.", "00:10", "ended", "ends", " <!-- pmsite: allow dst: no more -->", "", "\n", ends).Replace("\ufeff" + fixable)
		if string(fixed) != want || made != 8 {
			t.Errorf("%d fixes:\n%s", made, fixed)
		}
		for _, f := range findings(t, string(fixed)) {
			if f.Fix != nil {
				t.Errorf("not fixed: %+v", f)
			}
		}
	}
	mixed := "---\ntitle: A\rdate: 2026/03/05\nstatus: draft\n---\n"
	if fixed, made := check.Apply([]byte(mixed), findings(t, mixed)); made != 0 || string(fixed) != mixed {
		t.Errorf("a file with mixed line endings was changed: %q", fixed)
	}
}

// TestApplyInPlace checks where and in which order fixes are applied, and which ones are
// applied if they overlap.
func TestApplyInPlace(t *testing.T) {
	fix := func(line, column, endLine, endColumn int, text string) check.Finding {
		return check.Finding{Fix: &check.Fix{Line: line, Column: column, EndLine: endLine, EndColumn: endColumn, Text: text}}
	}
	for _, c := range []struct {
		holds, src string
		fixes      []check.Finding
		want       string
		made       int
	}{
		{"a finding without a fix changes nothing", "one\n", []check.Finding{{Line: 1, Column: 1}}, "one\n", 0},
		{"two adjacent fixes are both applied", "one two\n", []check.Finding{fix(1, 1, 1, 4, "1"), fix(1, 4, 1, 8, " 2")}, "1 2\n", 2},
		{"the first of two overlapping fixes is applied", "one two\n", []check.Finding{fix(1, 1, 1, 5, "1"), fix(1, 4, 1, 8, "2")}, "1two\n", 1},
		{"the shorter of two fixes that begin at the same place is applied", "one two\n", []check.Finding{fix(1, 1, 1, 8, "2"), fix(1, 1, 1, 4, "1")}, "1 two\n", 1},
		{"the order of the findings does not matter", "one two\n", []check.Finding{fix(1, 5, 1, 8, "2"), fix(1, 1, 1, 4, "1")}, "1 2\n", 2},
		{"two texts inserted at the same place are both kept", "one\n", []check.Finding{fix(1, 4, 1, 4, "a"), fix(1, 4, 1, 4, "b")}, "oneab\n", 2},
		{"columns count characters", "éé two\n", []check.Finding{fix(1, 4, 1, 7, "2")}, "éé 2\n", 1},
		{"a whole line is removed with its line ending", "one\ntwo\nthree\n", []check.Finding{fix(2, 1, 3, 1, "")}, "one\nthree\n", 1},
		{"a whole line is removed with its CRLF", "one\r\ntwo\r\nthree", []check.Finding{fix(2, 1, 3, 1, "")}, "one\r\nthree", 1},
		{"a line is added with CRLF where the first line ends so", "one\r\ntwo\r\n", []check.Finding{fix(2, 1, 2, 1, "new\n")}, "one\r\nnew\r\ntwo\r\n", 1},
		{"a line is added with LF where the first line ends so", "one\ntwo\r\n", []check.Finding{fix(2, 1, 2, 1, "new\n")}, "one\nnew\ntwo\r\n", 1},
		{"the end of a line is before its line ending", "one\r\n", []check.Finding{fix(1, 4, 1, 4, "!")}, "one!\r\n", 1},
		{"a column after the end of a line means its end", "one\r\ntwo", []check.Finding{fix(1, 9, 1, 9, "!")}, "one!\r\ntwo", 1},
		{"a line after the last means the end of the text", "one", []check.Finding{fix(1, 1, 2, 1, "1")}, "1", 1},
		{"the byte order mark is before the first column", "\ufeffone\n", []check.Finding{fix(1, 1, 1, 4, "1")}, "\ufeff1\n", 1},
		{"a fix that ends before it begins is not applied", "one two\n", []check.Finding{fix(1, 5, 1, 2, "x")}, "one two\n", 0},
	} {
		got, made := check.Apply([]byte(c.src), c.fixes)
		if string(got) != c.want || made != c.made {
			t.Errorf("%s: %q becomes %q with %d fixes, want %q with %d", c.holds, c.src, got, made, c.want, c.made)
		}
	}
}

// FuzzRun checks that no document makes Run panic, that every finding is inside the file, and
// that repeated fixing comes to an end.
func FuzzRun(f *testing.F) {
	f.Add([]byte(fixable))
	f.Add([]byte("---\ntitle: Ada Lovelace\nauthors:\n  - Ada\n    Lovelace\nstatus: completed\n---\n## T\n#### U\nAda\n  Lovelace `x` ``y` @ada <!-- pmsite: allow secret: a -->\n[a](b#c) [d]: e\n```\n"))
	f.Add([]byte("# Reminders\n> ada.lovelace@x.dev Łódź\n| a | Lovelace, Ada | \\| b\n\n<!-- pmsite: allow x -->"))
	f.Add([]byte("password = \"x7Kd9QmZ2v\"\ntoken is\n`x7Kd9QmZ2vRtB4nYw8`, AUTHORIZATION: basic eDp5\nhttps://a:x7Kd9@b.dev 山田\n太郎"))
	f.Add([]byte("---\ntitle: T\nsummary: >\n  the operator\n  should\n---\n> “a\nthe “vendor” „failed“ to\n1) had we read\n| he | forgot «x» |\n## who ignored\nWe should\n\thave \"gone"))
	cfg := config.Default()
	cfg.People.Names = []string{"Ada Lovelace", "Łódź Zoë", "Gandalf", "山田 太郎"}
	cfg.Review.TargetDays = 1
	f.Fuzz(func(t *testing.T, src []byte) {
		run := func(src []byte) []check.Finding {
			c, err := collection.Load(t.Context(), fstest.MapFS{"content/a.md": {Data: src}}, collection.OptionsOf(cfg), nil)
			if err != nil {
				t.Fatal(err)
			}
			return check.Run(t.Context(), check.Input{Collection: c, Config: cfg, Base: c, AsOf: asOf})
		}
		found := run(src)
		lines := bytes.Count(bytes.ReplaceAll(src, []byte("\r"), []byte("\n")), []byte("\n")) + 1
		for _, f := range found {
			if f.Line < 1 || f.Column < 1 || f.EndLine > lines || f.EndLine < f.Line || f.EndLine == f.Line && f.EndColumn <= f.Column || f.Message == "" || check.Lookup(f.Rule) == nil {
				t.Fatalf("%+v", f)
			}
		}
		for range 10 {
			fixed, made := check.Apply(src, found)
			if made == 0 {
				return
			}
			src, found = fixed, run(fixed)
		}
		t.Fatalf("after ten runs, there are still fixes: %q", src)
	})
}
