package markdown

import (
	"fmt"
	"testing"
)

// TestTablesUnlikeGitHub checks where a table is one for us, but not on GitHub.
func TestTablesUnlikeGitHub(t *testing.T) {
	for text, want := range map[string]string{
		"| a | b |\n|---|---|\n| 1 | 2 |\n":              "[]",
		"a | b\n--- | ---\n1 | 2\n":                      "[]",
		"| a | b | |\n|---|---|---|\n| 1 | 2 | |\n":      "[]",
		"| a \\| b |\n|---|\n| 1 |\n":                    "[]",
		"   | a |\n   |---|\n   | 1 |\n":                 "[]",
		"| a | b |\n|---|---|---|\n| 1 | 2 |\n":          "[{2:1 the row of dashes has 3 cells, but the head has 2}]",
		"text\n| a | b |\n|---|---|\n    | 1 | 2 |\n":    "[{4:1 the row is indented by four columns or more}]",
		"| a | b |\n|---|---|\n| 1 | 2 |\n\t| 1 | 2 |\n": "[{4:1 the row is indented by four columns or more}]",
	} {
		doc := parseText(t, text)
		table := doc.Blocks[len(doc.Blocks)-1]
		if got := fmt.Sprint(table.Unlike); table.Kind != Table || got != want {
			t.Errorf("%q is a block of kind %v, unlike GitHub's in %s, want %s", text, table.Kind, got, want)
		}
	}
}
