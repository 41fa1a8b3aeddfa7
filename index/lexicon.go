package index

import (
	"bytes"
	"encoding/binary"
)

// A lexicon holds all words with their lists, in the order of UTF-8. It consists of three pieces
// of memory, no matter how many words there are.
type lexicon struct {
	texts     []byte
	postings  []byte // for each word a bit for each of its lists, then for each list the number of documents, the length and the list
	positions []byte // for each list except that of spellings, its length and content
	ends      []place
}

// A place is the beginning or end of a word in the three pieces.
type place struct{ text, postings, positions int }

// start returns the place where a word begins. For the number of words, it returns the end.
func (x *lexicon) start(i int) place {
	if i == 0 {
		return place{}
	}
	return x.ends[i-1]
}

func (x *lexicon) text(i int) string { return string(x.texts[x.start(i).text:x.ends[i].text]) }

func (x *lexicon) postingsOf(i int) []byte {
	return x.postings[x.start(i).postings:x.ends[i].postings]
}

// mergeSegments merges segments of consecutive documents.
func mergeSegments(segments []segment) *lexicon {
	x := &lexicon{}
	size := 0
	readers := make([]segmentReader, len(segments))
	for i, s := range segments {
		size += len(s)
		readers[i].rest = s
		readers[i].next()
	}
	x.postings, x.positions = make([]byte, 0, size*2/5), make([]byte, 0, size*3/5)
	var same []*segmentReader
	for {
		same = same[:0]
		for i := range readers {
			r := &readers[i]
			if !r.more {
				continue
			}
			order := -1
			if len(same) > 0 {
				order = bytes.Compare(r.term, same[0].term)
			}
			if order < 0 {
				same = same[:0]
			}
			if order <= 0 {
				same = append(same, r)
			}
		}
		if len(same) == 0 {
			return x
		}
		x.add(same)
	}
}

// add appends the word that all readers are at.
func (x *lexicon) add(readers []*segmentReader) {
	x.texts = append(x.texts, readers[0].term...)
	fields := byte(0)
	for _, r := range readers {
		fields |= r.fields
	}
	x.postings = append(x.postings, fields)
	for field := range wordLists {
		if fields&(1<<field) == 0 {
			continue
		}
		var list postingList
		for _, r := range readers {
			if r.fields&(1<<field) != 0 {
				list.join(&r.lists[field])
			}
		}
		x.postings = binary.AppendUvarint(x.postings, uint64(list.df))
		x.postings = appendBytes(x.postings, list.postings)
		if field != spellingList {
			x.positions = appendBytes(x.positions, list.positions)
		}
	}
	x.ends = append(x.ends, place{len(x.texts), len(x.postings), len(x.positions)})
	for _, r := range readers {
		r.next()
	}
}
