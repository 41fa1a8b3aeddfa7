package index

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math/bits"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// exportData is the index of an export before compression.
type exportData struct {
	words            content.Options
	documents        int
	stamp            uint32 // differs for exports with different content
	lexicon          *lexicon
	shards           []int // first term of each shard, and the number of terms at the end
	columns, numbers []byte
	facets           [][]byte                  // for each of Facets
	values           [][]string                // values of each facet, in order
	sums             map[string]collection.Sum // of what follows the stamps of files, by name
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

// cut splits the words into shards of about the same size. A shard begins at one of the words about where it should: the one
// with the least checksum. So a change of some words does not move the beginnings of all shards.
func (d *exportData) cut(shards int) {
	total := len(d.lexicon.texts) + len(d.lexicon.postings)
	slack := total / shards / 8
	d.shards = make([]int, 1, shards+1)
	best, least := -1, uint32(0)
	for i := range d.lexicon.ends {
		from, target := d.lexicon.start(i), total*len(d.shards)/shards
		switch at := from.text + from.postings; {
		case len(d.shards) == shards || at < target-slack:
		case at <= target+slack:
			if sum := crc32.Checksum([]byte(d.lexicon.text(i)), castagnoli); best < 0 || sum < least {
				best, least = i, sum
			}
		case best >= 0:
			d.shards, best = append(d.shards, best), -1
		default:
			d.shards = append(d.shards, i)
		}
	}
	if best >= 0 {
		d.shards = append(d.shards, best)
	}
	for len(d.shards) <= shards {
		d.shards = append(d.shards, len(d.lexicon.ends))
	}
}

// postingsShard returns the words of a shard, each with its lists: the number of documents and
// the list itself.
func (d *exportData) postingsShard(i int) (out []byte) {
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
	return d.lexicon.positions[from.positions:to.positions]
}

// manyDigits is the number of digits from which on a word counts as an id.
const manyDigits = 3

// dictionary returns all words, or all ids, with the fields that have them and the number of
// documents.
func (d *exportData) dictionary(ids bool) (out []byte) {
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
	out["shards"], out["stamp"], out["stamps"] = starts, d.stamp, d.stamps()
	data, _ := json.Marshal(out)
	return data
}
