package collection_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// TestNeighbours checks that what is no post mortem is left out with a note, except in a folder named content, and that
// it comes back when it becomes one.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	const slow = "---\ntitle: Slow\ndate: 2026-03-05\nstatus: draft\n---\n[guide](guide.md) [template](template.md)\n"
	for root, want := range map[string]content.Level{"docs": content.Info, ".": content.Info, "content": content.Error, "docs/content": content.Error} {
		at := func(name string) string {
			if root == "." {
				return name
			}
			return root + "/" + name
		}
		fsys := fstest.MapFS{
			at("slow.md"): {Data: []byte(slow)}, at("guide.md"): {Data: []byte("# Guide\n")}, at("deep/guide.md"): {Data: []byte("# Guide\n")},
			at("Template.md"): {Data: []byte(slow)}, at("broken.md"): {Data: []byte("---\na: b: c\n---\n")},
		}
		// Not even the names of neighbours matter where documents are not read: two of them are alike.
		opts := collection.Options{Root: root, Wanted: func(name string, _ []byte) bool { return name == at("broken.md") }}
		for _, o := range []collection.Options{{Root: root}, opts} {
			c, err := collection.Load(context.Background(), fsys, o, nil)
			if err != nil {
				t.Fatal(err)
			}
			if root != "content" && root != "docs/content" || o.Wanted == nil {
				if len(c.PostMortems) != 1 || c.PostMortems[0].Path != at("slow.md") {
					t.Errorf("%s has the post mortems %v", root, c.PostMortems)
				}
			}
			levels := map[string]string{} // of the last problem of a file
			for _, p := range c.Problems {
				levels[p.File] = p.Level.String()
			}
			if levels[at("broken.md")] != "error" || o.Wanted == nil && levels[at("guide.md")] != want.String() || levels[at("Template.md")] != "" {
				t.Errorf("%s has the problems %v", root, c.Problems)
			}
		}
		why := collection.Unpublished(fsys, at("guide.md"), root, nil)
		if (why == "guide.md is not a post mortem") != (want == content.Info) {
			t.Errorf("%s: the guide is not published because %q", root, why)
		}
		c, err := collection.Load(context.Background(), fsys, collection.Options{Root: root}, nil)
		if err != nil {
			t.Fatal(err)
		}
		fsys[at("guide.md")] = &fstest.MapFile{Data: []byte(slow), ModTime: time.Unix(1, 0)}
		if c, err = c.Reload(context.Background(), fsys, time.Time{}, []string{at("guide.md")}); err != nil || len(c.PostMortems) != 2 {
			t.Errorf("%s: a guide that becomes a post mortem is left out: %v", root, err)
		}
	}
}
