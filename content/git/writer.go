package git

import (
	"bytes"
	"compress/zlib"
	"errors"
	"sync"
)

// A Writer writes objects that the repository does not have yet, all in one pack. Add is safe for concurrent use.
type Writer struct {
	place       Place
	idSize      int
	existing    *objectSet
	dry         bool
	compressors sync.Pool // of *compressor

	mu   sync.Mutex
	seen map[OID]bool // objects passed to Add
	pack *packWriter  // nil until the first new object
}

// NewWriter returns a writer for the repository in its current state. If dry is set, it only computes object IDs. It
// refuses a repository with another object store, as git has until it accepts a push: git may delete that store, and
// with it objects on which those of the writer would depend.
func (r *Repository) NewWriter(dry bool) (*Writer, error) {
	if r.place.objects != "" && !dry {
		return nil, Hint(errors.New("GIT_OBJECT_DIRECTORY is set: git has not accepted the pushed commits yet"), "publish in a post-receive hook")
	}
	k, err := loadObjectSet(r.place, r.idSize)
	return &Writer{
		place: r.place, idSize: r.idSize, existing: k, dry: dry, seen: map[OID]bool{},
		compressors: sync.Pool{New: func() any { return newCompressor() }},
	}, err
}

// A compressor holds the buffers that one goroutine needs to compress objects.
type compressor struct {
	buf bytes.Buffer
	zip *zlib.Writer
}

// level is a compromise: writing 25,000 pages must take seconds only, and git compresses better later, with deltas,
// when it repacks the repository.
const level = 2

func newCompressor() *compressor {
	s := &compressor{}
	s.zip, _ = zlib.NewWriterLevel(&s.buf, level) // fails only for an invalid level
	return s
}

// Add returns an object's ID, and writes the object unless the repository has it.
func (w *Writer) Add(k Kind, data []byte) (OID, error) {
	id := ObjectID(k, data, w.idSize)
	if w.dry || w.existing.has(id) || !w.claim(id) {
		return id, nil
	}
	s := w.compressors.Get().(*compressor)
	defer w.compressors.Put(s)
	s.buf.Reset()
	writeEntryHeader(&s.buf, k, len(data))
	s.zip.Reset(&s.buf)
	if _, err := s.zip.Write(data); err != nil {
		return id, err
	}
	if err := s.zip.Close(); err != nil {
		return id, err
	}
	return id, w.write(id, s.buf.Bytes())
}

// claim reports whether this is the first call for an object.
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

// Finish makes the objects written so far part of the repository.
func (w *Writer) Finish() error {
	if w.pack == nil {
		return nil
	}
	err := w.pack.finish()
	return errors.Join(err, w.Abandon())
}

// Abandon deletes the objects written since NewWriter or the last Finish.
func (w *Writer) Abandon() error {
	if w.pack == nil {
		return nil
	}
	err := w.pack.remove()
	w.pack = nil
	return err
}
