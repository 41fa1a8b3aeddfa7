package source

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

func TestChanged(t *testing.T) {
	t.Parallel()
	for _, init := range [][]string{nil, {"--object-format=sha256"}} {
		r := gittest.New(t, init...)
		base := r.Commit("one", "content/same.md", "a\nb\n", "content/edited.md", "a", "content/gone.md", "b", "content/crlf.md", "a\nb\n", "other.md", "x")
		r.Commit("two", "content/new.md", "n", "content/edited.md", "aa")
		r.Write("content/gone.md", "-", "content/untracked.md", "u", "content/crlf.md", "a\r\nb\r\n", "other.md", "y")
		s := mustTree(t, r.Dir)
		for _, s := range []*Source{s, byProgram(t, s)} {
			changed, err := s.Changed(context.Background(), base, "content")
			if got := strings.Join(slices.Sorted(maps.Keys(changed)), " "); err != nil ||
				got != "content/edited.md content/gone.md content/new.md content/untracked.md" {
				t.Errorf("%v: %s, %v", init, got, err)
			}
			if changed, err := s.Changed(context.Background(), base, "nowhere"); len(changed) > 0 || err != nil {
				t.Errorf("a missing folder: %v, %v", changed, err)
			}
		}
		below := mustTree(t, r.Dir+"/content")
		if changed, err := below.Changed(context.Background(), base, "."); err != nil || len(changed) != 4 || !changed["gone.md"] {
			t.Errorf("below a folder: %v, %v", changed, err)
		}
	}
	if _, err := mustTree(t, t.TempDir()).Changed(context.Background(), strings.Repeat("0", 40), "."); !errors.Is(err, git.ErrNoRepository) {
		t.Errorf("%v", err)
	}
}

// TestChangedSince edits files in ways that git's index could fail to notice.
func TestChangedSince(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	base := r.Commit("one", "content/a.md", "one", "content/b.md", "one", "content/c.md", "one", "content/d.md", "one")
	r.Commit("two", "content/b.md", "two")
	index, name := filepath.Join(r.Dir, ".git", "index"), filepath.Join(r.Dir, "content", "a.md")
	was, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := func() string {
		t.Helper()
		s := mustTree(t, r.Dir)
		got, err := s.Changed(t.Context(), base, "content")
		if err := os.Rename(index, index+".away"); err != nil {
			t.Fatal(err)
		}
		slow, err2 := s.Changed(t.Context(), base, "content") // reads every file
		if err != nil || err2 != nil || !maps.Equal(got, slow) {
			t.Errorf("%v, %v; without the index %v, %v", got, err, slow, err2)
		}
		if err := os.Rename(index+".away", index); err != nil {
			t.Fatal(err)
		}
		return strings.Join(slices.Sorted(maps.Keys(got)), " ")
	}
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(index, later, later); err != nil { // no entry is racy
		t.Fatal(err)
	}
	s := mustTree(t, r.Dir)
	if known, found := s.disk.index.Find("content/a.md"); !found || known.Trace != git.TraceOf(was) {
		t.Errorf("the index has %+v for a file with %+v", known, git.TraceOf(was))
	}
	if got := changed(); got != "content/b.md" {
		t.Errorf("changed: %s", got)
	}
	r.Write("content/a.md", "TWO", "content/d.md", "-")
	if err := os.Chtimes(name, was.ModTime(), was.ModTime()); err != nil { // the same size and time as before
		t.Fatal(err)
	}
	if got := changed(); got != "content/a.md content/b.md content/d.md" {
		t.Errorf("after an edit that keeps size and time: %s", got)
	}
	if err := os.WriteFile(index, []byte("no index"), 0o600); err != nil {
		t.Fatal(err)
	}
	s = mustTree(t, r.Dir)
	if got, err := s.Changed(t.Context(), base, "content"); err != nil || len(got) != 3 || s.IndexErr == nil {
		t.Errorf("with a damaged index: %v, %v; %v", got, err, s.IndexErr)
	}
}

// TestAssumedUnchanged checks that a file which git assumes to be unchanged is as it is on disk, and that its change
// counts, although git does not see it.
func TestAssumedUnchanged(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	base := r.Commit("one", "a.md", "one\n", "gone.md", "one\n")
	r.Git("update-index", "--assume-unchanged", "a.md", "gone.md")
	r.Write("a.md", "two\n", "gone.md", "-")
	if out := r.Git("status", "--porcelain"); out != "" {
		t.Fatalf("git sees a change: %s", out)
	}
	s := mustTree(t, r.Dir)
	for who, s := range map[string]*Source{"go-git": s, "git": byProgram(t, s)} {
		text, err := fs.ReadFile(s.FS, "a.md")
		if got := strings.Join(paths(t, s.FS), " "); got != "a.md" || err != nil || string(text) != "two\n" {
			t.Errorf("%s: the files are %s, and a.md has the text %q, %v", who, got, text, err)
		}
		changed, err := s.Changed(t.Context(), base, ".")
		if got := strings.Join(slices.Sorted(maps.Keys(changed)), " "); err != nil || got != "a.md gone.md" {
			t.Errorf("%s: changed files %s, %v", who, got, err)
		}
	}
}
