package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestSample checks that a commit of the sample collection behaves as a file system, and has the files it was made
// from.
func TestSample(t *testing.T) {
	t.Parallel()
	sample := os.DirFS("../postmortems")
	r := gittest.New(t)
	if err := os.CopyFS(filepath.Join(r.Dir, "content", "postmortems"), sample); err != nil {
		t.Fatal(err)
	}
	r.Commit("sample")
	want := paths(t, sample)
	r.Git("clone", "-q", "--bare", r.Dir, "../bare.git")
	s := mustCommit(t, r.Dir, "")
	for _, s := range []*Source{s, byProgram(t, s), mustCommit(t, filepath.Join(r.Dir, "../bare.git"), "main"), mustTree(t, r.Dir)} {
		if err := fstest.TestFS(s.FS, paths(t, s.FS)...); err != nil {
			t.Error(err)
		}
		below, err := fs.Sub(s.FS, "content/postmortems")
		if err != nil {
			t.Fatal(err)
		}
		if got := paths(t, below); len(got) < 10 || !slices.Equal(got, want) {
			t.Errorf("files %q, want %q", got, want)
		}
		for _, name := range want {
			got, err := fs.ReadFile(below, name)
			if data, _ := fs.ReadFile(sample, name); err != nil || string(got) != string(data) {
				t.Errorf("%s: %v, %d bytes, want %d", name, err, len(got), len(data))
			}
		}
	}
}
