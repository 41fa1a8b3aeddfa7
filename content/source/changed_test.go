package source

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gitindex "github.com/go-git/go-git/v5/plumbing/format/index"
)

func TestChanged(t *testing.T) {
	t.Parallel()
	for _, init := range [][]string{nil, {"--object-format=sha256"}} {
		r := newRepo(t, init...)
		base := r.commit("one", "content/same.md", "a\nb\n", "content/edited.md", "a", "content/gone.md", "b", "content/crlf.md", "a\nb\n", "other.md", "x")
		r.commit("two", "content/new.md", "n", "content/edited.md", "aa")
		r.write("content/gone.md", "-", "content/untracked.md", "u", "content/crlf.md", "a\r\nb\r\n", "other.md", "y")
		s := mustTree(t, r.dir)
		for _, s := range []*Source{s, byProgram(t, s)} {
			changed, err := s.Changed(context.Background(), base, "content")
			if got := strings.Join(slices.Sorted(maps.Keys(changed)), " "); err != nil ||
				got != "content/edited.md content/gone.md content/new.md content/untracked.md" {
				t.Errorf("%v: %s, %v", init, got, err)
			}
			if changed, err := s.Changed(context.Background(), base, "nowhere"); len(changed) > 0 || err != nil {
				t.Errorf("a folder that there is not: %v, %v", changed, err)
			}
		}
		below := mustTree(t, r.dir+"/content")
		if changed, err := below.Changed(context.Background(), base, "."); err != nil || len(changed) != 4 || !changed["gone.md"] {
			t.Errorf("below a folder: %v, %v", changed, err)
		}
	}
	if _, err := mustTree(t, t.TempDir()).Changed(context.Background(), strings.Repeat("0", 40), "."); !errors.Is(err, ErrNoRepository) {
		t.Errorf("%v", err)
	}
}

// TestChangedSince edits files in ways that git's index could miss.
func TestChangedSince(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	base := r.commit("one", "content/a.md", "one", "content/b.md", "one", "content/c.md", "one", "content/d.md", "one")
	r.commit("two", "content/b.md", "two")
	index, name := filepath.Join(r.dir, ".git", "index"), filepath.Join(r.dir, "content", "a.md")
	was, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	changed := func() string {
		t.Helper()
		s := mustTree(t, r.dir)
		got, err := s.Changed(t.Context(), base, "content")
		slow, err2 := byProgram(t, s).Changed(t.Context(), base, "content") // reads every file
		if err != nil || err2 != nil || !maps.Equal(got, slow) {
			t.Errorf("%v, %v; without the index %v, %v", got, err, slow, err2)
		}
		return strings.Join(slices.Sorted(maps.Keys(got)), " ")
	}
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(index, later, later); err != nil { // no entry is racy
		t.Fatal(err)
	}
	s := mustTree(t, r.dir)
	if known, err := s.store.index(); err != nil || known["content/a.md"].trace != traceOf(was) {
		t.Errorf("the index has %+v of a file that is %+v, %v", known["content/a.md"].trace, traceOf(was), err)
	}
	if got := changed(); got != "content/b.md" {
		t.Errorf("changed: %s", got)
	}
	r.write("content/a.md", "TWO", "content/d.md", "-")
	if err := os.Chtimes(name, was.ModTime(), was.ModTime()); err != nil { // of the same size and time
		t.Fatal(err)
	}
	if got := changed(); got != "content/a.md content/b.md content/d.md" {
		t.Errorf("after an edit that keeps size and time: %s", got)
	}
	if err := os.WriteFile(index, []byte("no index"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := mustTree(t, r.dir).Changed(t.Context(), base, "content"); err != nil || len(got) != 3 {
		t.Errorf("with a damaged index: %v, %v", got, err)
	}
}

func TestRacy(t *testing.T) {
	t.Parallel()
	at := time.Unix(1e9, 5)
	e := &gitindex.Entry{Size: 1, ModifiedAt: at, CreatedAt: at}
	for written, known := range map[time.Time]bool{at: false, at.Add(-1): false, at.Add(1): true, {}: false} {
		if got := newIndexed(e, written).trace != (trace{}); got != known {
			t.Errorf("a file changed at %v in an index written at %v: known %v", at, written, got)
		}
	}
	for what, e := range map[string]*gitindex.Entry{
		"with a conflict": {Size: 1, ModifiedAt: at, CreatedAt: at, Stage: 2}, "that is only meant to be added": {Size: 1, ModifiedAt: at, CreatedAt: at, IntentToAdd: true},
	} {
		if newIndexed(e, at.Add(time.Hour)).trace != (trace{}) {
			t.Errorf("the index vouches for a file %s", what)
		}
	}
}
