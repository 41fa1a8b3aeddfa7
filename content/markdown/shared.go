package markdown

import (
	"hash/maphash"
	"sync/atomic"
)

// shortText is the maximum length in bytes of texts that are shared: headings, events, owners and
// types are the same in most documents.
const shortText = 48

// recent caches short texts that occurred twice, each at the place of its hash, until another text
// replaces it. It finds most texts that could be shared, for the price of a comparison and a bounded
// amount of memory.
type recent struct {
	seen   [1 << 13]atomic.Uint64 // hash of the last text
	cached [1 << 13]atomic.Pointer[string]
}

var (
	shared recent
	seed   = maphash.MakeSeed()
)

// intern converts a reused buffer to a string. It returns a cached equal string if the text is short
// and occurred recently.
func (r *recent) intern(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if len(text) > shortText {
		return string(text)
	}
	hash := maphash.Bytes(seed, text)
	place := hash % uint64(len(r.cached))
	if known := r.cached[place].Load(); known != nil && *known == string(text) {
		return *known
	}
	s := string(text)
	if r.seen[place].Swap(hash) == hash {
		again := s
		r.cached[place].Store(&again)
	}
	return s
}
