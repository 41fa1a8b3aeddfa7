package cachefile

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestPrune checks that caches are removed that nobody has used for long, and the oldest ones if there are too many bytes,
// but nothing else.
func TestPrune(t *testing.T) {
	t.Parallel()
	dir, now := t.TempDir(), time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	name := func(kind string, n int) string { return fmt.Sprintf("%s-%016x", kind, n) }
	write := func(name string, size int, age time.Duration) {
		t.Helper()
		full := filepath.Join(dir, name)
		if err := os.WriteFile(full, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(full, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	const day = 24 * time.Hour
	write(name("documents", 1), 10, 0)
	write(name("history", 2), 10, 59*day)
	write(name("documents", 3), 10, 61*day)
	write(name("documents", 4), 10, 70*day)
	for _, other := range []string{name("lock", 5), name("documents", 6) + "-1.tmp", "notes.txt", "documents-1"} {
		write(other, 10, 100*day)
	}
	if err := os.Mkdir(filepath.Join(dir, name("index", 7)), 0o700); err != nil {
		t.Fatal(err)
	}
	left := func(want ...string) {
		t.Helper()
		var got []string
		entries, err := os.ReadDir(dir)
		for _, e := range entries {
			got = append(got, e.Name())
		}
		want = append(want, name("index", 7), name("lock", 5), name("documents", 6)+"-1.tmp", "notes.txt", "documents-1")
		if slices.Sort(want); err != nil || !slices.Equal(got, want) {
			t.Errorf("left are %q, want %q: %v", got, want, err)
		}
	}
	MarkUsed(filepath.Join(dir, name("documents", 4)), now)
	MarkUsed(filepath.Join(dir, name("documents", 9)), now)
	prune(dir, now, 100)
	left(name("documents", 1), name("history", 2), name("documents", 4))
	prune(dir, now, 20)
	left(name("documents", 1), name("documents", 4))
	prune(dir, now, 1)
	left(name("documents", 1))
	prune(filepath.Join(dir, "nowhere"), now, 1)
}
