package markdown

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

func TestFragmentHoles(t *testing.T) {
	doc := parseText(t, "[a](x.md) ![b](y.png) [c](z.md)\n\n[d](x.md)\n")
	f := doc.HTML(doc.Blocks...)
	if got, want := f.Links(), []string{"x.md", "y.png", "z.md", "x.md"}; !slices.Equal(got, want) {
		t.Errorf("links %q, want %q", got, want)
	}
	got := f.HTML(func(dest string) (string, bool) { return `"><script>` + dest, dest != "z.md" })
	want := `<p><a href="&#34;&gt;&lt;script&gt;x.md">a</a> <img src="&#34;&gt;&lt;script&gt;y.png" loading="lazy" alt="b"> <a>c</a> <small>(&#34;&gt;&lt;script&gt;z.md)</small></p>` + "\n" + `<p><a href="&#34;&gt;&lt;script&gt;x.md">d</a></p>`
	if got != want {
		t.Errorf("filled in\n%s\nwant\n%s", got, want)
	}
	if got := f.HTML(func(string) (string, bool) { return "", false }); strings.Contains(got, "<img") || !strings.Contains(got, "> b <") {
		t.Errorf("an image that does not exist does not show its text: %s", got)
	}
	doc = parseText(t, "[![p](y.png)](x.md) [q](x.md) ![r](y.png)")
	got = doc.HTML(doc.Blocks...).HTML(func(dest string) (string, bool) { return "<" + dest, false })
	if want := `<p><a>p <small>(&lt;y.png)</small></a> <small>(&lt;x.md)</small> <a>q</a> <small>(&lt;x.md)</small> r <small>(&lt;y.png)</small></p>`; got != want {
		t.Errorf("links that lead nowhere are shown as\n%s\nwant\n%s", got, want)
	}
	got = doc.HTML(doc.Blocks...).HTML(func(dest string) (string, bool) { return "w" + dest, dest == "x.md" })
	if want := `<p><a href="wx.md">p <small>(wy.png)</small></a> <a href="wx.md">q</a> r <small>(wy.png)</small></p>`; got != want {
		t.Errorf("pictures that are not there are shown as\n%s\nwant\n%s", got, want)
	}
	if (Fragment{}).HTML(nil) != "" || !(Fragment{}).Empty() || f.Empty() {
		t.Error("the zero value is empty")
	}
}

// TestFragmentHostileHoles checks that a text that looks like a hole is a text.
func TestFragmentHostileHoles(t *testing.T) {
	for _, text := range []string{
		"&#0;h0&#0; [a](x.md)", "&#x0;s0&#x0; [a](x.md)", "`\\x00h9\\x00` [a](x.md)", "[&#0;h1&#0;](x.md)", "![&#0;h1&#0;s&#0;](x.png)", "[a](&#0;h0&#0;.md)", "[a](%00h0%00.md)",
		"[a](x.md \"&#0;h5&#0;\")", "```\n&#0;h0&#0;\n``` \n[a](x.md)", "| &#0;h7&#0; | [a](x.md) |\n|-|-|\n", "[a](x.md) <b title='&#0;h3&#0;'>", "\u2400h0\u2400 [a](x.md)",
	} {
		doc := parseText(t, text)
		var asked []string
		f := doc.HTML(doc.Blocks...)
		got := f.HTML(func(dest string) (string, bool) { asked = append(asked, dest); return "to", true })
		if !slices.Equal(asked, f.Links()) || strings.ContainsRune(got, 0) {
			t.Errorf("%q: asked for %q, links %q: %q", text, asked, f.Links(), got)
		}
	}
}

func TestFragmentParts(t *testing.T) {
	doc := parseText(t, "## A [b](c.md)\n\n- d [e](f.md)\n- g\n\n| h | i |\n|-|-|\n| [j](k.md) |\n")
	resolve := func(dest string) (string, bool) { return dest, true }
	if got := doc.HeadingHTML(doc.Blocks[0]).HTML(resolve); got != `A <a href="c.md">b</a>` {
		t.Errorf("heading %s", got)
	}
	if got := doc.ItemHTML(doc.Blocks[1].Items[0]).HTML(resolve); got != `d <a href="f.md">e</a>` {
		t.Errorf("item %s", got)
	}
	row := doc.Blocks[2].Rows[0]
	if got := doc.CellHTML(row.Cells[0]).HTML(resolve); got != `<a href="k.md">j</a>` {
		t.Errorf("cell %s", got)
	}
	if !doc.CellHTML(row.Cells[1]).Empty() || !doc.CellHTML(Cell{}).Empty() {
		t.Error("a missing cell shows something")
	}
	doc.Blocks[1].Items[1].SetID("action-1")
	if got := doc.HTML(doc.Blocks[1]).HTML(resolve); !strings.Contains(got, `<li id="action-1">g</li>`) {
		t.Errorf("list %s", got)
	}
}

// TestCellsHTML checks cells that are shown together: each link leads to its own destination, and headings are text.
func TestCellsHTML(t *testing.T) {
	t.Parallel()
	doc := parseText(t, "| a | b | c | d | e |\n|-|-|-|-|-|\n| [1](1.md) | [2](2.md) ![3](3.png) | 4 | | `5` [6](6.md) |\n")
	cells := doc.Blocks[0].Rows[0].Cells
	f := doc.CellsHTML(cells[0], []NamedCell{{"B <b>", cells[1]}, {"", cells[2]}, {"D", Cell{}}, {"E", cells[4]}})
	const want = `<a href="to/1.md">1</a><br><small>B &lt;b&gt;: <a href="to/2.md">2</a> <img src="to/3.png" loading="lazy" alt="3"></small>` +
		`<br><small>4</small><br><small>E: <code>5</code> <a href="to/6.md">6</a></small>`
	if got := f.HTML(func(dest string) (string, bool) { return "to/" + dest, true }); got != want || !slices.Equal(f.Links(), []string{"1.md", "2.md", "3.png", "6.md"}) {
		t.Errorf("cells\n%s with the links %q, want\n%s", got, f.Links(), want)
	}
	if got := doc.CellsHTML(Cell{}, []NamedCell{{"C", cells[2]}}); got.html != "<small>C: 4</small>" {
		t.Errorf("below an empty cell: %q", got.html)
	}
	if got := doc.CellsHTML(cells[2], nil); got.html != "4" {
		t.Errorf("a cell without others: %q", got.html)
	}
}

func TestTrim(t *testing.T) {
	for _, test := range []struct {
		item        string
		begin, lead int // bytes of the plain text
		want        string
	}{
		{"14:05 Outage detected: a *b*", 23, 0, "a <em>b</em>"},
		{"**14:05 Outage detected:** a", 23, 0, "a"},
		{"14:05 **Outage** detected: a", 23, 0, "a"},
		{"14:05   Outage  detected:  a", 23, 0, "a"},
		{"14:05 &ndash; a", len("14:05 – "), 0, "a"},
		{"14:05 &ndash; a", len("14:05 "), 0, "– a"},
		{"14:05 – *a* b", len("14:05 – "), 0, "<em>a</em> b"},
		{"Incident created – with [a](b.md)", len("Incident created – "), 0, `with <a href="b.md">a</a>`},
		{"14:05 — “a”", len("14:05 — "), 0, "“a”"},
		{"日本語 a", len("日本"), 0, "語 a"},
		{"14\\:05 a", 6, 0, "a"},
		{"a", 1, 0, ""},
		{"a\n  b", 2, 0, "b"},
		{"`a` b", 2, 0, "b"},
		{"[a](b.md) c", 2, 0, "c"},
		{"<https://a.b> c", len("https://a.b "), 0, "c"},
		{"a (b; c)", 0, 7, "a"},
		{"a **b (c; d)**", 0, 7, "a <strong>b</strong>"},
		{"a **(c; d)**", 0, 7, "a"},
		{"a (b; [c](d.md)).", 0, 8, "a"},
		{"14:05 a *b*\n\n  c", 6, 0, "<p>a <em>b</em></p>\n<p>c</p>"},
		{"a *b* (c; d)\n\n  e", 0, 7, "<p>a <em>b</em></p>\n<p>e</p>"},
		{"a -> b\n\n  c\n  - d", 0, 5, "<p>a</p>\n<p>c</p>\n<ul>\n<li>d</li>\n</ul>"},
		{"a", 0, 0, "a"},
		{"größe (ß; ü)", 0, len(" (ß; ü)"), "größe"},
	} {
		doc := parseText(t, "- "+test.item+"\n")
		item := doc.Blocks[0].Items[0]
		if test.begin > 0 {
			doc.TrimItem(item, test.begin)
		} else {
			doc.TrimLead(item, test.lead)
		}
		got := doc.ItemHTML(item).HTML(func(dest string) (string, bool) { return dest, true })
		if got != test.want {
			t.Errorf("%q without %d and %d bytes is %q, want %q", test.item, test.begin, test.lead, got, test.want)
		}
	}
}

// TestTrimTask checks that the check box is removed from an item, and nothing from other items.
func TestTrimTask(t *testing.T) {
	doc := parseText(t, "- [x] *done*\n- plain\n-\n")
	for i, want := range []string{"<em>done</em>", "plain", ""} {
		item := doc.Blocks[0].Items[i]
		doc.TrimTask(item)
		if got := doc.ItemHTML(item).HTML(nil); got != want {
			t.Errorf("item %d without its check box is %q, want %q", i+1, got, want)
		}
	}
}

// TestParallel parses many documents at once with the shared engine; the race detector watches.
func TestParallel(t *testing.T) {
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 20 {
				doc, err := Parse([]byte(fmt.Sprintf("## H %d\n\n[a](%d.md)\n\n```go\nvar x = %d\n```\n", i, j, j)), Options{})
				if err != nil {
					t.Error(err)
					return
				}
				want := fmt.Sprintf(`<a href="%d.md">`, j)
				if got := doc.HTML(doc.Blocks...).HTML(func(dest string) (string, bool) { return dest, true }); !strings.Contains(got, want) {
					t.Errorf("no %s in %s", want, got)
				}
			}
		})
	}
	group.Wait()
}

// checkPlain compares the shortcut to HTML with the regular way.
func checkPlain(t *testing.T, doc *Document, b *Block) {
	t.Helper()
	check := func(node ast.Node, text string) {
		short, long := doc.render(children(node), text), doc.render(children(node), "\x00")
		if short.html != long.html {
			t.Errorf("%q is %q by the shortcut, and %q", text, short.html, long.html)
		}
	}
	for _, item := range b.Items {
		check(item.node, item.Text)
	}
	for _, row := range append(b.Rows, Row{Cells: b.Header}) {
		for _, c := range row.Cells {
			if c.node != nil {
				check(c.node, c.Text)
			}
		}
	}
	if b.Kind == Heading {
		check(b.node, b.Text)
	}
}

func TestPlain(t *testing.T) {
	texts := []string{"words", "a & b", "a &amp; b", `a \* b`, "a  b", "a\u00a0b", "<b>", "5 > 4", `"x"`, "it's", "*x*", "a_b_c", "www.example.org", "x@example.org", "10:05", "a\ttab", "ä ß", "&#0;", "`c`", "a ~~b~~"}
	for _, text := range texts {
		doc, err := Parse([]byte("## "+text+"\n\n- "+text+"\n\n| "+text+" | b |\n|---|---|\n| c | "+text+" |\n"), Options{})
		if err != nil || len(doc.Blocks) != 3 {
			t.Fatalf("%q: %d blocks, %v", text, len(doc.Blocks), err)
		}
		for _, b := range doc.Blocks {
			checkPlain(t, doc, b)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, test := range hostile {
		f.Add(test.text[:min(len(test.text), 500)])
	}
	f.Add("---\na: 1\n---\n# b\n\n| c | d |\n|:-|-:|\n| [e](f.md) | ![g](h.png) |\n\n- [x] i\n\n```go\nj\n```\n<br> <!-- k -->")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<15 {
			t.Skip("large texts are slow, not different")
		}
		src := Normalize([]byte(text))
		doc, err := Parse(src, Options{})
		if err != nil {
			return
		}
		index := newLineIndex(src)
		for _, b := range doc.Blocks {
			if p := b.Pos; p.Line < 1 || p.Line > len(index.starts) || p.Column < 1 || p.Column > len([]rune(string(index.lineAt(p.Line-1))))+1 {
				t.Errorf("block %+v is outside of the text", b)
			}
			doc.Text(b)
			checkPlain(t, doc, b)
			f := doc.HTML(b)
			asked := 0
			got := f.HTML(func(dest string) (string, bool) { asked++; return "x", asked%2 == 0 })
			if asked != len(f.Links()) || strings.ContainsRune(got, 0) {
				t.Errorf("%d links, asked for %d: %q", len(f.Links()), asked, got)
			}
			for _, item := range b.Items {
				for n := range len(item.Text) + 1 {
					if n > 3 && n < len(item.Text)-3 {
						continue
					}
					doc.TrimItem(item, n)
					if html := doc.ItemHTML(item).html; utf8.ValidString(text) && !utf8.ValidString(html) {
						t.Errorf("%q without %d bytes is invalid UTF-8: %q", item.Text, n, html)
					}
				}
				doc.TrimLead(item, len(item.Lead))
			}
		}
	})
}
