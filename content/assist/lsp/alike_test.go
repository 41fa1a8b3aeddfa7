package lsp_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist/lsp"
)

// others finds that all other post mortems look like one, in the order of their paths.
func others(posts []*content.PostMortem, pm *content.PostMortem) (out []lsp.Alike) {
	for _, other := range slices.SortedFunc(slices.Values(posts), func(a, b *content.PostMortem) int { return strings.Compare(a.Path, b.Path) }) {
		if other.Path != pm.Path {
			out = append(out, lsp.Alike{PM: other, Reason: "both are *" + pm.Title + "*"})
		}
	}
	return out
}

const titled = "---\nti①tle: Late\nser②vice: shop\nseverity: ③\n---\n"

// TestAlikeAtTitle checks that a hover at the title, and nowhere else, names three post mortems that look alike, with the
// reasons and paths. A document that cannot be read while somebody types has none, and what is saved is known.
func TestAlikeAtTitle(t *testing.T) {
	texts := map[string]string{
		"content/a.md": titled, "broken.md": "---\nti①tle: Late: again\n---\n", "content/new.md": "---\ntitle: Newest\n---\n",
		"content/b.md": "---\ntitle: B <i>\nid: PM-2026-0002\n---\n", "content/aa.md": "---\nremoved: {date: 2026-05-01, reason: It was twice here.}\n---\n",
		"content/c.md": "---\ntitle: C\n---\n", "content/d.md": "---\ntitle: D\n---\n", "content/e.md": "---\ntitle: E\n---\n",
	}
	c := newClient(t, texts)
	c.alike = others
	log := c.play(`call initialize {"rootUri":"file:///repo"}
open content/a.md
read
people
read
until **Looks hover ①
hover ②
edit content/a.md broken.md
read
hover ①`)
	wantSent(
		t, "the title says what looks alike", log, "`title` (", `\n\n**Looks alike**\n\n`,
		`- PM-2026-0002, B &lt;i\\>: both are \\*Late\\* (`+"`content/b.md`)", `- c, C: both are \\*Late\\* (`+"`content/c.md`)", `- d, D: both are \\*Late\\* (`+"`content/d.md`)"+`\n"},"range":1:0-1:5}}`,
		"`service` (", "`title` (",
	)
	if strings.Count(log, "Looks alike") != 1 {
		t.Errorf("other than the title, or what cannot be read, says what looks alike:\n%s", log)
	}
}

// TestAlikeAfterSaving checks that a document counts as it was saved last.
func TestAlikeAfterSaving(t *testing.T) {
	c := newClient(t, map[string]string{"content/a.md": titled, "content/b.md": "---\ntitle: Old\n---\n", "new.md": "---\ntitle: New\n---\n"})
	c.alike = others
	log := c.play(`call initialize {"rootUri":"file:///repo"}
open content/a.md
read
people
read
until Old hover ①
open content/b.md
read
edit content/b.md new.md
read
save content/b.md
open content/a.md
read
read
hover ①`)
	wantSent(t, "the document is known as saved", log, "b, Old", "b, New")
}

// TestAlikeBlocksNothing checks that other requests are answered while the server looks for what looks alike, and that the
// client can cancel that.
func TestAlikeBlocksNothing(t *testing.T) {
	c := newClient(t, map[string]string{"content/a.md": titled})
	found := make(chan struct{})
	c.alike = func([]*content.PostMortem, *content.PostMortem) []lsp.Alike {
		<-found
		return nil
	}
	c.play(`call initialize {"rootUri":"file:///repo"}
open content/a.md
read`)
	hover := `{"textDocument":{"uri":"` + c.uri + `"},"position":` + c.marks["①"] + `}`
	c.log.Reset()
	c.call("textDocument/hover", hover)
	c.step("complete ③")
	c.call("textDocument/hover", hover)
	c.notify("$/cancelRequest", `{"id":4}`)
	c.step("complete ③")
	close(found)
	c.read()
	c.read()
	log := c.log.String()
	wantSent(t, "completions come first", log, `{"id":3,`, `"label":"critical"`, `{"id":5,`, `"label":"critical"`)
	wantSent(t, "a hover comes when it is found", log, "`title` (")
	wantSent(t, "a cancelled hover is an error", log, `{"error":{"code":-32800,"message":"the request was cancelled"},"id":4,`)
}
