package git

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sort"
	"sync"
)

// packIndexes are the indexes of packs, by file name. A pack's name tells its content, so that an index is read once
// and for all readers, and as it lies on disk: go-git makes maps of it, for each reader again, which for a hundred
// thousand objects takes longer than most of what is asked.
type packIndexes struct {
	mu    sync.Mutex
	known map[string]*packIndex
}

// A packIndex is an index of version 2: see gitformat-pack(5).
type packIndex struct {
	number  int // tells packs apart
	size    int // of a name, in bytes
	count   int
	fan     []byte // 256 times four bytes: how many names begin with no more than this byte
	names   []byte // count names, sorted
	offsets []byte // four bytes each; with the highest bit set, a place in large
	large   []byte // eight bytes each
}

const indexMagic = "\xfftOc\x00\x00\x00\x02"

var (
	errIndexVersion = errors.New("not a pack index of version 2")
	errBadIndex     = errors.New("damaged index of a pack")
)

// open reads an index whose names have size bytes.
func (p *packIndexes) open(name string, size int) (*packIndex, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if x := p.known[name]; x != nil {
		return x, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	x, err := parsePackIndex(data, size)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	if p.known == nil {
		p.known = map[string]*packIndex{}
	}
	x.number = len(p.known)
	p.known[name] = x
	return x, nil
}

func parsePackIndex(data []byte, size int) (*packIndex, error) {
	rest, ok := bytes.CutPrefix(data, []byte(indexMagic))
	if !ok {
		return nil, errIndexVersion
	}
	if len(rest) < 256*4 {
		return nil, errBadIndex
	}
	x := &packIndex{size: size, fan: rest[:256*4]}
	for b := range 255 {
		if x.below(b) > x.below(b+1) {
			return nil, errBadIndex
		}
	}
	x.count = x.below(255)
	rest = rest[256*4:]
	trailer := 2 * size // checksums of the pack and of the index
	if (len(rest)-trailer)/(size+4+4) < x.count {
		return nil, errBadIndex
	}
	x.names, rest = rest[:x.count*size], rest[x.count*size:]
	rest = rest[x.count*4:] // CRC-32 of what is packed
	x.offsets, rest = rest[:x.count*4], rest[x.count*4:]
	x.large = rest[:(len(rest)-trailer)/8*8]
	return x, nil
}

// below is how many names begin with the byte or a lower one.
func (x *packIndex) below(b int) int { return int(binary.BigEndian.Uint32(x.fan[4*b:])) }

// place returns which of the names an object has.
func (x *packIndex) place(id OID) (n int, ok bool) {
	if len(id) != x.size {
		return 0, false
	}
	low := 0
	if id[0] > 0 {
		low = x.below(int(id[0]) - 1)
	}
	name := func(i int) string { return string(x.names[i*x.size : (i+1)*x.size]) }
	high := x.below(int(id[0]))
	n = low + sort.Search(high-low, func(i int) bool { return name(low+i) >= string(id) })
	return n, n < high && name(n) == string(id)
}

// has reports whether an object is in the pack.
func (x *packIndex) has(id OID) bool {
	_, ok := x.place(id)
	return ok
}

// find returns the offset of an object in the pack.
func (x *packIndex) find(id OID) (offset int64, ok bool) {
	n, ok := x.place(id)
	if !ok {
		return 0, false
	}
	at := binary.BigEndian.Uint32(x.offsets[n*4:])
	if at < 1<<31 {
		return int64(at), true
	}
	if at &^= 1 << 31; int(at) >= len(x.large)/8 {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(x.large[at*8:])), true //nolint:gosec // the scanner refuses what is negative
}

// key names the object at an offset in the cache, where names of objects have another length.
func (x *packIndex) key(offset int64) OID {
	key := binary.BigEndian.AppendUint32(nil, uint32(x.number))    //nolint:gosec // how many packs there are
	return OID(binary.BigEndian.AppendUint64(key, uint64(offset))) //nolint:gosec // never negative
}
