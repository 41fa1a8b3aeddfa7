package convert_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

// TestWithoutHints checks which comments are removed, with an empty line below them.
func TestWithoutHints(t *testing.T) {
	const front = "---\ntitle: T\ndate: 2026-03-05\nstatus: draft\n---\n"
	for in, want := range map[string]string{
		"## Summary\n<!-- Hint: one\ntwo. -->\nText.\n":                   "## Summary\nText.\n",
		"## Summary\n<!-- Hint: one. -->\n\nText.\n<!-- Hint: two. -->\n": "## Summary\nText.\n",
		"<!-- A remark. -->\nText <!-- Hint: within. -->\n":               "<!-- A remark. -->\nText <!-- Hint: within. -->\n",
		"```\n<!-- Hint: shown. -->\n```\n":                               "```\n<!-- Hint: shown. -->\n```\n",
		"<!-- Hint: it -- has no end\n":                                   "<!-- Hint: it -- has no end\n",
	} {
		for _, change := range []func(string) string{func(s string) string { return s }, windows} {
			if got := string(convert.WithoutHints("content/a.md", []byte(change(front+in)), plain())); got != change(front+want) {
				t.Errorf("%q without hints is %q, want %q", in, got, front+want)
			}
		}
	}
}

// TestHintsOfTheTemplate checks that the template has hints, that a page has none of them, and
// that the template without them has no comment.
func TestHintsOfTheTemplate(t *testing.T) {
	src, err := content.Sample.ReadFile("_template.md")
	if err != nil {
		t.Fatal(err)
	}
	without := string(convert.WithoutHints("content/a.md", src, plain()))
	if n := strings.Count(string(src), "<!-- Hint: "); n < 5 || strings.Contains(without, "<!--") || strings.Contains(without, "\n\n\n\n") {
		t.Errorf("the template has %d hints; without them, it is\n%s", n, without)
	}
}
