package markdown

import (
	"errors"
	"strings"
	"testing"
)

// TestBracketsInCode checks that brackets and emphasis marks count outside of code only, and that
// nothing that is not code passes for it.
func TestBracketsInCode(t *testing.T) {
	log := strings.Repeat("[14:00:00] [INFO] [pool_1] conn *ok*\n", 3000)
	indent := func(by string) string {
		return by + strings.ReplaceAll(strings.TrimSuffix(log, "\n"), "\n", "\n"+by) + "\n"
	}
	for _, test := range []struct {
		name, text string
		refused    int // line; 0 if it is accepted
	}{
		{"a fence", "```text\n" + log + "```\n", 0},
		{"a fence of tildes", "~~~\n" + log + "~~~\n", 0},
		{"an indented block", "a\n\n" + indent("    "), 0},
		{"a fence in a list", "- a\n\n  ```\n" + indent("  ") + "  ```\n", 0},
		{"a fence in a quote", "> ```\n" + indent("> ") + "> ```\n", 0},
		{"a fence that is not closed", "```\n" + log, 0},
		{"a fence after front matter", "---\na: 1\n---\n```\n" + log + "```\n", 0},
		{"a paragraph", log, 1667},
		{"after a fence", "```\n" + log + "```\n" + log, 3000 + 2 + 1667},
		{"indented, after a paragraph", "a\n" + indent("    "), 1668},
		{"indented, after a link definition and a line of dashes", "[a]: b\n===\n" + indent("    "), 1669},
		{"indented, after a table", "|a|\n|-|\n===\n" + indent("    "), 1670},
		{"a fence in a comment", "<!--\n```\n-->\n\n" + log, 1671},
		{"a fence in front matter", "---\na: |\n  ```\n---\n" + log, 1671},
		{"a fence with a backtick in its language", "```a`\n" + log, 1668},
	} {
		err := Check([]byte(test.text))
		var syntax *SyntaxError
		switch {
		case err == nil && test.refused > 0:
			t.Errorf("%s: accepted", test.name)
		case errors.As(err, &syntax) && syntax.Pos.Line != test.refused:
			t.Errorf("%s: refused: %v, want line %d", test.name, err, test.refused)
		}
	}
}
