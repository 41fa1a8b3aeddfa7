package git

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// A reader reads objects with go-git, for one goroutine at a time. It resolves deltas itself, because go-git hashes
// each object that it caches and copies it three times. With a tree of 10,000 files, that would take most of the time.
type reader struct {
	packs   []*pack               // of the repository and its alternates
	stores  []*filesystem.Storage // for loose objects: of the repository and of each of its alternates
	objects []string              // the object store of each of stores
	cache   *lru
}

func newReader(p Place, cache *lru, indexes *packIndexes) (r *reader, err error) {
	r = &reader{cache: cache}
	if r.objects, err = p.ObjectDirs(); err != nil {
		return nil, err
	}
	for i, dir := range r.objects {
		packs, err := openPacks(dir, indexes)
		if err != nil {
			return nil, err
		}
		r.packs = append(r.packs, packs...)
		if i == 0 {
			r.stores = append(r.stores, newStorage(p.GitDir, p.Common, noCache{}, sharedOptions))
		} else {
			r.stores = append(r.stores, newStorage(filepath.Dir(dir), filepath.Dir(dir), noCache{}, sharedOptions))
		}
	}
	return r, nil
}

func newStorage(gitDir, common string, objects cache.Object, options filesystem.Options) *filesystem.Storage {
	var commonFS billy.Filesystem
	if common != gitDir {
		commonFS = osfs.New(common)
	}
	repo := noAlternates{dotgit.NewRepositoryFilesystem(osfs.New(gitDir), commonFS)}
	return filesystem.NewStorageWithOptions(repo, objects, options)
}

// sharedOptions are for reading a repository that other processes may change.
var sharedOptions = filesystem.Options{KeepDescriptors: true}

// noAlternates hides a repository's alternates from go-git, which would read their pack indexes again for each object.
type noAlternates struct{ billy.Filesystem }

func (n noAlternates) Open(name string) (billy.File, error) {
	if filepath.Base(name) == "alternates" {
		return nil, os.ErrNotExist
	}
	return n.Filesystem.Open(name)
}

// noCache caches nothing, because readers have a cache of their own.
type noCache struct{}

func (noCache) Put(plumbing.EncodedObject)                       {}
func (noCache) Get(plumbing.Hash) (plumbing.EncodedObject, bool) { return nil, false }
func (noCache) Clear()                                           {}

// maxDeltas is more than the longest chain that git writes. It stops cycles in a damaged pack.
const maxDeltas = 5000

func (r *reader) read(id OID, depth int) (Object, error) {
	for _, p := range r.packs {
		if offset, ok := p.find(id); ok {
			o, err := r.readPacked(p, offset, depth)
			if err != nil {
				return Object{}, fmt.Errorf("object %s: %w", id, err)
			}
			return o, nil
		}
	}
	if o, ok := r.cache.get(id); ok {
		return o, nil
	}
	enc, err := r.find(plumbing.Hash([]byte(id)))
	if err != nil {
		return Object{}, fmt.Errorf("object %s: %w", id, err)
	}
	data, err := contentOf(enc)
	if err != nil {
		return Object{}, fmt.Errorf("object %s: %w", id, err)
	}
	o := Object{Data: data, Kind: Kind(enc.Type().String())}
	r.cache.put(id, o)
	return o, nil
}

func (r *reader) readPacked(p *pack, offset int64, depth int) (Object, error) {
	key := p.key(offset)
	if o, ok := r.cache.get(key); ok {
		return o, nil
	}
	if depth > maxDeltas {
		return Object{}, errors.New("its chain of deltas is too long")
	}
	h, data, err := p.raw(offset)
	if err != nil {
		return Object{}, err
	}
	o := Object{Kind: packedKinds[h.Type], Data: data}
	if o.Kind == "" {
		var base Object
		if h.Type == plumbing.OFSDeltaObject {
			base, err = r.readPacked(p, h.OffsetReference, depth+1)
		} else {
			base, err = r.read(OID(h.Reference[:]), depth+1)
		}
		if err != nil {
			return Object{}, err
		}
		o.Kind = base.Kind
		if o.Data, err = applyDelta(base.Data, data); err != nil {
			return Object{}, err
		}
	}
	r.cache.put(key, o)
	return o, nil
}

// find returns a loose object. It only asks a store that has the object, since go-git would otherwise read the indexes
// of all packs.
func (r *reader) find(h plumbing.Hash) (plumbing.EncodedObject, error) {
	name := h.String()
	for i, s := range r.stores {
		if _, err := os.Lstat(filepath.Join(r.objects[i], name[:2], name[2:])); err != nil {
			continue
		}
		enc, err := s.EncodedObject(plumbing.AnyObject, h)
		if !errors.Is(err, plumbing.ErrObjectNotFound) {
			return enc, err
		}
	}
	return nil, ErrMissing
}

func contentOf(enc plumbing.EncodedObject) (data []byte, err error) {
	in, err := enc.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if b, ok := in.(interface{ Len() int }); ok {
		data = make([]byte, b.Len())
		_, err = io.ReadFull(in, data)
		return data, err
	}
	var buf bytes.Buffer
	_, err = buf.ReadFrom(in)
	return buf.Bytes(), err
}

// Close closes all packs and stores.
func (r *reader) Close() error {
	var err error
	for _, p := range r.packs {
		err = errors.Join(err, p.Close())
	}
	for _, s := range r.stores {
		err = errors.Join(err, s.Close())
	}
	return err
}
