package source

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestList holds that a folder is listed as package os lists it.
func TestEntriesOf(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	listener, err := net.Listen("unix", at("socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := errors.Join(
		os.WriteFile(at("file"), []byte("abc"), 0o640),
		os.WriteFile(at("empty file ä"), nil, 0o600),
		os.Chmod(at("empty file ä"), 0o755|fs.ModeSetuid|fs.ModeSetgid),
		os.Chtimes(at("file"), time.Time{}, time.Unix(1234567890, 123456789)),
		os.Mkdir(at("folder"), 0o700),
		os.Chmod(at("folder"), 0o777|fs.ModeSticky),
		os.Symlink("file", at("link")),
		os.Symlink("nowhere", at("broken")),
		syscall.Mkfifo(at("pipe"), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{dir, "/dev", t.TempDir()} {
		d, err := os.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := entriesOf(d)
		if err != nil {
			t.Fatal(err)
		}
		sortEntries(entries)
		want, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := described(t, entries), described(t, want); got != want {
			t.Errorf("%s:\n got %s\nwant %s", folder, got, want)
		}
		_ = d.Close()
	}
}

func described(t *testing.T, entries []fs.DirEntry) (out string) {
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		inode, changed := identity(info)
		out += fmt.Sprintln(e.Name(), e.IsDir(), e.Type(), info.Name(), info.Size(), info.Mode(), info.IsDir(), info.ModTime(), inode, changed)
	}
	return out
}
