package site

import (
	"os"
	"path/filepath"
	"testing"
)

// TestExchangeByRename checks how folders are swapped where the system cannot do it in one step: completely, or not at
// all.
func TestExchangeByRename(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	for _, folder := range []string{a, b} {
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "name"), []byte(filepath.Base(folder)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	holds := func(folder, want string) {
		t.Helper()
		if got, err := os.ReadFile(filepath.Join(folder, "name")); err != nil || string(got) != want {
			t.Errorf("%s holds %q, want %q (%v)", filepath.Base(folder), got, want, err)
		}
	}
	if err := exchangeByRename(a, b); err != nil {
		t.Fatal(err)
	}
	holds(a, "b")
	holds(b, "a")
	if err := os.RemoveAll(a); err != nil {
		t.Fatal(err)
	}
	if err := exchangeByRename(a, b); err == nil {
		t.Error("a folder that is gone is exchanged")
	}
	holds(b, "a")
	if err := exchangeByRename(b, a); err == nil {
		t.Error("a folder is exchanged with one that is gone")
	}
	holds(b, "a")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%d entries are left, want one (%v)", len(entries), err)
	}
}
