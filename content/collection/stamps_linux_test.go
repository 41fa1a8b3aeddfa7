package collection_test

import (
	"io/fs"
	"maps"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content/collection"
)

// TestStamps checks which changes of files change the sum of their stamps.
func TestStamps(t *testing.T) {
	t.Parallel()
	built := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	long, later := built.Add(-time.Hour), built.Add(time.Hour)
	file := func(text string, changed time.Time, inode uint64) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(text), ModTime: long, Sys: &syscall.Stat_t{Ino: inode, Ctim: syscall.NsecToTimespec(changed.UnixNano())}}
	}
	before := fstest.MapFS{
		"posts/a.md": file("one", long, 1), "posts/2026/b.md": file("two", built, 2), "posts/future.md": file("three", later, 3),
		"posts/public/.pmsite": file("", long, 4), "posts/public/c.html": file("four", long, 5), "other/d.md": file("five", long, 6),
	}
	for _, test := range []struct {
		what    string
		name    string
		now     *fstest.MapFile // nil: removed
		differs bool
	}{
		{"nothing", "posts/a.md", before["posts/a.md"], false},
		{"content, size and time stay", "posts/a.md", file("eno", built, 1), true},
		{"another file with the same size and time", "posts/a.md", file("eno", long, 7), true},
		{"a file of before the clock was set back", "posts/a.md", file("eno", long.Add(-time.Hour), 1), true},
		{"what cannot happen: the stamp stays", "posts/a.md", file("eno", long, 1), false},
		{"content within a tick of the build", "posts/2026/b.md", file("owt", built, 2), true},
		{"content, in a future that the clock was set back from", "posts/future.md", file("eerht", later, 3), true},
		{"removed", "posts/2026/b.md", nil, true},
		{"added", "posts/2025/b.md", file("", long, 8), true},
		{"a file of a site", "posts/public/c.html", file("", built, 5), false},
		{"a file elsewhere", "other/d.md", nil, false},
		{"a link in place of a file", "posts/a.md", &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("2026/b.md")}, true},
	} {
		after := maps.Clone(before)
		if after[test.name] = test.now; test.now == nil {
			delete(after, test.name)
		}
		if differs := sumOf(t, after, built) != sumOf(t, before, built); differs != test.differs {
			t.Errorf("%s: the sums differ: %v, want %v", test.what, differs, test.differs)
		}
	}
}

func sumOf(t *testing.T, fsys fs.FS, since time.Time) collection.Sum {
	t.Helper()
	stamps, err := collection.StampsOf(fsys, "posts", "missing")
	if err != nil {
		t.Fatal(err)
	}
	sum, ok := stamps.Sum(since)
	if !ok {
		t.Fatal("the sum is not known")
	}
	return sum
}

// TestStampsUnknown checks that nothing is concluded where the system does not say when a file was changed.
func TestStampsUnknown(t *testing.T) {
	t.Parallel()
	stamps, err := collection.StampsOf(fstest.MapFS{"posts/a.md": {}}, "posts")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := stamps.Sum(time.Now()); ok {
		t.Error("the sum of a file without a time of change is known")
	}
}
