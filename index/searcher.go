package index

import (
	"context"
	"errors"
	"slices"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	"github.com/blevesearch/bleve/v2/search/searcher"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// An unscoredQuery matches what its query matches but adds nothing to the score. (bleve's own
// Filter clause does so only at the top of a query.)
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

// A steadyQuery matches what its query matches. If its searcher is asked to advance to the
// current document, it returns that document again. bleve advances the should clauses of a
// nested boolean query like this, and would lose the document.
type steadyQuery struct{ query.Query }

func (q *steadyQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions) (search.Searcher, error) {
	s, err := q.Query.Searcher(ctx, r, m, options)
	if err != nil {
		return nil, err
	}
	return &steadySearcher{Searcher: s}, nil
}

type steadySearcher struct {
	search.Searcher
	id    bleveindex.IndexInternalID // of the last document; empty if there is none
	score float64
}

func (s *steadySearcher) remember(d *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	s.id = s.id[:0]
	if d != nil {
		s.id, s.score = append(s.id, d.IndexInternalID...), d.Score
	}
	return d, err
}

func (s *steadySearcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	return s.remember(s.Searcher.Next(ctx))
}

func (s *steadySearcher) Advance(ctx *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	if len(s.id) == 0 || s.id.Compare(id) < 0 {
		return s.remember(s.Searcher.Advance(ctx, id))
	}
	d := ctx.DocumentMatchPool.Get()
	d.IndexInternalID = append(d.IndexInternalID, s.id...)
	d.Score = s.score
	return d, nil
}

// A partQuery matches what its query, on the body, matches within one part of the body. The
// score is that of the whole body.
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

// within reports whether a word is between the two marks.
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

// A speltQuery matches what its query matches. It multiplies the score of documents that lack
// one of the spellings by a share, or leaves them out if the share is 0.
type speltQuery struct {
	query.Query
	spellings []string
	share     float64
}

func (q *speltQuery) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, options search.SearcherOptions) (search.Searcher, error) {
	found, err := q.Query.Searcher(ctx, r, m, options)
	if err != nil {
		return nil, err
	}
	s := &speltSearcher{Searcher: found, share: q.share}
	for _, spelling := range q.spellings {
		docs, err := speltSo(ctx, r, spelling)
		if err != nil {
			return nil, errors.Join(err, found.Close())
		}
		s.docs = append(s.docs, docs)
	}
	return s, nil
}

// speltSo returns the numbers of the documents with a spelling, in ascending order. It reads all
// of them because bleve sometimes goes back.
func speltSo(ctx context.Context, r bleveindex.IndexReader, spelling string) (docs []uint64, err error) {
	reader, err := r.TermFieldReader(ctx, []byte(spelling), spellingField, false, false, false)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	var found bleveindex.TermFieldDoc
	for {
		next, err := reader.Next(found.Reset())
		if next == nil || err != nil {
			return docs, err
		}
		docs = append(docs, next.ID.Value())
	}
}

type speltSearcher struct {
	search.Searcher
	docs  [][]uint64 // for each spelling
	share float64
}

func (s *speltSearcher) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	d, err := s.Searcher.Next(ctx)
	return s.weigh(ctx, d, err)
}

func (s *speltSearcher) Advance(ctx *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	d, err := s.Searcher.Advance(ctx, id)
	return s.weigh(ctx, d, err)
}

// weigh adjusts the score of a document, or returns the next document instead.
func (s *speltSearcher) weigh(ctx *search.SearchContext, d *search.DocumentMatch, err error) (*search.DocumentMatch, error) {
	for ; d != nil && err == nil; d, err = s.Searcher.Next(ctx) {
		if s.spelt(d.IndexInternalID.Value()) {
			return d, nil
		}
		if s.share > 0 {
			d.Score *= s.share
			return d, nil
		}
		ctx.DocumentMatchPool.Put(d)
	}
	return nil, err
}

func (s *speltSearcher) spelt(doc uint64) bool {
	return !slices.ContainsFunc(s.docs, func(docs []uint64) bool {
		_, found := slices.BinarySearch(docs, doc)
		return !found
	})
}
