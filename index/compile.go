package index

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/pmsite/pmsite/content"
)

// MaxExpansion is the maximum number of words in a field that a prefix or a misspelled word
// may stand for.
const MaxExpansion = 1000

// A compiler translates a query to a bleve query.
//
// A word is searched for in each of [DefaultFields]; its score is bleve's sum over them.
// Adjacent words are a disjunction, so that documents with more of them come first. Filters
// do not change the score.
type compiler struct {
	ctx      context.Context
	query    *Query
	reader   bleveindex.IndexReader
	analyser Analyser
	words    content.Options // of the site
	edited   bool            // the dictionary may contain words that no document has any more

	matchers []matcher // matches that excerpts mark
	missing  []missing // words that no document has
}

// A missing is a word or a filter's value that no document has.
type missing struct {
	node  *node
	field string // of a filter
}

// A matcher finds the matches of a leaf in a text: a sequence of words.
type matcher struct {
	fields []Field           // fields to search; Body stands for its parts
	words  []map[string]bool // for each position, the terms that match; nil matches any
}

func (c *compiler) compile() (query.Query, error) {
	if c.query.root == nil {
		return unscored(query.NewMatchAllQuery()), nil
	}
	q, err := c.node(c.query.root, true)
	if q == nil && err == nil { // only stop words
		q = unscored(query.NewMatchAllQuery())
	}
	return q, err
}

// node compiles a node. It returns nil for stop words, which have no effect.
func (c *compiler) node(n *node, positive bool) (query.Query, error) {
	switch n.kind {
	case filterNode:
		return c.filter(n)
	case rangeNode:
		return unscored(rangeQuery(n)), nil
	case allNode:
		return c.group(&node{kind: groupNode, must: n.children}, positive)
	case anyNode:
		children, err := c.nodes(n.children, positive)
		return either(children), err
	case notNode:
		return c.group(&node{kind: groupNode, mustNot: n.children}, positive)
	case groupNode:
		return c.group(n, positive)
	}
	return c.leaf(n, positive)
}

func (c *compiler) nodes(list []*node, positive bool) (out []query.Query, err error) {
	for _, n := range list {
		q, err := c.node(n, positive)
		if err != nil {
			return nil, err
		}
		if q != nil {
			out = append(out, q)
		}
	}
	return out, nil
}

// either returns the disjunction of the queries: nil for none, and the query itself for one.
func either(list []query.Query) query.Query {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return query.NewDisjunctionQuery(list)
}

// group compiles a group: all of must, one of should unless there is a must, one of each
// filter, and none of mustNot.
func (c *compiler) group(n *node, positive bool) (query.Query, error) {
	must, err := c.nodes(n.must, positive)
	if err != nil {
		return nil, err
	}
	should, err := c.nodes(n.should, positive)
	if err != nil {
		return nil, err
	}
	if positive && len(should) > 0 {
		pairs, err := c.pairs(n.should)
		if err != nil {
			return nil, err
		}
		should = append(should, pairs...)
	}
	mustNot, err := c.nodes(n.mustNot, !positive)
	if err != nil {
		return nil, err
	}
	if len(must) == 0 && len(should) > 0 {
		must, should = []query.Query{either(should)}, nil
	}
	for _, alternatives := range n.filters {
		filters, err := c.nodes(alternatives, positive)
		if err != nil {
			return nil, err
		}
		must = append(must, either(filters))
	}
	switch {
	case len(must) == 0 && len(mustNot) == 0:
		return nil, nil
	case len(must) == 0:
		must = []query.Query{unscored(query.NewMatchAllQuery())}
	case len(must) == 1 && len(should) == 0 && len(mustNot) == 0:
		return must[0], nil
	}
	q := query.NewBooleanQuery(must, nil, mustNot)
	if len(should) > 0 {
		q.Should = &steadyQuery{query.NewDisjunctionQuery(should)}
	}
	return q, nil
}

// leaf compiles a word, phrase, prefix or misspelled word.
func (c *compiler) leaf(n *node, positive bool) (query.Query, error) {
	words := c.analyser.phrase(n.text, n.kind == prefixNode)
	if len(words) == 0 {
		return nil, nil
	}
	fields := DefaultFields
	part := Field("")
	if field := Field(n.field); field != "" {
		fields = []Weight{{field, 1}}
		if slices.Contains(BodyFields, field) {
			fields, part = []Weight{{Body, 1}}, field
		}
	}
	var clauses []query.Query
	found := false
	marks := make([]map[string]bool, len(words))
	for _, weight := range fields {
		expanded, err := c.expand(n, words, weight.Field)
		if err != nil {
			return nil, err
		}
		found = found || !slices.ContainsFunc(expanded, func(p position) bool { return !p.gap && len(p.terms) == 0 })
		for i, p := range expanded {
			if !p.gap && marks[i] == nil {
				marks[i] = map[string]bool{}
			}
			for _, term := range p.terms {
				marks[i][term.text] = true
			}
		}
		if len(words) > 1 && n.name() {
			weight.Boost *= nameBoost * float64(len(words))
		}
		clause := c.clause(expanded, weight)
		if part != "" {
			clause = &partQuery{clause, part}
		}
		clauses = append(clauses, clause)
	}
	if positive {
		m := matcher{words: marks}
		for _, weight := range fields {
			m.fields = append(m.fields, weight.Field)
		}
		if part != "" {
			m.fields = []Field{part}
		}
		c.matchers = append(c.matchers, m)
		if !found {
			c.missing = append(c.missing, missing{node: n})
		}
	}
	return c.spelt(n, words, either(clauses))
}

// stemShare is the share of its score that a word has in a document that contains only other
// forms of it.
const stemShare = 0.5

// nameBoost is the weight of a name that consists of several words, in relation to that of a word.
const nameBoost = 2

// spelt makes the query prefer documents with the exact spelling of the words. For names with
// a number, such as ticket ids and hosts, it requires the exact spelling, except for the v of a
// version.
func (c *compiler) spelt(n *node, words []position, found query.Query) (query.Query, error) {
	if n.kind != wordNode && n.kind != phraseNode {
		return found, nil
	}
	q := &speltQuery{Query: found, share: stemShare}
	if n.kind == wordNode && len(words) > 1 && strings.ContainsAny(n.text, "0123456789") {
		q.share = 0
	}
	for _, word := range words {
		if word.spelling == "" || q.share == 0 && strings.ContainsAny(word.spelling, "0123456789") {
			continue
		}
		if df, err := c.frequency(spellingField, word.spelling); err != nil || df == 0 && q.share > 0 {
			return found, err // no document has this spelling
		}
		q.spellings = append(q.spellings, word.spelling)
	}
	if len(q.spellings) == 0 {
		return found, nil
	}
	return q, nil
}

// A position is a position in a phrase, with the terms that match there.
type position struct {
	gap    bool // a stop word, so anything matches
	prefix bool // the terms are prefixes
	terms  []weighted

	spelling string // "" if any spelling matches
}

type weighted struct {
	text  string
	boost float64
}

// phrase returns the positions of a text. With prefix, the last word is a prefix.
func (a *Analyser) phrase(text string, prefix bool) (out []position) {
	last := ""
	if prefix {
		cut := strings.LastIndexFunc(text, func(r rune) bool { return !wordRune(r) }) + 1
		for wordEnd(text, cut) != len(text) {
			cut = wordEnd(text, cut)
		}
		text, last = text[:cut], text[cut:]
	}
	tokens := a.Tokens(nil, text)
	for i, token := range tokens {
		for gap := 0; i > 0 && gap < token.Position-tokens[i-1].Position-1; gap++ {
			out = append(out, position{gap: true})
		}
		out = append(out, position{terms: []weighted{{token.Term, 1}}, spelling: token.Spelling})
	}
	if last != "" {
		out = append(out, position{prefix: true, terms: []weighted{{bareWord(Fold(last)), 1}}})
	}
	return out
}

// expand returns the positions with the matching terms of the field.
func (c *compiler) expand(n *node, words []position, field Field) (out []position, err error) {
	for _, p := range words {
		if p.gap {
			out = append(out, p)
			continue
		}
		text := p.terms[0].text
		switch {
		case p.prefix:
			p.terms, err = c.begins(n, field, text)
		case n.kind == fuzzyNode:
			p.terms, err = c.near(n, field, text)
		default:
			var n uint64
			if n, err = c.frequency(field, text); n == 0 {
				p.terms = nil
			}
		}
		if err != nil {
			return nil, err
		}
		out = append(out, position{terms: p.terms})
	}
	return out, nil
}

// clause returns the query for a word, or a sequence of words, in a field.
func (c *compiler) clause(words []position, weight Weight) query.Query {
	if len(words) == 1 {
		var terms []query.Query
		for _, term := range words[0].terms {
			terms = append(terms, termQuery(term.text, weight.Field, weight.Boost*term.boost))
		}
		if len(terms) == 0 {
			return termQuery("", weight.Field, weight.Boost)
		}
		return either(terms)
	}
	rows := make([][]string, len(words))
	for i, p := range words {
		if p.gap {
			rows[i] = []string{""}
			continue
		}
		if len(p.terms) == 0 {
			return termQuery("", weight.Field, weight.Boost)
		}
		for _, term := range p.terms {
			rows[i] = append(rows[i], term.text)
		}
	}
	q := query.NewMultiPhraseQuery(rows, string(weight.Field))
	q.SetBoost(weight.Boost)
	return q
}

// termQuery returns the query for a term. The empty term, which no document has, stands for
// words that do not occur.
func termQuery(term string, field Field, boost float64) query.Query {
	q := query.NewTermQuery(term)
	q.SetField(string(field))
	q.SetBoost(boost)
	return q
}

// frequency returns the number of documents that have a term.
func (c *compiler) frequency(field Field, term string) (uint64, error) {
	terms, err := c.reader.TermFieldReader(c.ctx, []byte(term), string(field), false, false, false)
	if err != nil {
		return 0, err
	}
	return terms.Count(), terms.Close()
}

// filter compiles a filter: documents with a value of the facet that matches.
func (c *compiler) filter(n *node) (query.Query, error) {
	values, err := c.values(n.field)
	if err != nil {
		return nil, err
	}
	key := FacetKey(n.text)
	fits := func(word string) bool { return word == key || n.prefix && strings.HasPrefix(word, key) }
	meant := map[string]bool{}
	for word, value := range c.synonyms(n.field) {
		meant[value] = meant[value] || fits(word)
	}
	var terms []query.Query
	for _, value := range values {
		if meant[value] || fits(FacetKey(value)) {
			terms = append(terms, termQuery(value, Field(n.field), 1))
		}
	}
	if len(terms) == 0 {
		c.missing = append(c.missing, missing{n, n.field})
		return unscored(query.NewMatchNoneQuery()), nil
	}
	return unscored(either(terms)), nil
}

// synonyms returns the values of a facet by other words for them.
func (c *compiler) synonyms(name string) map[string]string {
	i := slices.IndexFunc(Facets, func(f Facet) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return Facets[i].synonyms(c.words)
}

// values returns all values of a facet.
func (c *compiler) values(facet string) (out []string, err error) {
	dict, err := c.reader.FieldDict(facet)
	if err != nil {
		return nil, err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if entry == nil || err != nil {
			return out, err
		}
		out = append(out, entry.Term)
	}
}

func rangeQuery(n *node) query.Query {
	q := query.NewNumericRangeInclusiveQuery(n.span.low, n.span.high, &n.span.withLow, &n.span.withHigh)
	q.SetField(n.field)
	return q
}

// tooMany returns an error for a node that matches too much of the dictionary.
func (c *compiler) tooMany(n *node) error {
	text := c.query.Text[n.from:n.to]
	return &SyntaxError{
		Query: c.query.Text, From: n.from, To: n.to, Hint: "write more of the word",
		Message: fmt.Sprintf("%s matches more than %d words", text, MaxExpansion),
	}
}
