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

// Editors save in several steps, and a checkout changes a thousand files:
// changes are reported when nothing has happened for a moment, or has gone on
// happening for a while.
const (
	quiet   = 10 * time.Millisecond
	patient = 250 * time.Millisecond
)

// settle is when, after the last change, everything is looked at once more:
// events are a hint, and some are lost.
const settle = time.Second

// A notifier tells what happens in the folders that it is given.
type notifier struct {
	Events <-chan fsnotify.Event
	Errors <-chan error
	Add    func(folder string) error
	Remove func(folder string) error
	Added  func() []string
	Close  func() error
}

// newNotify gives the system's; a test has its own.
var newNotify = func() (*notifier, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	return &notifier{w.Events, w.Errors, w.Add, w.Remove, w.WatchList, w.Close}, nil
}

// A Watcher looks after folders and all below them.
type Watcher struct {
	Folders []string                             // required
	Ignore  func(path string) bool               // required; whatever the caller writes has to be among it
	Changed func(paths []string)                 // required; nil asks to look at everything
	Wake    <-chan struct{}                      // asks to look at everything; nil never does
	Poll    time.Duration                        // look at every file this often instead of waiting for events; 0 waits
	Warn    func(err error, every time.Duration) // required; events are not to be had, so that files are looked at

	pending map[string]bool
	lost    bool // some changes are not in pending
}

// Watch calls Changed after something changed, until the context ends. Folders
// are watched, never files, since a watch on a file dies with an atomic save.
// Where the system gives no events, it looks at the files itself.
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
	after.Reset(settle) // for what changed before there was a watch
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-notify.Events:
			if w.Ignore(event.Name) || dropping(event.Name) {
				continue
			}
			if event.Op == fsnotify.Chmod { // no other content, but perhaps one that can be read now
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
				soon.Stop() // else it reports nothing
				w.report()
				after.Reset(settle)
			}
		case <-after.C:
			for _, folder := range w.Folders { // a folder may have come unseen
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

// report hands over what is pending.
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

// addTree watches a folder and all below; a file is no fault, nor is what went
// away meanwhile. The error is a limit of the system.
func (w *Watcher) addTree(notify *notifier, root string) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return nil //nolint:nilerr // it went away meanwhile
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

// forget gives back the watches of a folder that has another name now: they go
// on, but tell the old one.
func forget(notify *notifier, folder string) {
	for _, name := range notify.Added() {
		if name == folder || strings.HasPrefix(name, folder+string(filepath.Separator)) {
			_ = notify.Remove(name) // it may have gone by itself
		}
	}
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
		return fmt.Errorf("too many folders to watch (raise fs.inotify.max_user_watches): %w", err)
	case errors.Is(err, syscall.EMFILE):
		return fmt.Errorf("too many watchers (raise fs.inotify.max_user_instances): %w", err)
	}
	return fmt.Errorf("watch: %w", err)
}
