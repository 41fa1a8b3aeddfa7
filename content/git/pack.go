package git

import (
	"bufio"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
)

// A pack is a pack file as one reader has it open.
type pack struct {
	*packIndex
	name     string
	file     *os.File // nil until the first read
	offset   int64    // of what in reads next
	in       *bufio.Reader
	unzipped io.ReadCloser // what the entry holds at which in is; nil until the first read
}

// packNames returns the paths of the packs in an object store, without their suffixes. It leaves out temporary ones.
func packNames(objects string) (names []string, err error) {
	dir := filepath.Join(objects, "pack")
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		base, isPack := strings.CutSuffix(e.Name(), ".pack")
		if isPack && !strings.HasPrefix(base, ".tmp-") && !strings.HasPrefix(base, "tmp_") {
			names = append(names, filepath.Join(dir, base))
		}
	}
	return names, nil
}

// openPacks returns the packs in an object store. It reads their indexes, but does not open the packs yet.
func openPacks(objects string, indexes *packIndexes) (packs []*pack, err error) {
	names, err := packNames(objects)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		x, err := indexes.open(name+".idx", sha1.Size) // go-git reads no others
		if errors.Is(err, os.ErrNotExist) {
			continue // the pack is unfinished, or git has just repacked it
		}
		if err != nil {
			return nil, err
		}
		packs = append(packs, &pack{packIndex: x, name: name + ".pack"})
	}
	return packs, nil
}

// Read reads the file from p.offset on.
func (p *pack) Read(data []byte) (int, error) {
	n, err := p.file.ReadAt(data, p.offset)
	p.offset += int64(n)
	return n, err
}

// head returns the head of the entry at a byte offset. p.in is behind it.
func (p *pack) head(offset int64) (h entryHead, err error) {
	if p.file == nil {
		p.file, err = os.Open(p.name)
		if errors.Is(err, os.ErrNotExist) { // git has just repacked it
			return h, fmt.Errorf("%w: %w", ErrMissing, err)
		}
		if err != nil {
			return h, err
		}
		p.in = bufio.NewReader(nil)
	}
	p.offset = offset
	p.in.Reset(p)
	return readEntryHead(p.in, offset, p.size)
}

// unzip returns the data behind the head that was read last.
func (p *pack) unzip() (r io.Reader, err error) {
	if p.unzipped == nil {
		p.unzipped, err = zlib.NewReader(p.in)
		return p.unzipped, err
	}
	return p.unzipped, p.unzipped.(zlib.Resetter).Reset(p.in, nil)
}

// raw reads the entry at a byte offset: an object, or a delta and a reference to its base.
func (p *pack) raw(offset int64) (h entryHead, data []byte, err error) {
	if h, err = p.head(offset); err != nil {
		return h, nil, err
	}
	if err := CheckSize(h.size); err != nil {
		return h, nil, err
	}
	in, err := p.unzip()
	if err == nil {
		data, err = readSized(in, h.size)
	}
	if err != nil {
		return h, nil, fmt.Errorf("the entry at offset %d of %q: %w", offset, p.name, err)
	}
	return h, data, nil
}

// sizeOf returns the size of the object at a byte offset. It reads only the head, and of a delta the first bytes.
func (p *pack) sizeOf(offset int64) (int64, error) {
	h, err := p.head(offset)
	if err != nil || h.kind != "" {
		return h.size, err
	}
	delta, err := p.unzip()
	if err != nil {
		return 0, err
	}
	start := make([]byte, min(h.size, 2*binary.MaxVarintLen64))
	if _, err = io.ReadFull(delta, start); err == nil {
		_, start, err = deltaSize(start)
	}
	var size uint64
	if err == nil {
		size, _, err = deltaSize(start)
	}
	return int64(min(size, math.MaxInt64)), err
}

func (p *pack) Close() error {
	if p.file == nil {
		return nil
	}
	return p.file.Close()
}
