//go:build unix

package source

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
	"golang.org/x/sys/unix"
)

// TestPipe checks that a pipe is listed, and that opening it fails instead of waiting for a writer.
func TestPipe(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a", "dir/b.md", "b")
	if err := unix.Mkfifo(filepath.Join(r.Dir, "dir", "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := mustTree(t, r.Dir)
	for _, test := range []struct {
		how string
		do  func() error
	}{
		{"described", func() error { return second(fs.Stat(s.FS, "dir/pipe")) }}, // first, as the others might block
		{"opened", func() error { return second(s.FS.Open("dir/pipe")) }},
		{"read", func() error { return second(fs.ReadFile(s.FS, "dir/pipe")) }},
	} {
		if err := test.do(); err == nil || !strings.HasSuffix(err.Error(), "dir/pipe: is neither a file nor a directory") {
			t.Fatalf("a pipe is %s: %v", test.how, err)
		}
	}
	if list, err := fs.ReadDir(s.FS, "dir"); err != nil || len(list) != 2 {
		t.Errorf("the folder contains %v, %v", list, err)
	}
	changed, err := s.Changed(t.Context(), s.Commit, ".")
	if err != nil || len(changed) > 0 {
		t.Errorf("a pipe counts as changed: %v, %v", changed, err)
	}
}
