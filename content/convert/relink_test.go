package convert_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/convert"
)

// TestRelink replaces every destination by itself in capitals.
func TestRelink(t *testing.T) {
	for src, want := range map[string]string{
		"[a](b.md) and ![c](d/e.png \"f\")": "[a](B.MD) and ![c](D/E.PNG \"f\")",
		"![a](<b c.png>)":                   "![a](<B C.PNG>)",
		"[a](b_(c).md).":                    "[a](B_(C).MD).",
		"[a]: b.md \"c\"":                   "[a]: B.MD \"c\"",
		"<img width=3 src='a.png'>":         "<img width=3 src='A.PNG'>",
		"```\n[a](b.md)\n```\n[a](c.md)":    "```\n[a](b.md)\n```\n[a](C.MD)",
		"[a] (b.md) a](":                    "[a] (b.md) a](",
		"| [a](b.md) | ![c](d.png) |":       "| [a](B.MD) | ![c](D.PNG) |",
	} {
		if got := string(convert.Relink([]byte(src), strings.ToUpper)); got != want {
			t.Errorf("%q became %q, want %q", src, got, want)
		}
	}
	got := string(convert.Relink([]byte("[a](b.md)"), func(string) string { return "c d.md" }))
	if want := "[a](<c d.md>)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
