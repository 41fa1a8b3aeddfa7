package serve_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pmsite/pmsite/site/serve"
)

// A watched is a folder that is watched, with the changes that are reported.
type watched struct {
	t       *testing.T
	dir     string
	changes chan []string // nil means that anything may have changed
	seen    []string      // all paths reported so far, relative to dir
}

// watch starts to watch a folder with some files, and returns when changes are reported.
func watch(t *testing.T, dir string, poll time.Duration) *watched {
	t.Helper()
	w := &watched{t: t, dir: dir, changes: make(chan []string, 1000)}
	for _, name := range []string{"content/write.md", "content/rename.md", "content/gone.md", "public/index.html"} {
		w.write(name, "old")
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	watcher := serve.Watcher{
		Folders: []string{w.dir}, Poll: poll,
		Ignore:  func(name string) bool { return strings.HasPrefix(name, filepath.Join(w.dir, "public")) },
		Changed: func(paths []string) { w.changes <- paths },
		Warn:    func(err error, _ time.Duration) { t.Error(err) },
	}
	go func() { done <- watcher.Watch(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	if poll > 0 {
		<-w.changes // the first check of everything
		return w
	}
	// Events are reported only after the watch has begun, so a file that no test uses is written until a
	// report arrives.
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for n := 1; ; n++ {
		w.write("content/first.md", strings.Repeat("x", n%9))
		select {
		case <-w.changes:
			return w
		case <-again.C:
		}
	}
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

// await waits for a report of a path.
func (w *watched) await(what, name string) {
	w.t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case paths := <-w.changes:
			for _, path := range paths {
				short, err := filepath.Rel(w.dir, path)
				if err != nil {
					w.t.Fatal(err)
				}
				w.seen = append(w.seen, filepath.ToSlash(short))
			}
			if slices.Contains(paths, w.path(name)) {
				return
			}
		case <-late:
			w.t.Fatalf("%s: %s is not reported; reported %q", what, name, w.seen)
		}
	}
}

// TestWatchSees checks that every way in which editors and people change files is reported, by the system's
// events and by polling.
func TestWatchSees(t *testing.T) {
	t.Run("events", func(t *testing.T) { testSees(t, watch(t, t.TempDir(), 0)) })
	dir := t.TempDir()
	t.Run("polling", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { testSees(t, watch(t, dir, time.Second)) })
	})
}

func testSees(t *testing.T, w *watched) {
	for _, change := range []struct {
		what string
		do   func() error
		name string // not affected by earlier cases
	}{
		{"write", func() error { return os.WriteFile(w.path("content/write.md"), []byte("newer"), 0o644) }, "content/write.md"},
		{"save by rename", func() error {
			if err := os.WriteFile(w.path("content/.tmp"), []byte("newer"), 0o644); err != nil {
				return err
			}
			return os.Rename(w.path("content/.tmp"), w.path("content/rename.md"))
		}, "content/rename.md"},
		{"new file", func() error { return os.WriteFile(w.path("content/new.md"), nil, 0o644) }, "content/new.md"},
		{"removed file", func() error { return os.Remove(w.path("content/gone.md")) }, "content/gone.md"},
		{"new folders", func() error { return os.MkdirAll(w.path("content/a/b/c"), 0o755) }, "content/a"},
		{"file in a new folder", func() error { return os.WriteFile(w.path("content/a/b/c/deep.md"), []byte("deep"), 0o644) }, "content/a/b/c/deep.md"},
		{"rename a folder", func() error { return os.Rename(w.path("content/a"), w.path("content/z")) }, "content/z"},
		{"file in a renamed folder", func() error { return os.WriteFile(w.path("content/z/b/c/deep.md"), []byte("deeper"), 0o644) }, "content/z/b/c/deep.md"},
		{"file at the top of a renamed folder", func() error { return os.WriteFile(w.path("content/z/top.md"), nil, 0o644) }, "content/z/top.md"},
		{"remove", func() error { return os.RemoveAll(w.path("content/z/b")) }, "content/z/b"},
	} {
		if err := change.do(); err != nil {
			t.Fatal(err)
		}
		w.await(change.what, change.name)
	}
}

// TestWatchIgnores checks that what the caller writes, temporary files of editors, and changes of permissions
// are not reported: the first report is of a change after all of them.
func TestWatchIgnores(t *testing.T) {
	w := watch(t, t.TempDir(), 0)
	w.write("public/index.html", "again")
	w.write("public/new/index.html", "new")
	w.write("content/write.md~", "backup")
	w.write("content/.write.md.swp", "swap")
	w.write("content/4913", "probe")
	if err := os.Chmod(w.path("content/write.md"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.write("content/last.md", "a change")
	w.await("a change", "content/last.md")
	for _, name := range w.seen {
		if name != "content/first.md" && name != "content/last.md" {
			t.Errorf("%s is reported", name)
		}
	}
}
