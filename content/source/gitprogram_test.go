package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestGitEnvironmentIsIgnored checks that git reads the repository that was opened, whatever the environment names.
func TestGitEnvironmentIsIgnored(t *testing.T) {
	other := gittest.New(t, "--object-format=sha256")
	other.Commit("elsewhere", "b.md", "b")
	r := gittest.New(t, "--object-format=sha256")
	one := r.Commit("one", "a.md", "a", ".gitignore", "*.log\n", "x.log", "x")
	r.Git("add", "-f", "x.log")
	dir := filepath.Join(other.Dir, ".git")
	for name, value := range map[string]string{
		"GIT_DIR": dir, "GIT_COMMON_DIR": dir, "GIT_WORK_TREE": other.Dir, "GIT_INDEX_FILE": filepath.Join(dir, "index"),
		"GIT_OBJECT_DIRECTORY": filepath.Join(dir, "objects"), "GIT_NAMESPACE": "x", "GIT_CEILING_DIRECTORIES": filepath.Dir(r.Dir), "GIT_TRACE": "1",
	} {
		t.Setenv(name, value)
	}
	for _, at := range []string{r.Dir, filepath.Join(r.Dir, ".git")} {
		s, err := Open(at, "HEAD")
		if err != nil {
			t.Fatal(err)
		}
		if h, err := s.History(t.Context(), "."); s.Commit != one || err != nil || summary(h) != ".gitignore: one; a.md: one" {
			t.Errorf("opened %s with the history %v, %v; want %s", s.Commit, h, err, one)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if got := shown(t, r.Dir); got != ".gitignore a.md x.log" {
		t.Errorf("visible files %s, want those in this repository's index too", got)
	}
}

// TestPartialCloneWithoutRemote checks that a missing object is an error with git's message while the remote is away,
// and is fetched once the remote is back.
func TestPartialCloneWithoutRemote(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", gittest.Text("a"))
	r.Commit("two", "a.md", gittest.Text("a", "two"), "b.md", "b")
	partial("--filter=blob:none")(r)
	s := mustCommit(t, filepath.Join(r.Dir, "../bare"), "main")
	blob := strings.TrimSpace(r.Git("rev-parse", "main:b.md"))
	dotGit := filepath.Join(r.Dir, ".git")
	if err := os.Rename(dotGit, dotGit+".away"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // git exits each time
		_, err := fs.ReadFile(s.FS, "b.md")
		if !errors.Is(err, git.ErrMissing) || !strings.Contains(err.Error(), "object "+blob+": object not found: ") {
			t.Errorf("a file that cannot be fetched: %v, want an error with git's message", err)
		}
	}
	if err := os.Rename(dotGit+".away", dotGit); err != nil {
		t.Fatal(err)
	}
	if data, err := fs.ReadFile(s.FS, "b.md"); err != nil || string(data) != "b" {
		t.Errorf("once the remote is back: %q, %v", data, err)
	}
}

// TestIndexOfBothReaders checks that go-git and git read the same files from an index, even with a conflict and an
// intent-to-add entry.
func TestIndexOfBothReaders(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", gittest.Text("a"), "ü b.md", "b")
	r.Git("checkout", "-q", "-b", "side")
	r.Commit("aside", "a.md", gittest.Text("a", "aside"))
	r.Git("checkout", "-q", "main")
	r.Commit("main", "a.md", gittest.Text("a", "main"))
	_, _ = r.Try("", "merge", "-q", "side")
	r.Write("dir/meant.md", "m")
	r.Git("add", "-N", "dir/meant.md")
	s := mustTree(t, r.Dir)
	for who, s := range map[string]*Source{"go-git": s, "git": byProgram(t, s)} {
		index, err := s.repo.Index()
		if err != nil {
			t.Fatal(err)
		}
		files, err := index.All()
		var names []string
		for _, e := range files {
			names = append(names, e.Path)
		}
		if got := strings.Join(slices.Compact(names), ", "); err != nil || got != "a.md, dir/meant.md, ü b.md" {
			t.Errorf("%s: the index has %s, %v", who, got, err)
		}
		changed, err := s.Changed(t.Context(), s.Commit, ".")
		if err != nil || len(changed) != 2 || !changed["a.md"] || !changed["dir/meant.md"] {
			t.Errorf("%s: files changed during a merge: %v, %v; want the conflicting file and the new one", who, changed, err)
		}
	}
}
