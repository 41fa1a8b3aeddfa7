package git

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// An indexFile is the content of a file of the index: see gitformat-index(5).
type indexFile struct {
	entries []IndexEntry // by path and stage; that of a folder left out of a sparse index ends in a slash
	link    []byte       // of a split index, what to do with the shared one; nil for none
}

var errDamagedIndex = errors.New("the index is damaged")

// readIndexFile reads a file of the index whose object names have idSize bytes.
func readIndexFile(name string, idSize int) (*indexFile, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	x, err := parseIndex(string(data), idSize, info.ModTime())
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	return x, nil
}

// parseIndex reads an index that was written at the given time.
func parseIndex(data string, idSize int, written time.Time) (*indexFile, error) {
	const head = 12 // "DIRC", the version, and the number of entries
	if len(data) < head+idSize || data[:4] != "DIRC" {
		return nil, errDamagedIndex
	}
	version, count := number(data[4:]), number(data[8:])
	if version < 2 || version > 4 {
		return nil, fmt.Errorf("its version is %d; 2 to 4 are known", version)
	}
	rest := data[head : len(data)-idSize] // without the checksum, which git may leave out
	if count > len(rest)/(statSize+idSize) {
		return nil, errDamagedIndex
	}
	x := &indexFile{entries: make([]IndexEntry, count)}
	previous := ""
	for i := range x.entries {
		n := x.entries[i].decode(rest, version, idSize, previous, written)
		if n == 0 {
			return nil, errDamagedIndex
		}
		previous, rest = x.entries[i].Path, rest[n:]
	}
	return x, x.extensions(rest)
}

// extensions reads what follows the entries. Unknown extensions whose names begin with an upper-case letter are optional.
func (x *indexFile) extensions(data string) error {
	for len(data) >= 8 {
		name, size := data[:4], number(data[4:])
		if size > len(data)-8 {
			return errDamagedIndex
		}
		switch {
		case name == "link":
			x.link = []byte(data[8 : 8+size])
		case name == "sdir", 'A' <= name[0] && name[0] <= 'Z':
		default:
			return fmt.Errorf("its extension %q is unknown", name)
		}
		data = data[8+size:]
	}
	return nil
}

// statSize is the number of bytes of an entry before the object's name.
const statSize = 40

// Flags of an entry.
const (
	flagExtended     = 0x4000
	flagSkipWorktree = 0x4000 // of the extended flags
	flagIntentToAdd  = 0x2000
)

// decode reads the entry at the beginning of data, and returns its length; 0 if it is damaged.
func (e *IndexEntry) decode(data string, version, idSize int, previous string, written time.Time) (length int) {
	n := statSize + idSize + 2
	if len(data) < n {
		return 0
	}
	field := func(i int) uint32 { return uint32(number(data[4*i:])) } //nolint:gosec // four bytes
	flags, extended := int(data[n-2])<<8|int(data[n-1]), 0
	if flags&flagExtended != 0 {
		if len(data) < n+2 {
			return 0
		}
		extended = int(data[n])<<8 | int(data[n+1])
		n += 2
	}
	e.Mode, e.ID, e.Stage = field(6), OID(data[statSize:statSize+idSize]), flags>>12&3
	e.SkipWorktree = extended&flagSkipWorktree != 0
	modified := int64(field(2))*1e9 + int64(field(3))
	if e.Stage == 0 && extended&flagIntentToAdd == 0 && modified < written.UnixNano() {
		e.Trace = Trace{size: field(9), inode: field(5), modified: modified, changed: int64(field(0))*1e9 + int64(field(1))}
	}
	shared := ""
	if version == 4 { // a name begins as that before it
		cut, size := varint(data[n:])
		if size == 0 || cut > len(previous) {
			return 0
		}
		shared, n = previous[:len(previous)-cut], n+size
	}
	end := strings.IndexByte(data[n:], 0)
	if end < 0 {
		return 0
	}
	e.Path = data[n : n+end]
	if shared != "" {
		e.Path = shared + e.Path
	}
	if n += end + 1; version < 4 {
		n = (n + 7) &^ 7
	}
	if n > len(data) {
		return 0
	}
	return n
}

// number reads four bytes.
func number(data string) int {
	return int(data[0])<<24 | int(data[1])<<16 | int(data[2])<<8 | int(data[3])
}

// varint reads a number as packs write the offsets of deltas, and returns its length; 0 if it does not end.
func varint(data string) (value, length int) {
	for i := 0; i < len(data) && i < 9; i++ {
		value |= int(data[i] & 0x7f)
		if data[i] < 0x80 {
			return value, i + 1
		}
		value = (value + 1) << 7
	}
	return 0, 0
}
