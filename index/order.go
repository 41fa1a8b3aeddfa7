package index

import (
	"cmp"
	"encoding/binary"
	"math"

	"github.com/blevesearch/bleve/v2/search"
)

// hitOrder puts the best hits first, then the newest, then goes by slug.
func hitOrder() search.SortOrder {
	return search.SortOrder{&scoreOrder{}, &search.SortField{Field: dateField, Desc: true}, &search.SortDocID{}}
}

// compareHits is hitOrder of hits.
func compareHits(a, b Hit) int {
	return cmp.Or(
		cmp.Compare(float32(b.Score), float32(a.Score)),
		b.Date.Time().Compare(a.Date.Time()),
		cmp.Compare(a.Slug, b.Slug),
	)
}

// A scoreOrder orders by score, best first. Scores are compared in single
// precision: those that differ by the order of summation alone are the same, so
// that every searcher orders hits alike.
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

// RequiresScoring is asked for whether bleve compares scores itself, in full
// precision; they are there in any case.
func (o *scoreOrder) RequiresScoring() bool { return false }
