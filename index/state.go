package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unsafe"
)

// A state describes the files that an index was built from, and the files of the index.
type state struct {
	stamp   string      // identifies the options; see stampOf
	written int64       // time of the state file in nanoseconds, by the disk's clock; not stored in it
	edited  bool        // documents were replaced since the index was built
	files   []namedFile // in the order of the walk
	indexed []indexFile
}

type namedFile struct {
	name string
	fileState
}

// A fileState is the state of a file when it was indexed.
type fileState struct {
	size      int64
	modified  int64  // nanoseconds; 0 if file times are meaningless
	changed   int64  // its metadata, in nanoseconds; 0 if the system does not provide it
	inode     uint64 // 0 if the system does not provide it
	hash      [16]byte
	slug      string // of the document; "" if it has none
	contended bool   // it may have no slug because another file has the same slug or id
}

// An indexFile is a file of the index itself.
type indexFile struct {
	name           string
	size, modified int64
	sum            uint32
}

// stateMagic begins a state file. Its number changes with the format.
const stateMagic = "pmsite index 3\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (s *state) encode() []byte {
	b := []byte(stateMagic)
	text := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	flag := func(set bool) {
		if set {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	}
	text(s.stamp)
	flag(s.edited)
	b = binary.AppendUvarint(b, uint64(len(s.indexed)))
	for _, f := range s.indexed {
		text(f.name)
		b = binary.AppendVarint(b, f.size)
		b = binary.AppendVarint(b, f.modified)
		b = binary.BigEndian.AppendUint32(b, f.sum)
	}
	b = binary.AppendUvarint(b, uint64(len(s.files)))
	for _, f := range s.files {
		text(f.name)
		b = binary.AppendVarint(b, f.size)
		b = binary.AppendVarint(b, f.modified)
		b = binary.AppendVarint(b, f.changed)
		b = binary.AppendVarint(b, int64(f.inode))
		b = append(b, f.hash[:]...)
		text(f.slug)
		flag(f.contended)
	}
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

var errDamaged = errors.New("the index is damaged")

// decodeState is the inverse of encode. It returns an error for invalid data. The data must not
// be changed afterwards.
func decodeState(data []byte) (s *state, err error) {
	body, ok := strings.CutPrefix(unsafe.String(unsafe.SliceData(data), len(data)), stateMagic)
	if !ok || len(body) < 4 || crc32.Checksum(data[:len(data)-4], castagnoli) != binary.BigEndian.Uint32(data[len(data)-4:]) {
		return nil, errDamaged
	}
	d := &stateDecoder{rest: body[:len(body)-4]}
	s = &state{stamp: d.text(), edited: d.bytes(1) == "\x01"}
	for range d.length() {
		s.indexed = append(s.indexed, indexFile{d.text(), d.number(), d.number(), binary.BigEndian.Uint32([]byte(d.bytes(4)))})
	}
	n := d.length()
	s.files = make([]namedFile, 0, min(n, len(d.rest)/20)) // each takes at least this much
	for range n {
		f := namedFile{name: d.text(), fileState: fileState{size: d.number(), modified: d.number(), changed: d.number(), inode: uint64(d.number())}}
		copy(f.hash[:], d.bytes(16))
		f.slug, f.contended = d.text(), d.bytes(1) == "\x01"
		s.files = append(s.files, f)
	}
	if d.failed || d.rest != "" {
		return nil, errDamaged
	}
	return s, nil
}

// A stateDecoder decodes values. After a failure it returns zero values.
type stateDecoder struct {
	rest   string
	failed bool
}

func (d *stateDecoder) bytes(n int) string {
	if d.failed || n < 0 || n > len(d.rest) {
		d.failed = true
		return strings.Repeat("\x00", min(max(n, 0), 16))
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *stateDecoder) length() int {
	n, size := binary.Uvarint([]byte(d.rest[:min(len(d.rest), binary.MaxVarintLen64)]))
	if size <= 0 || n > uint64(len(d.rest)) {
		d.failed = true
		return 0
	}
	d.rest = d.rest[size:]
	return int(n)
}

func (d *stateDecoder) number() int64 {
	n, size := binary.Varint([]byte(d.rest[:min(len(d.rest), binary.MaxVarintLen64)]))
	if size <= 0 {
		d.failed = true
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *stateDecoder) text() string { return d.bytes(d.length()) }

// sums returns the files of an index with their checksums, which detect bits flipped on disk.
// bleve does not notice these.
func sums(dir string) (out []indexFile, err error) {
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		f, err := sum(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(dir, name)
		f.name = filepath.ToSlash(relative)
		out = append(out, f)
		return err
	})
	return out, err
}

func sum(name string) (f indexFile, err error) {
	file, err := os.Open(name)
	if err != nil {
		return f, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return f, err
	}
	hash := crc32.New(castagnoli)
	f.modified = info.ModTime().UnixNano()
	f.size, err = io.CopyBuffer(struct{ io.Writer }{hash}, struct{ io.Reader }{file}, make([]byte, 256<<10))
	f.sum = hash.Sum32()
	return f, err
}

// verify returns an error if a file of the index has changed since it was built. It reads the
// files whose time does not show that they are unchanged.
func (s *state) verify(dir string) error {
	for _, want := range s.indexed {
		name := filepath.Join(dir, filepath.FromSlash(path.Clean("/"+want.name)))
		if s.unchanged(name, want) {
			continue
		}
		got, err := sum(name)
		if err != nil || got.size != want.size || got.sum != want.sum {
			return fmt.Errorf("%w: %s", errDamaged, want.name)
		}
	}
	return nil
}

// unchanged reports whether the time of a file shows that it is unchanged. It does not if the
// state was written in the same tick of the clock, because the file may have been written again
// later in the tick.
func (s *state) unchanged(name string, was indexFile) bool {
	info, err := os.Lstat(name)
	return err == nil && info.Mode().IsRegular() && info.Size() == was.size &&
		info.ModTime().UnixNano() == was.modified && was.modified < s.written
}
