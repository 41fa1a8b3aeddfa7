package index

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content"
)

// SearchOptions say what of the hits is wanted. The zero value gives the first
// ten with up to two fragments each.
type SearchOptions struct {
	Limit     int  // hits; 0 means 10, below 0 none but the total
	From      int  // hits passed over
	Facets    bool // count the values of facets among all hits
	Fragments int  // for each hit; 0 means 2, below 0 none
}

// maxFacetValues is how many values of a facet are counted, the most frequent.
const maxFacetValues = 100

// A Result is what a query finds.
type Result struct {
	Query  string
	Total  int // hits in all
	Hits   []Hit
	Facets []FacetCounts // in the order of [Facets], if they were asked for
	// DidYouMean is the query with words that occur, if it finds nothing and
	// some of its words do not. It may be empty.
	DidYouMean string
}

// A Hit is a post mortem that was found. Hits are ordered by score, then the
// newest first, then by slug.
type Hit struct {
	Slug  string
	Path  string // of its file
	Title string
	URL   string
	Score float64 // 0 where only filters were asked for
	Date  content.Date
	// What the words are found in, unless fragments were not wanted or the file
	// has gone.
	TitleSpans []Span
	Fragments  []Fragment
}

// FacetCounts are the values of a facet, the most frequent first.
type FacetCounts struct {
	Facet  Facet
	Values []FacetCount
	Others int // hits with values beyond these
}

// A FacetCount says how many hits have a value.
type FacetCount struct {
	Value string
	Count int
}

// Search answers a query. What is wrong with one is a [*SyntaxError].
func (ix *Index) Search(ctx context.Context, text string, opts SearchOptions) (*Result, error) {
	q, err := Parse(text)
	if err != nil {
		return nil, err
	}
	return ix.Find(ctx, q, opts)
}

// Find answers a query that has been parsed.
func (ix *Index) Find(ctx context.Context, q *Query, opts SearchOptions) (*Result, error) {
	c, request, err := ix.request(ctx, q, opts)
	if err != nil {
		return nil, err
	}
	found, hits, err := ix.best(ctx, request, len(c.matchers) > 0)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	result := &Result{Query: q.Text, Total: int(found.Total), Hits: hits, Facets: facetCounts(found.Facets)}
	if opts.Fragments >= 0 {
		ix.addFragments(result.Hits, c.matchers, opts.Fragments)
	}
	if result.Total == 0 && len(c.missing) > 0 {
		result.DidYouMean, err = ix.didYouMean(ctx, q, c.missing)
	}
	return result, err
}

// spare is how many hits are looked at beyond those that are wanted.
const spare = 10

// best answers a request with its hits in order. Asked for the order, bleve looks
// up the date of whatever it finds, which takes longer than to find it. So where
// there are scores, it is asked for the best alone, in no order, unless too many
// are as good as the last that is wanted.
func (ix *Index) best(ctx context.Context, request *bleve.SearchRequest, scored bool) (*bleve.SearchResult, []Hit, error) {
	if !scored || request.Size == 0 {
		found, err := ix.bleve.SearchInContext(ctx, request)
		return found, ix.hits(found), err
	}
	end := request.From + request.Size
	loose := *request
	loose.From, loose.Size, loose.Sort = 0, end+spare, search.SortOrder{&scoreOrder{}}
	found, err := ix.bleve.SearchInContext(ctx, &loose)
	hits := ix.hits(found)
	if n := len(hits); err == nil && n < int(found.Total) && float32(hits[end-1].Score) == float32(hits[n-1].Score) {
		facets := found.Facets
		request.Facets = nil
		if found, err = ix.bleve.SearchInContext(ctx, request); err == nil {
			found.Facets = facets
		}
		return found, ix.hits(found), err
	}
	slices.SortFunc(hits, compareHits)
	return found, hits[min(request.From, len(hits)):min(end, len(hits))], err
}

func (ix *Index) hits(found *bleve.SearchResult) (out []Hit) {
	if found != nil {
		for _, match := range found.Hits {
			out = append(out, ix.hit(match))
		}
	}
	return out
}

// addFragments reads the post mortems that were found, a few at once.
func (ix *Index) addFragments(hits []Hit, matchers []matcher, limit int) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range hits {
		group.Go(func() error {
			hits[i].TitleSpans, hits[i].Fragments = ix.fragments(hits[i].Path, matchers, limit)
			return nil
		})
	}
	_ = group.Wait() // what cannot be read has no fragments
}

// request compiles a query and makes bleve's request of it.
func (ix *Index) request(ctx context.Context, q *Query, opts SearchOptions) (*compiler, *bleve.SearchRequest, error) {
	c, closeReader, err := ix.compiler(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	defer closeReader()
	compiled, err := c.compile()
	if err != nil {
		return nil, nil, err
	}
	limit := opts.Limit
	if limit == 0 {
		limit = 10
	}
	request := bleve.NewSearchRequestOptions(compiled, max(limit, 0), max(opts.From, 0), false)
	request.SortByCustom(hitOrder())
	request.Fields = []string{pathField, storedTitle, storedDate}
	if opts.Facets {
		for _, facet := range Facets {
			request.AddFacet(facet.Name, bleve.NewFacetRequest(facet.Name, maxFacetValues))
		}
	}
	return c, request, nil
}

// compiler gives a compiler, and what closes the reader that it uses.
func (ix *Index) compiler(ctx context.Context, q *Query) (*compiler, func(), error) {
	advanced, err := ix.bleve.Advanced()
	if err != nil {
		return nil, nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, nil, err
	}
	return &compiler{ctx: ctx, query: q, reader: reader, edited: ix.edited}, func() { _ = reader.Close() }, nil
}

func (ix *Index) hit(match *search.DocumentMatch) Hit {
	stored := func(name string) string {
		text, _ := match.Fields[name].(string)
		return text
	}
	hit := Hit{Slug: match.ID, Path: stored(pathField), Title: stored(storedTitle), Score: match.Score}
	hit.Date, _ = content.ParseDate(stored(storedDate)) // zero where there is none
	hit.URL = "postmortems/" + hit.Slug + "/"
	if ix.opts.URL != nil {
		hit.URL = ix.opts.URL(hit.Slug)
	}
	return hit
}

func facetCounts(results search.FacetResults) (out []FacetCounts) {
	for _, facet := range Facets {
		result, ok := results[facet.Name]
		if !ok {
			continue
		}
		counts := FacetCounts{Facet: facet, Others: result.Other}
		for _, term := range result.Terms.Terms() {
			counts.Values = append(counts.Values, FacetCount{term.Term, term.Count})
		}
		out = append(out, counts)
	}
	return out
}
