package source

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// What is kept stays as it was opened when it is replaced.
func TestReadCacheFile(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "cache", "kept")
	if kept, err := ReadCacheFile(name); kept != "" || err == nil {
		t.Errorf("of no file: got %q, %v", kept, err)
	}
	var opened []string
	texts := []string{"the first", "", "another"}
	for _, text := range texts {
		if err := WriteCacheFile(name, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
			t.Fatal(err)
		}
		kept, err := ReadCacheFile(name)
		if err != nil {
			t.Fatal(err)
		}
		opened = append(opened, kept)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		if opened[i] != text {
			t.Errorf("got %q, want %q", opened[i], text)
		}
	}
	if kept, err := ReadCacheFile(t.TempDir()); kept != "" {
		t.Errorf("of a folder: got %q, %v", kept, err)
	}
}
