package index

import (
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/search/query"
)

// fewestPaired is the number of words from which on a query may be a text that somebody pasted. Of shorter ones, the browser
// need not fetch the positions of words.
const fewestPaired = 3

// pairs compiles the pairs of words that follow each other in a query, so that documents that have them together come first.
// It leaves out pairs within a name, and those whose words no field has.
func (c *compiler) pairs(words []*node) (out []query.Query, err error) {
	if len(words) < fewestPaired {
		return nil, nil
	}
	for _, row := range rows(c.query.Text, words) {
		from := row[0].from
		tokens := c.analyser.Tokens(nil, c.query.Text[from:row[len(row)-1].to])
		for i := 1; i < len(tokens); i++ {
			a, b := tokens[i-1], tokens[i]
			if !slices.ContainsFunc(row, func(n *node) bool { return n.from > from+a.Start && n.from <= from+b.Start }) {
				continue
			}
			pair, err := c.pair(a, b)
			if err != nil {
				return nil, err
			}
			if pair != nil {
				out = append(out, pair)
			}
		}
	}
	return out, nil
}

// rows returns the words that have only blanks between them.
func rows(text string, words []*node) (out [][]*node) {
	for i, n := range words {
		switch {
		case n.kind != wordNode || n.field != "":
		case i > 0 && words[i-1].kind == wordNode && words[i-1].field == "" && strings.TrimSpace(text[words[i-1].to:n.from]) == "":
			out[len(out)-1] = append(out[len(out)-1], n)
		default:
			out = append(out, []*node{n})
		}
	}
	return out
}

func (c *compiler) pair(a, b Token) (query.Query, error) {
	words := []position{{terms: []weighted{{a.Term, 1}}}}
	words = append(words, slices.Repeat([]position{{gap: true}}, b.Position-a.Position-1)...)
	words = append(words, position{terms: []weighted{{b.Term, 1}}})
	var clauses []query.Query
	for _, weight := range DefaultFields {
		expanded, err := c.expand(&node{kind: phraseNode}, words, weight.Field)
		if err != nil {
			return nil, err
		}
		if len(expanded[0].terms) > 0 && len(expanded[len(expanded)-1].terms) > 0 {
			clauses = append(clauses, c.clause(expanded, weight))
		}
	}
	return either(clauses), nil
}
