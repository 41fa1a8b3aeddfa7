package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestBareInWorkTree checks that a bare repository inside a work tree is refused, because it may have been committed
// there with a configuration that runs programs, but not the work tree's own git directories.
func TestBareInWorkTree(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a/b.md", "b")
	r.Git("clone", "-q", "--bare", r.Dir, "a/bare.git")
	r.Git("clone", "-q", "--bare", r.Dir, "../bare.git")
	r.Git("worktree", "add", "-q", "linked")
	linked := r.In(filepath.Join(r.Dir, "linked"))
	linked.Git("clone", "-q", "--bare", r.Dir, "bare.git")
	link := filepath.Join(r.Dir, "..", "link")
	if err := os.Symlink(filepath.Join(r.Dir, "a", "bare.git"), link); err != nil {
		t.Fatal(err)
	}
	for dir, refused := range map[string]bool{
		".": false, "a": false, "linked": false, ".git": false, ".git/refs": false, ".git/worktrees/linked": false, "../bare.git": false, "../bare.git/refs": false,
		"a/bare.git": true, "a/bare.git/refs": true, "linked/bare.git": true, "../link": true,
	} {
		p, err := Locate(filepath.Join(r.Dir, filepath.FromSlash(dir)))
		switch {
		case !refused && (err != nil || p.GitDir == ""):
			t.Errorf("%s: %+v, %v", dir, p, err)
		case refused && (err == nil || !strings.Contains(err.Error(), "a bare repository inside a work tree") || gittest.Hint(err) == ""):
			t.Errorf("%s: %+v, %v; want an error", dir, p, err)
		}
	}
	if _, err := PlaceOf(r.Dir, filepath.Join(r.Dir, "a", "bare.git"), r.Dir); err != nil {
		t.Errorf("a git directory that was named: %v", err)
	}
}
