package publish

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
	"strings"
)

// The index of a pack says where its objects are; see gitformat-pack(5), version 2. go-git's knows SHA-1 only.

const indexHead = "\xfftOc\x00\x00\x00\x02"

// A packEntry is an object in a pack that is being written.
type packEntry struct {
	id     oid
	offset uint64 // in the pack
	crc    uint32 // of the object as it stands in the pack
}

// writePackIndex writes the index of a pack: how many names begin with at most each byte, the names in order, and
// then of each the checksum and the offset. An offset of 2 GiB and more stands in a table of its own.
func writePackIndex(to io.Writer, hash naming, entries []packEntry, packSum []byte) error {
	slices.SortFunc(entries, func(a, b packEntry) int { return strings.Compare(string(a.id), string(b.id)) })
	sum := hash()
	out := bufio.NewWriter(io.MultiWriter(to, sum))
	put := func(n uint32) { _, _ = out.Write(binary.BigEndian.AppendUint32(nil, n)) } // out keeps an error for Flush
	out.WriteString(indexHead)
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

// A packIndex is what is needed of an index to know what is in its pack.
type packIndex struct {
	upTo  [256]int // how many names begin with this byte or a smaller one
	names []byte   // in order
	size  int      // of a name
}

func readPackIndex(name string, size int) (packIndex, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return packIndex{}, err
	}
	x, err := parsePackIndex(data, size)
	if err != nil {
		err = fmt.Errorf("read %q: %w", name, err)
	}
	return x, err
}

var errBadIndex = errors.New("damaged index of a pack")

// parsePackIndex reads an index whose names have size bytes. One of another version has no names: what its pack holds
// is written once more.
func parsePackIndex(data []byte, size int) (x packIndex, err error) {
	data, known := bytes.CutPrefix(data, []byte(indexHead))
	if !known {
		return x, nil
	}
	x.size = size
	for i := range x.upTo {
		if len(data) < 4 {
			return x, errBadIndex
		}
		x.upTo[i], data = int(binary.BigEndian.Uint32(data)), data[4:]
		if i > 0 && x.upTo[i] < x.upTo[i-1] {
			return x, errBadIndex
		}
	}
	if x.upTo[255] > len(data)/size {
		return x, errBadIndex
	}
	x.names = slices.Clone(data[:x.upTo[255]*size])
	return x, nil
}

func (x packIndex) has(id oid) bool {
	from, to := 0, x.upTo[id[0]]
	if id[0] > 0 {
		from = x.upTo[id[0]-1]
	}
	name := func(i int) string { return string(x.names[i*x.size : (i+1)*x.size]) }
	i := from + sort.Search(to-from, func(i int) bool { return name(from+i) >= string(id) })
	return i < to && name(i) == string(id)
}
