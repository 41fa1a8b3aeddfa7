package publish

import (
	"bytes"
	"compress/zlib"
	"errors"
	"sync"
)

// objects takes new objects, and writes those that the repository has not. Its methods are safe for concurrent use,
// but for finish.
type objects struct {
	place place
	hash  naming
	known *known
	dry   bool // compute hashes only

	mu   sync.Mutex
	seen map[oid]bool // given to add
	pack *pack        // nil until there is something to write
}

func newObjects(p place, hash naming, dry bool) (*objects, error) {
	k, err := loadKnown(p, hash().Size())
	return &objects{place: p, hash: hash, known: k, dry: dry, seen: map[oid]bool{}}, err
}

// A squeezer holds what one goroutine needs to compress objects.
type squeezer struct {
	buf bytes.Buffer
	zip *zlib.Writer
}

// level is a compromise: 25,000 pages have to be written in seconds, and git compresses better, by deltas, when it
// packs the repository anew.
const level = 2

func newSqueezer() *squeezer {
	s := &squeezer{}
	s.zip, _ = zlib.NewWriterLevel(&s.buf, level) // fails for an impossible level only
	return s
}

// add returns an object's name, and sees to it that the object is written.
func (o *objects) add(s *squeezer, k kind, data []byte) (oid, error) {
	id := o.hash.of(k, data)
	if o.dry || o.known.has(id) || !o.claim(id) {
		return id, nil
	}
	s.buf.Reset()
	writeEntryHead(&s.buf, k, len(data))
	s.zip.Reset(&s.buf)
	if _, err := s.zip.Write(data); err != nil {
		return id, err
	}
	if err := s.zip.Close(); err != nil {
		return id, err
	}
	return id, o.write(id, s.buf.Bytes())
}

// claim is true for the first who adds an object.
func (o *objects) claim(id oid) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	first := !o.seen[id]
	o.seen[id] = true
	return first
}

func (o *objects) write(id oid, entry []byte) (err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.pack == nil {
		if o.pack, err = createPack(o.place, o.hash); err != nil {
			return err
		}
	}
	return o.pack.write(id, entry)
}

// finish makes what was written so far part of the repository.
func (o *objects) finish() error {
	if o.pack == nil {
		return nil
	}
	err := o.pack.finish()
	return errors.Join(err, o.abandon())
}

// abandon removes what was not finished.
func (o *objects) abandon() error {
	if o.pack == nil {
		return nil
	}
	err := o.pack.remove()
	o.pack = nil
	return err
}
