package git

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
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
	count   int
	fan     []byte // 256 times four bytes: how many names begin with no more than this byte
	names   []byte // count names, sorted
	offsets []byte // four bytes each; with the highest bit set, a place in large
	large   []byte // eight bytes each
}

const (
	indexMagic = "\xfftOc\x00\x00\x00\x02"
	nameSize   = 20 // SHA-1; others go-git cannot read
)

var errPackIndex = errors.New("not a pack index of version 2")

func (p *packIndexes) open(name string) (*packIndex, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if x := p.known[name]; x != nil {
		return x, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	x, err := parsePackIndex(data)
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

func parsePackIndex(data []byte) (*packIndex, error) {
	rest, ok := bytes.CutPrefix(data, []byte(indexMagic))
	if !ok || len(rest) < 256*4 {
		return nil, errPackIndex
	}
	x := &packIndex{fan: rest[:256*4]}
	for b := range 255 {
		if x.below(b) > x.below(b+1) {
			return nil, errPackIndex
		}
	}
	x.count = x.below(255)
	rest = rest[256*4:]
	const trailer = 2 * nameSize
	if (len(rest)-trailer)/(nameSize+4+4) < x.count {
		return nil, errPackIndex
	}
	x.names, rest = rest[:x.count*nameSize], rest[x.count*nameSize:]
	rest = rest[x.count*4:] // CRC-32 of what is packed
	x.offsets, rest = rest[:x.count*4], rest[x.count*4:]
	x.large = rest[:(len(rest)-trailer)/8*8]
	return x, nil
}

// below is how many names begin with the byte or a lower one.
func (x *packIndex) below(b int) int { return int(binary.BigEndian.Uint32(x.fan[4*b:])) }

// find gives the place of an object in the pack.
func (x *packIndex) find(id OID) (offset int64, ok bool) {
	if len(id) != nameSize {
		return 0, false
	}
	low := 0
	if id[0] > 0 {
		low = x.below(int(id[0]) - 1)
	}
	name := func(i int) string { return string(x.names[i*nameSize : (i+1)*nameSize]) }
	high := x.below(int(id[0]))
	n := low + sort.Search(high-low, func(i int) bool { return name(low+i) >= string(id) })
	if n >= high || name(n) != string(id) {
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

// A pack is one that a reader reads.
type pack struct {
	*packIndex
	name    string
	file    *os.File // nil until it is needed
	scanner *packfile.Scanner
}

// openPacks finds the packs below a folder of objects.
func openPacks(objects string, indexes *packIndexes) (packs []*pack, err error) {
	entries, err := os.ReadDir(filepath.Join(objects, "pack"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		base, isIndex := strings.CutSuffix(e.Name(), ".idx")
		if !isIndex {
			continue
		}
		name := filepath.Join(objects, "pack", base)
		x, err := indexes.open(name + ".idx")
		if errors.Is(err, os.ErrNotExist) {
			continue // git has just packed it anew
		}
		if err != nil {
			return nil, err
		}
		packs = append(packs, &pack{packIndex: x, name: name + ".pack"})
	}
	return packs, nil
}

// raw reads what stands at an offset: an object, or a delta and what it is one of.
func (p *pack) raw(offset int64) (*packfile.ObjectHeader, []byte, error) {
	if p.file == nil {
		f, err := os.Open(p.name)
		if errors.Is(err, os.ErrNotExist) { // git has just packed it anew
			return nil, nil, fmt.Errorf("%w: %w", ErrMissing, err)
		}
		if err != nil {
			return nil, nil, err
		}
		p.file, p.scanner = f, packfile.NewScanner(f)
	}
	h, err := p.scanner.SeekObjectHeader(offset)
	if err != nil {
		return nil, nil, err
	}
	var data bytes.Buffer
	data.Grow(int(min(max(h.Length, 0), 1<<20)))
	if _, _, err := p.scanner.NextObject(&data); err != nil {
		return nil, nil, err
	}
	if int64(data.Len()) != h.Length {
		return nil, nil, fmt.Errorf("%d bytes at %d of %q, not %d", data.Len(), offset, p.name, h.Length)
	}
	return h, data.Bytes(), nil
}

func (p *pack) Close() error {
	if p.file == nil {
		return nil
	}
	return p.file.Close()
}

var packedKinds = map[plumbing.ObjectType]Kind{
	plumbing.CommitObject: KindCommit, plumbing.TreeObject: KindTree, plumbing.BlobObject: KindBlob, plumbing.TagObject: KindTag,
}
