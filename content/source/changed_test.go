package source

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestChanged(t *testing.T) {
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
