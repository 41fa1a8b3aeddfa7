package git

import (
	"encoding/binary"
	"errors"
	"math"
)

var errBadDelta = errors.New("damaged delta")

// applyDelta applies a pack's delta, in the format of gitformat-pack(5), to the object from. Unlike go-git's PatchDelta
// it allocates the result once, and no larger than needed.
func applyDelta(from, delta []byte) ([]byte, error) {
	fromSize, delta, err := deltaSize(delta)
	if err == nil && fromSize != uint64(len(from)) {
		err = errBadDelta
	}
	if err != nil {
		return nil, err
	}
	size, delta, err := deltaSize(delta)
	if err != nil {
		return nil, err
	}
	if err := CheckSize(int64(min(size, math.MaxInt64))); err != nil {
		return nil, err
	}
	if size > uint64(len(delta))*uint64(max(len(from), 1)) {
		return nil, errBadDelta // a byte of an instruction adds at most all of from
	}
	out := make([]byte, 0, size)
	for len(delta) > 0 {
		op := delta[0]
		delta = delta[1:]
		var piece []byte
		var ok bool
		if op&0x80 != 0 {
			piece, delta, ok = copyPiece(op, from, delta)
		} else if ok = op > 0 && int(op) <= len(delta); ok {
			piece, delta = delta[:op], delta[op:]
		}
		if !ok || uint64(len(out)+len(piece)) > size {
			return nil, errBadDelta
		}
		out = append(out, piece...)
	}
	if uint64(len(out)) != size {
		return nil, errBadDelta
	}
	return out, nil
}

// deltaSize returns the size at the beginning of a delta, and the rest. A delta begins with the size of its base and
// that of the result.
func deltaSize(delta []byte) (size uint64, rest []byte, err error) {
	size, n := binary.Uvarint(delta)
	if n <= 0 {
		return 0, nil, errBadDelta
	}
	return size, delta[n:], nil
}

// copyPiece returns the part of from that a copy instruction selects, and the rest of the delta. Each of the low seven
// bits of op says whether one of the four bytes of the offset, or of the three of the size, follows.
func copyPiece(op byte, from, delta []byte) (piece, rest []byte, ok bool) {
	var offset, size uint64
	for bit := range 7 {
		if op>>bit&1 == 0 {
			continue
		}
		if len(delta) == 0 {
			return nil, nil, false
		}
		if bit < 4 {
			offset |= uint64(delta[0]) << (8 * bit)
		} else {
			size |= uint64(delta[0]) << (8 * (bit - 4))
		}
		delta = delta[1:]
	}
	if size == 0 {
		size = 0x10000
	}
	if offset+size > uint64(len(from)) {
		return nil, nil, false
	}
	return from[offset : offset+size], delta, true
}
