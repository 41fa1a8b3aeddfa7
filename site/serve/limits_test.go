package serve

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// TestWatchLimits goes on without events when the system gives none, and says
// what would help.
func TestWatchLimits(t *testing.T) {
	defer func(before func() (*fsnotify.Watcher, error)) { newNotify = before }(newNotify)
	newNotify = func() (*fsnotify.Watcher, error) { return nil, os.NewSyscallError("inotify_init1", syscall.EMFILE) }
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	warned, changed, done := make(chan string, 1), make(chan []string, 10), make(chan error, 1)
	w := Watcher{
		Folders: []string{dir}, Ignore: func(string) bool { return false },
		Changed: func(paths []string) {
			if paths != nil {
				changed <- paths
			}
		},
		Warn: func(err error, _ time.Duration) { warned <- err.Error() },
	}
	go func() { done <- w.Watch(ctx) }()
	if text := <-warned; !strings.Contains(text, "fs.inotify.max_user_instances") {
		t.Errorf("warning: %s", text)
	}
	name := filepath.Join(dir, "new.md")
	for seen := false; !seen; { // the first look may come after the first write
		if err := os.WriteFile(name, []byte(time.Now().String()), 0o600); err != nil {
			t.Fatal(err)
		}
		select {
		case paths := <-changed:
			seen = len(paths) == 1 && paths[0] == name
		case <-time.After(2 * time.Second):
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if text := explain(os.NewSyscallError("inotify_add_watch", syscall.ENOSPC)).Error(); !strings.Contains(text, "fs.inotify.max_user_watches") {
		t.Errorf("explanation: %s", text)
	}
}
