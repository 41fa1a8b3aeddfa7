package git

import (
	"bufio"
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// A packEntry is an object in a pack that is being written.
type packEntry struct {
	id     OID
	offset uint64 // in the pack
	crc    uint32 // of the object as it stands in the pack
}

// writePackIndex writes the index of a pack, whose names have size bytes: how many names begin with at most each byte, the names in order, and
// then of each the checksum and the offset. An offset of 2 GiB and more stands in a table of its own.
func writePackIndex(to io.Writer, size int, entries []packEntry, packSum []byte) error {
	slices.SortFunc(entries, func(a, b packEntry) int { return strings.Compare(string(a.id), string(b.id)) })
	sum := newHash(size)
	out := bufio.NewWriter(io.MultiWriter(to, sum))
	put := func(n uint32) { _, _ = out.Write(binary.BigEndian.AppendUint32(nil, n)) } // out keeps an error for Flush
	out.WriteString(indexMagic)
	next := 0
	for first := range 256 {
		for next < len(entries) && int(entries[next].id[0]) == first {
			next++
		}
		put(uint32(next))
	}
	for _, e := range entries {
		out.WriteString(string(e.id))
	}
	for _, e := range entries {
		put(e.crc)
	}
	var far []uint64
	for _, e := range entries {
		if e.offset < 1<<31 {
			put(uint32(e.offset))
			continue
		}
		put(1<<31 | uint32(len(far)))
		far = append(far, e.offset)
	}
	for _, offset := range far {
		_, _ = out.Write(binary.BigEndian.AppendUint64(nil, offset))
	}
	_, _ = out.Write(packSum)
	if err := out.Flush(); err != nil {
		return err
	}
	_, err := to.Write(sum.Sum(nil))
	return err
}
