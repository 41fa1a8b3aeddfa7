package convert_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

// TestLineEndsStay checks with random documents that whatever writes a document writes the same text with Windows line
// ends as with others, and keeps them. The documents are those of the tests, some of whose lines are from others.
func TestLineEndsStay(t *testing.T) {
	texts := slices.DeleteFunc(slices.Sorted(maps.Values(documents(t))), func(text string) bool {
		return !strings.Contains(text, "\n") || strings.ContainsAny(text, "\r\ufeff")
	})
	template, err := content.Sample.ReadFile("_template.md")
	if err != nil {
		t.Fatal(err)
	}
	texts = append(texts, string(template)) // it has hints
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	steps := map[string]func(src []byte) []byte{
		"fmt": func(src []byte) []byte {
			out, _ := convert.Format("content/a.md", src, convert.FormatOptions{Options: plain()})
			return out
		},
		"fmt, no hints":    func(src []byte) []byte { return convert.WithoutHints("content/a.md", src, plain()) },
		"links of imports": func(src []byte) []byte { return convert.Relink(src, func(dest string) string { return "new/" + dest }) },
		"import": func(src []byte) []byte {
			out, err := convert.Import("old/a.md", src, convert.ImportOptions{Options: plain()})
			if err != nil {
				return nil
			}
			return out.Text
		},
		"renumber": func(src []byte) []byte {
			out, _, _ := convert.Renumber(src, "PM-2026-0001", "PM-2026-0099", true)
			return out
		},
		"new": func(src []byte) []byte {
			out, err := convert.New(src, convert.Values{Title: "T", ID: "PM-2026-0001"})
			if err != nil {
				return nil
			}
			return out
		},
	}
	changed := map[string]int{}
	cases := slices.Clone(texts)
	for range 200 {
		cases = append(cases, crossed(random, texts))
	}
	for _, text := range cases {
		for name, step := range steps {
			out := string(step([]byte(text)))
			crlf := strings.ReplaceAll(text, "\n", "\r\n")
			got, want := string(step([]byte(crlf))), strings.ReplaceAll(out, "\n", "\r\n")
			if got != want {
				t.Fatalf("seed %d: %s of\n%q\nwith Windows line ends differs from\n%s", seed, name, crlf, firstDifference(got, want))
			}
			if out != text && out != "" {
				changed[name]++
			}
		}
	}
	for name := range steps {
		if changed[name] == 0 {
			t.Errorf("%s changes no document", name)
		}
	}
}

// firstDifference returns the first line in which two texts differ, and what is wanted.
func firstDifference(got, want string) string {
	a, b := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d: %q, want %q", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}

// crossed returns a text with some lines of another one in place of its own.
func crossed(random *rand.Rand, texts []string) string {
	lines, others := strings.SplitAfter(texts[random.IntN(len(texts))], "\n"), strings.SplitAfter(texts[random.IntN(len(texts))], "\n")
	for range random.IntN(8) {
		at, from := random.IntN(len(lines)), random.IntN(len(others))
		lines = slices.Replace(slices.Clone(lines), at, min(at+random.IntN(3), len(lines)), others[from:min(from+random.IntN(4), len(others))]...)
		if len(lines) == 0 {
			return "\n"
		}
	}
	text := strings.Join(lines, "")
	if !strings.Contains(text, "\n") {
		text += "\n"
	}
	return text
}
