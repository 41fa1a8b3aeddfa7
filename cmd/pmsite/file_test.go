package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestReplaceFile checks that a file is replaced with its permissions kept, and that a
// link, which may lead anywhere, is refused.
func TestReplaceFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name, link := filepath.Join(dir, "a.md"), filepath.Join(dir, "link.md")
	if err := errors.Join(os.WriteFile(name, []byte("before"), 0o600), os.Chmod(name, 0o640), os.Symlink(name, link)); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(link, []byte("through the link")); err == nil {
		t.Error("a file is written through a link")
	}
	if err := replaceFile(name, []byte("after")); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != "after" {
		t.Errorf("the file says %q, %v", text, err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the file has the permissions %v, %v; it had 0640", info.Mode(), err)
	}
	if err := replaceFile(filepath.Join(dir, "none.md"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 2 {
		t.Errorf("the folder also contains %v, %v", list, err)
	}
}

// TestCreateFile checks that a new file gets its folders, and that existing files stay as
// they are.
func TestCreateFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := createFile(dir, filepath.Join("a", "b", "c.md"), []byte("first")); err != nil {
		t.Fatal(err)
	}
	if err := createFile(dir, filepath.Join("a", "b", "c.md"), []byte("second")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("an existing file: %v", err)
	}
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "dangling")); err != nil {
		t.Fatal(err)
	}
	if err := createFile(dir, "dangling", []byte("third")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a dangling link: %v", err)
	}
	if err := createFile(dir, filepath.Join("..", "out.md"), nil); err == nil {
		t.Error("a file is created outside of the folder")
	}
	if text, err := os.ReadFile(filepath.Join(dir, "a", "b", "c.md")); err != nil || string(text) != "first" {
		t.Errorf("the file says %q, %v", text, err)
	}
}
