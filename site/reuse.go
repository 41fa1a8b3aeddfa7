package site

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"github.com/pmsite/pmsite/content/cachefile"
	"github.com/pmsite/pmsite/content/collection"
)

// A reuser takes from the site in a target what a new site would render again. It knows that site by its manifest, and
// trusts no file: one is taken only if its content is that which was written.
type reuser struct {
	target string
	before manifest
	keys   map[string]collection.Sum // of the files of the new site that have one

	mu    sync.Mutex
	after manifest // of the new site

	failed error // of remembering what the early files share
}

// newReuser returns the reuser of a target, or nil if the options name no folder for caches.
func (s *Site) newReuser(ctx context.Context, target string, opts WriteOptions) (*reuser, error) {
	if opts.CacheDir == "" {
		return nil, nil
	}
	name := cacheName(opts.CacheDir, "site", target)
	cached, _ := cachefile.Read(name) // without one, everything is rendered
	cachefile.MarkUsed(name, opts.Now)
	r := &reuser{target: target, before: readManifest(cached, opts.Program, target), keys: map[string]collection.Sum{}, after: manifest{}}
	sums, known := make([]collection.Sum, len(s.paths)), make([]bool, len(s.paths))
	inParallel(len(s.paths), func(i int) {
		if ctx.Err() == nil {
			sums[i], known[i] = s.keyOf(s.paths[i], s.files[s.paths[i]])
		}
	})
	for i, name := range s.paths {
		if known[i] {
			r.keys[name] = sums[i]
		}
	}
	return r, ctx.Err()
}

// made returns how a file was written whose content would be the same today.
func (r *reuser) made(name string) (written, bool) {
	if r == nil {
		return written{}, false
	}
	f, known := r.before[name]
	key, comparable := r.keys[name]
	return f, known && comparable && f.key == key
}

// reuse puts a file of the old site into the new one, which is in staging, if it is what would be rendered.
func (r *reuser) reuse(staging, name string) (size int64, ok bool) {
	f, ok := r.made(name)
	if !ok {
		return 0, false
	}
	from, to := filepath.Join(r.target, filepath.FromSlash(name)), filepath.Join(staging, filepath.FromSlash(name))
	if err := os.Link(from, to); err != nil {
		if errors.Is(err, fs.ErrNotExist) || copyFile(from, to, 0o644) != nil {
			_ = os.Remove(to) // part of a copy
			return 0, false
		}
	}
	if !f.isAt(to) {
		_ = os.Remove(to) // if that fails, so does creating the file
		return 0, false
	}
	r.add(name, f)
	return f.size, true
}

// hash returns what sums a file that is rendered, or nil.
func (r *reuser) hash() hash.Hash {
	if r == nil {
		return nil
	}
	return sha256.New()
}

// rendered remembers a file that was rendered.
func (r *reuser) rendered(name string, f *countingFile) {
	if r == nil {
		return
	}
	if key, known := r.keys[name]; known {
		r.add(name, written{key, collection.Sum(f.sum.Sum(nil)), f.size, f.mode})
	}
}

// add remembers a file of the new site.
func (r *reuser) add(name string, f written) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.after[name] = f
}

// isAt reports whether a file is as it was written.
func (f written) isAt(name string) bool {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != f.size || info.Mode().Perm() != f.mode {
		return false
	}
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return err == nil && collection.Sum(sum.Sum(nil)) == f.sum
}

// unchanged reports whether the target holds the site: exactly its files, with the content that would be rendered. Bytes
// is their size.
func (r *reuser) unchanged(ctx context.Context, paths []string) (bytes int64, same bool) {
	if r == nil || len(r.before) != len(paths) {
		return 0, false
	}
	for _, name := range paths {
		f, made := r.made(name)
		if !made {
			return 0, false
		}
		bytes += f.size
	}
	if !r.listed(paths) {
		return 0, false
	}
	differs := make([]bool, len(paths))
	inParallel(len(paths), func(i int) {
		differs[i] = ctx.Err() != nil || !r.before[paths[i]].isAt(filepath.Join(r.target, filepath.FromSlash(paths[i])))
	})
	for _, d := range differs {
		if d {
			return 0, false
		}
	}
	return bytes, true
}

// listed reports whether the target has the files and folders of the site, and no other ones in its folders.
func (r *reuser) listed(paths []string) bool {
	expected := map[string]bool{".": true}
	for _, name := range paths {
		for expected[name] = true; !expected[path.Dir(name)]; name = path.Dir(name) {
			expected[path.Dir(name)] = true
		}
	}
	foreign, err := foreignEntries(r.target)
	if err != nil {
		return false
	}
	err = fs.WalkDir(os.DirFS(r.target), ".", func(name string, entry fs.DirEntry, err error) error {
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
