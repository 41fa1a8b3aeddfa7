package cachefile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestWrite checks that a failed write leaves the old file and nothing else.
func TestWrite(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "made", "when needed")
	name := filepath.Join(dir, "cached")
	for _, test := range []struct {
		text string
		err  error
		want string
	}{{"first", nil, "first"}, {"broken", io.ErrShortWrite, "first"}, {"second", nil, "second"}, {"", nil, ""}} {
		err := Write(name, func(w io.Writer) error {
			_, err := io.WriteString(w, test.text)
			return errors.Join(err, test.err)
		})
		if !errors.Is(err, test.err) || test.err == nil && err != nil {
			t.Errorf("writing %q: %v, want %v", test.text, err, test.err)
		}
		if data, err := os.ReadFile(name); err != nil || string(data) != test.want {
			t.Errorf("after writing %q the file holds %q, %v; want %q", test.text, data, err, test.want)
		}
		left, err := os.ReadDir(dir)
		if err != nil || len(left) != 1 {
			t.Errorf("after writing %q the folder holds %v, %v; want only the file", test.text, left, err)
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the cache folder has mode %v, %v; want it accessible only to its owner", info.Mode(), err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("a cache file has mode %v, %v; want it accessible only to its owner", info.Mode(), err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "folder", "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(dir, "folder"), func(io.Writer) error { return nil }); err == nil {
		t.Error("writing a cache file replaces a folder")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if cached, err := Read(filepath.Join(dir, "none")); cached != "" || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing cache file reads as %q, %v", cached, err)
	}
}

// TestWriteSweeps checks that temporary files are removed that killed processes have left, but not those of other files
// or of processes that may be running.
func TestWriteSweeps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := time.Now().Add(-2 * abandonedAfter)
	for _, name := range []string{"cached-1.tmp", "cached-2.tmp", "cached-2.kept", "other-1.tmp", "cached-new.tmp"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if name == "cached-new.tmp" {
			continue
		}
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := Write(filepath.Join(dir, "cached"), func(io.Writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 4 {
		t.Errorf("left are %q, %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "cached-new.tmp")); err != nil {
		t.Errorf("the file of a running process: %v", err)
	}
}
