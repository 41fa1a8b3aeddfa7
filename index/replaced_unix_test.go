//go:build unix

package index

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/collection"
)

// TestReplacedFileIsSeen checks that a file is read again if another file was moved to its
// name, even if size and modification time are the same, as after cp -p or rsync -a.
func TestReplacedFileIsSeen(t *testing.T) {
	name, other := filepath.Join(t.TempDir(), "a.md"), filepath.Join(t.TempDir(), "b.md")
	long := time.Now().Add(-time.Hour)
	for file, text := range map[string]string{name: "apple", other: "peach"} {
		if err := errors.Join(os.WriteFile(file, []byte(text), 0o600), os.Chtimes(file, long, long)); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	known := fileState{size: info.Size(), modified: info.ModTime().UnixNano()}
	known.inode, known.changed = collection.Identity(info)
	if !known.same(info) {
		t.Error("an unchanged file is read again")
	}
	if err := os.Rename(other, name); err != nil {
		t.Fatal(err)
	}
	if info, err = os.Stat(name); err != nil || known.same(info) {
		t.Errorf("a replaced file of the same size and time is not read again (%v)", err)
	}
}
