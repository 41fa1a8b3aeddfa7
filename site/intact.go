package site

import (
	"context"
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pmsite/pmsite/content/collection"
)

// A Memo is what the caller of [Site.Write] wants to know later of what the site was made from, so that it need not be made
// again; see [LastWritten].
type Memo struct {
	Since time.Time      // when State was looked at
	State collection.Sum // of everything that the site is made from; zero if that is not known
	Note  []byte         // anything
}

// A Written is a site that [Site.Write] has written.
type Written struct {
	Memo
	target string
	files  map[string]written
}

// LastWritten returns the site that the last Write with the same CacheDir and Program wrote to a folder. Its State is zero
// if there is none, or if its Memo is not known.
func LastWritten(dir string, opts WriteOptions) *Written {
	target, err := resolveTarget(dir)
	if err != nil || opts.CacheDir == "" {
		return &Written{}
	}
	m := lastManifest(target, opts)
	return &Written{m.memo, target, m.files}
}

// Intact reports whether the folder is as it was written: it has exactly the files of the site, and none of them was touched
// since, as the system says. If so, a Write of the same site would leave it alone, with this result.
func (w *Written) Intact(ctx context.Context) (result Result, ok bool) {
	if len(w.files) == 0 || leftoversBeside(w.target) {
		return Result{}, false
	}
	result = Result{Files: len(w.files)}
	names := make([]string, 0, len(w.files))
	for name, f := range w.files {
		names = append(names, name)
		result.Bytes += f.stamp.Size
	}
	return result, holds(ctx, w.target, names, func(i int, name string) bool { return w.files[names[i]].isUntouched(name) })
}

// leftoversBeside reports whether there are folders beside a target that Write would clear.
func leftoversBeside(target string) bool {
	entries, err := os.ReadDir(filepath.Dir(target))
	return err != nil || slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return e.IsDir() && strings.HasPrefix(e.Name(), stagingPrefix(target))
	})
}

// isUntouched reports whether the system says that a file was not touched since it was written.
func (f written) isUntouched(name string) bool {
	on, ok := stampAt(name)
	return ok && on == f.stamp && on.Changed != 0
}

// stampAt returns the stamp of a regular file.
func stampAt(name string) (collection.Stamp, bool) {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return collection.Stamp{}, false
	}
	return collection.StampOf(info), true
}

// isAt reports whether a file is as it was written, by its content, and returns its stamp.
func (f written) isAt(name string) (on collection.Stamp, ok bool) {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != f.stamp.Size || info.Mode().Perm() != f.mode {
		return on, false
	}
	file, err := os.Open(name)
	if err != nil {
		return on, false
	}
	defer file.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return collection.StampOf(info), err == nil && collection.Sum(sum.Sum(nil)) == f.sum
}

// sameFile reports whether two stamps are of a file to which nothing has happened except that links to it were made and
// removed.
func sameFile(a, b collection.Stamp) bool {
	a.Changed = b.Changed
	return a == b
}

// holds reports whether a folder has exactly the files of a site, each of which is as it should be. It calls isGood with the
// number and the full name of a file.
func holds(ctx context.Context, target string, paths []string, isGood func(i int, name string) bool) bool {
	if !listed(target, paths) {
		return false
	}
	var differs atomic.Bool
	inParallel(len(paths), func(i int) {
		if !differs.Load() && (ctx.Err() != nil || !isGood(i, filepath.Join(target, filepath.FromSlash(paths[i])))) {
			differs.Store(true)
		}
	})
	return !differs.Load()
}

// listed reports whether the target has the files and folders of the site, and no other ones in its folders.
func listed(target string, paths []string) bool {
	expected := map[string]bool{".": true}
	for _, name := range paths {
		for expected[name] = true; !expected[path.Dir(name)]; name = path.Dir(name) {
			expected[path.Dir(name)] = true
		}
	}
	foreign, err := foreignEntries(target)
	if err != nil {
		return false
	}
	err = fs.WalkDir(os.DirFS(target), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch {
		case slices.Contains(foreign, name) && entry.IsDir():
			return fs.SkipDir
		case slices.Contains(foreign, name):
			return nil
		case !expected[name]:
			return fs.ErrExist
		}
		delete(expected, name)
		return nil
	})
	return err == nil && len(expected) == 0
}
