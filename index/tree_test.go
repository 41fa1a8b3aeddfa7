package index

import (
	"io/fs"
	"path"
	"slices"
	"testing"
	"testing/fstest"
)

// TestWalkKeepsOrder checks that folders read concurrently are listed in order.
func TestWalkKeepsOrder(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{"a.md", "a/b.md", "a/b/c.md", "a-b.md", "b/x.txt", "b/y.md", "b/a/z.md", "c/empty/.keep", "d.MD", "z.md"} {
		fsys["content/"+name] = &fstest.MapFile{}
	}
	fsys["content/link.md"] = &fstest.MapFile{Mode: fs.ModeSymlink}
	for _, root := range []string{"content", "."} {
		tree, err := walk(fsys, root)
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, file := range tree.files {
			got = append(got, file.name)
		}
		_ = fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
			if entry.Type().IsRegular() && path.Ext(name) == ".md" {
				want = append(want, name)
			}
			return err
		})
		if !slices.Equal(got, want) {
			t.Errorf("got %q\nwant %q", got, want)
		}
	}
	if _, err := walk(fsys, "elsewhere"); err == nil {
		t.Error("a missing folder: no error")
	}
}
