package index

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// An exportCache holds parts of an export by what they are made from. A part is reused as long as its post mortems stay the
// same and at the same numbers.
type exportCache struct {
	program string
	sum     func(*content.PostMortem) (collection.Sum, bool)
	before  map[collection.Sum]exportPart // of the last export
	after   []cachedPart                  // of this one
}

type cachedPart struct {
	sum   collection.Sum // of what it is made from
	part  exportPart     // nil if it cannot be cached
	fresh bool           // whether it was not in the cache
}

// exportCacheFormat changes whenever the form of the file does.
const exportCacheFormat = "pmsite search 1\n"

// A cache's file is a header (exportCacheFormat and the program), followed by the parts, each after the sum of what it is
// made from and its length, and the SHA-256 sum of all before it. Lengths are varints.

// Reuse lets the export take what it would compute from a cache that the function of [Export.Cache] wrote, unless the cache
// is empty, damaged, or another program's, whose exports may differ. sum returns the sum of all that is in a post mortem; ok
// is false if it is unknown. Call Reuse before any file is written.
func (e *Export) Reuse(cached, program string, sum func(*content.PostMortem) (_ collection.Sum, ok bool)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.cache = &exportCache{program: program, sum: sum, before: readExportCache(cached, program)}
}

// Cache returns the function that writes what the next export can reuse, or nil if there is nothing that the cache passed to
// [Export.Reuse] does not hold. There is nothing before a file is written that is made from all post mortems, and after
// [Export.Release].
func (e *Export) Cache() func(io.Writer) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cache == nil || !slices.ContainsFunc(e.cache.after, func(p cachedPart) bool { return p.fresh }) {
		return nil
	}
	return e.cache.write
}

func (c *exportCache) write(w io.Writer) error {
	seal := sha256.New()
	out := io.MultiWriter(w, seal)
	if _, err := out.Write(exportCacheHeader(c.program)); err != nil {
		return err
	}
	for _, p := range c.after {
		if p.part == nil {
			continue
		}
		if _, err := out.Write(binary.AppendUvarint(p.sum[:], uint64(len(p.part)))); err != nil {
			return err
		}
		if _, err := out.Write(p.part); err != nil {
			return err
		}
	}
	_, err := w.Write(seal.Sum(nil))
	return err
}

func exportCacheHeader(program string) []byte {
	return appendBytes([]byte(exportCacheFormat), []byte(program))
}

// readExportCache returns the parts in a text, or none if the text is damaged or not this program's.
func readExportCache(text, program string) map[collection.Sum]exportPart {
	header := exportCacheHeader(program)
	if len(text) < len(header)+sha256.Size || !strings.HasPrefix(text, string(header)) {
		return nil
	}
	data, seal := []byte(text[:len(text)-sha256.Size]), text[len(text)-sha256.Size:]
	if sum := sha256.Sum256(data); string(sum[:]) != seal {
		return nil
	}
	r, parts := byteReader{data[len(header):]}, map[collection.Sum]exportPart{}
	for len(r.rest) > 0 {
		sum := collection.Sum(r.rest)
		r.rest = r.rest[len(sum):]
		parts[sum] = r.bytes()
	}
	return parts
}

// part returns the part of post mortems, the first of which has a number, and remembers it. It calls make unless it has the
// part. It may be called concurrently for different parts.
func (c *exportCache) part(first int, posts []*content.PostMortem, make func() exportPart) exportPart {
	if c == nil {
		return make()
	}
	sum, ok := c.sumOf(first, posts)
	if !ok {
		return make()
	}
	p := cachedPart{sum: sum, part: c.before[sum]}
	if p.part == nil {
		p.part, p.fresh = make(), true
	}
	c.after[first/postsPerPart] = p
	return p.part
}

// sumOf returns the sum of what a part is made from.
func (c *exportCache) sumOf(first int, posts []*content.PostMortem) (collection.Sum, bool) {
	from := binary.AppendUvarint(nil, uint64(first))
	for _, pm := range posts {
		sum, ok := c.sum(pm)
		if !ok {
			return sum, false
		}
		from = append(from, sum[:]...)
	}
	full := sha256.Sum256(from)
	return collection.Sum(full[:]), true
}
