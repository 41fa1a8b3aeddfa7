package collection_test

import (
	"context"
	"errors"
	"io/fs"
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

// TestLargeFilesAreLeftOut refuses by their sizes what is too large for an attachment or a
// document: none of them can be opened, or has a byte to read.
func TestLargeFilesAreLeftOut(t *testing.T) {
	files := fstest.MapFS{
		"content/queue/index.md": {Data: []byte("---\ntitle: Queue\nstatus: draft\ndate: 2026-03-05\n---\n\n[dump](dump.log) [trace](trace.log)\n")},
		"content/queue/dump.log": {}, "content/queue/trace.log": {}, "content/whole.md": {},
	}
	fsys := sized{files, map[string]int64{
		"content/queue/dump.log": collection.MaxAttachment + 1, "content/queue/trace.log": collection.MaxAttachment, "content/whole.md": 1<<20 + 1,
	}}
	c := loadFS(t, fsys, collection.Options{})
	if len(c.PostMortems) != 1 || len(c.PostMortems[0].Attachments) != 1 || c.HasFile("content/queue/dump.log") || !c.HasFile("content/queue/trace.log") {
		t.Errorf("%d post mortems, attachments %q", len(c.PostMortems), c.PostMortems[0].Attachments)
	}
	var said []string
	for _, p := range c.Problems {
		if p.File != "content/queue/index.md" {
			said = append(said, p.String())
		}
	}
	if got, want := strings.Join(said, "\n"), "content/queue/dump.log:1:1: warning: it has 100 MB and is not published; the limit is 100 MB [attachment-size]\n"+
		"content/whole.md:1:1: error: the file is larger than 1024 KiB [front-matter]"; got != want {
		t.Errorf("said is\n%s\nwant\n%s", got, want)
	}
}

// A sized file system says that files have other sizes than they have, and that no byte of
// these can be read.
type sized struct {
	fs.FS
	sizes map[string]int64
}

func (s sized) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if size, ok := s.sizes[name]; ok && err == nil {
		return sizedFile{f, size}, nil
	}
	return f, err
}

type sizedFile struct {
	fs.File
	size int64
}

func (f sizedFile) Read([]byte) (int, error) { return 0, errors.New("read") }

func (f sizedFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return sizedInfo{info, f.size}, err
}

type sizedInfo struct {
	fs.FileInfo
	size int64
}

func (i sizedInfo) Size() int64 { return i.size }
