package index

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math/bits"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// exportData is the index of an export before compression.
type exportData struct {
	words            content.Options
	documents        int
	stamp            [4]byte // differs for exports with different content
	lexicon          *lexicon
	shards           []int // first term of each shard, and the number of terms at the end
	columns, numbers []byte
	facets           [][]byte   // for each of Facets
	values           [][]string // values of each facet, in order
}

func newExportData(posts []*content.PostMortem, o content.Options, cache *exportCache) *exportData {
	docs := make([]exportedDoc, len(posts))
	d := &exportData{documents: len(posts), words: o}
	parts := exportParts(posts, cache)
	segments := make([]segment, len(parts))
	for i, some := range slices.Collect(slices.Chunk(posts, postsPerPart)) {
		segments[i] = parts[i].read(some, docs[i*postsPerPart:])
	}
	d.lexicon = mergeSegments(segments)
	d.cut(shardCount(len(posts)))
	d.columns = encodeColumns(docs)
	d.encodeFacets(docs)
	d.numbers = encodeNumbers(docs)
	d.sign(docs)
	return d
}

// cut splits the words into shards of about the same size.
func (d *exportData) cut(shards int) {
	total := len(d.lexicon.texts) + len(d.lexicon.postings)
	d.shards = make([]int, 1, shards+1)
	for i := range d.lexicon.ends {
		from := d.lexicon.start(i)
		if len(d.shards) < shards && from.text+from.postings >= total*len(d.shards)/shards {
			d.shards = append(d.shards, i)
		}
	}
	for len(d.shards) <= shards {
		d.shards = append(d.shards, len(d.lexicon.ends))
	}
}

// postingsShard returns the words of a shard, each with its lists: the number of documents and
// the list itself.
func (d *exportData) postingsShard(i int) []byte {
	out := slices.Clone(d.stamp[:])
	before := ""
	for term := d.shards[i]; term < d.shards[i+1]; term++ {
		text := d.lexicon.text(term)
		out = appendTerm(out, before, text)
		out = append(out, d.lexicon.postingsOf(term)...)
		before = text
	}
	return out
}

// positionsShard returns the lists of positions, in the order of the postings.
func (d *exportData) positionsShard(i int) []byte {
	from, to := d.lexicon.start(d.shards[i]), d.lexicon.start(d.shards[i+1])
	return append(slices.Clone(d.stamp[:]), d.lexicon.positions[from.positions:to.positions]...)
}

// manyDigits is the number of digits from which on a word counts as an id.
const manyDigits = 3

// dictionary returns all words, or all ids, with the fields that have them and the number of
// documents.
func (d *exportData) dictionary(ids bool) []byte {
	out := slices.Clone(d.stamp[:])
	before := ""
	for i := range d.lexicon.ends {
		text := d.lexicon.text(i)
		digits := 0
		for j := range len(text) {
			if '0' <= text[j] && text[j] <= '9' {
				digits++
			}
		}
		rest := d.lexicon.postingsOf(i)
		fields := rest[0] &^ (1 << spellingList)
		if text < "\x20" || (digits >= manyDigits) != ids || fields == 0 {
			continue
		}
		out = appendTerm(out, before, text)
		before = text
		out, rest = append(out, fields), rest[1:]
		for range bits.OnesCount8(fields) {
			df, size := binary.Uvarint(rest)
			length, lengthSize := binary.Uvarint(rest[size:])
			out = binary.AppendUvarint(out, df)
			rest = rest[size+lengthSize+int(length):]
		}
	}
	return out
}

// encodeColumns encodes dates, then the lengths of one field after the other.
func encodeColumns(docs []exportedDoc) (out []byte) {
	out = encodeDates(docs)
	for field := range DefaultFields {
		for i := range docs {
			out = binary.AppendUvarint(out, uint64(docs[i].lengths[field]))
		}
	}
	return out
}

// encodeFacets numbers the values of facets and encodes those of each document.
func (d *exportData) encodeFacets(docs []exportedDoc) {
	for facet, f := range Facets {
		numbers := map[string]int{}
		var values []string
		for i := range docs {
			for _, value := range docs[i].facets[facet] {
				if _, known := numbers[value]; !known {
					numbers[value] = 0
					values = append(values, value)
				}
			}
		}
		order := f.order(d.words)
		if order == nil {
			order = strings.Compare
		}
		slices.SortFunc(values, order)
		for i, value := range values {
			numbers[value] = i
		}
		d.values = append(d.values, values)
		d.facets = append(d.facets, encodeFacet(docs, facet, numbers))
	}
}

// encodeDates encodes the number of documents without a date, then the day of the first one
// with a date, then differences.
func encodeDates(docs []exportedDoc) []byte {
	undated := 0
	for undated < len(docs) && docs[undated].date.IsZero() {
		undated++
	}
	out := binary.AppendUvarint(nil, uint64(undated))
	before := 0
	for i := undated; i < len(docs); i++ {
		day := int(Day(docs[i].date))
		out = binary.AppendVarint(out, int64(day-before))
		before = day
	}
	return out
}

// encodeFacet encodes the number of values of each document, then the values in ascending order
// as differences.
func encodeFacet(docs []exportedDoc, facet int, numbers map[string]int) (out []byte) {
	var distances []byte
	var of []int
	for i := range docs {
		of = of[:0]
		for _, value := range docs[i].facets[facet] {
			of = append(of, numbers[value])
		}
		slices.Sort(of)
		of = slices.Compact(of)
		out = binary.AppendUvarint(out, uint64(len(of)))
		before := 0
		for _, number := range of {
			distances = binary.AppendUvarint(distances, uint64(number-before))
			before = number
		}
	}
	return append(out, distances...)
}

// encodeNumbers encodes one figure after the other.
func encodeNumbers(docs []exportedDoc) (out []byte) {
	for number := range Numbers {
		for i := range docs {
			out = binary.AppendUvarint(out, docs[i].seconds[number])
		}
	}
	return out
}

// sign sets the stamp of the export, a checksum of its whole content.
func (d *exportData) sign(docs []exportedDoc) {
	sum := crc32.Checksum(d.columns, castagnoli)
	sum = crc32.Update(sum, castagnoli, d.numbers)
	sum = crc32.Update(sum, castagnoli, d.settings())
	for _, facet := range d.facets {
		sum = crc32.Update(sum, castagnoli, facet)
	}
	for i := range docs {
		sum = crc32.Update(sum, castagnoli, binary.BigEndian.AppendUint32(nil, docs[i].sum))
	}
	binary.BigEndian.PutUint32(d.stamp[:], sum)
}

// manifest returns the settings and the places of words.
func (d *exportData) manifest() []byte {
	out := map[string]any{}
	_ = json.Unmarshal(d.settings(), &out)
	starts := []string{}
	for _, at := range d.shards[:len(d.shards)-1] {
		if at < len(d.lexicon.ends) {
			starts = append(starts, d.lexicon.text(at))
		}
	}
	out["shards"], out["stamp"] = starts, binary.BigEndian.Uint32(d.stamp[:])
	data, _ := json.Marshal(out)
	return data
}
