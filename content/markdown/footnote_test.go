package markdown

import (
	"strings"
	"testing"
)

// TestFootnotes checks that footnotes are a block at the end, in the order of the references, and that those to which
// nothing refers, and references to nothing, are left as on GitHub.
func TestFootnotes(t *testing.T) {
	doc := parseText(t, "Ten places.[^1] More.[^b] Again.[^1] None.[^none]\n\n[^b]: Second *note*.\n[^1]: First note.\n[^unused]: Never shown.\n\n## Footnotes\n\nText.\n")
	last := doc.Blocks[len(doc.Blocks)-1]
	if last.Kind != Footnotes || last.ID != "footnotes-1" {
		t.Errorf("the last block is of kind %v with the id %q", last.Kind, last.ID)
	}
	if got := doc.Text(doc.Blocks[0]); got != "Ten places. More. Again. None.[^none]" {
		t.Errorf("the text with references is %q", got)
	}
	if got := doc.Text(last); got != "First note. Second note." {
		t.Errorf("the text of the footnotes is %q", got)
	}
	html := shown(t, "Ten places.[^1]\n\n[^1]: First <script> note.\n")
	for _, want := range []string{`Ten places.<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>`, `<li id="fn:1">`, "First &lt;script&gt; note.", `href="#fnref:1"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %s: %s", want, html)
		}
	}
	if _, err := Parse([]byte(strings.Repeat("a[^1]\n\n", 1500)+strings.Repeat("[^1]: b\n\n", 501)), Options{}); err == nil || err.Error() != "4001:1: more than 2000 footnotes and references to them" {
		t.Errorf("2,001 footnotes and references: %v", err)
	}
}
