package index

import "encoding/binary"

// A postingList is the encoded list of documents that have a word in a field. Each document is
// twice its difference to the one before, plus one if the word occurs more than once; then the
// number of occurrences follows. Positions are the differences between the positions in a
// document.
type postingList struct {
	df                  int
	postings, positions []byte

	last      int // last document encoded
	doc       int // current document
	frequency int // occurrences in doc; 0 before the first
	position  int
}

func (l *postingList) add(doc, position int) {
	if l.frequency == 0 || doc != l.doc {
		l.flush()
		l.doc, l.position = doc, 0
	}
	l.frequency++
	l.positions = binary.AppendUvarint(l.positions, uint64(position-l.position))
	l.position = position
}

// flush encodes the current document.
func (l *postingList) flush() {
	if l.frequency == 0 {
		return
	}
	l.postings = appendPosting(l.postings, l.doc-l.last, l.frequency)
	l.last = l.doc
	l.df++
	l.frequency = 0
}

func appendPosting(to []byte, distance, frequency int) []byte {
	if frequency == 1 {
		return binary.AppendUvarint(to, uint64(distance)<<1)
	}
	return binary.AppendUvarint(binary.AppendUvarint(to, uint64(distance)<<1|1), uint64(frequency))
}

// join appends a list of later documents.
func (l *postingList) join(next *postingList) {
	if l.df == 0 {
		*l = *next
		return
	}
	first, size := binary.Uvarint(next.postings)
	l.postings = binary.AppendUvarint(l.postings, first-uint64(l.last)<<1)
	l.postings = append(l.postings, next.postings[size:]...)
	l.positions = append(l.positions, next.positions...)
	l.df += next.df
	l.last = next.last
}

// Each word has a list for each of DefaultFields, and one of the documents with this exact
// spelling, which has no positions.
const (
	spellingList = 4
	wordLists    = 5
)

// inverted holds the posting lists of some documents, by number of the list and by word.
type inverted [wordLists]map[string]*postingList

func newInverted() (out inverted) {
	for i := range out {
		out[i] = map[string]*postingList{}
	}
	return out
}

func (v *inverted) add(doc int, number int, tokens []Token) {
	for _, token := range tokens {
		list := v[number][token.Term]
		if list == nil {
			list = &postingList{}
			v[number][token.Term] = list
		}
		list.add(doc, token.Position)
	}
}

// appendTerm appends a word as the length of the prefix that it shares with the word before, and
// the rest.
func appendTerm(to []byte, before, term string) []byte {
	shared := 0
	for shared < len(before) && shared < len(term) && before[shared] == term[shared] {
		shared++
	}
	to = binary.AppendUvarint(to, uint64(shared))
	to = binary.AppendUvarint(to, uint64(len(term)-shared))
	return append(to, term[shared:]...)
}
