package markdown

import (
	"hash/maphash"
	"sync/atomic"
)

// shortText is the length in bytes up to which texts are worth sharing: headings,
// events, owners and types are the same in most documents.
const shortText = 48

// recent remembers short texts that came twice, each in one place that its hash
// gives, until others come there. What is shared is most of what could be, for the
// time of a comparison and a bounded memory.
type recent struct {
	seen [1 << 13]atomic.Uint64 // the hash of the text that came last
	kept [1 << 13]atomic.Pointer[string]
}

var (
	shared recent
	seed   = maphash.MakeSeed()
)

// keep makes a string of a reused buffer, in the memory of an equal one if it is
// short and came lately.
func (r *recent) keep(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if len(text) > shortText {
		return string(text)
	}
	hash := maphash.Bytes(seed, text)
	place := hash % uint64(len(r.kept))
	if known := r.kept[place].Load(); known != nil && *known == string(text) {
		return *known
	}
	s := string(text)
	if r.seen[place].Swap(hash) == hash {
		again := s
		r.kept[place].Store(&again)
	}
	return s
}
