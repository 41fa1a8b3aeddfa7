package index

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestParse checks testdata/queries.txt: each query, and below it its
// structure, or the error and its place.
func TestParse(t *testing.T) {
	const name = "testdata/queries.txt"
	golden, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for block := range strings.SplitSeq(strings.TrimSpace(string(golden)), "\n\n") {
		query, _, _ := strings.Cut(block, "\n")
		if strings.HasPrefix(query, "# ") {
			fmt.Fprintf(&got, "%s\n\n", block)
			continue
		}
		text := explain(strings.TrimPrefix(query, "> "))
		fmt.Fprintf(&got, "%s\n%s\n\n", query, text)
	}
	if *update {
		if err := os.WriteFile(name, []byte(strings.TrimSpace(got.String())+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if strings.TrimSpace(got.String()) != strings.TrimSpace(string(golden)) {
		t.Errorf("%s has changed; -update rewrites it:\n%s", name, got.String())
	}
}

func explain(query string) string {
	q, err := Parse(query)
	if err == nil {
		return strings.Join(append([]string{"  " + q.String()}, q.Hints...), "\n  hint: ")
	}
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		return "  " + err.Error()
	}
	text := "  " + strings.ReplaceAll(syntax.Caret(), "\n", "\n  ") + "\n  error: " + syntax.Message
	if syntax.Hint != "" {
		text += "\n  hint: " + syntax.Hint
	}
	return text
}

func TestParseLimits(t *testing.T) {
	for name, query := range map[string]string{
		"long":      strings.Repeat("a ", 5000),
		"wildcards": strings.Repeat("a* ", 500),
		"words":     strings.Repeat("a ", 500),
		"depth":     strings.Repeat("(", 500) + "a" + strings.Repeat(")", 500),
		"not":       strings.Repeat("NOT ", 100) + "a",
		"utf-8":     "a\xffb",
	} {
		var syntax *SyntaxError
		if _, err := Parse(query); !errors.As(err, &syntax) {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, query := range []string{
		`dns timeout`, `+must -not`, `"a phrase"`, `prefi* word~2`, `title:(a "b c") OR NOT tag:"x y"`,
		`date:2026-01..2026-03 duration:>= 2h`, `severity:(high OR low) AND a`, "“q”", `障害 DNS`,
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		var syntax *SyntaxError
		switch {
		case err == nil:
			_ = q.String()
		case !errors.As(err, &syntax):
			t.Fatalf("%q: %v", text, err)
		case syntax.From < 0 || syntax.From > syntax.To || syntax.To > len(syntax.Query):
			t.Fatalf("%q: fault at %d to %d", text, syntax.From, syntax.To)
		default:
			_ = syntax.Caret()
		}
	})
}
