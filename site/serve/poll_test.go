package serve_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pmsite/pmsite/site/serve"
)

// TestPolling checks that every file is checked at the given interval, and that
// differences are reported once, in order, except for ignored files.
func TestPolling(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"same", "longer", "touched", "gone", "public/out", "public.md", "folder/below"} {
		write(name, "text")
	}
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex // synctest's clock does not synchronize memory
		var reports []string
		w := serve.Watcher{
			Folders: []string{dir, path("none")}, Poll: time.Minute,
			Ignore: func(name string) bool { return name == dir || strings.HasPrefix(filepath.Base(name), "public") },
			Changed: func(paths []string) {
				text := "everything"
				if paths != nil {
					text = strings.ReplaceAll(strings.Join(paths, " "), dir+string(filepath.Separator), "")
				}
				mu.Lock()
				defer mu.Unlock()
				reports = append(reports, filepath.ToSlash(text))
			},
			Warn: func(err error, _ time.Duration) { t.Error(err) },
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Watch(ctx) }()
		after := func(what string, pause time.Duration, want ...string) {
			t.Helper()
			time.Sleep(pause)
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			if !slices.Equal(reports, want) {
				t.Errorf("%s: the reports are %q, want %q", what, reports, want)
			}
			reports = nil
		}
		after("at the start", time.Second, "everything")
		after("while nothing happens", 10*time.Minute)
		write("longer", "texts")
		if err := os.Chtimes(path("touched"), time.Time{}, time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(path("gone")); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path("same"), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"public/out", "public/new", "public.md", "public.new", "longer~", "new/file"} {
			write(name, "other text")
		}
		after("before the next look", 58*time.Second)
		after("at the next look", 2*time.Second, "gone longer new new/file touched")
		after("at the look after that", time.Minute)
		if err := os.RemoveAll(path("folder")); err != nil {
			t.Fatal(err)
		}
		write("folder", "text")
		after("of a folder that became a file", time.Minute, "folder folder/below")
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
