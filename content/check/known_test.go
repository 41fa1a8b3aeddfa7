package check_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

// TestKnown changes the collections with findings of each rule: it takes away each file, a document of the base, the config
// or the people, and changes the day and which documents are touched. With what earlier runs have found, Run must find the
// same as without.
func TestKnown(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	recalled, all := 0, 0
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" || strings.HasSuffix(f.Name, ".large") })
		var text bytes.Buffer
		compare := func(what string, files []txtar.File, day int, touched map[string]bool) {
			t.Helper()
			in := inputOf(t, files)
			in.AsOf, in.Touched = content.DateOf(in.AsOf.Time().AddDate(0, 0, day)), touched
			want := check.Run(t.Context(), in)
			in.Known = check.ReadKnown(text.String(), configOf(files), in)
			if got := check.Run(t.Context(), in); !reflect.DeepEqual(got, want) {
				t.Fatalf("%s, %s: with what earlier runs have found, the findings are\n%s\nwant\n%s", name, what, dump(got), dump(want))
			}
			all, recalled = all+len(in.Collection.PostMortems), recalled+len(in.Collection.PostMortems)-in.Known.Fresh()
			text.Reset()
			if err := in.Known.Write(&text); err != nil {
				t.Fatal(err)
			}
		}
		compare("at first", archive.Files, 0, nil)
		compare("unchanged", archive.Files, 0, nil)
		compare("later", archive.Files, 90, nil)
		compare("touched", archive.Files, 90, map[string]bool{"content/bad.md": true})
		for i, file := range archive.Files {
			compare("without "+file.Name, slices.Delete(slices.Clone(archive.Files), i, i+1), 0, nil)
			compare("again with "+file.Name, archive.Files, 0, nil)
		}
	}
	if recalled < all/2 {
		t.Errorf("the findings of %d of %d documents were recalled", recalled, all)
	}
}

// TestKnownBeyond checks findings that depend on something else than the document that they are in.
func TestKnownBeyond(t *testing.T) {
	text := func(front, body string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: Slow\ndate: 2026-03-05\n" + front + "---\n## Summary\n" + body + "\n")}
	}
	tree := fstest.MapFS{
		"content/a.md": text("id: PM-2026-0001\nstatus: completed\n", "See [b](b.md) and [the graph](Graph.png)."),
		"content/b.md": text("status: completed\naliases: [/old/]\n", "It was."), "content/c.md": text("status: review\n", "It is."),
	}
	in := check.Input{Config: config.Default(), AsOf: content.Date{Year: 2026, Month: 3, Day: 6}}
	in.Config.Review.TargetDays = 30
	var known bytes.Buffer
	for _, step := range []struct {
		change func()
		rule   string
	}{
		{func() {}, "attachment-missing"},
		{func() { tree["content/b.md"] = text("status: draft\n", "It was.") }, "not-published"},
		{func() { tree["content/Graph.png"] = &fstest.MapFile{} }, ""},
		{func() { tree["content/graph.png"] = &fstest.MapFile{} }, "file-name"},
		{func() { tree["content/Graph.png"] = &fstest.MapFile{Data: make([]byte, 11<<20)} }, "attachment-size"},
		{func() { delete(tree, "content/Graph.png"); tree["content/Graph.png/x.txt"] = &fstest.MapFile{} }, ""},
		{func() { in.Taken = map[string]string{"pm-2026-0001": "content/x.md"} }, "duplicate-id"},
		{func() { in.Taken, tree["content/d.md"] = nil, text("id: PM-2026-0001\n", "Twice.") }, "duplicate-id"},
		{func() { in.Touched = map[string]bool{"content/a.md": true} }, "duplicate-id"},
		{func() { in.Touched["content/d.md"] = true }, "duplicate-id"},
		{func() { in.Touched = map[string]bool{"content/b.md": true} }, ""},
		{func() { tree["content/e.md"] = text("aliases: [/postmortems/b/]\n", "Again.") }, "duplicate-address"},
		{func() { in.Touched, in.AsOf.Month = nil, 6 }, "review-late"},
	} {
		step.change()
		in.Collection, in.Known = load(t, tree, in.Config), nil
		want := check.Run(t.Context(), in)
		if step.rule != "" && !slices.ContainsFunc(want, func(f check.Finding) bool { return f.Rule == step.rule }) {
			t.Errorf("no finding of %s in\n%s", step.rule, dump(want))
		}
		in.Known = check.ReadKnown(known.String(), "", in)
		if got := check.Run(t.Context(), in); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: with what earlier runs have found, the findings are\n%s\nwant\n%s", step.rule, dump(got), dump(want))
		}
		known.Reset()
		if err := in.Known.Write(&known); err != nil {
			t.Fatal(err)
		}
	}
}

// configOf returns the text of the config among files.
func configOf(files []txtar.File) string {
	if i := slices.IndexFunc(files, func(f txtar.File) bool { return f.Name == "pmsite.yaml" }); i >= 0 {
		return string(files[i].Data)
	}
	return ""
}

// TestKnownDamaged checks that nothing is known from a damaged file, or from one of another program, config or people, and
// that a full disk is noticed.
func TestKnownDamaged(t *testing.T) {
	tree := fstest.MapFS{"content/a.md": {Data: []byte("---\ntitle: A\ndate: 2026-03-05\n---\n")}, "content/b.md": {Data: []byte("---\ntitle: B\ndate: 2026-03-05\n---\n")}}
	in := check.Input{Config: config.Default(), Collection: load(t, tree, config.Default()), AsOf: asOf}
	want := check.Run(t.Context(), in)
	fresh := func(text, program string, in check.Input) int {
		t.Helper()
		in.Known = check.ReadKnown(text, program, in)
		if got := check.Run(t.Context(), in); !reflect.DeepEqual(got, want) {
			t.Errorf("the findings are\n%s\nwant\n%s", dump(got), dump(want))
		}
		return in.Known.Fresh()
	}
	in.Known = check.ReadKnown("", "test", in)
	check.Run(t.Context(), in)
	var out bytes.Buffer
	if err := in.Known.Write(&out); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if n := fresh(text, "test", in); n != 0 {
		t.Errorf("%d documents are looked at again", n)
	}
	damaged := []string{"x" + text, text + "x", ""}
	for i := 0; i < len(text); i += 7 {
		flipped := []byte(text)
		flipped[i] ^= 0x10
		damaged = append(damaged, text[:i], string(flipped))
	}
	for i, text := range damaged {
		if n := fresh(text, "test", in); n != 2 {
			t.Errorf("damage %d: %d documents are looked at, want both", i, n)
		}
	}
	if n := fresh(text, "another", in); n != 2 {
		t.Errorf("another program looks at %d documents", n)
	}
	in.People = people("Ada Lovelace <ada@lovelace.example.com> ada1815\n")
	if n := fresh(text, "test", in); n != 2 {
		t.Errorf("with other people, %d documents are looked at", n)
	}
	if err := in.Known.Write(fullDisk{}); err == nil {
		t.Error("a full disk goes unnoticed")
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
