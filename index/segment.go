package index

import (
	"encoding/binary"
	"maps"
	"slices"
	"unicode/utf8"
)

// A segment holds the posting lists of some documents in one piece of memory: each word, in the
// order of UTF-8, with a bit for each field that has it, and for each of these the last document,
// the number of documents, postings and positions.
type segment []byte

// segment encodes the lists as a segment.
func (v *inverted) segment() (out segment) {
	terms := map[string]byte{}
	for field, lists := range v {
		for term := range lists {
			terms[term] |= 1 << field
		}
	}
	for _, term := range slices.Sorted(maps.Keys(terms)) {
		if !utf8.ValidString(term) {
			continue // no query can contain it
		}
		out = appendBytes(out, []byte(term))
		out = append(out, terms[term])
		for field := range v {
			if list := v[field][term]; list != nil {
				list.flush()
				out = binary.AppendUvarint(out, uint64(list.last))
				out = binary.AppendUvarint(out, uint64(list.df))
				out = appendBytes(appendBytes(out, list.postings), list.positions)
			}
		}
	}
	return out
}

func appendBytes(to, data []byte) []byte {
	return append(binary.AppendUvarint(to, uint64(len(data))), data...)
}

// A byteReader reads numbers and pieces, which begin with their length.
type byteReader struct{ rest []byte }

func (r *byteReader) uvarint() uint64 {
	n, size := binary.Uvarint(r.rest)
	r.rest = r.rest[size:]
	return n
}

func (r *byteReader) number() int { return int(r.uvarint()) }

func (r *byteReader) bytes() []byte {
	n := r.number()
	data := r.rest[:n:n]
	r.rest = r.rest[n:]
	return data
}

// A segmentReader reads the words of a segment in order.
type segmentReader struct {
	byteReader
	term   []byte
	fields byte
	lists  [wordLists]postingList
	more   bool
}

func (r *segmentReader) next() {
	if r.more = len(r.rest) > 0; !r.more {
		return
	}
	r.term = r.bytes()
	r.fields, r.rest = r.rest[0], r.rest[1:]
	for field := range r.lists {
		if r.fields&(1<<field) != 0 {
			r.lists[field] = postingList{last: r.number(), df: r.number(), postings: r.bytes(), positions: r.bytes()}
		}
	}
}
