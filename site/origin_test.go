package site_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
)

// TestOrigin leads from a page to the repository that the post mortem is from, and tells nobody who reads it.
func TestOrigin(t *testing.T) {
	t.Parallel()
	document := func(title string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\nservice: s\nimpact: latency\nseverity: low\n" +
			"detection: manual\ndate: 2026-01-02\nstatus: completed\nauthors: [on-call engineer]\n---\n")}
	}
	c := load(t, fstest.MapFS{"content/a.md": document("A"), "content/mail/b.md": document("B"), "content/web/c.md": document("C")}, "content")
	s := newSite(t, c, func(in *site.Input) {
		in.Config.Repository = config.Repository{URL: "https://git.example.org/main", Branch: "trunk"}
		in.Config.Sources = []config.SourceRepository{
			{URL: "https://robin@git.example.org/mail.git", Content: "docs", Prefix: "mail", Branch: "v2"},
			{URL: "../web", Content: "content", Prefix: "web", Branch: ""},
		}
	})
	for name, want := range map[string]struct{ has, hasNot string }{
		"a/index.html": {`href="https://git.example.org/main/edit/trunk/content/a.md"`, "From the repository"},
		"b/index.html": {`<span>From the repository <a href="https://git.example.org/mail" rel="noopener noreferrer">mail</a></span> ` +
			`<a href="https://git.example.org/mail/edit/v2/docs/b.md"`, "robin"},
		"c/index.html": {`<span>From the repository web</span> <a href="../c.md">Markdown source`, "Edit this page"},
		"a/index.json": {`"source":"content/a.md","origin":null`, "mail"},
		"b/index.json": {`"source":"docs/b.md","origin":"mail"`, "robin"},
	} {
		page, err := fs.ReadFile(s, "postmortems/"+name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), want.has) || strings.Contains(string(page), want.hasNot) {
			t.Errorf("%s lacks %q or has %q:\n%s", name, want.has, want.hasNot, page[max(0, strings.Index(string(page), `<p class="source"`)):])
		}
	}
}
