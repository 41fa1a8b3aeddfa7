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

// SearchOptions select the hits to return. The zero value returns the first ten with up to two
// fragments each.
type SearchOptions struct {
	Limit     int  // maximum number of hits; 0 means 10, below 0 means only the total
	From      int  // number of hits to skip
	Facets    bool // count the values of facets among all hits
	Fragments int  // maximum number per hit; 0 means 2, below 0 means none
}

// maxFacetValues is the maximum number of values per facet; the most frequent ones are returned.
const maxFacetValues = 100

// A Result is the result of a query.
type Result struct {
	Query   string
	Instead string // query that [Index.Ask] has answered in place of Query; "" if it is the same
	// Corrected reports whether Instead corrects something mistyped.
	Corrected bool
	Hints     []string // see [Query]

	Total   int // total number of hits
	Hits    []Hit
	Facets  []FacetCounts // in the order of [Facets], if requested
	Missing []string      // words of the answered query that no document has, as written
	// DidYouMean is a corrected query if nothing was found and some words do not occur. It
	// may be empty.
	DidYouMean string
}

// A Hit is a post mortem that was found. Hits are sorted by score, then newest first, then by
// slug.
type Hit struct {
	Slug  string
	Path  string // path of its file
	Title string
	URL   string
	Score float64 // 0 if the query consists of filters
	Date  content.Date
	// Excerpts with the matches, unless fragments were not requested or the file was
	// removed.
	TitleSpans []Span
	Fragments  []Fragment
}

// FacetCounts lists the values of a facet in the order of the vocabulary, years from the last on, and the most frequent
// values of other facets first.
type FacetCounts struct {
	Facet  Facet
	Values []FacetCount
	Others int // number of hits with other values
}

// A FacetCount is the number of hits with a value.
type FacetCount struct {
	Value string
	Count int
}

// Search parses and answers a query. It returns a [*SyntaxError] for an invalid one.
func (ix *Index) Search(ctx context.Context, text string, opts SearchOptions) (*Result, error) {
	q, err := Parse(text)
	if err != nil {
		return nil, err
	}
	return ix.Find(ctx, q, opts)
}

// Find answers a parsed query.
func (ix *Index) Find(ctx context.Context, q *Query, opts SearchOptions) (*Result, error) {
	result, _, err := ix.find(ctx, q, opts)
	return result, err
}

// find also returns what no document has.
func (ix *Index) find(ctx context.Context, q *Query, opts SearchOptions) (*Result, []missing, error) {
	c, request, err := ix.request(ctx, q, opts)
	if err != nil {
		return nil, nil, err
	}
	found, hits, err := ix.best(ctx, request, len(c.matchers) > 0)
	if err != nil {
		return nil, nil, fmt.Errorf("search: %w", err)
	}
	result := &Result{Query: q.Text, Hints: q.Hints, Total: int(found.Total), Hits: hits, Facets: ix.facetCounts(found.Facets)}
	for _, missing := range c.missing {
		result.Missing = append(result.Missing, missing.node.text)
	}
	if opts.Fragments >= 0 {
		ix.addFragments(result.Hits, c.matchers, opts.Fragments)
	}
	if result.Total == 0 && len(c.missing) > 0 {
		result.DidYouMean, err = ix.didYouMean(ctx, q, c.missing)
	}
	return result, c.missing, err
}

// spare is the number of hits requested in addition to those wanted.
const spare = 10

// best runs a request and returns its hits in order. If bleve sorts the hits, it looks up the
// date of every hit, which takes longer than finding them. So if there are scores, best requests
// only the hits with the best scores, unsorted, unless too many have the score of the last one
// wanted.
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

// addFragments adds fragments to the hits. It reads a few post mortems at a time.
func (ix *Index) addFragments(hits []Hit, matchers []matcher, limit int) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range hits {
		group.Go(func() error {
			hits[i].TitleSpans, hits[i].Fragments = ix.fragments(hits[i].Path, matchers, limit)
			return nil
		})
	}
	_ = group.Wait() // a file that cannot be read has no fragments
}

// request compiles a query and returns the bleve request for it.
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

// compiler returns a compiler, and a function that closes its reader.
func (ix *Index) compiler(ctx context.Context, q *Query) (*compiler, func(), error) {
	advanced, err := ix.bleve.Advanced()
	if err != nil {
		return nil, nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, nil, err
	}
	return &compiler{ctx: ctx, query: q, reader: reader, words: ix.opts.Content.Options, edited: ix.edited}, func() { _ = reader.Close() }, nil
}

func (ix *Index) hit(match *search.DocumentMatch) Hit {
	stored := func(name string) string {
		text, _ := match.Fields[name].(string)
		return text
	}
	hit := Hit{Slug: match.ID, Path: stored(pathField), Title: stored(storedTitle), Score: match.Score}
	hit.Date, _ = content.ParseDate(stored(storedDate)) // zero if there is none
	hit.URL = "postmortems/" + hit.Slug + "/"
	if ix.opts.URL != nil {
		hit.URL = ix.opts.URL(hit.Slug)
	}
	return hit
}

func (ix *Index) facetCounts(results search.FacetResults) (out []FacetCounts) {
	for _, facet := range Facets {
		result, ok := results[facet.Name]
		if !ok {
			continue
		}
		counts := FacetCounts{Facet: facet, Others: result.Other}
		for _, term := range result.Terms.Terms() {
			counts.Values = append(counts.Values, FacetCount{term.Term, term.Count})
		}
		if order := facet.order(ix.opts.Content.Options); order != nil {
			slices.SortFunc(counts.Values, func(a, b FacetCount) int { return order(a.Value, b.Value) })
		}
		out = append(out, counts)
	}
	return out
}
