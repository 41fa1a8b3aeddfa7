package git

import (
	"crypto/sha1" //nolint:gosec // git names objects so
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// A reader reads objects, those in packs with go-git's scanner, for one goroutine at a time. It resolves deltas itself,
// because go-git hashes each object that it caches and copies it three times. With a tree of 10,000 files, that would
// take most of the time.
type reader struct {
	packs   []*pack  // of the repository and its alternates
	objects []string // the object stores of the repository and its alternates
	cache   *lru
}

func newReader(p Place, cache *lru, indexes *packIndexes) (r *reader, err error) {
	r = &reader{cache: cache}
	if r.objects, err = p.ObjectDirs(); err != nil {
		return nil, err
	}
	for _, dir := range r.objects {
		packs, err := openPacks(dir, indexes)
		if err != nil {
			return nil, err
		}
		r.packs = append(r.packs, packs...)
	}
	return r, nil
}

// samePacks reports whether both readers read the same packs.
func (r *reader) samePacks(other *reader) bool {
	return slices.EqualFunc(r.packs, other.packs, func(a, b *pack) bool { return a.name == b.name })
}

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
	o, err := r.readLoose(id)
	if err != nil {
		return Object{}, fmt.Errorf("object %s: %w", id, err)
	}
	r.cache.put(id, o)
	return o, nil
}

func (r *reader) readLoose(id OID) (Object, error) {
	f, err := r.findLoose(id)
	if err != nil {
		return Object{}, err
	}
	o, err := f.read()
	return o, errors.Join(err, f.Close())
}

// findLoose opens a loose object.
func (r *reader) findLoose(id OID) (*looseObject, error) {
	if len(id) != sha1.Size {
		return nil, ErrMissing
	}
	for _, dir := range r.objects {
		if o, err := openLoose(dir, id); !errors.Is(err, ErrMissing) {
			return o, err
		}
	}
	return nil, ErrMissing
}

// size returns the size of an object in bytes. It does not read the object.
func (r *reader) size(id OID) (n int64, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("object %s: %w", id, err)
		}
	}()
	for _, p := range r.packs {
		if offset, ok := p.find(id); ok {
			return p.sizeOf(offset)
		}
	}
	o, err := r.findLoose(id)
	if err != nil {
		return 0, err
	}
	return o.size, o.Close()
}

// withPrefix returns the IDs of the objects that begin with the hexadecimal digits, of which there are at least two. An
// ID may be there twice.
func (r *reader) withPrefix(digits string) (ids []OID, err error) {
	digits = strings.ToLower(digits)
	prefix, err := hex.DecodeString(digits[:len(digits)&^1])
	if err != nil {
		return nil, err
	}
	for _, p := range r.packs {
		ids = append(ids, p.withPrefix(digits, prefix)...)
	}
	for _, dir := range r.objects {
		ids = append(ids, looseWithPrefix(dir, digits)...)
	}
	return ids, nil
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

// Close closes all packs.
func (r *reader) Close() error {
	var err error
	for _, p := range r.packs {
		err = errors.Join(err, p.Close())
	}
	return err
}
