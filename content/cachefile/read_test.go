package cachefile

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestRead checks that content that was read stays the same when the file is replaced or removed.
func TestRead(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "cache", "cached")
	if cached, err := Read(name); cached != "" || err == nil {
		t.Errorf("a missing file: got %q, %v", cached, err)
	}
	var read []string
	texts := []string{"the first", "", "another"}
	for _, text := range texts {
		if err := Write(name, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
			t.Fatal(err)
		}
		cached, err := Read(name)
		if err != nil {
			t.Fatal(err)
		}
		read = append(read, cached)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		if read[i] != text {
			t.Errorf("got %q, want %q", read[i], text)
		}
	}
	if cached, err := Read(t.TempDir()); cached != "" {
		t.Errorf("a folder: got %q, %v", cached, err)
	}
}
