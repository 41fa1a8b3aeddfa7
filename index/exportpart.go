package index

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content"
)

// postsPerPart is the number of documents inverted at once: before they become a part, they take ten times its
// memory.
const postsPerPart = 100

// An exportPart is all that an export computes of consecutive documents by themselves, in one piece of memory: for each
// document its length, by field, its facets' values, its figures and the sum of its texts; then the segment.
type exportPart []byte

// An exportedDoc holds a document's data for the columns.
type exportedDoc struct {
	date    content.Date
	lengths [4]int
	facets  [][]string // values of each of Facets
	seconds []uint64   // for each of Numbers, one more than its seconds; 0 means unknown
	sum     uint32     // checksum of its texts
}

// exportParts returns the parts of an export, in parallel. It takes those that the cache has, which may be nil.
func exportParts(posts []*content.PostMortem, cache *exportCache) []exportPart {
	parts := make([]exportPart, (len(posts)+postsPerPart-1)/postsPerPart)
	analysers := sync.Pool{New: func() any { return &Analyser{passing: true} }}
	if cache != nil {
		cache.after = make([]cachedPart, len(parts))
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for at := range parts {
		group.Go(func() error {
			first := at * postsPerPart
			some := posts[first:min(len(posts), first+postsPerPart)]
			parts[at] = cache.part(first, some, func() exportPart {
				analyser := analysers.Get().(*Analyser)
				defer analysers.Put(analyser)
				return newExportPart(first, some, analyser)
			})
			return nil
		})
	}
	_ = group.Wait() // no function returns an error
	return parts
}

// newExportPart analyses documents, the first of which has a number.
func newExportPart(first int, posts []*content.PostMortem, analyser *Analyser) (out exportPart) {
	lists := newInverted()
	for i, pm := range posts {
		out = lists.document(out, first+i, NewDocument(pm), analyser)
	}
	return append(out, lists.segment()...)
}

// document adds a document to the lists, and the rest of its data to a part.
func (v *inverted) document(out exportPart, i int, d *Document, analyser *Analyser) exportPart {
	analysed := analyser.Analyse(d)
	for field, weight := range DefaultFields {
		terms := analysed[weight.Field]
		out = binary.AppendUvarint(out, uint64(terms.Length))
		v.add(i, field, terms.Tokens)
	}
	v.add(i, spellingList, spellings(analysed))
	for _, facet := range Facets {
		values := d.Facets[facet.Name]
		out = binary.AppendUvarint(out, uint64(len(values)))
		for _, value := range values {
			out = appendBytes(out, []byte(value))
		}
	}
	for _, number := range Numbers {
		seconds := uint64(0)
		if minutes, known := d.Numbers[number.Name]; known {
			seconds = uint64(math.Round(max(minutes, 0)*60)) + 1
		}
		out = binary.AppendUvarint(out, seconds)
	}
	sum := crc32.Checksum([]byte(d.ID), castagnoli)
	for _, field := range exportedFields {
		for i, text := range d.Texts[field] {
			sum = crc32.Update(sum, castagnoli, []byte(text+d.Anchors[field][i]))
		}
	}
	return binary.AppendUvarint(out, uint64(sum))
}

// read sets the data of the post mortems of a part, and returns the segment.
func (p exportPart) read(posts []*content.PostMortem, docs []exportedDoc) segment {
	r := byteReader{p}
	for i, pm := range posts {
		d := exportedDoc{date: pm.Date, facets: make([][]string, len(Facets)), seconds: make([]uint64, len(Numbers))}
		for field := range d.lengths {
			d.lengths[field] = r.number()
		}
		for facet := range d.facets {
			for range r.number() {
				d.facets[facet] = append(d.facets[facet], string(r.bytes()))
			}
		}
		for number := range d.seconds {
			d.seconds[number] = r.uvarint()
		}
		d.sum = uint32(r.uvarint()) // as it was written
		docs[i] = d
	}
	return segment(r.rest)
}
