package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestBuildID checks that the build ID is the one that Go's own tool finds, and that a file without one has none.
func TestBuildID(t *testing.T) {
	t.Parallel()
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	want, err := exec.Command("go", "tool", "buildid", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	id := buildID(name)
	if id == "" || id != strings.TrimSpace(string(want)) {
		t.Errorf("build ID %q, want %q", id, want)
	}
	if !strings.HasSuffix(program(), " "+id) {
		t.Errorf("the program is %q, without its build ID", program())
	}
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("a/b/c/d"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{text, text + "-none"} {
		if id := buildID(name); id != "" {
			t.Errorf("build ID of %s: %q", name, id)
		}
	}
}
