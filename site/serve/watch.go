package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quiet is how long nothing has to happen before a change is reported: editors
// save in several steps.
const quiet = 60 * time.Millisecond

// Watch calls changed after anything below the folders changed, once for a
// burst, until the context ends. Folders and files for which ignore answers
// true are left alone: whatever the watcher's caller writes has to be among
// them. Folders are watched, never files, since a watch on a file dies with an
// atomic save.
func Watch(ctx context.Context, folders []string, ignore func(path string) bool, changed func()) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return explain(err)
	}
	defer w.Close()
	for _, folder := range folders {
		if err := addTree(w, folder, ignore); err != nil {
			return explain(err)
		}
	}
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-w.Events:
			if ignore(event.Name) || event.Op == fsnotify.Chmod || dropping(event.Name) {
				continue
			}
			if event.Has(fsnotify.Create) {
				// What was made in a new folder before it was watched is found by the
				// rebuild, which reads everything.
				_ = addTree(w, event.Name, ignore)
			}
			timer.Reset(quiet)
		case err := <-w.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return explain(err)
			}
			timer.Reset(quiet)
		case <-timer.C:
			changed()
		}
	}
}

// addTree watches a folder and all below; a file is no fault.
func addTree(w *fsnotify.Watcher, root string, ignore func(string) bool) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return nil //nolint:nilerr // it went away meanwhile
		}
		if name != root && ignore(name) {
			return fs.SkipDir
		}
		return w.Add(name)
	})
}

// dropping reports whether a name is that of an editor's scratch file.
func dropping(name string) bool {
	base := filepath.Base(name)
	return strings.HasSuffix(base, "~") || strings.HasSuffix(base, ".swp") || strings.HasSuffix(base, ".swx") ||
		strings.HasPrefix(base, ".#") || strings.HasPrefix(base, ".goutputstream") || base == "4913"
}

// explain names the limit that was reached.
func explain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("too many folders to watch: raise fs.inotify.max_user_watches: %w", err)
	case errors.Is(err, syscall.EMFILE):
		return fmt.Errorf("too many watchers: raise fs.inotify.max_user_instances: %w", err)
	}
	return fmt.Errorf("watch: %w", err)
}
