package collection_test

import (
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// TestLeftOut checks which documents stay, and whose errors are reported, with a good document, a
// published one and a draft with an error, and one that cannot be read.
func TestLeftOut(t *testing.T) {
	wrong := "\n## Timeline\n\n| Date | Time | Event |\n|---|---|---|\n| 2026-03-05 | 25:99 | Outage begins |\n"
	c, err := collection.Load(t.Context(), fstest.MapFS{
		"content/good.md":   good("good"),
		"content/bad.md":    {Data: []byte(string(good("bad").Data) + wrong)},
		"content/draft.md":  {Data: []byte("---\ntitle: T\ndate: 2026-03-05\nstatus: draft\n---\n" + wrong)},
		"content/status.md": {Data: []byte("---\ntitle: T\ndate: 2026-03-05\nstatus: drft\n---\n")},
		"content/broken.md": {Data: []byte("---\ntitle: [\n---\n")},
	}, collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.PostMortems) != 4 || len(files(c.LeftOut())) != 1 {
		t.Fatalf("%d post mortems, left out %v", len(c.PostMortems), c.LeftOut())
	}
	c.Problems = c.RelaxDrafts()
	s := c.Sound()
	left := files(s.LeftOut())
	if len(s.PostMortems) != 2 || len(left) != 3 || !left["content/status.md"] || !left["content/bad.md"] || !left["content/broken.md"] {
		t.Errorf("%d post mortems, left out %v", len(s.PostMortems), s.LeftOut())
	}
	if len(c.PostMortems) != 4 {
		t.Error("the collection itself has changed")
	}
}

// TestRemovedLeftOut checks that a removed post mortem with an error is left out like any other, and reported.
func TestRemovedLeftOut(t *testing.T) {
	t.Parallel()
	c := loadFS(t, fstest.MapFS{
		"content/good.md": removed("aliases: [/old/]"), "content/twin.md": removed("aliases: [/old/]"), "content/home.md": removed("aliases: [/index.html]"),
		"content/why.md": {Data: []byte("---\nremoved: 2026-05-12\n---\n")},
	}, collection.Options{})
	if left := c.LeftOut(); len(c.Removed) != 4 || len(left) != 0 {
		t.Fatalf("%d are removed, left out %v", len(c.Removed), left)
	}
	s := c.Sound()
	left := files(s.LeftOut())
	if len(s.Removed) != 1 || s.Removed[0].Path != "content/good.md" || len(left) != 3 || left["content/good.md"] {
		t.Errorf("%d are removed, left out %v", len(s.Removed), s.LeftOut())
	}
	if len(c.Removed) != 4 {
		t.Error("the collection itself has changed")
	}
}

func files(problems []content.Problem) map[string]bool {
	out := map[string]bool{}
	for _, p := range problems {
		out[p.File] = true
	}
	return out
}
