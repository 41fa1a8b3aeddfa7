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

// A reader reads objects through go-git, for one goroutine. Deltas are resolved here, not in go-git, whose own way
// computes the hash of each object that it caches and copies it three times: with a tree of 10,000 files that is
// most of the time.
type reader struct {
	packs   []*pack               // of the repository and its alternates
	stores  []*filesystem.Storage // the repository's, and one for each of its alternates, for what is not packed
	objects []string              // the folder of each store
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
			r.stores = append(r.stores, newStorage(p.GitDir, p.Common, noCache{}, shared))
		} else {
			r.stores = append(r.stores, newStorage(filepath.Dir(dir), filepath.Dir(dir), noCache{}, shared))
		}
	}
	return r, nil
}

func newStorage(gitDir, common string, keep cache.Object, options filesystem.Options) *filesystem.Storage {
	var commonFS billy.Filesystem
	if common != gitDir {
		commonFS = osfs.New(common)
	}
	repo := noAlternates{dotgit.NewRepositoryFilesystem(osfs.New(gitDir), commonFS)}
	return filesystem.NewStorageWithOptions(repo, keep, options)
}

// shared is for what reads a repository that others may change.
var shared = filesystem.Options{KeepDescriptors: true}

// noAlternates hides a repository's alternates from go-git, which would read their indexes anew for each object.
type noAlternates struct{ billy.Filesystem }

func (n noAlternates) Open(name string) (billy.File, error) {
	if filepath.Base(name) == "alternates" {
		return nil, os.ErrNotExist
	}
	return n.Filesystem.Open(name)
}

// noCache caches nothing: see reader.
type noCache struct{}

func (noCache) Put(plumbing.EncodedObject)                       {}
func (noCache) Get(plumbing.Hash) (plumbing.EncodedObject, bool) { return nil, false }
func (noCache) Clear()                                           {}

// maxDeltas is more than any packer chains; a damaged pack might chain in a circle.
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
		return Object{}, errors.New("its deltas do not end")
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

// find gets what is not packed. Only a store that has the object is asked: go-git would read the indexes of its packs.
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

// Close lets go of the packs.
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
