package index

import (
	"context"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	"github.com/blevesearch/bleve/v2/search/searcher"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// An unscoredQuery finds what its query finds and adds nothing to the score.
// (bleve's own Filter clause does so beside a query, not within one.)
type unscoredQuery struct{ query.Query }

func unscored(q query.Query) query.Query {
	if _, already := q.(*unscoredQuery); already {
		return q
	}
	return &unscoredQuery{q}
}

func (q *unscoredQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions) (search.Searcher, error) {
	options.Score, options.IncludeTermVectors = "none", false
	s, err := q.Query.Searcher(ctx, r, m, options)
	if err != nil {
		return nil, err
	}
	return &unscoredSearcher{s}, nil
}

type unscoredSearcher struct{ search.Searcher }

func (s *unscoredSearcher) Weight() float64        { return 0 }
func (s *unscoredSearcher) SetQueryNorm(_ float64) {}
func zeroed(d *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	if d != nil {
		d.Score = 0
	}
	return d, err
}

func (s *unscoredSearcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	return zeroed(s.Searcher.Next(ctx))
}

func (s *unscoredSearcher) Advance(ctx *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	return zeroed(s.Searcher.Advance(ctx, id))
}

// A partQuery finds what its query, on the body, finds within one part of it.
// The score is that of the whole body.
type partQuery struct {
	query.Query
	part Field
}

func (q *partQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions) (search.Searcher, error) {
	options.IncludeTermVectors = true
	found, err := q.Query.Searcher(ctx, r, m, options)
	if err != nil {
		return nil, err
	}
	marks, err := searcher.NewTermSearcher(ctx, r, Mark(q.part), string(Body), 0, options)
	if err != nil {
		return nil, err
	}
	both, err := searcher.NewConjunctionSearcher(ctx, r, []search.Searcher{found, marks}, options)
	if err != nil {
		return nil, err
	}
	return searcher.NewFilteringSearcher(ctx, both, func(_ *search.SearchContext, d *search.DocumentMatch) bool {
		return within(d.FieldTermLocations, Mark(q.part))
	}), nil
}

// within reports whether a word lies between the two marks.
func within(locations []search.FieldTermLocation, mark string) bool {
	var begin, end uint64
	for _, l := range locations {
		if l.Term == mark {
			if begin == 0 || l.Location.Pos < begin {
				begin = l.Location.Pos
			}
			end = max(end, l.Location.Pos)
		}
	}
	for _, l := range locations {
		if l.Term != mark && begin < l.Location.Pos && l.Location.Pos < end {
			return true
		}
	}
	return false
}
