package git

import (
	"bufio"
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// A packEntry describes an object in a pack that is being written.
type packEntry struct {
	id     OID
	offset uint64 // in the pack
	crc    uint32 // CRC-32 of the compressed entry, with its header
}

// writePackIndex writes the index of a pack whose object IDs have size bytes. It sorts entries in place. The index
// holds, for each byte, the number of IDs whose first byte is at most that, then the sorted IDs, their checksums and
// their offsets. Offsets of 2 GiB and more go into a table of their own.
func writePackIndex(to io.Writer, size int, entries []packEntry, packSum []byte) error {
	slices.SortFunc(entries, func(a, b packEntry) int { return strings.Compare(string(a.id), string(b.id)) })
	sum := newHash(size)
	out := bufio.NewWriter(io.MultiWriter(to, sum))
	put := func(n uint32) { _, _ = out.Write(binary.BigEndian.AppendUint32(nil, n)) } // Flush returns the first error
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
