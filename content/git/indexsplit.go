package git

import (
	"encoding/binary"
	"fmt"
	"path/filepath"
	"slices"
)

// merge makes the entries of a split index whole: those of the shared file that its extension names, without the
// deleted ones and with the replaced ones, and those that were added.
func (x *indexFile) merge(gitDir string, idSize int) error {
	if len(x.link) < idSize {
		return errDamagedIndex
	}
	base := OID(x.link[:idSize])
	if base == OID(make([]byte, idSize)) {
		return nil // nothing is shared
	}
	shared, err := readIndexFile(filepath.Join(gitDir, "sharedindex."+base.String()), idSize)
	if err != nil {
		return fmt.Errorf("read the rest of the split index: %w", err)
	}
	deleted, rest, err := decodeBitmap(x.link[idSize:], len(shared.entries))
	if err != nil {
		return err
	}
	replaced, _, err := decodeBitmap(rest, len(shared.entries))
	if err != nil {
		return err
	}
	var list []IndexEntry
	own := x.entries // the first of them replace others, and have no path
	for i, e := range shared.entries {
		if replaced[i] {
			if len(own) == 0 {
				return errDamagedIndex
			}
			path := e.Path
			e, own = own[0], own[1:]
			e.Path = path
		}
		if !deleted[i] {
			list = append(list, e)
		}
	}
	x.entries = append(list, own...)
	slices.SortFunc(x.entries, compareEntries)
	return nil
}

// decodeBitmap reads a bitmap of size bits in EWAH form: words of 64 bits, each preceded by how many such words of
// equal bits come before it. It returns the data behind the bitmap.
func decodeBitmap(data []byte, size int) (bits []bool, rest []byte, err error) {
	const head, tail = 8, 4 // the numbers of bits and words, and the position of the last marker
	if len(data) < head {
		return nil, nil, errDamagedIndex
	}
	count := int(binary.BigEndian.Uint32(data[4:]))
	if data = data[head:]; len(data) < 8*count+tail {
		return nil, nil, errDamagedIndex
	}
	words, rest := data[:8*count], data[8*count+tail:]
	bits = make([]bool, size)
	set := func(from, to int) {
		for i := from; i < min(to, size); i++ {
			bits[i] = true
		}
	}
	for at := 0; len(words) > 0; {
		marker := binary.BigEndian.Uint64(words)
		words = words[8:]
		run, literals := int(marker>>1&0xffffffff)*64, int(marker>>33)
		if marker&1 != 0 {
			set(at, at+run)
		}
		at += run
		if len(words) < 8*literals {
			return nil, nil, errDamagedIndex
		}
		for ; literals > 0; literals-- {
			word := binary.BigEndian.Uint64(words)
			words = words[8:]
			for b := range 64 {
				if word>>b&1 != 0 {
					set(at+b, at+b+1)
				}
			}
			at += 64
		}
	}
	return bits, rest, nil
}
