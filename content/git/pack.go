package git

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
)

// A pack is a pack file as one reader has it open.
type pack struct {
	*packIndex
	name    string
	file    *os.File // nil until the first read
	scanner *packfile.Scanner
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

// header returns the header of the entry at a byte offset, and leaves the scanner behind it.
func (p *pack) header(offset int64) (*packfile.ObjectHeader, error) {
	if p.file == nil {
		f, err := os.Open(p.name)
		if errors.Is(err, os.ErrNotExist) { // git has just repacked it
			return nil, fmt.Errorf("%w: %w", ErrMissing, err)
		}
		if err != nil {
			return nil, err
		}
		p.file, p.scanner = f, packfile.NewScanner(f)
	}
	return p.scanner.SeekObjectHeader(offset)
}

// raw reads the entry at a byte offset: an object, or a delta and a reference to its base.
func (p *pack) raw(offset int64) (*packfile.ObjectHeader, []byte, error) {
	h, err := p.header(offset)
	if err == nil {
		err = CheckSize(h.Length)
	}
	if err != nil {
		return nil, nil, err
	}
	var data bytes.Buffer
	data.Grow(int(min(max(h.Length, 0), 1<<20)))
	if _, _, err := p.scanner.NextObject(&data); err != nil {
		return nil, nil, err
	}
	if int64(data.Len()) != h.Length {
		return nil, nil, fmt.Errorf("the entry at offset %d of %q has %d bytes, not %d", offset, p.name, data.Len(), h.Length)
	}
	return h, data.Bytes(), nil
}

// sizeOf returns the size of the object at a byte offset. It reads only the header, and of a delta the first bytes.
func (p *pack) sizeOf(offset int64) (int64, error) {
	h, err := p.header(offset)
	if err != nil {
		return 0, err
	}
	if packedKinds[h.Type] != "" {
		return h.Length, nil
	}
	delta, err := p.scanner.ReadObject()
	if err != nil {
		return 0, err
	}
	start := make([]byte, min(max(h.Length, 0), 2*binary.MaxVarintLen64))
	if _, err = io.ReadFull(delta, start); err == nil {
		_, start, err = deltaSize(start)
	}
	var size uint64
	if err == nil {
		size, _, err = deltaSize(start)
	}
	return int64(min(size, math.MaxInt64)), errors.Join(err, delta.Close())
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
