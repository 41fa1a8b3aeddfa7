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

// Digest returns a sum of everything that a post mortem says, which is all of it except its history and the positions in
// its file, and a sum of its facts, which are all of that except its sections. ok is false if it has a value that cannot be
// compared, such as an unknown key of an unusual type.
func Digest(pm *content.PostMortem) (sum, facts Sum, ok bool) {
	room := digested.Get().(*[]byte)
	defer digested.Put(room)
	c := &codec{out: (*room)[:0], facts: true}
	c.postMortem(pm)
	c.strs(&pm.Attachments)
	facts = sumOf(c.out)
	list(c, &pm.Sections, c.section)
	*room = c.out
	return sumOf(c.out), facts, !c.bad
}

func sumOf(data []byte) Sum {
	full := sha256.Sum256(data)
	return Sum(full[:])
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
