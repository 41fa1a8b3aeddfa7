package collection_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

func TestLFSPointersAreSaidAndNotShown(t *testing.T) {
	const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
	fsys := fstest.MapFS{
		"content/queue/index.md":  {Data: []byte("---\ntitle: Queue\nstatus: draft\ndate: 2026-03-05\n---\n\n![](depth.png) ![](small.png)\n")},
		"content/queue/depth.png": {Data: []byte(pointer)},
		"content/queue/small.png": {Data: []byte("not a pointer, though it says version https://git-lfs.github.com/spec/v1")},
		"content/elsewhere.md":    {Data: []byte(pointer)},
	}
	c, err := collection.Load(context.Background(), fsys, collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.PostMortems) != 1 || c.HasFile("content/queue/depth.png") || !c.HasFile("content/queue/small.png") ||
		len(c.PostMortems[0].Attachments) != 1 {
		t.Errorf("%d post mortems, attachments %q", len(c.PostMortems), c.PostMortems[0].Attachments)
	}
	reported := map[string]content.Level{}
	for _, p := range c.Problems {
		if strings.Contains(p.Message, "Git LFS pointer") {
			reported[p.File] = p.Level
		}
	}
	if reported["content/queue/depth.png"] != content.Warning || reported["content/elsewhere.md"] != content.Error || len(reported) != 2 {
		t.Errorf("reported: %v", reported)
	}
}
