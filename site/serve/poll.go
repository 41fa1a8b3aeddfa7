package serve

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"time"
)

// A look is the state of a file without its content.
type look struct {
	size     int64
	modified time.Time
	mode     fs.FileMode
}

// poll checks all files at regular intervals.
func (w *Watcher) poll(ctx context.Context, every time.Duration) error {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	before := w.look()
	w.Changed(nil)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-w.Wake:
			w.Changed(nil)
		case <-ticker.C:
			now := w.look()
			if changed := differences(before, now); len(changed) > 0 {
				w.Changed(changed)
			}
			before = now
		}
	}
}

func (w *Watcher) look() map[string]look {
	seen := map[string]look{}
	for _, folder := range w.Folders {
		_ = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil || isTemporary(name):
				return nil // it was removed in the meantime
			case name != folder && w.Ignore(name):
				if entry.IsDir() {
					return fs.SkipDir
				}
			case entry.IsDir():
				seen[name] = look{mode: fs.ModeDir}
			default:
				if info, err := entry.Info(); err == nil {
					seen[name] = look{info.Size(), info.ModTime(), info.Mode().Type()}
				}
			}
			return nil
		})
	}
	return seen
}

// differences returns the paths that were added, removed or changed.
func differences(before, now map[string]look) (out []string) {
	for name, l := range now {
		if was, known := before[name]; !known || was != l {
			out = append(out, name)
		}
	}
	for name := range before {
		if _, there := now[name]; !there {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
