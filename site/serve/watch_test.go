package serve_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/site/serve"
)

// A watched folder, and the changes that are reported.
type watched struct {
	t       *testing.T
	dir     string
	changes chan struct{}
}

func watch(t *testing.T, poll time.Duration) *watched {
	t.Helper()
	w := &watched{t, t.TempDir(), make(chan struct{}, 100)}
	w.write("content/old.md", "old")
	w.write("public/index.html", "out")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		watcher := serve.Watcher{
			Folders: []string{w.dir}, Poll: poll,
			Ignore: func(name string) bool { return strings.HasPrefix(name, filepath.Join(w.dir, "public")) },
			Changed: func(paths []string) {
				if paths != nil { // a last look is no change
					w.changes <- struct{}{}
				}
			},
			Warn: func(err error, _ time.Duration) { t.Error(err) },
		}
		done <- watcher.Watch(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	// The watch is in place once a change is seen.
	for i := 0; ; i++ {
		w.write("content/old.md", strings.Repeat("x", i))
		if w.seen(200 * time.Millisecond) {
			break
		}
		if i > 50 {
			t.Fatal("no change is ever seen")
		}
	}
	for w.seen(300 * time.Millisecond) {
	}
	return w
}

func (w *watched) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *watched) write(name, text string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(w.path(name), []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watched) seen(within time.Duration) bool {
	select {
	case <-w.changes:
		return true
	case <-time.After(within):
		return false
	}
}

// TestWatchSees every way in which editors and people change files.
func TestWatchSees(t *testing.T) {
	for name, poll := range map[string]time.Duration{"events": 0, "polling": 50 * time.Millisecond} {
		t.Run(name, func(t *testing.T) { testSees(t, watch(t, poll)) })
	}
}

func testSees(t *testing.T, w *watched) {
	for _, change := range []struct {
		name string
		do   func() error
	}{
		{"write", func() error { return os.WriteFile(w.path("content/old.md"), []byte("new"), 0o644) }},
		{"save by rename", func() error {
			if err := os.WriteFile(w.path("content/.tmp"), []byte("newer"), 0o644); err != nil {
				return err
			}
			return os.Rename(w.path("content/.tmp"), w.path("content/old.md"))
		}},
		{"new file", func() error { return os.WriteFile(w.path("content/new.md"), []byte("new"), 0o644) }},
		{"new folders", func() error { return os.MkdirAll(w.path("content/a/b/c"), 0o755) }},
		{"file in a new folder", func() error { return os.WriteFile(w.path("content/a/b/c/deep.md"), []byte("deep"), 0o644) }},
		{"rename a folder", func() error { return os.Rename(w.path("content/a"), w.path("content/z")) }},
		{"file in a renamed folder", func() error { return os.WriteFile(w.path("content/z/b/c/deep.md"), []byte("deeper"), 0o644) }},
		{"remove", func() error { return os.RemoveAll(w.path("content/z")) }},
	} {
		if err := change.do(); err != nil {
			t.Fatal(err)
		}
		if !w.seen(10 * time.Second) {
			t.Errorf("%s: not seen", change.name)
		}
		for w.seen(300 * time.Millisecond) {
		}
	}
}

// TestWatchIgnores what the caller writes itself, scratch files of editors, and
// a change of permissions.
func TestWatchIgnores(t *testing.T) {
	w := watch(t, 0)
	w.write("public/index.html", "again")
	w.write("public/new/index.html", "new")
	w.write("content/old.md~", "backup")
	w.write("content/.old.md.swp", "swap")
	w.write("content/4913", "probe")
	if err := os.Chmod(w.path("content/old.md"), 0o600); err != nil {
		t.Fatal(err)
	}
	if w.seen(time.Second) {
		t.Error("a change is reported")
	}
}

// TestWatchCoalesces a thousand writes into few reports: where the writes pause,
// each pause may be reported.
func TestWatchCoalesces(t *testing.T) {
	w := watch(t, 0)
	pauses, last := 0, time.Now()
	for i := range 1000 {
		w.write("content/old.md", strings.Repeat("y", i%7+1))
		if now := time.Now(); now.Sub(last) > 5*time.Millisecond {
			pauses++
		}
		last = time.Now()
	}
	n := 0
	for w.seen(time.Second) {
		n++
	}
	if n == 0 || n > 20+2*pauses {
		t.Errorf("%d reports of one burst with %d pauses", n, pauses)
	}
}
