package git

import (
	"errors"
	"fmt"
	"io"
)

// An entryHead is what a pack says of an object before its data.
type entryHead struct {
	kind   Kind  // "" of a delta
	size   int64 // of the data that follows, uncompressed, in bytes; of a delta, its own
	base   OID   // of a delta whose base is named; "" of any other
	offset int64 // of the base in the same pack, of a delta that does not name it
}

var errBadPack = errors.New("damaged pack")

// The types of entries: packKinds[n] is the kind of an object of type n, "" if an entry of that type holds no object.
var packKinds = [...]Kind{1: KindCommit, KindTree, KindBlob, KindTag, 7: ""}

const (
	offsetDelta = 6 // a delta whose base is some bytes before it
	refDelta    = 7 // a delta whose base is named
)

// readEntryHead reads the head of the entry at a byte offset; see gitformat-pack(5). Object IDs have idSize bytes.
func readEntryHead(in io.ByteReader, offset int64, idSize int) (h entryHead, err error) {
	b, err := in.ReadByte()
	if err != nil {
		return h, err
	}
	number := b >> 4 & 7
	h.kind, h.size = packKinds[number], int64(b&0xf)
	for shift := 4; b&0x80 != 0; shift += 7 {
		if b, err = in.ReadByte(); err != nil {
			return h, err
		}
		if shift > 63-7 {
			return h, fmt.Errorf("%w: an entry is too long", errBadPack)
		}
		h.size |= int64(b&0x7f) << shift
	}
	switch {
	case h.kind != "":
		return h, nil
	case number == offsetDelta:
		h.offset, err = readBaseOffset(in, offset)
		return h, err
	case number == refDelta:
		id := make([]byte, idSize)
		for i := range id {
			if id[i], err = in.ReadByte(); err != nil {
				return h, err
			}
		}
		h.base = OID(id)
		return h, nil
	}
	return h, fmt.Errorf("%w: an entry of type %d", errBadPack, number)
}

// readBaseOffset reads how many bytes before an entry its base is, and returns the offset of the base. Of each byte seven
// bits count, the highest ones first; each byte that is not the last adds one, so that no number can be written in two ways.
func readBaseOffset(in io.ByteReader, offset int64) (int64, error) {
	var back int64
	for {
		b, err := in.ReadByte()
		if err != nil {
			return 0, err
		}
		if back |= int64(b & 0x7f); back > offset {
			break
		}
		if b&0x80 == 0 {
			if back == 0 {
				break
			}
			return offset - back, nil
		}
		back = (back + 1) << 7
	}
	return 0, fmt.Errorf("%w: the base of a delta is outside of it", errBadPack)
}

// readSized reads data whose size in bytes is known, to the end, where its checksum is checked. It does not trust the size
// before that much is there.
func readSized(in io.Reader, size int64) ([]byte, error) {
	const atOnce = 1 << 20
	data := make([]byte, min(size, atOnce))
	for read := 0; ; {
		n, err := io.ReadFull(in, data[read:])
		if err != nil {
			return nil, err
		}
		if read += n; int64(read) == size {
			break
		}
		data = append(data, make([]byte, min(size-int64(read), int64(read)))...)
	}
	switch n, err := io.ReadFull(in, make([]byte, 1)); {
	case n > 0:
		return nil, fmt.Errorf("%w: an entry is longer than it says", errBadPack)
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	return data, nil
}
