package index

import (
	"cmp"
	"encoding/binary"
	"math"

	"github.com/blevesearch/bleve/v2/search"
)

// hitOrder sorts hits by score, best first, then by date, newest first, then by slug.
func hitOrder() search.SortOrder {
	return search.SortOrder{&scoreOrder{}, &search.SortField{Field: dateField, Desc: true}, &search.SortDocID{}}
}

// compareHits compares hits in the order of hitOrder.
func compareHits(a, b Hit) int {
	return cmp.Or(
		cmp.Compare(float32(b.Score), float32(a.Score)),
		b.Date.Time().Compare(a.Date.Time()),
		cmp.Compare(a.Slug, b.Slug),
	)
}

// A scoreOrder sorts by score, best first. It compares scores in single precision, so that scores
// that differ only because of the order of summation are equal, and all searchers sort alike.
type scoreOrder struct{ ascending bool }

func (o *scoreOrder) Value(d *search.DocumentMatch) string {
	return string(binary.BigEndian.AppendUint32(nil, math.Float32bits(float32(d.Score))))
}

func (o *scoreOrder) UpdateVisitor(string, []byte)    {}
func (o *scoreOrder) DecodeValue(value string) string { return value }
func (o *scoreOrder) Descending() bool                { return !o.ascending }
func (o *scoreOrder) RequiresDocID() bool             { return false }
func (o *scoreOrder) RequiresFields() []string        { return nil }
func (o *scoreOrder) Reverse()                        { o.ascending = !o.ascending }
func (o *scoreOrder) Copy() search.SearchSort         { return &scoreOrder{o.ascending} }

// RequiresScoring returns false, so that bleve does not compare scores itself in full precision.
// It computes them in any case.
func (o *scoreOrder) RequiresScoring() bool { return false }
