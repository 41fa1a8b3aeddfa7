package markdown

import (
	"hash/maphash"
	"sync/atomic"
)

// shortText is the length in bytes up to which texts are worth sharing: headings,
// events, owners and types are the same in most documents.
const shortText = 48

// recent remembers short texts, each in one place that its hash gives, until
// another one comes there. What is shared is most of what could be, for the time
// of a comparison and a bounded memory.
type recent [1 << 13]atomic.Pointer[string]

var (
	shared recent
	seed   = maphash.MakeSeed()
)

// keep makes a string of a reused buffer, in the memory of an equal one if it is
// short and was kept lately.
func (r *recent) keep(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if len(text) > shortText {
		return string(text)
	}
	place := &r[maphash.Bytes(seed, text)%uint64(len(r))]
	if known := place.Load(); known != nil && *known == string(text) {
		return *known
	}
	kept := string(text)
	place.Store(&kept)
	return kept
}
