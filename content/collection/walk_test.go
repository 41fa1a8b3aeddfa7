package collection_test

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/glob"
)

// TestIsDocument checks that IsDocument agrees with Load, judging by the path alone, below
// folders of all kinds.
func TestIsDocument(t *testing.T) {
	for _, test := range []struct {
		root, name string
		want       bool
	}{
		{"content", "content/a.md", true},
		{"content", "content/2026/deep/a.b.md", true},
		{"content/", "content/a.md", true},
		{"content", "contents/a.md", false},
		{"content", "a.md", false},
		{"content", "x/content/a.md", false},
		{"content", "content/a.markdown", false},
		{"content", "content/a.MD", false},
		{"content", "content/a.md.txt", false},
		{"content", "content/README.md", false},
		{"content", "content/2026/ReadMe.md", false},
		{"content", "content/my-readme.md", true},
		{"content", "content/_index.md", false},
		{"content", "content/.a.md", false},
		{"content", "content/_drafts/a.md", false},
		{"content", "content/a/.git/b.md", false},
		{"content", "content/a_/b.md", true},
		{"content", "content/index.md", true},
		{"_private", "_private/a.md", true},
		{"_private/.x", "_private/.x/a.md", true},
		{".", "a.md", true},
		{".", "x/a.md", true},
		{".", "_x/a.md", false},
		{".", ".github/a.md", false},
		{"a/b", "a/b/c.md", true},
		{"a/b", "a/c.md", false},
	} {
		if got := collection.IsDocument(test.name, test.root, nil); got != test.want {
			t.Errorf("%s is a post mortem of the folder %s: %v, want %v", test.name, test.root, got, test.want)
		}
		if !fs.ValidPath(test.root) || path(test.root, test.name) {
			continue
		}
		c, err := collection.Load(t.Context(), fstest.MapFS{test.name: good("a"), test.root + "/beside": {}}, collection.Options{Root: test.root}, nil)
		if err != nil {
			t.Error(err)
		} else if got := len(c.PostMortems) == 1; got != test.want {
			t.Errorf("Load reads %s of the folder %s: %v, want %v", test.name, test.root, got, test.want)
		}
	}
}

// path reports whether the file is outside of the folder.
func path(root, name string) bool { return root != "." && !strings.HasPrefix(name, root+"/") }

// TestDocuments checks that Documents lists what Load would read, without reading it.
func TestDocuments(t *testing.T) {
	names, problems, err := collection.Documents(fstest.MapFS{
		"pm/b.md": {Data: []byte("---\ntitle: [\n---\n")}, "pm/b/a.md": good("a"), "pm/a.md": {}, "pm/_c.md": {}, "pm/x.txt": {}, "pm/link.md": {Data: []byte("a.md"), Mode: fs.ModeSymlink},
	}, "pm", nil)
	if want := []string{"pm/a.md", "pm/b.md", "pm/b/a.md"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("documents %q, %v, want %q in order", names, err, want)
	}
	if len(problems) != 1 || problems[0].String() != "pm/link.md:1:1: warning: symbolic link not followed [front-matter]" || problems[0].Hint != "put the file itself here" {
		t.Errorf("a link is reported as %v", problems)
	}
	if _, _, err := collection.Documents(fstest.MapFS{}, "pm", nil); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), `content folder "pm": `) {
		t.Errorf("without the folder: %v", err)
	}
}

// TestFiles checks which other files a collection knows: none that are documents, hidden or
// irregular.
func TestFiles(t *testing.T) {
	tree := fstest.MapFS{
		"content/a.md": good("a"), "content/graph.png": {}, "content/b/index.md": good("b"), "content/b/log.txt": {}, "content/b/readme.txt": {}, "content/b/README.md": {},
		"content/C.MD": {}, "content/d.markdown": {}, "content/README.MD": {}, "content/b/Readme.Markdown": {}, "content/_e.markdown": {},
		"content/.swap": {}, "content/_raw/x.bin": {}, "content/pipe": {Mode: fs.ModeNamedPipe}, "content/pipe.md": {Mode: fs.ModeNamedPipe}, "content/link": {Mode: fs.ModeSymlink}, "other.txt": {},
	}
	c := loadFS(t, tree, collection.Options{})
	for name, want := range map[string]bool{
		"content/graph.png": true, "content/b/log.txt": true, "content/b/readme.txt": true,
		"content/a.md": false, "content/b/index.md": false, "content/b/README.md": false, "content/.swap": false, "content/_raw/x.bin": false,
		"content/pipe": false, "content/link": false, "other.txt": false, "content/b": false, "content/none": false,
	} {
		if got := c.HasFile(name); got != want {
			t.Errorf("the collection has the file %s: %v, want %v", name, got, want)
		}
		if got := c.Published(false).HasFile(name); got != want {
			t.Errorf("what is published has the file %s: %v, want %v", name, got, want)
		}
	}
	wantProblems(
		t, c, "content/C.MD:1:1: warning: the file is not read as a post mortem [front-matter]",
		"content/d.markdown:1:1: warning: the file is not read as a post mortem [front-matter]", "content/link:1:1: warning: symbolic link not followed [front-matter]",
	)
	if !c.SameFiles(loadFS(t, tree, collection.Options{})) {
		t.Error("loading the same tree twice finds different files")
	}
	tree["content/more.png"] = &fstest.MapFile{}
	if c.SameFiles(loadFS(t, tree, collection.Options{})) {
		t.Error("an additional file makes no difference")
	}
	if c.Published(false).FS == nil || c.FS == nil {
		t.Error("a collection does not have the file system it was read from")
	}
}

// TestText checks that Text returns the documents as they were read, and nothing else.
func TestText(t *testing.T) {
	tree := fstest.MapFS{"content/a.md": good("a"), "content/b.md": {Data: []byte("\ufeffnone\r\n")}, "content/b/c.md": good("c"), "content/x.txt": {Data: []byte("x")}}
	c := loadFS(t, tree, collection.Options{KeepText: true})
	for _, name := range []string{"content/a.md", "content/b.md", "content/b/c.md"} {
		if got, want := string(c.Text(name)), string(tree[name].Data); got != want {
			t.Errorf("the text of %s is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"content/x.txt", "content/aa.md", "content/b", "content", "a.md", ""} {
		if got := c.Text(name); got != nil {
			t.Errorf("the text of %q is %q, want none", name, got)
		}
	}
	if got := loadFS(t, tree, collection.Options{}).Text("content/a.md"); got != nil {
		t.Errorf("without KeepText, the collection keeps the text %q", got)
	}
}

// TestWanted checks that only wanted documents are parsed, and that path and slug of the
// others are known.
func TestWanted(t *testing.T) {
	tree := fstest.MapFS{"content/a.md": good("a", "titel: x"), "content/b.md": {Data: []byte("---\ntitle: [\n---\n")}, "content/c/index.md": good("c", "titel: x")}
	asked := map[string]string{}
	c := loadFS(t, tree, collection.Options{Jobs: 1, Wanted: func(name string, src []byte) bool {
		asked[name] = string(src)
		return name == "content/a.md"
	}})
	wantProblems(t, c, "content/a.md:10:1: warning: unknown key `titel` [unknown-key]")
	if got := slugs(c); got != "a b c" {
		t.Errorf("post mortems %q, want unwanted ones, too", got)
	}
	if pm := c.PostMortems[2]; pm.Path != "content/c/index.md" || pm.Title != "" || pm.Zone.String() != "UTC" || !pm.Date.IsZero() {
		t.Errorf("an unwanted document is %+v", pm)
	}
	if len(asked) != 3 || asked["content/b.md"] != "---\ntitle: [\n---\n" {
		t.Errorf("Wanted was called for %q", asked)
	}
}

// TestClashes checks that no two documents share an address or an id, however they are
// spelled: the first one by path stays, and the others are reported.
func TestClashes(t *testing.T) {
	for _, test := range []struct {
		name string
		tree fstest.MapFS
		kept string
		want []string
	}{
		{
			"case",
			fstest.MapFS{"content/Slow.md": good("a"), "content/a/slow.md": good("b"), "content/a/SLOW/index.md": good("c")},
			"content/Slow.md",
			[]string{
				"content/a/SLOW/index.md:1:1: error: address /postmortems/SLOW/ is also used by content/Slow.md [duplicate-slug]",
				"content/a/slow.md:1:1: error: address /postmortems/slow/ is also used by content/Slow.md [duplicate-slug]",
			},
		},
		{
			"one letter in two spellings",
			fstest.MapFS{"content/a/gro\u0308\u00dfe.md": good("a"), "content/b/gr\u00f6\u00dfe.md": good("b")},
			"content/a/gro\u0308\u00dfe.md",
			[]string{"content/b/gr\u00f6\u00dfe.md:1:1: error: address /postmortems/gr\u00f6\u00dfe/ is also used by content/a/gro\u0308\u00dfe.md [duplicate-slug]"},
		},
		{
			"spaces and hyphens",
			fstest.MapFS{"content/a b.md": good("a"), "content/a-b.md": good("b")},
			"content/a b.md",
			[]string{"content/a-b.md:1:1: error: address /postmortems/a-b/ is also used by content/a b.md [duplicate-slug]"},
		},
		{
			"a file and a bundle",
			fstest.MapFS{"content/a.md": good("a"), "content/a/index.md": good("b")},
			"content/a.md",
			[]string{"content/a/index.md:1:1: error: address /postmortems/a/ is also used by content/a.md [duplicate-slug]"},
		},
		{
			"ids by case",
			fstest.MapFS{"content/a.md": good("a", "id: PM-1"), "content/b.md": good("b", "id: pm-1"), "content/c.md": good("c")},
			"content/a.md content/c.md",
			[]string{"content/b.md:1:1: error: id pm-1 is also used by content/a.md [duplicate-id]"},
		},
		{
			"a draft gives way",
			fstest.MapFS{"content/a.md": {Data: bytes.ReplaceAll(good("a", "id: PM-1").Data, []byte("completed"), []byte("draft"))}, "content/b.md": good("b", "id: PM-1")},
			"content/b.md",
			[]string{"content/a.md:1:1: warning: id PM-1 is also used by content/b.md [duplicate-id]"},
		},
		{
			"slug and id at once",
			fstest.MapFS{"content/a.md": good("a", "id: PM-1"), "content/b/a.md": good("b", "id: PM-1")},
			"content/a.md",
			[]string{
				"content/b/a.md:1:1: error: id PM-1 is also used by content/a.md [duplicate-id]",
				"content/b/a.md:1:1: error: address /postmortems/a/ is also used by content/a.md [duplicate-slug]",
			},
		},
		{
			"the id of a dropped document is taken, too",
			fstest.MapFS{"content/a.md": good("a"), "content/b/a.md": good("b", "id: PM-1"), "content/c.md": good("c", "id: PM-1")},
			"content/a.md",
			[]string{
				"content/b/a.md:1:1: error: address /postmortems/a/ is also used by content/a.md [duplicate-slug]",
				"content/c.md:1:1: error: id PM-1 is also used by content/b/a.md [duplicate-id]",
			},
		},
		{"missing ids do not clash", fstest.MapFS{"content/a.md": good("a"), "content/b.md": good("b")}, "content/a.md content/b.md", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := loadFS(t, test.tree, collection.Options{})
			wantProblems(t, c, test.want...)
			var paths []string
			for _, pm := range c.PostMortems {
				paths = append(paths, pm.Path)
			}
			if got := strings.Join(paths, " "); got != test.kept {
				t.Errorf("kept %s, want %s", got, test.kept)
			}
			for _, p := range c.Problems {
				hints := map[string]string{"duplicate-slug": "rename one of the files", "duplicate-id": "pmsite renumber " + p.File}
				if p.Hint != hints[p.Rule] {
					t.Errorf("%v: hint %q, want %q", p, p.Hint, hints[p.Rule])
				}
			}
		})
	}
}

// TestBundleOfTheRoot checks that an index.md in the collection's own folder gets its
// files, unless that folder is the whole tree.
func TestBundleOfTheRoot(t *testing.T) {
	tree := fstest.MapFS{"index.md": good("a"), "a.png": {}, "content/index.md": good("b"), "content/b.png": {}, "content/c/d.png": {}}
	c := loadFS(t, tree, collection.Options{})
	if pm := c.PostMortems[0]; pm.Slug != "content" || strings.Join(pm.Attachments, " ") != "content/b.png content/c/d.png" {
		t.Errorf("%s has the attachments %q", pm.Slug, pm.Attachments)
	}
	for _, pm := range loadFS(t, tree, collection.Options{Root: "."}).PostMortems {
		if want := map[string]int{"index": 0, "content": 2}[pm.Slug]; len(pm.Attachments) != want {
			t.Errorf("%s has the attachments %q, want %d", pm.Slug, pm.Attachments, want)
		}
	}
}

// TestLFSPointerBounds checks which files are Git LFS pointers: small ones that begin with
// the address of the specification.
func TestLFSPointerBounds(t *testing.T) {
	const mark = "version https://git-lfs.github.com/spec/"
	pad := func(size int) []byte { return []byte(mark + strings.Repeat("x", size-len(mark))) }
	tree := fstest.MapFS{
		"content/a/index.md": good("a"), "content/a/shortest": {Data: []byte(mark)}, "content/a/longest": {Data: pad(1024)}, "content/a/longer": {Data: pad(1025)},
		"content/a/cut": {Data: []byte(mark[:len(mark)-1])}, "content/a/empty": {}, "content/a/other": {Data: []byte("x" + mark)},
	}
	c := loadFS(t, tree, collection.Options{})
	wantProblems(
		t, c,
		"content/a/longest:1:1: warning: the file is a Git LFS pointer; its content was not fetched [attachment-missing]",
		"content/a/shortest:1:1: warning: the file is a Git LFS pointer; its content was not fetched [attachment-missing]",
	)
	if got := strings.Join(c.PostMortems[0].Attachments, " "); got != "content/a/cut content/a/empty content/a/longer content/a/other" {
		t.Errorf("attachments %s", got)
	}
	for _, p := range c.Problems {
		if p.Hint != "run git lfs pull, or set lfs: true for actions/checkout in a workflow" {
			t.Errorf("hint %q", p.Hint)
		}
		if c.HasFile(p.File) {
			t.Errorf("%s, a pointer, counts as a file", p.File)
		}
	}
}

// TestSiteBelow checks that a built site below the collection's folder contains no post
// mortems, as with `content: .`, where the output is below it. A marker at the top of the
// collection changes nothing.
func TestSiteBelow(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{
		"a.md": good("a"), ".pmsite": {}, "public/.pmsite": {}, "public/postmortems/a.md": good("a"), "docs/.pmsite/x.md": good("x"), "docs/b.md": good("b"),
	}
	c := loadFS(t, tree, collection.Options{Root: "."})
	if got := slugs(c); got != "a b" {
		t.Errorf("post mortems %s, want a b", got)
	}
	names, _, err := collection.Documents(tree, ".", nil)
	if got := strings.Join(names, " "); got != "a.md docs/b.md" || err != nil {
		t.Errorf("documents %s (%v)", got, err)
	}
}

// TestExclude leaves out documents, files and folders, as Load, Documents and IsDocument agree.
func TestExclude(t *testing.T) {
	tree := fstest.MapFS{}
	for _, name := range []string{"pm/a.md", "pm/index.md", "pm/runbooks/b.md", "pm/runbooks/b.png", "pm/2026/c.md", "pm/2026/c.png", "pm/2026/index.md"} {
		tree[name] = &fstest.MapFile{Data: []byte("---\ntitle: T\ndate: 2026-03-05\nstatus: draft\n---\n")}
	}
	exclude := glob.Patterns{"runbooks/", "/index.md", "*.png"}
	c, err := collection.Load(t.Context(), tree, collection.Options{Root: "pm", Exclude: exclude}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, pm := range c.PostMortems {
		got = append(got, pm.Path)
	}
	slices.Sort(got)
	want := []string{"pm/2026/c.md", "pm/2026/index.md", "pm/a.md"}
	names, _, _ := collection.Documents(tree, "pm", exclude)
	if !slices.Equal(got, want) || !slices.Equal(names, want) || c.HasFile("pm/2026/c.png") || c.HasFile("pm/runbooks/b.png") {
		t.Errorf("loaded %q, listed %q, want %q", got, names, want)
	}
	if collection.IsDocument("pm/runbooks/b.md", "pm", exclude) || !collection.IsDocument("pm/a.md", "pm", exclude) {
		t.Error("IsDocument does not agree")
	}
	if why := collection.Unpublished(tree, "pm/runbooks/b.png", "pm", exclude); !strings.Contains(why, "exclude") {
		t.Errorf("the file is not published because %s", why)
	}
}
