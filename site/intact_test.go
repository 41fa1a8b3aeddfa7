package site_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/site"
)

// TestLastWritten checks that a memo is remembered with the site, and when the folder counts as intact.
func TestLastWritten(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the system does not say when a file was changed")
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	memo := site.Memo{Since: time.Unix(3, 4), State: collection.Sum{5}, Note: []byte("six")}
	opts := site.WriteOptions{CacheDir: filepath.Join(dir, "cache"), Program: "test", Memo: memo}
	s := newWorld(t, 1).site(t)
	if w := site.LastWritten(out, opts); w.State != (collection.Sum{}) {
		t.Errorf("before anything was written, the state is %x", w.State)
	}
	write := func() (rendered int) {
		result, err := s.Write(t.Context(), out, opts)
		if err != nil {
			t.Fatal(err)
		}
		return result.Rendered
	}
	write()
	w := site.LastWritten(out, opts)
	if !w.Since.Equal(memo.Since) || w.State != memo.State || !bytes.Equal(w.Note, memo.Note) {
		t.Errorf("what was remembered is %+v, want %+v", w.Memo, memo)
	}
	intact := func() bool {
		_, ok := site.LastWritten(out, opts).Intact(t.Context())
		return ok
	}
	name := filepath.Join(out, "index.html")
	for _, change := range []struct {
		what   string
		do     func() error
		intact bool
	}{
		{"nothing", func() error { return nil }, true},
		{"a file was read", func() error { _, err := os.ReadFile(name); return err }, true},
		{"a file at the top was added", func() error { return os.WriteFile(filepath.Join(out, "CNAME"), nil, 0o600) }, true},
		{"times were set", func() error { return os.Chtimes(name, time.Time{}, time.Unix(1, 0)) }, false},
		{"permissions were set", func() error { return os.Chmod(name, 0o600) }, false},
		{"a file was removed", func() error { return os.Remove(name) }, false},
		{"a file was copied", func() error {
			data, err := os.ReadFile(name)
			return errors.Join(err, os.Remove(name), os.WriteFile(name, data, 0o644))
		}, false},
		{"a file was added", func() error { return os.WriteFile(filepath.Join(out, "assets", "a.js"), nil, 0o600) }, false},
		{"a folder was added", func() error { return os.Mkdir(filepath.Join(out, "assets", "empty"), 0o755) }, false},
		{"a killed build left a folder", func() error { return os.Mkdir(filepath.Join(dir, ".public.pmsite-1"), 0o755) }, false},
	} {
		if err := change.do(); err != nil {
			t.Fatal(err)
		}
		if got := intact(); got != change.intact {
			t.Errorf("%s: intact is %v, want %v", change.what, got, change.intact)
		}
		write()
		if !intact() {
			t.Errorf("%s: after the next Write, the folder is not intact", change.what)
		}
	}
	opts.Program = "another program"
	if w := site.LastWritten(out, opts); w.State != (collection.Sum{}) {
		t.Error("the memo of another program is used")
	}
}
