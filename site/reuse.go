package site

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/pmsite/pmsite/content/cachefile"
	"github.com/pmsite/pmsite/content/collection"
)

// A reuser takes from the site in a target what a new site would render again. It knows that site by its manifest. A file
// is taken only if it is that which was written, as its stamp says or else its content.
type reuser struct {
	target string
	before *manifest
	keys   map[string]collection.Sum // of the files of the new site that have one

	mu    sync.Mutex
	after *manifest // of the new site

	recalled bool  // what the early files share, see recall
	failed   error // of remembering it
}

// newReuser returns the reuser of a target, or nil if the options name no folder for caches.
func (s *Site) newReuser(ctx context.Context, target string, opts WriteOptions) (*reuser, error) {
	if opts.CacheDir == "" {
		return nil, nil
	}
	r := &reuser{target: target, before: lastManifest(target, opts), keys: map[string]collection.Sum{}, after: &manifest{opts.Memo, map[string]written{}}}
	early := map[string]bool{}
	for _, name := range s.early.files {
		early[name] = name != s.early.manifest
	}
	r.addKeys(ctx, s, slices.DeleteFunc(slices.Clone(s.paths), func(name string) bool { return early[name] }))
	if _, same := r.made(s.early.manifest); same { // so the data need not be computed
		for _, name := range s.early.files {
			if f, known := r.before.files[name]; known {
				r.keys[name] = f.key
			}
		}
		return r, ctx.Err()
	}
	r.recall(s.early, opts)
	r.addKeys(ctx, s, s.early.files)
	return r, ctx.Err()
}

// addKeys adds the keys of files that have one.
func (r *reuser) addKeys(ctx context.Context, s *Site, names []string) {
	sums, known := make([]collection.Sum, len(names)), make([]bool, len(names))
	inParallel(len(names), func(i int) {
		if ctx.Err() == nil {
			sums[i], known[i] = s.keyOf(names[i], s.files[names[i]])
		}
	})
	for i, name := range names {
		if known[i] {
			r.keys[name] = sums[i]
		}
	}
}

// lastManifest returns the manifest of the site that was written last. Without one, it is empty, and everything is rendered.
func lastManifest(target string, opts WriteOptions) *manifest {
	name := cacheName(opts.CacheDir, "site", target)
	cached, _ := cachefile.Read(name)
	cachefile.MarkUsed(name, opts.Now)
	return readManifest(cached, opts.Program, target)
}

// made returns how a file was written whose content would be the same today.
func (r *reuser) made(name string) (written, bool) {
	if r == nil {
		return written{}, false
	}
	f, known := r.before.files[name]
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
	untouched := f.isUntouched(from)
	if err := os.Link(from, to); err != nil {
		untouched = false // a copy is another file
		if errors.Is(err, fs.ErrNotExist) || copyFile(from, to, 0o644) != nil {
			_ = os.Remove(to) // part of a copy
			return 0, false
		}
	}
	if on, ok := stampAt(to); !untouched || !ok || !sameFile(on, f.stamp) {
		if f.stamp, ok = f.isAt(to); !ok {
			_ = os.Remove(to) // if that fails, so does creating the file
			return 0, false
		}
	}
	r.add(name, f)
	return f.stamp.Size, true
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
		r.add(name, written{key, collection.Sum(f.sum.Sum(nil)), f.info.Mode().Perm(), collection.StampOf(f.info)})
	}
}

// add remembers a file of the new site.
func (r *reuser) add(name string, f written) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.after.files[name] = f
}

// unchanged reports whether the target holds the site: exactly its files, with the content that would be rendered. Bytes
// is their size. If so, the manifest of the new site is complete.
func (r *reuser) unchanged(ctx context.Context, paths []string) (bytes int64, same bool) {
	if r == nil || len(r.before.files) != len(paths) {
		return 0, false
	}
	for _, name := range paths {
		f, made := r.made(name)
		if !made {
			return 0, false
		}
		bytes += f.stamp.Size
	}
	now := make([]written, len(paths))
	same = holds(ctx, r.target, paths, func(i int, name string) (same bool) {
		now[i] = r.before.files[paths[i]]
		if !now[i].isUntouched(name) {
			now[i].stamp, same = now[i].isAt(name)
			return same
		}
		return true
	})
	if same {
		for i, name := range paths {
			r.after.files[name] = now[i]
		}
	}
	return bytes, same
}

// stampFiles notes the stamps that the files of the new site have in the target: links to them were made and removed. It
// notes none for a file to which something else has happened meanwhile.
func (r *reuser) stampFiles() {
	names := slices.Collect(maps.Keys(r.after.files))
	now := make([]collection.Stamp, len(names))
	inParallel(len(names), func(i int) { now[i], _ = stampAt(filepath.Join(r.target, filepath.FromSlash(names[i]))) })
	for i, name := range names {
		f := r.after.files[name]
		if !sameFile(now[i], f.stamp) {
			now[i] = collection.Stamp{Size: f.stamp.Size}
		}
		f.stamp = now[i]
		r.after.files[name] = f
	}
}

// save remembers the new site, which the target holds.
func (r *reuser) save(opts WriteOptions) {
	if err := cmp.Or(r.after.save(opts.CacheDir, opts.Program, r.target), r.failed); err != nil && opts.CacheFailed != nil {
		opts.CacheFailed(err)
	}
}
