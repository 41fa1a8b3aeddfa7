package git

import (
	"bytes"
	"compress/zlib"
	"errors"
	"sync"
)

// A Writer takes new objects, and writes those that the repository does not have, all as one pack. Add is safe for
// concurrent use.
type Writer struct {
	place  Place
	idSize int
	known  *known
	dry    bool
	zips   sync.Pool // of *squeezer

	mu   sync.Mutex
	seen map[OID]bool // given to Add
	pack *packWriter  // nil until there is something to write
}

// NewWriter returns a writer for the repository as it is now. One that is dry only computes names.
func (r *Repository) NewWriter(dry bool) (*Writer, error) {
	k, err := loadKnown(r.place, r.idSize)
	return &Writer{
		place: r.place, idSize: r.idSize, known: k, dry: dry, seen: map[OID]bool{},
		zips: sync.Pool{New: func() any { return newSqueezer() }},
	}, err
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

// Add returns an object's name, and sees to it that the object is written.
func (w *Writer) Add(k Kind, data []byte) (OID, error) {
	id := ObjectID(k, data, w.idSize)
	if w.dry || w.known.has(id) || !w.claim(id) {
		return id, nil
	}
	s := w.zips.Get().(*squeezer)
	defer w.zips.Put(s)
	s.buf.Reset()
	writeEntryHead(&s.buf, k, len(data))
	s.zip.Reset(&s.buf)
	if _, err := s.zip.Write(data); err != nil {
		return id, err
	}
	if err := s.zip.Close(); err != nil {
		return id, err
	}
	return id, w.write(id, s.buf.Bytes())
}

// claim is true for the first who adds an object.
func (w *Writer) claim(id OID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	first := !w.seen[id]
	w.seen[id] = true
	return first
}

func (w *Writer) write(id OID, entry []byte) (err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pack == nil {
		if w.pack, err = createPack(w.place, w.idSize); err != nil {
			return err
		}
	}
	return w.pack.write(id, entry)
}

// Finish makes what was written so far part of the repository.
func (w *Writer) Finish() error {
	if w.pack == nil {
		return nil
	}
	err := w.pack.finish()
	return errors.Join(err, w.Abandon())
}

// Abandon removes what was written since the writer was made or last finished.
func (w *Writer) Abandon() error {
	if w.pack == nil {
		return nil
	}
	err := w.pack.remove()
	w.pack = nil
	return err
}
