package site_test

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/site"
)

// small returns the site of one post mortem with a file beside it, and a hidden
// draft.
var small = once(func(t testing.TB) *site.Site { return newSite(t, withDraft(t), nil) })

// TestFS runs the standard library's tests of file systems. A site of one post
// mortem has every kind of file and folder.
func TestFS(t *testing.T) {
	t.Parallel()
	if err := fstest.TestFS(small(t), "index.html", "postmortems/index.html", "postmortems/published/plan.png", "data/postmortems.json", ".nojekyll", site.Marker); err != nil {
		t.Error(err)
	}
}

// TestFileInfo checks that the size of a file is that of its content, that it has
// no modification time, and that it is read-only.
func TestFileInfo(t *testing.T) {
	t.Parallel()
	s := small(t)
	for name, want := range map[string]struct {
		size int64
		mode fs.FileMode
	}{
		"postmortems/published/plan.png": {4, 0o444},
		".nojekyll":                      {0, 0o444},
		"postmortems":                    {0, fs.ModeDir | 0o555},
	} {
		for _, lazy := range []bool{false, true} {
			info, err := fs.Stat(s, name)
			if lazy {
				entries, listErr := fs.ReadDir(s, path.Dir(name))
				if listErr != nil {
					t.Fatal(listErr)
				}
				for _, entry := range entries {
					if entry.Name() == path.Base(name) {
						info, err = entry.Info()
					}
				}
			}
			if err != nil || info.Size() != want.size || info.Mode() != want.mode || !info.ModTime().IsZero() || info.Sys() != nil {
				t.Errorf("%s (listed: %v): %d bytes, mode %v, time %v, %v; want %d bytes, mode %v and no time", name, lazy, info.Size(), info.Mode(), info.ModTime(), err, want.size, want.mode)
			}
		}
	}
}

// TestNoSuchFile checks that a missing file is reported as such, so that a server
// answers with 404 and not with an internal error.
func TestNoSuchFile(t *testing.T) {
	t.Parallel()
	s := small(t)
	for name, want := range map[string]error{"nothing.html": fs.ErrNotExist, "postmortems/canary-draft/index.html": fs.ErrNotExist, "../index.html": fs.ErrInvalid, "/index.html": fs.ErrInvalid} {
		if _, err := s.Open(name); !errors.Is(err, want) {
			t.Errorf("opening %q: %v, want %v", name, err, want)
		}
	}
	if err := s.Render(io.Discard, "nothing.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("rendering a file that is not there: %v, want %v", err, fs.ErrNotExist)
	}
}

// TestFolderInParts reads a folder in parts, and checks that they hold each entry
// once, in the order of the names.
func TestFolderInParts(t *testing.T) {
	t.Parallel()
	dir, err := small(t).Open("data")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for {
		part, err := dir.(fs.ReadDirFile).ReadDir(2)
		if err == io.EOF {
			break
		}
		if err != nil || len(part) > 2 {
			t.Fatalf("%d entries in a part of at most 2, %v", len(part), err)
		}
		for _, entry := range part {
			names = append(names, entry.Name())
		}
	}
	want := []string{"action-items.csv", "action-items.json", "figures.json", "list", "postmortems.csv", "postmortems.json", "recurrences.csv", "recurrences.json", "register.json", "zones.json"}
	if !slices.Equal(names, want) {
		t.Errorf("data holds %q, want %q", names, want)
	}
	if _, err := dir.Read(make([]byte, 1)); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("reading a folder as a file: %v", err)
	}
}
