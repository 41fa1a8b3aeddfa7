package markdown

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// hostile lists texts made to take a long time, and for refused ones the line of the error.
var hostile = []struct {
	name    string
	text    string
	refused int // line; 0 if it is accepted
}{
	{"quotes", strings.Repeat(">", maxNesting+1) + " deep", 1},
	{"quotes within the limit", strings.Repeat("> ", maxNesting) + "deep", 0},
	{"lists on a line", strings.Repeat("- ", 5000), 1},
	{"ordered lists on a line", strings.Repeat("1. ", 5000) + "a", 1},
	{"brackets", strings.Repeat("[", MaxSize-1), 1},
	{"links never closed", strings.Repeat("[a](", 20000), 1},
	{"links never closed, in paragraphs", strings.Repeat(strings.Repeat("[a](", 1000)+"\n\n", 20), 0},
	{"links never closed, in large paragraphs", strings.Repeat(strings.Repeat("[a](", maxSpecial)+"\n\n", 10), 5},
	{"emphasis", strings.Repeat("*a_", 300000), 1},
	{"emphasis in paragraphs", strings.Repeat(strings.Repeat("*a_", 1000)+"\n\n", 10), 0},
	{"a list that goes deeper with every line", indented(250), 0},
	{"backticks of all lengths", backticks(400), 0},
	{"a million backticks", strings.Repeat("`", MaxSize-1), 0},
	{"a table of many columns", strings.Repeat("|a", 100000) + "\n" + strings.Repeat("|-", 100000) + "\n" + strings.Repeat("a\n", 100000), 3},
	{"a table of many empty rows", "|a" + strings.Repeat("|b", 19) + "\n" + strings.Repeat("|-", 20) + "\n" + strings.Repeat("a\n", 100000), 5002},
	{"a quoted table of many columns", "> " + strings.Repeat("|a", 1000) + "\n> " + strings.Repeat("|-", 1000) + "\n" + strings.Repeat("> a\n", 1000), 101},
	{"a table of many rows", "|a|b|\n|-|-|\n" + strings.Repeat("|x|y|\n", 3000), 0},
	{"processing instructions never closed", "a " + strings.Repeat("<?", 500000), 0},
	{"comments never closed", "a " + strings.Repeat("<!--a", 200000), 0},
	{"CDATA never closed", "a " + strings.Repeat("<![CDATA[", 100000), 1},
	{"declarations never closed", "a " + strings.Repeat("<!A ", 250000), 0},
	{"tags never closed", "a " + strings.Repeat("<a b=\"", 30000), 0},
	{"autolinks", strings.Repeat("http://a.b/c ", 8000), 0},
	{"mail addresses never finished", strings.Repeat("a@", 500000), 0},
	{"elements never closed", strings.Repeat("<kbd>", 75000), 0},
	{"elements never closed, of all kinds", strings.Repeat("<kbd><sub><sup></kbd>", 20000), 0},
	{"details never closed", strings.Repeat("<details>\n\n", 40000), 0},
	{"details in details", strings.Repeat("<details><summary>a</summary>\n\n", 10000) + strings.Repeat("</details>\n\n", 10000), 0},
	{"a block of many tags", strings.Repeat("<details><summary>a</summary></details>", 10000), 0},
	{"a block of tags never finished", "<details>" + strings.Repeat("<img a=\"", 40000), 0},
	{"pictures in one paragraph", strings.Repeat("<img src=a>", 40000), 0},
	{"emoji", strings.Repeat(":+1:", 200000), 0},
	{"colons", strings.Repeat(":", 1000000), 0},
	{"undefined references", strings.Repeat("[a][b] ", 2400), 0},
	{"www", strings.Repeat("www.", 250000), 0},
	{"parentheses after an address", "http://a.b/" + strings.Repeat(")", 1000000), 0},
	{"entities", strings.Repeat("&#x", 300000), 0},
	{"headings", strings.Repeat("# a\n", 10000), 0},
	{"link definitions", strings.Repeat("[a]: b\n\n", 10000), 0},
	{"link definitions and uses", strings.Repeat("[a]: b\n\n", 2000) + strings.Repeat("[a]\n\n", 5000), 0},
	{"images in images", strings.Repeat("![", maxSpecial) + strings.Repeat("](a)", maxSpecial), 0},
	{"strikes", strings.Repeat("~a~~b", 200000), 1},
	{"not quite a fence", "<div>\n```\n</div>\n\n" + strings.Repeat("[a](", 40000), 5},
	{"a long log in a fence", "```\n" + strings.Repeat("[2026-03-05] [info] nothing to see\n", 4900) + "```", 0},
	{"a very long log in a fence", "```\n" + strings.Repeat("[14:00] [info] *ok*\n", 50000) + "```", 0},
	{"link definitions without blank lines", strings.Repeat("[a]: b\n", 140000), 10001},
	{"link definitions with open titles", strings.Repeat("[a]: b\n(t\n", 90000), 20001},
	{"code to highlight", "```go\n" + strings.Repeat("/*\"`", maxHighlight/4) + "\n```", 0},
	{"code too long to highlight", "```go\n" + strings.Repeat("/*\"`", 9000) + "\n```", 0},
	{"much code to highlight", strings.Repeat("```json\n"+strings.Repeat("{\"[", 1300)+"\n```\n\n", 70), 0},
}

func indented(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

func backticks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("`", i) + "a")
	}
	return b.String()
}

// TestHostileText checks that a hostile file is refused, or parsed and rendered in bounded time.
func TestHostileText(t *testing.T) {
	for _, test := range hostile {
		t.Run(test.name, func(t *testing.T) {
			if len(test.text) > MaxSize {
				t.Fatalf("%d bytes: the size alone would refuse it", len(test.text))
			}
			start := time.Now()
			doc, err := Parse([]byte(test.text), Options{})
			if err == nil {
				for _, b := range doc.Blocks {
					doc.HTML(b)
					doc.Text(b)
				}
			}
			if took := time.Since(start); took > 30*time.Second { // below a second without the race detector on a quiet machine
				t.Errorf("took %v", took)
			}
			var syntax *SyntaxError
			switch {
			case test.refused == 0 && err != nil:
				t.Errorf("refused: %v", err)
			case test.refused > 0 && !errors.As(err, &syntax):
				t.Errorf("read, error %v", err)
			case test.refused > 0 && syntax.Pos.Line != test.refused:
				t.Errorf("refused on line %d, want %d: %v", syntax.Pos.Line, test.refused, err)
			}
		})
	}
}
