package check_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

// TestMissingAttachments checks which files must exist.
func TestMissingAttachments(t *testing.T) {
	missing := func(marked, name string) string {
		return fmt.Sprintf("11 %q error: there is no file %q | links are relative to the file that contains them; names are case-sensitive", marked, name)
	}
	neighbours.check(t, "attachment-missing", []ruling{
		{"existing pictures and files are not reported", "", "![a](graph.png) [b](notes/readme.txt) [c](notes/../graph.png)\n", ""},
		{"a missing picture is reported", "", "![a](gone.png)\n", missing("gone.png", "content/gone.png")},
		{"a picture whose name differs in case is reported", "", "![a](Graph.png)\n", missing("Graph.png", "content/Graph.png")},
		{"a file outside of the repository is reported", "", "![a](../../graph.png)\n", missing("../../graph.png", "../graph.png")},
		{"documents, folders and anchors are not attachments", "", "[a](gone.md) [b](gone) [c](#gone.png) [d](bundle/)\n", ""},
		{"a name with blanks is found", "", "![a](<my gone.png>)\n", missing("my gone.png", "content/my gone.png")},
		{"pictures on other hosts are not checked", "", "![a](https://example.org/gone.png)\n", ""},
	})
}

// TestLargeAttachments checks from which size an attachment is reported, and where.
func TestLargeAttachments(t *testing.T) {
	large := func(size int) site { return site{sizes: map[string]int{"all.bin": size}} }
	large(10<<20).check(t, "attachment-size", []ruling{{"an attachment of 10 MB is not too large", "", "[log](all.bin)\n", ""}})
	large(10<<20+1).check(t, "attachment-size", []ruling{
		{"an attachment larger than 10 MB is reported at its link", "", "The [log](all.bin)\n", `11 "all.bin" warning: the attachment "content/all.bin" has 10 MB | keep the lines that matter, or store it elsewhere and link to it`},
		{"a file that no document links to is not reported", "", "all.bin\n", ""},
	})
	in := site{sizes: map[string]int{"b/all.bin": 12 << 20}}.input(t, map[string]string{"b/index.md": documentOf("", "Text.\n")})
	if got, want := written(of("attachment-size", runAll(in)), false), "2 \"Checkout slow\" warning: the attachment \"content/b/all.bin\" has 12 MB\n"; got != want {
		t.Errorf("a large file in a bundle without a link is reported as %q, want %q", got, want)
	}
}

// unreadable is a file system in which some files cannot be opened.
type unreadable struct {
	fs.FS
	names map[string]bool
}

func (u unreadable) Open(name string) (fs.File, error) {
	if u.names[name] {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.FS.Open(name)
}

func (u unreadable) Stat(name string) (fs.FileInfo, error) { return fs.Stat(u.FS, name) }

// TestUnreadableAttachments checks that files which a build could not copy are reported.
func TestUnreadableAttachments(t *testing.T) {
	in := site{files: map[string]string{"b/all.log": "x", "b/tool.exe": "x", "far.log": "x"}}.input(t, map[string]string{"b/index.md": documentOf("", "[far](../far.log)\n")})
	in.Collection.FS = unreadable{in.Collection.FS, map[string]bool{"content/b/all.log": true, "content/b/tool.exe": true, "content/far.log": true}}
	want := "2 \"Checkout slow\" error: cannot read \"content/b/all.log\": permission denied\n11 \"../far.log\" error: cannot read \"content/far.log\": permission denied\n"
	if got := written(of("attachment-missing", runAll(in)), false); strings.ReplaceAll(got, "permission does not exist", "permission denied") != want {
		t.Errorf("files that cannot be read are reported as\n%s\nwant\n%s", got, want)
	}
}

// TestUnpublished checks which links lead to nothing that is published, and why.
func TestUnpublished(t *testing.T) {
	files := map[string]string{
		"a.png": "x", "a.html": "x", "Makefile": "x", ".a.png": "x", "_a/a.png": "x", "README.md": "x", "_note.md": "x", "graphs/a.png": "x", "index.json": "x", "deep/index.html/a.png": "x", "../top.md": "x", "../tools/a.png": "x",
		"next.md": documentOf("id: PM-9\nstatus: draft", ""), "later/index.md": documentOf("title: Later\nstatus: draft", ""), "later/all.log": "x", "done/index.md": documentOf("title: Done", ""), "done/all.log": "x",
	}
	nowhere := func(marked, name, why string) string {
		return fmt.Sprintf("11 %q warning: the link to %q leads nowhere: %s", marked, name, why)
	}
	draft := func(line int, marked, what string) string {
		return fmt.Sprintf("%d %q info: %s: it is part of a draft", line, marked, what)
	}
	site{files: files}.check(t, "not-published", []ruling{
		{"pictures, documents, bundles and their files are published", "", "![a](a.png) [b](done/) [c](done/index.md) [d](done) [e](done/all.log) [f](#a) [g](deep/index.html/a.png)\n", ""},
		{"missing files and other hosts are left to other rules", "", "[a](gone.html) [b](https://example.org/a.html) [c](gone/) [d](../../gone.html)\n", ""},
		{"a type that is not published is reported", "", "[a](a.html)\n", nowhere("a.html", "content/a.html", "files of type .html are not published")},
		{"so is a file without a type", "", "[a](Makefile)\n", nowhere("Makefile", "content/Makefile", "files without a type are not published")},
		{"so is a name of the page's own", "", "[a](index.json)\n", nowhere("index.json", "content/index.json", "the page itself has a file index.json")},
		{"so are hidden files and folders", "", "[a](.a.png) [b](_a/a.png)\n", nowhere(".a.png", "content/.a.png", "its name or that of a folder begins with . or _") + "\n" + nowhere("_a/a.png", "content/_a/a.png", "its name or that of a folder begins with . or _")},
		{"so are documents that are no post mortems", "", "[a](README.md) [b](_note.md)\n", nowhere("README.md", "content/README.md", "README.md is not a post mortem") + "\n" + nowhere("_note.md", "content/_note.md", "its name or that of a folder begins with . or _")},
		{"so is a folder", "", "[a](graphs/)\n", nowhere("graphs/", "content/graphs", "it is a folder without an index.md")},
		{"so is what is outside of the content folder", "", "[a](../top.md) ![b](../tools/a.png)\n", nowhere("../top.md", "top.md", "it is outside of the folder content") + "\n" + nowhere("../tools/a.png", "tools/a.png", "it is outside of the folder content")},
		{
			"links to hidden drafts and their files are noted", "prevented_by: [PM-9#action-1]", "[a](next.md#summary) [b](later/) [c](later/all.log)\n",
			draft(9, "PM-9#action-1", "PM-9#action-1 is not shown") + "\n" + draft(12, "next.md#summary", `the link to "content/next.md" leads nowhere`) + "\n" + draft(12, "later/", `the link to "content/later" leads nowhere`) + "\n" + draft(12, "later/all.log", `the link to "content/later/all.log" leads nowhere`),
		},
		{"a draft may link to drafts", "status: draft\nprevented_by: [PM-9]", "[a](next.md) [b](later/all.log)\n", ""},
	})
	site{files: files, config: "drafts: show"}.check(t, "not-published", []ruling{{"if drafts are shown, so are links to them", "prevented_by: [PM-9]", "[a](next.md) [b](later/all.log)\n", ""}})
	in := site{files: map[string]string{"b/a.html": "x", "b/b.html": "x", "b/c.png": "x", "b/d.png": "x", "next.md": documentOf("status: draft\ntitle: Next", "[c](b/c.png) [d](b/d.png)\n")}}.input(
		t, map[string]string{"b/index.md": documentOf("", "[a](a.html) [c](c.png)\n")},
	)
	want := "2 \"Checkout slow\" info: the file \"content/b/b.html\" of the bundle is left out: files of type .html are not published\n" +
		"2 \"Checkout slow\" info: the file \"content/b/d.png\" of the bundle is left out: only a draft links to it\n" + nowhere("a.html", "content/b/a.html", "files of type .html are not published") + "\n"
	if got := written(of("not-published", runAll(in)), false); got != want {
		t.Errorf("in a bundle, the findings are\n%s\nwant\n%s", got, want)
	}
}

// TestPictureParts checks which pictures are reported, and that a text from an editor is checked
// as a file is.
func TestPictureParts(t *testing.T) {
	const open, close = `<svg xmlns="http://www.w3.org/2000/svg">`, `</svg>`
	pictures := site{files: map[string]string{
		"clean.svg": open + close, "label.SVG": open + "<foreignObject/>" + close, "editor.svg": open + "<metadata/>" + close,
		"many.svg": open + `<g onabort="" onblur="" onclick="" ondrag="" onend="" onfocus="" onload=""/>` + close, "text.svg": "text",
	}}
	part := func(marked, says string) string { return fmt.Sprintf("11 %q warning: the picture %s", marked, says) }
	label := part("label.SVG", `"content/label.SVG" is published without <foreignObject>`)
	pictures.check(t, "picture-parts", []ruling{
		{"a picture without such parts is not reported", "", "![a](clean.svg) ![b](editor.svg)\n", ""},
		{"a removed part is named", "", "![a](label.SVG)\n", label},
		{"five of many are named", "", "![a](many.svg)\n", part("many.svg", `"content/many.svg" is published without onabort, onblur, onclick, ondrag, onend and 2 more`)},
		{"a file that is no picture is reported", "", "![a](text.svg)\n", part("text.svg", `"content/text.svg" is not published: the file has no svg element`)},
		{"a picture that no document shows is not reported", "", "label.SVG\n", ""},
	})
	found := check.RunText(t.Context(), "content/new.md", []byte(documentOf("", "![a](label.SVG)\n")), pictures.input(t, nil))
	if got := written(of("picture-parts", found), false); got != label+"\n" {
		t.Errorf("in an editor, the findings are %q, want %q", got, label)
	}
}
