package git

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
)

// packIndexes caches the indexes of packs, by file name. A pack's name depends on its content, so each index is read
// only once, for all readers, and kept in its binary form. go-git builds maps for each reader instead, which with a
// hundred thousand objects takes longer than most requests.
type packIndexes struct {
	mu      sync.Mutex
	indexes map[string]*packIndex
}

// A packIndex is a pack index of version 1 or 2; see gitformat-pack(5).
type packIndex struct {
	number  int    // unique within packIndexes
	size    int    // of an object ID, in bytes
	count   int    // of objects
	fan     []byte // 256 times four bytes: how many IDs have at most this first byte
	ids     table  // sorted
	offsets table  // of four bytes each; in version 2, if the highest bit is set, the rest is a position in large
	large   []byte // offsets of eight bytes each; nil in version 1
}

// A table has fields of the same size, at equal distances.
type table struct {
	data           []byte
	size, distance int
}

func (t table) field(i int) []byte { return t.data[i*t.distance:][:t.size] }

// indexMagic begins an index of version 2. The first four bytes are those of all versions but the first.
const indexMagic = "\xfftOc\x00\x00\x00\x02"

var (
	errIndexVersion = errors.New("the pack index has an unknown version")
	errBadIndex     = errors.New("damaged pack index")
)

// open returns an index whose object IDs have size bytes.
func (p *packIndexes) open(name string, size int) (*packIndex, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if x := p.indexes[name]; x != nil {
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
	if p.indexes == nil {
		p.indexes = map[string]*packIndex{}
	}
	x.number = len(p.indexes)
	p.indexes[name] = x
	return x, nil
}

func parsePackIndex(data []byte, size int) (*packIndex, error) {
	rest, second := bytes.CutPrefix(data, []byte(indexMagic))
	if !second && bytes.HasPrefix(data, []byte(indexMagic[:4])) {
		return nil, errIndexVersion
	}
	trailer := 2 * size // checksums of the pack and of the index
	if len(rest) < 256*4+trailer {
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
	if !second {
		if len(rest) != x.count*(4+size)+trailer {
			return nil, errBadIndex
		}
		x.offsets, x.ids = table{rest, 4, 4 + size}, table{rest[4:], size, 4 + size}
		return x, nil
	}
	if (len(rest)-trailer)/(size+4+4) < x.count {
		return nil, errBadIndex
	}
	x.ids, rest = table{rest, size, size}, rest[x.count*size:]
	rest = rest[x.count*4:] // CRC-32 checksums of the entries
	x.offsets, rest = table{rest, 4, 4}, rest[x.count*4:]
	x.large = rest[:(len(rest)-trailer)/8*8]
	return x, nil
}

// below returns how many IDs have a first byte of at most b.
func (x *packIndex) below(b int) int { return int(binary.BigEndian.Uint32(x.fan[4*b:])) }

// position returns the position of id among the sorted IDs, and whether it is there.
func (x *packIndex) position(id OID) (n int, ok bool) {
	if len(id) != x.size {
		return 0, false
	}
	low := 0
	if id[0] > 0 {
		low = x.below(int(id[0]) - 1)
	}
	high := x.below(int(id[0]))
	n = low + sort.Search(high-low, func(i int) bool { return x.id(low+i) >= id })
	return n, n < high && x.id(n) == id
}

// id returns the n-th ID.
func (x *packIndex) id(n int) OID { return OID(x.ids.field(n)) }

// withPrefix returns the IDs that begin with the hexadecimal digits, whose whole bytes are prefix.
func (x *packIndex) withPrefix(digits string, prefix []byte) (ids []OID) {
	for n := sort.Search(x.count, func(i int) bool { return string(x.id(i)) >= string(prefix) }); n < x.count; n++ {
		id := x.id(n)
		if !strings.HasPrefix(string(id), string(prefix)) {
			break
		}
		if strings.HasPrefix(id.String(), digits) {
			ids = append(ids, id)
		}
	}
	return ids
}

// has reports whether the pack contains an object.
func (x *packIndex) has(id OID) bool {
	_, ok := x.position(id)
	return ok
}

// find returns the byte offset of an object in the pack.
func (x *packIndex) find(id OID) (offset int64, ok bool) {
	n, ok := x.position(id)
	if !ok {
		return 0, false
	}
	at := binary.BigEndian.Uint32(x.offsets.field(n))
	if at < 1<<31 || x.large == nil {
		return int64(at), true
	}
	if at &^= 1 << 31; int(at) >= len(x.large)/8 {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(x.large[at*8:])), true //nolint:gosec // the scanner refuses negative offsets
}

// key returns the cache key of the entry at an offset. Its length differs from that of an object ID.
func (x *packIndex) key(offset int64) OID {
	key := binary.BigEndian.AppendUint32(nil, uint32(x.number))    //nolint:gosec // less than the number of packs
	return OID(binary.BigEndian.AppendUint64(key, uint64(offset))) //nolint:gosec // never negative
}
