package markdown

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestBounds checks each limit from both sides: a text just within it is accepted, one above it is
// refused, with a position.
func TestBounds(t *testing.T) {
	table := func(columns, rows int) string {
		return strings.Repeat("|a", columns) + "\n" + strings.Repeat("|-", columns) + "\n" + strings.Repeat("a\n", rows)
	}
	for _, test := range []struct{ name, text, refused string }{
		{"quotes", "a\n\n" + strings.Repeat(">", 32) + "x", ""},
		{"one quote more", "a\n\n" + strings.Repeat(">", 33) + "x", "3:1: quotes or lists nested 33 deep; the limit is 32"},
		{"lists with stars", strings.Repeat("* ", 33) + "x", "1:1: quotes or lists nested 33 deep; the limit is 32"},
		{"lists with pluses", strings.Repeat("+ ", 33) + "x", "1:1: quotes or lists nested 33 deep; the limit is 32"},
		{"numbers with brackets", strings.Repeat("12) ", 33) + "x", "1:1: quotes or lists nested 33 deep; the limit is 32"},
		{"numbers with dots", strings.Repeat("1. ", 33) + "x", "1:1: quotes or lists nested 33 deep; the limit is 32"},
		{"all of them, with blanks and tabs", strings.Repeat("> \t- 1. ", 11) + "x", "1:1: quotes or lists nested 33 deep; the limit is 32"},
		{"numbers from zero", strings.Repeat("0. ", 33) + "x", "1:1: quotes or lists nested 33 deep; the limit is 32"},
		{"numbers to nine", strings.Repeat("9) 10. 09. ", 11) + "x", "1:1: quotes or lists nested 33 deep; the limit is 32"},
		{"a number that ends the line", strings.Repeat("> ", 32) + "1.", ""},
		{"a dash that ends the line", strings.Repeat("> ", 32) + "-", ""},
		{"dashes without a blank", strings.Repeat("-", 40), ""},
		{"numbers without a blank", strings.Repeat("1.", 40), ""},
		{"a long number", strings.Repeat("1", 40), ""},
		{"quotes after a word", "a " + strings.Repeat("> ", 40), ""},
		{"marks", strings.Repeat("[", maxSpecial) + "x", ""},
		{"one mark more", "a\n\n" + strings.Repeat("[", maxSpecial+1) + "x", "3:1: too many brackets and emphasis marks without a blank line between; the limit is 10000"},
		{"one mark more, over two lines", "a" + strings.Repeat("~", maxSpecial) + "\n_", "2:1: too many brackets and emphasis marks without a blank line between; the limit is 10000"},
		{"a blank line between", strings.Repeat("*", maxSpecial) + "\n \t\n_", ""},
		{"marks of all kinds", strings.Repeat("[*_~", maxSpecial/4) + "x", ""},
		{"marks in a fence", "~~~\n" + strings.Repeat("[", maxSpecial+1) + "\n~~~\n" + strings.Repeat("[", maxSpecial-6), ""},
		{"other brackets", strings.Repeat("](){}", maxSpecial), ""},
		{"two large paragraphs", strings.Repeat(strings.Repeat("[", maxSpecial)+"\n\n", 2), ""},
		{"three large paragraphs", strings.Repeat(strings.Repeat("[", maxSpecial)+"\n\n", 2) + "[", "5:1: too many brackets and emphasis marks without a blank line between; the limit is 10000"},
		{"cells", table(1000, 99), ""},
		{"one row too many", table(1000, 100), "102:1: tables of more than 100000 cells"},
		{"cells of two tables", table(1000, 49) + "\n" + table(1000, 49), ""},
		{"one row too many in two tables", table(1000, 49) + "\n" + table(1000, 50), "104:1: tables of more than 100000 cells"},
		{"lines after a table", table(1000, 90) + "\n" + strings.Repeat("a\n", 1000), ""},
		{"the largest file", strings.Repeat("a", MaxSize), ""},
		{"one byte too large", strings.Repeat("a", MaxSize+1), "1:1: the file is larger than 1024 KiB"},
	} {
		err := Check([]byte(test.text))
		got := ""
		var syntax *SyntaxError
		if errors.As(err, &syntax) {
			got = syntax.Error()
		}
		if got != test.refused {
			t.Errorf("%s: refused with %q, want %q", test.name, got, test.refused)
		}
	}
}

// TestHighlightLimits checks how much of a document's code is highlighted: blocks up to 4 KiB, and 16
// KiB in total. A block that is too large does not count towards the total.
func TestHighlightLimits(t *testing.T) {
	block := func(size int) string {
		return "```go\n" + strings.Repeat("var\n", size/4-1) + strings.Repeat("v", size%4+3) + "\n```\n\n"
	}
	for _, test := range []struct {
		name string
		text string
		want []bool // whether the block is highlighted
	}{
		{"4 KiB", block(4 << 10), []bool{true}},
		{"one byte more", block(4<<10 + 1), []bool{false}},
		{"four of 4 KiB, and a small one", strings.Repeat(block(4<<10), 4) + block(8), []bool{true, true, true, true, false}},
		{"a large one first", block(5<<10) + strings.Repeat(block(4<<10), 4), []bool{false, true, true, true, true}},
		{"a block that fits after one that does not", strings.Repeat(block(4<<10), 3) + block(4<<10-40) + block(80) + block(40), []bool{true, true, true, true, false, true}},
	} {
		doc := parseText(t, test.text)
		var got []bool
		for _, b := range doc.Blocks {
			got = append(got, strings.Contains(doc.HTML(b).HTML(nil), `<span class="`))
		}
		if fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%s: coloured %v, want %v", test.name, got, test.want)
		}
	}
}

// TestHostileCodeIsPlain checks that code is not highlighted if that takes too many steps, and that
// real code of the same size is.
func TestHostileCodeIsPlain(t *testing.T) {
	for code, want := range map[string]bool{strings.Repeat("/*{", 1300): false, strings.Repeat("a { b: c }\n", 350): true} {
		if got := strings.Contains(shown(t, "```css\n"+code+"\n```"), `<span class="`); got != want {
			t.Errorf("%s… is highlighted: %v, want %v", code[:12], got, want)
		}
	}
}

// TestCode checks the whole HTML of a code block: its language, its highlighting, and every character.
func TestCode(t *testing.T) {
	const open = `<pre class="code" tabindex="0"><code`
	for text, want := range map[string]string{
		"```\na < b\n```":        open + ">a &lt; b\n</code></pre>",
		"    a\n      b":         open + ">a\n  b\n</code></pre>",
		"```json title\n1\n```":  open + ` class="language-json"><span class="mi">1</span>` + "\n</code></pre>",
		"```JSON\n1\n```":        open + ` class="language-JSON"><span class="mi">1</span>` + "\n</code></pre>",
		"~~~sh\necho '<'\n~~~":   open + ` class="language-sh"><span class="nb">echo</span> <span class="s1">&#39;&lt;&#39;</span>` + "\n</code></pre>",
		"```klingon\n&amp;\n```": open + ` class="language-klingon">&amp;amp;` + "\n</code></pre>",
	} {
		if got := strings.TrimSpace(shown(t, text)); got != want && strings.ReplaceAll(got, "&#39;", "'") != strings.ReplaceAll(want, "&#39;", "'") {
			t.Errorf("%q gives\n%s\nwant\n%s", text, got, want)
		}
	}
}

// TestTableHTML checks the whole HTML of a table: column heads, none for an empty head, and classes for
// centred and right-aligned cells.
func TestTableHTML(t *testing.T) {
	const want = `<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>
<thead>
<tr>
<th scope="col">a</th>
<th scope="col" class="center">b</th>
<td class="right"></td>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td class="center">2</td>
<td></td>
</tr>
</tbody>
</table></div>`
	if got := strings.TrimSpace(shown(t, "| a | b | |\n|:--|:-:|--:|\n| 1 | 2 |\n")); got != want {
		t.Errorf("a table is\n%s\nwant\n%s", got, want)
	}
}

// TestFragmentOf checks that data from Raw is accepted, and other data refused.
func TestFragmentOf(t *testing.T) {
	doc := parseText(t, "[a](x.md) ![b](y.png)\n\n```go\nvar x\n```\n\n- c\n")
	f := doc.HTML(doc.Blocks...)
	again, ok := FragmentOf(f.Raw())
	resolve := func(dest string) (string, bool) { return "to/" + dest, true }
	if !ok || again.HTML(resolve) != f.HTML(resolve) || !strings.Contains(again.HTML(resolve), `href="to/x.md"`) {
		t.Errorf("recreated: %v\n%s\nwant\n%s", ok, again.HTML(resolve), f.HTML(resolve))
	}
	for html, want := range map[string]bool{
		"plain":                          true,
		"<a\x00h0\x00>b</a>":             true,
		"<a\x00h1\x00>b</a>":             true,
		"<a\x00h2\x00>b</a>":             false, // no such destination
		"<a\x00h-1\x00>b</a>":            false,
		"<a\x00hx\x00>b</a>":             false,
		"<a\x00h\x00>b</a>":              false,
		"<a\x00h0":                       false, // not closed
		"<a\x00\x00>b":                   false, // of an unknown kind
		"<a\x00h0\x00>b</a>\x00e0\x00":   true,
		"<a\x00h0\x00>b</a>\x00e2\x00":   false,
		"<a\x00h0\x00>b</a>\x00e0":       false,
		"\x00s0\x00alt\x00":              true,
		"\x00s0\x00alt":                  false,
		"\x00s2\x00alt\x00":              false,
		"\x00cgo\x00x\x00":               true,
		"\x00cgo\x00x":                   false,
		"\x00c\x00x\x00":                 true,
		"\x00s0\x00alt\x00 \x00h0":       false,
		"\x00s0\x00alt\x00 \x00h0\x00":   true,
		"\x00cgo\x00x\x00 \x00h9\x00 a>": false,
	} {
		if _, ok := FragmentOf(html, []string{"x.md", "y.md"}); ok != want {
			t.Errorf("FragmentOf(%q) accepts it: %v, want %v", html, ok, want)
		}
	}
}

// TestFrontIsPassedOver checks that positions are those of the file if the front matter is skipped.
func TestFrontIsPassedOver(t *testing.T) {
	doc, err := Parse([]byte("---\na: 1\n---\n# Head\n\n- item\n"), Options{Front: 3})
	if err != nil {
		t.Fatal(err)
	}
	if doc.Meta != nil || len(doc.Blocks) != 2 || doc.Blocks[0].Pos != (Pos{4, 3}) || doc.Blocks[1].Items[0].Pos != (Pos{6, 3}) {
		t.Errorf("front matter %v, blocks at %v", doc.Meta, doc.Blocks)
	}
}

// TestItems checks the properties of a list item: where its text begins, its first paragraph, its check
// box, and nested items.
func TestItems(t *testing.T) {
	doc := parseText(t, "- a\n\n  b\n  - c\n    - d\n- [ ] e\n- [X] f\n-\n- > q\n1. n\n")
	var got []string
	var walk func(items []Item, depth string)
	walk = func(items []Item, depth string) {
		for _, i := range items {
			got = append(got, fmt.Sprintf("%s%v %q %q %v %v", depth, i.Pos, i.Text, i.Lead, i.Task, i.Checked))
			walk(i.Nested, depth+">")
		}
	}
	for _, b := range doc.Blocks {
		walk(b.Items, "")
	}
	want := []string{
		`1:3 "a b" "a" false false`, `>4:5 "c" "c" false false`, `>>5:7 "d" "d" false false`, `6:3 "e" "e" true false`, `7:3 "f" "f" true true`,
		`8:1 "" "" false false`, `9:3 "q" "q" false false`, `10:4 "n" "n" false false`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("items\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
