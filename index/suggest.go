package index

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/pmsite/pmsite/content"
)

// didYouMean returns the query with words that do not occur replaced by the most likely ones
// that do, or "".
func (ix *Index) didYouMean(ctx context.Context, q *Query, lost []missing) (string, error) {
	edits, err := ix.corrections(ctx, q, lost)
	if err != nil || len(edits) == 0 {
		return "", err
	}
	return edited(q.Text, edits), nil
}

// corrections returns the replacements of words that do not occur by the most likely ones that
// do.
func (ix *Index) corrections(ctx context.Context, q *Query, lost []missing) (out []edit, err error) {
	if len(lost) == 0 {
		return nil, nil
	}
	c, closeReader, err := ix.compiler(ctx, q)
	if err != nil {
		return nil, err
	}
	defer closeReader()
	for _, m := range lost {
		var better string
		if m.field != "" {
			better, err = c.nearestValue(m)
		} else {
			better, err = ix.nearestWord(ctx, c, m.node)
		}
		if err != nil {
			return nil, err
		}
		if at := strings.LastIndex(q.Text[:m.node.to], m.node.text); better != "" && at >= m.node.from {
			out = append(out, edit{at, at + len(m.node.text), better})
		}
	}
	return out, nil
}

// nearestValue returns the most similar value of a facet.
func (c *compiler) nearestValue(m missing) (string, error) {
	values, err := c.values(m.field)
	if err != nil {
		return "", err
	}
	best, distance := "", min(2, len(m.node.text)/3)+1
	for _, value := range values {
		if d := content.EditDistance(FacetKey(value), FacetKey(m.node.text)); d < distance {
			best, distance = value, d
		}
	}
	if quoted := strings.ContainsAny(c.query.Text[m.node.from:m.node.to], `"“”`); best != "" && !quoted && strings.ContainsAny(best, ` ()"`) {
		best = `"` + best + `"`
	}
	return best, nil
}

// nearestWord returns the most similar and most frequent word. Terms are stems, so it takes the
// word from a post mortem that has it.
func (ix *Index) nearestWord(ctx context.Context, c *compiler, n *node) (string, error) {
	words := c.analyser.phrase(n.text, n.kind == prefixNode)
	if len(words) != 1 || words[0].gap {
		return "", nil
	}
	term := words[0].terms[0].text
	allowed := min(2, utf8.RuneCountInString(term)/3)
	best, distance, frequency := "", allowed+1, uint64(0)
	for _, weight := range DefaultFields {
		for off := 1; off <= allowed; off++ {
			near, err := c.near(&node{distance: off}, weight.Field, term)
			if err != nil {
				break // too many to tell which one is meant
			}
			for _, candidate := range near {
				d := content.EditDistance(term, candidate.text)
				df, err := c.frequency(weight.Field, candidate.text)
				if err != nil {
					return "", err
				}
				if d > 0 && (d < distance || d == distance && df > frequency) {
					best, distance, frequency = candidate.text, d, df
				}
			}
		}
	}
	if best == "" {
		return "", nil
	}
	return ix.surface(ctx, best)
}

// surface returns a word with the term, as written in some post mortem.
func (ix *Index) surface(ctx context.Context, term string) (string, error) {
	var fields []query.Query
	var m matcher
	for _, weight := range DefaultFields {
		fields = append(fields, termQuery(term, weight.Field, weight.Boost))
		m.fields = append(m.fields, weight.Field)
	}
	m.words = []map[string]bool{{term: true}}
	request := bleve.NewSearchRequestOptions(either(fields), 1, 0, false)
	request.Fields = []string{pathField}
	found, err := ix.bleve.SearchInContext(ctx, request)
	if err != nil || len(found.Hits) == 0 {
		return "", err
	}
	for _, e := range ix.excerpts(ix.hit(found.Hits[0]).Path, []matcher{m}) {
		if len(e.marks) > 0 {
			return Fold(e.text[e.marks[0][0]:e.marks[0][1]]), nil
		}
	}
	return "", nil
}
