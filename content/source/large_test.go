package source

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestLargeFiles lists files that are too large and learns their sizes, but never reads them: not when they are opened,
// nor to detect renames or changes.
func TestLargeFiles(t *testing.T) {
	t.Parallel()
	const name, size = "new/dump.log", git.MaxSize + 1
	r := gittest.New(t)
	r.Write("a.md", gittest.Text("a"), "b.log", "")
	r.Git("add", "-A")
	r.Large("old/dump.log", size-1)
	r.Git("commit", "-q", "-m", "one")
	one := r.Tick()
	r.Write("a.md", gittest.Text("a", "changed"), "b.log", "-", "b2.log", "b")
	r.Git("add", "-A") // the large file is not in the work tree
	r.Large(name, size)
	r.Git("commit", "-q", "-m", "two")
	r.Write(name, "")
	if err := os.Truncate(filepath.Join(r.Dir, name), size); err != nil {
		t.Fatal(err)
	}
	tree, commit := mustTree(t, r.Dir), mustCommit(t, r.Dir, "HEAD")
	for what, s := range map[string]*Source{"work tree": tree, "work tree, by git": byProgram(t, tree), "commit": commit, "commit, by git": byProgram(t, commit)} {
		if info, err := fs.Stat(s.FS, name); err != nil || info.Size() != size {
			t.Errorf("%s: stat says %v, %v", what, info, err)
		}
		if _, err := fs.ReadFile(s.FS, name); !errors.Is(err, git.ErrTooLarge) {
			t.Errorf("%s: read: %v", what, err)
		}
		f, err := s.FS.Open(name)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if info, err := f.Stat(); err != nil || info.Size() != size {
			t.Errorf("%s: open, it is %v, %v", what, info, err)
		}
		if n, err := io.Copy(io.Discard, f); n != 0 || !errors.Is(err, git.ErrTooLarge) {
			t.Errorf("%s: open, it gives %d bytes, %v", what, n, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		history, err := s.History(t.Context(), ".")
		if err != nil || len(history.Files["a.md"]) != 2 || len(history.Files[name]) != 1 {
			t.Errorf("%s: the history of a small file has %d commits, of the large one %d, want 2 and 1: %v", what, len(history.Files["a.md"]), len(history.Files[name]), err)
		}
		if changed, err := s.Changed(t.Context(), one, "."); err != nil || !changed["a.md"] || !changed["b2.log"] {
			t.Errorf("%s: changed are %v, %v", what, changed, err)
		}
	}
	small, err := tree.FS.Open("a.md")
	if err != nil {
		t.Fatal(err)
	}
	defer small.Close()
	if _, isFile := small.(*os.File); !isFile {
		t.Errorf("a small file of the work tree is a %T", small)
	}
}
