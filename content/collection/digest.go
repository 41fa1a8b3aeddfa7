package collection

import (
	"cmp"
	"crypto/sha256"
	"path"
	"slices"
	"sync"

	"github.com/pmsite/pmsite/content"
)

// A Sum is the beginning of a SHA-256 sum.
type Sum [sumSize]byte

// digested lends Digest memory.
var digested = sync.Pool{New: func() any { return new([]byte) }}

// Digest returns a sum of everything in a post mortem except its history. ok is false if it has a value that cannot be
// compared, such as an unknown key of an unusual type.
func Digest(pm *content.PostMortem) (sum Sum, ok bool) {
	room := digested.Get().(*[]byte)
	defer digested.Put(room)
	c := &codec{out: (*room)[:0]}
	c.postMortem(pm)
	c.strs(&pm.Attachments)
	full := sha256.Sum256(c.out)
	*room = c.out
	return Sum(full[:]), !c.bad
}

// Sum returns the sum of the source of a document, as git stores it. ok is false if name is not a document that was
// read.
func (c *Collection) Sum(name string) (sum Sum, ok bool) {
	entries := c.folders[path.Dir(name)].entries
	i, found := slices.BinarySearchFunc(entries, name, func(e *entry, name string) int { return cmp.Compare(e.path, name) })
	if !found || entries[i].document == nil || entries[i].document.stamp == (Stamp{}) {
		return Sum{}, false
	}
	return entries[i].document.sum, true
}
