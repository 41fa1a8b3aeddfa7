package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Editors save in several steps, and a checkout changes a thousand files. Changes are
// reported when nothing has happened for a moment, or after a while of continuous changes.
const (
	quiet   = 10 * time.Millisecond
	patient = 250 * time.Millisecond
)

// settle is how long after the last change everything is checked once more, because some
// events are lost.
const settle = time.Second

// A notifier reports events in folders.
type notifier struct {
	Events <-chan fsnotify.Event
	Errors <-chan error
	Add    func(folder string) error
	Remove func(folder string) error
	Added  func() []string
	Close  func() error
}

// newNotify returns the system's notifier. Tests replace it.
var newNotify = func() (*notifier, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	return &notifier{w.Events, w.Errors, w.Add, w.Remove, w.WatchList, w.Close}, nil
}

// A Watcher watches folders and everything below them.
type Watcher struct {
	Folders []string                             // required
	Ignore  func(path string) bool               // required; must be true for everything that the caller writes
	Changed func(paths []string)                 // required; nil means that anything may have changed
	Wake    <-chan struct{}                      // a value reports that anything may have changed; may be nil
	Poll    time.Duration                        // interval for checking all files instead of waiting for events; 0 waits for events
	Warn    func(err error, every time.Duration) // required; is called if events are not available and files are checked instead

	pending map[string]bool
	lost    bool // pending is incomplete
}

// Watch calls Changed after each change, until the context ends. It watches folders, not
// files, because a watch on a file ends when an editor replaces the file. If the system
// provides no events, Watch polls the files.
func (w *Watcher) Watch(ctx context.Context) error {
	if w.Poll > 0 {
		return w.poll(ctx, w.Poll)
	}
	err := w.listen(ctx)
	if err != nil && ctx.Err() == nil {
		const often = time.Second
		w.Warn(explain(err), often)
		w.Changed(nil)
		return w.poll(ctx, often)
	}
	return nil
}

func (w *Watcher) listen(ctx context.Context) error {
	notify, err := newNotify()
	if err != nil {
		return err
	}
	defer notify.Close()
	for _, folder := range w.Folders {
		if err := w.addTree(notify, folder); err != nil {
			return err
		}
	}
	w.pending = map[string]bool{}
	soon, late, after := stopped(), stopped(), stopped()
	after.Reset(settle) // for changes before the watch began
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-notify.Events:
			if w.Ignore(event.Name) || isTemporary(event.Name) {
				continue
			}
			if event.Op == fsnotify.Chmod { // the content is the same, but may be readable now
				after.Reset(settle)
				continue
			}
			if event.Has(fsnotify.Rename) {
				forget(notify, event.Name)
			}
			if event.Has(fsnotify.Create) {
				if err := w.addTree(notify, event.Name); err != nil {
					return err
				}
			}
			if len(w.pending) == 0 {
				late.Reset(patient)
			}
			w.pending[event.Name] = true
			soon.Reset(quiet)
		case err := <-notify.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return err
			}
			w.lost = true
			soon.Reset(quiet)
		case <-w.Wake:
			w.Changed(nil)
		case <-soon.C:
			w.report()
			after.Reset(settle)
		case <-late.C:
			if len(w.pending) > 0 {
				soon.Stop() // it would have nothing to report
				w.report()
				after.Reset(settle)
			}
		case <-after.C:
			for _, folder := range w.Folders { // a folder may have been added unnoticed
				if err := w.addTree(notify, folder); err != nil {
					return err
				}
			}
			w.Changed(nil)
		}
	}
}

func stopped() *time.Timer {
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return timer
}

// report reports the pending changes.
func (w *Watcher) report() {
	paths := make([]string, 0, len(w.pending))
	for name := range w.pending {
		paths = append(paths, name)
	}
	slices.Sort(paths)
	if w.lost {
		paths = nil
	}
	clear(w.pending)
	w.lost = false
	w.Changed(paths)
}

// addTree watches a folder and all folders below it. It ignores files and folders that were
// removed in the meantime. An error means that a limit of the system was reached.
func (w *Watcher) addTree(notify *notifier, root string) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return nil // it was removed in the meantime
		}
		if name != root && w.Ignore(name) {
			return fs.SkipDir
		}
		if err := notify.Add(name); errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
			return err
		}
		return nil
	})
}

// forget removes the watches of a folder that was renamed: they would report events with the
// old name.
func forget(notify *notifier, folder string) {
	for _, name := range notify.Added() {
		if name == folder || strings.HasPrefix(name, folder+string(filepath.Separator)) {
			_ = notify.Remove(name) // it may already be gone
		}
	}
}

// isTemporary reports whether a name belongs to a temporary file of an editor.
func isTemporary(name string) bool {
	base := filepath.Base(name)
	return strings.HasSuffix(base, "~") || strings.HasSuffix(base, ".swp") || strings.HasSuffix(base, ".swx") ||
		strings.HasPrefix(base, ".#") || strings.HasPrefix(base, ".goutputstream") || base == "4913"
}

// explain returns an error that names the limit that was reached.
func explain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("too many folders to watch (raise fs.inotify.max_user_watches): %w", err)
	case errors.Is(err, syscall.EMFILE):
		return fmt.Errorf("too many watchers (raise fs.inotify.max_user_instances): %w", err)
	}
	return fmt.Errorf("watch: %w", err)
}
