package check_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

// TestFileNames checks which names of attachments and aliases are reported, and what to write instead.
func TestFileNames(t *testing.T) {
	named := func(names ...string) site {
		files := map[string]string{}
		for _, name := range names {
			files[name] = "text"
		}
		return site{files: files}
	}
	named("graph.png", "graph-2.png", "b/graph.png", "Ärger.png").check(t, "file-name", []ruling{
		{"other names are not reported", "aliases: [/old/con-job/]\n", "![a](graph.png) ![a](graph-2.png) ![a](b/graph.png) ![a](Ärger.png)\n", ""},
		{"nor are files that do not exist", "", "![a](aux.png)\n", ""},
		{"an alias is reported", "aliases: [/old/Aux/]\n", "", `9 "old/Aux" warning: the alias has the part "Aux": Windows takes the name for that of a device | remove the alias`},
	})
	named("nul.png", "14:05.png", "a /b.png").check(t, "file-name", []ruling{
		{"the name of a device", "", "![a](nul.png)\n", `11 "nul.png" warning: "content/nul.png": Windows takes the name for that of a device | rename it: x-nul.png`},
		{"a character", "", "![a](./14:05.png)\n", `11 "./14:05.png" warning: "content/14:05.png": Windows cannot have : in a name | rename it: 14-05.png`},
		{"a folder", "", "![a](<a /b.png>)\n", `11 "a /b.png" warning: "content/a /b.png": Windows cannot have a name that ends in a full stop or a blank | rename it: a`},
	})
	named("Graph.png", "graph.png", "cafe\u0301.png", "caf\u00e9.png").check(t, "file-name", []ruling{
		{"names that differ in case", "", "![a](graph.png)\n", `11 "graph.png" warning: "content/graph.png" and "content/Graph.png" are one file on Windows and macOS | rename one of the files`},
		{"names that differ in how accents are encoded", "", "![a](caf\u00e9.png)\n", "11 \"caf\u00e9.png\" warning: \"content/caf\u00e9.png\" and \"content/cafe\u0301.png\" are one file on Windows and macOS | rename one of the files"},
	})
}

// TestNamesOfDocuments checks that the names of a document and of its folders are reported.
func TestNamesOfDocuments(t *testing.T) {
	in := site{}.input(t, map[string]string{"Com1/a.md": documentOf("", "Text.\n"), "2026/why?.md": documentOf("", "Text.\n"), "2026/good.md": documentOf("", "Text.\n")})
	want := `2 "Checkout slow" warning: "why?.md": Windows cannot have ? in a name | rename it: why-.md
2 "Checkout slow" warning: "Com1": Windows takes the name for that of a device | rename it: x-Com1
`
	if got := written(of("file-name", runAll(in)), true); got != want {
		t.Errorf("reported\n%swant\n%s", got, want)
	}
}

// A foldingFS ignores case, as file systems on Windows and macOS do.
type foldingFS struct{ fstest.MapFS }

func (f foldingFS) spelt(name string) string {
	for own := range f.MapFS {
		if strings.EqualFold(own, name) {
			return own
		}
	}
	return name
}

func (f foldingFS) Open(name string) (fs.File, error) { return f.MapFS.Open(f.spelt(name)) }

func (f foldingFS) Stat(name string) (fs.FileInfo, error) { return f.MapFS.Stat(f.spelt(name)) }

func (f foldingFS) ReadFile(name string) ([]byte, error) { return f.MapFS.ReadFile(f.spelt(name)) }

func (f foldingFS) ReadDir(name string) ([]fs.DirEntry, error) { return f.MapFS.ReadDir(f.spelt(name)) }

// TestCaseOfLinks checks that a link in another case is reported where the file system ignores case, too: the site is
// built or served elsewhere.
func TestCaseOfLinks(t *testing.T) {
	fsys := foldingFS{fstest.MapFS{
		"content/a.md":      {Data: []byte(documentOf("", "![a](Graph.png) ![b](graph.png) [c](../Tools/run.txt) [d](../tools/run.txt)\n"))},
		"content/graph.png": {Data: []byte("text")},
		"tools/run.txt":     {Data: []byte("text")},
	}}
	if _, err := fs.Stat(fsys, "content/GRAPH.png"); err != nil {
		t.Fatal(err)
	}
	in := check.Input{Config: config.Default(), AsOf: asOf, Collection: load(t, fsys, config.Default())}
	want := `11 "Graph.png" error: there is no file "content/Graph.png"
11 "../Tools/run.txt" error: there is no file "Tools/run.txt"
`
	if got := written(of("attachment-missing", check.Run(context.Background(), in)), false); got != want {
		t.Errorf("reported\n%swant\n%s", got, want)
	}
}

// TestBackslashes checks that a link as Windows writes paths is reported, with the one to write.
func TestBackslashes(t *testing.T) {
	site{files: map[string]string{"img/graph.png": "text"}}.check(t, "refused-link", []ruling{
		{"a picture", "", "![a](img\\graph.png)\n", `11 "![a](img\\graph.png)" warning: the page shows no link to "img\\graph.png": a link has slashes, also on Windows | write img/graph.png`},
		{"a document", "", "[a](..\\b.md)\n", `11 "[a](..\\b.md)" warning: the page shows no link to "..\\b.md": a link has slashes, also on Windows | write ../b.md`},
		{"slashes are right", "", "![a](img/graph.png)\n", ""},
	})
}
