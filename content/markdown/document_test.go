package markdown

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func ExampleParse() {
	doc, err := Parse([]byte("## Größe & *Maß*\n\nSee [the other](other.md).\n"), Options{})
	if err != nil {
		panic(err)
	}
	for _, b := range doc.Blocks {
		fmt.Println(b.Pos, b.ID, b.Text)
	}
	prose := doc.HTML(doc.Blocks[1])
	fmt.Println(prose.HTML(func(dest string) (string, bool) { return "../other/", true }))
	fmt.Println(prose.HTML(func(dest string) (string, bool) { return "", false }))
	// Output:
	// 1:4 größe--maß Größe & Maß
	// 3:1  See the other.
	// <p>See <a href="../other/">the other</a>.</p>
	// <p>See <a>the other</a>.</p>
}

func parseText(t *testing.T, text string) *Document {
	t.Helper()
	doc, err := Parse([]byte(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// shown renders a whole text. A link to a file gets the address to(file).
func shown(t *testing.T, text string) string {
	t.Helper()
	doc := parseText(t, text)
	return doc.HTML(doc.Blocks...).HTML(func(dest string) (string, bool) { return "to(" + dest + ")", true })
}

func TestNormalize(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a\nb": "a\nb", "\ufeffa": "a", "a\r\nb\r\n": "a\nb\n", "a\rb\r\r\nc": "a\nb\n\nc", "a\ufeff": "a\ufeff", "\r": "\n",
	} {
		if got := string(Normalize([]byte(text))); got != want {
			t.Errorf("Normalize(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"ok\nbad \xff":                       "2:5: invalid UTF-8 (byte 0xff)",
		"é\xc3(":                             "1:2: invalid UTF-8 (byte 0xc3)",
		"a\x00":                              "1:2: NUL byte: not a text file",
		"\x00a":                              "1:1: NUL byte: not a text file",
		"\xffa":                              "1:1: invalid UTF-8 (byte 0xff)",
		"\ufffd\xff":                         "1:2: invalid UTF-8 (byte 0xff)",
		strings.Repeat("a", MaxSize+1):       "1:1: the file is larger than 1024 KiB",
		"\xed\xa0\x80":                       "1:1: invalid UTF-8 (byte 0xed)",
		"text\n\n" + strings.Repeat(">", 40): "3:1: quotes or lists nested 40 deep; the limit is 32",
	} {
		_, err := Parse([]byte(text), Options{})
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || err.Error() != want {
			t.Errorf("Parse(%.20q): %v, want %s", text, err, want)
		}
		if check := Check([]byte(text)); check == nil || check.Error() != want {
			t.Errorf("Check(%.20q): %v", text, check)
		}
	}
}

// TestParseInvalidFrontMatter checks that front matter that goldmark-meta cannot parse is an error, not
// an HTML comment in the page.
func TestParseInvalidFrontMatter(t *testing.T) {
	doc, err := Parse([]byte("---\na: \"--><b>1\n---\ntext\n"), Options{})
	if err == nil || doc != nil {
		t.Errorf("read: %v, %v", doc, err)
	}
}

func TestBlocks(t *testing.T) {
	doc := parseText(t, `---
a: 1
---
# One

Text *with* emphasis.

Two
---

| A | B |
|---|---|
| a \| b | c |
| d |
| e | f | g |

- x
- [x] done

      code
  - nested

> quote

[ref]: https://example.org/
`)
	var got []string
	for _, b := range doc.Blocks {
		got = append(got, fmt.Sprint(b.Kind, " ", b.Pos, " ", b.Level, " ", b.ID, " ", b.Text))
	}
	want := []string{
		"1 4:3 1 one One", "0 6:1 0  Text with emphasis.", "1 8:1 2 two Two", "2 11:1 0  ", "3 17:1 0  ", "0 23:1 0  ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("blocks\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if doc.Meta["a"] != 1 {
		t.Errorf("front matter %v", doc.Meta)
	}
	table, list := doc.Blocks[3], doc.Blocks[4]
	var cells []string
	for _, row := range table.Rows {
		line := fmt.Sprint(row.Pos, " ", row.Count, ":")
		for _, cell := range row.Cells {
			line += fmt.Sprintf(" %v %q", cell.Pos, cell.Text)
		}
		cells = append(cells, line)
	}
	if got, want := strings.Join(cells, "\n"), `13:1 2: 13:3 "a | b" 13:12 "c"
14:1 1: 14:3 "d" 14:1 ""
15:1 3: 15:3 "e" 15:7 "f"`; got != want {
		t.Errorf("rows\n%s\nwant\n%s", got, want)
	}
	if a, b := list.Items[0], list.Items[1]; a.Text != "x" || a.Task || !b.Task || !b.Checked || b.Text != "done code" || b.Lead != "done" || len(b.Nested) != 1 || b.Nested[0].Pos != (Pos{21, 5}) {
		t.Errorf("items %+v", list.Items)
	}
}

// TestCountCells compares countCells with goldmark, where goldmark reports all cells.
func TestCountCells(t *testing.T) {
	for line, want := range map[string]int{
		"| a | b |": 2, "a | b": 2, "|a|": 1, "a": 1, `| a \| b |`: 1, `| a | b \|`: 2, "| | |": 0, "  | a | b |  ": 2, "||||": 0, `|a\\|b|`: 1, "|a||": 1, "||a": 2, "| | | c": 3,
	} {
		if got := countCells([]byte(line)); got != want {
			t.Errorf("countCells(%q) = %d, want %d", line, got, want)
			continue
		}
		doc := parseText(t, strings.Repeat("|a", want+3)+"|\n"+strings.Repeat("|-", want+3)+"|\n"+line+"\n")
		filled := 0
		for i, cell := range doc.Blocks[0].Rows[0].Cells {
			if cell.Text != "" {
				filled = i + 1
			}
		}
		if filled != want {
			t.Errorf("goldmark sees %d cells in %q, countCells %d", filled, line, want)
		}
	}
}

// TestCellsAtTheEnd checks that a cell has a position inside the file, even if the file ends in it.
func TestCellsAtTheEnd(t *testing.T) {
	for _, text := range []string{"a|b\n-|-\nx|", "|a|\n|-|\n|", "|a|b|\n|-|-|\n|x| \t", "|a|b|\n|-|-|\n|x| |", "|a|b|\n|-|-|\n| | ", "a|\n-|\n |", "a |b\n-|-"} {
		doc := parseText(t, text)
		lines := strings.Split(text, "\n")
		for _, b := range doc.Blocks {
			for _, row := range append(b.Rows, Row{Cells: b.Header}) {
				for _, c := range row.Cells {
					if c.Pos.Line < 1 || c.Pos.Line > len(lines) || c.Pos.Column < 1 || c.Pos.Column > len(lines[c.Pos.Line-1])+1 {
						t.Errorf("%q: the cell %q is at %v", text, c.Text, c.Pos)
					}
				}
			}
		}
	}
	doc := parseText(t, "a | b\n--|--\n1 | 2\n")
	if header, row := doc.Blocks[0].Header, doc.Blocks[0].Rows[0]; header[0].Pos != (Pos{1, 1}) || header[1].Pos != (Pos{1, 5}) || row.Cells[0].Pos != (Pos{3, 1}) || row.Cells[1].Pos != (Pos{3, 5}) || row.Pos != (Pos{3, 1}) {
		t.Errorf("cells without a pipe before them: %+v, %+v", header, row)
	}
}

// TestFirstByte checks that a block at the start of the file is at its first character.
func TestFirstByte(t *testing.T) {
	for text, want := range map[string]Pos{
		"a": {1, 1}, "> a": {1, 1}, "- a": {1, 1}, "***": {1, 1}, "# a": {1, 3}, "|a|\n|-|": {1, 1}, "a|b\n-|-": {1, 1}, "<div>": {1, 1}, "    code": {1, 5}, "\n> a": {2, 1}, " > a": {1, 2},
	} {
		if got := parseText(t, text).Blocks[0].Pos; got != want {
			t.Errorf("%q begins at %v, want %v", text, got, want)
		}
	}
}

func TestPositions(t *testing.T) {
	src := []byte("é日\nb\n\nlast")
	x := newLineIndex(src)
	for offset, want := range map[int]Pos{-1: {1, 1}, 0: {1, 1}, 2: {1, 2}, 5: {1, 3}, 6: {2, 1}, 7: {2, 2}, 8: {3, 1}, 9: {4, 1}, 13: {4, 5}, 99: {4, 5}} {
		if got := x.pos(offset); got != want {
			t.Errorf("offset %d is at %v, want %v", offset, got, want)
		}
	}
	for offset, want := range map[int]string{0: "é日", 6: "b", 7: "b", 8: "", 13: "last"} {
		if got := string(x.line(offset)); got != want {
			t.Errorf("line of %d is %q, want %q", offset, got, want)
		}
	}
	if !(Pos{1, 9}).Before(Pos{2, 1}) || !(Pos{2, 1}).Before(Pos{2, 2}) || (Pos{2, 2}).Before(Pos{2, 2}) || (Pos{2, 1}).Before(Pos{1, 9}) || (Pos{2, 2}).Before(Pos{2, 1}) {
		t.Error("order of positions")
	}
}

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"a *b* `c` **d**\ne":                "a b c d e",
		"a<br>b":                            "a b",
		"a <!-- hidden --> b":               "a b",
		"the <host> and `<code>`":           "the <host> and <code>",
		"[link](x) ![alt](y) <https://a.b>": "link alt https://a.b",
		"&lt;b&gt; \\* &amp; `&amp;`":       "<b> * & &amp;",
		"- a\n- b\n  - c":                   "a b c",
		"> a\n>\n> b":                       "a b",
		"```go\nx := 1\n```":                "x := 1",
		"    code":                          "code",
		"| a | b |\n|-|-|\n| c | d |":       "a b c d",
		"<div>\nraw\n</div>":                "",
		"- [x] done":                        "done",
		"~~gone~~":                          "gone",
		"a*b*c **d**e [f](x)g":              "abc de fg",
		"\\* a":                             "* a",
		"&amp; a":                           "& a",
		"a `\\*`":                           "a \\*",
		"- a\n\n  b\n\n- c":                 "a b c",
		"nb\u00a0sp":                        "nb sp",
	} {
		doc := parseText(t, text)
		if got := doc.Text(doc.Blocks...); got != want {
			t.Errorf("the text of %q is %q, want %q", text, got, want)
		}
	}
}
