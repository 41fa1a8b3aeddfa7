package index

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing/fstest"
	"unicode"

	"github.com/pmsite/pmsite/content"
)

// babble returns post mortems of words joined by blank, which may be empty.
func babble(n int, words []string, blank string) fs.FS {
	r := rand.New(rand.NewPCG(uint64(n), uint64(len(words))))
	text := func(length int) string {
		out := make([]string, length)
		for i := range out {
			out[i] = words[int(float64(len(words))*r.Float64()*r.Float64())]
		}
		return strings.Join(out, blank)
	}
	one := func(list ...string) string { return list[r.IntN(len(list))] }
	out := fstest.MapFS{}
	for i := range n {
		doc := fmt.Sprintf("---\ntitle: %q\nservice: %s\nimpact: [%s]\nseverity: %s\ndetection: manual\ndate: %d-%02d-%02d\nstatus: completed\ntags: [%s]\nid: PM-%d\nduration: %dm\n---\n",
			text(5), one("dns", "payments", "edge gateway"), one("latency", "availability", "latency, availability"), one("critical", "high", "medium", "low", "near miss"),
			2023+r.IntN(3), 1+r.IntN(12), 1+r.IntN(28), one("dns", "tls, dns", "load balancer", "tls"), 1000+i, r.IntN(400))
		for _, heading := range []string{"Summary", "Proximal and Root Causes", "Own section"} {
			doc += fmt.Sprintf("## %s\n%s\n\n%s\n\n", heading, text(10+r.IntN(30)), text(r.IntN(12)+1))
		}
		doc += fmt.Sprintf("## Lessons Learned\n### What went well\n- %s\n## Action Items\n| Action Item | Type | Owner |\n|---|---|---|\n| %s | Preventative | team |\n", text(8), text(4))
		out[fmt.Sprintf("content/postmortems/doc-%03d.md", i)] = &fstest.MapFile{Data: []byte(doc)}
	}
	return out
}

// facets are the facets of generated queries.
var facets = []string{"severity", "impact", "detection", "status", "service", "vendor", "tag", "action_type", "factor", "kind"}

// A queryGenerator generates queries with every construct from the words,
// phrases and values of a collection.
type queryGenerator struct {
	*rand.Rand
	texts  []string            // of the documents
	values map[string][]string // of facets
	seen   map[string]int      // constructs in the queries so far
	found  int                 // queries that parse to something
}

func newQueryGenerator(posts []*content.PostMortem) *queryGenerator {
	g := &queryGenerator{Rand: rand.New(rand.NewPCG(1, 2)), values: map[string][]string{}, seen: map[string]int{}}
	for d := range Documents(posts) {
		for _, field := range append([]Field{Title, Labels, IDs}, BodyFields...) {
			g.texts = append(g.texts, d.Texts[field]...)
		}
		for name, values := range d.Facets {
			for _, value := range values {
				g.values[name] = appendNew(g.values[name], value)
			}
		}
	}
	for _, values := range g.values {
		slices.Sort(values)
	}
	return g
}

func (g *queryGenerator) one(list ...string) string { return list[g.IntN(len(list))] }

// words returns n consecutive words of some document, as written.
func (g *queryGenerator) words(n int) string {
	for range 20 {
		text := g.one(g.texts...)
		var a Analyser
		tokens := a.Tokens(nil, text)
		if len(tokens) >= n {
			from := g.IntN(len(tokens) - n + 1)
			return text[tokens[from].Start:tokens[from+n-1].End]
		}
	}
	return "timeout"
}

// clause returns a clause. Depth limits the nesting of parentheses.
func (g *queryGenerator) clause(depth int) string {
	word := g.words(1)
	runes := []rune(word)
	switch g.IntN(23) {
	case 0, 1, 2, 3:
		return word
	case 4:
		return g.one("+", "-") + word
	case 5:
		return `"` + strings.ReplaceAll(g.words(2+g.IntN(3)), `"`, "") + `"`
	case 6:
		return string(runes[:1+g.IntN(len(runes))]) + "*"
	case 7:
		at := g.IntN(len(runes))
		return string(slices.Delete(slices.Clone(runes), at, at+1)) + string(runes[at]) + g.one("~", "~1", "~2")
	case 8:
		return g.one("title", "summary", "causes", "lessons", "other", "body", "labels", "id", "timeline", "actions") + ":" + word
	case 9:
		return fmt.Sprintf(`%s:"%s"`, g.one("title", "summary", "causes", "body"), strings.ReplaceAll(g.words(2), `"`, ""))
	case 10:
		return fmt.Sprintf("%s:(%s %s*)", g.one("title", "causes", "body"), word, string([]rune(g.words(1))[:1]))
	case 11, 12:
		facet := g.one(facets...)
		if len(g.values[facet]) == 0 {
			return g.one("severity:critcal", "vendor:nobody")
		}
		value := g.one(g.values[facet]...)
		if g.IntN(4) == 0 {
			return fmt.Sprintf("%s:%s*", facet, string([]rune(FacetKey(value))[:1]))
		}
		return fmt.Sprintf(`%s%s:"%s"`, g.one("", "", "+", "-"), facet, value)
	case 13:
		return fmt.Sprintf("date:%s2%03d-%02d", g.one("", ">", ">=", "<", "<="), 16+g.IntN(11), 1+g.IntN(12))
	case 14:
		return fmt.Sprintf("year:%d..%d", 2016+g.IntN(5), 2021+g.IntN(6))
	case 15:
		return fmt.Sprintf("%s:%s%d", g.one("duration", "detect", "resolve"), g.one(">", ">=", "<", "<="), g.IntN(300))
	case 16:
		return word + " AND " + g.one("", "NOT ", "-") + g.words(1)
	case 17:
		return word + " OR " + g.words(1)
	case 18:
		return "NOT " + word
	case 19:
		return g.one("the", "of", "nosuchword", "qqqq*")
	case 20:
		return g.words(2)
	}
	if depth == 0 {
		return word
	}
	return g.one("", "", "-", "NOT ", "+") + "(" + g.clauses(depth-1) + ")"
}

func (g *queryGenerator) clauses(depth int) string {
	parts := make([]string, 1+g.IntN(3))
	for i := range parts {
		parts[i] = g.clause(depth)
	}
	return strings.Join(parts, g.one(" ", " ", " ", " AND ", " OR "))
}

// query returns the next query, and counts its constructs.
func (g *queryGenerator) query() string {
	text := g.clauses(2)
	q, err := Parse(text)
	if err != nil {
		g.seen["a fault"]++
		return text
	}
	if q.root != nil {
		g.found++
		g.count(q.root)
	}
	return text
}

func (g *queryGenerator) queries(n int) (out []string) {
	for range n {
		out = append(out, g.query())
	}
	return out
}

func (g *queryGenerator) count(n *node) {
	g.seen[nodeNames[n.kind]]++
	if n.field != "" {
		g.seen["field "+n.field]++
	}
	for name, list := range map[string][]*node{"must": n.must, "should": n.should, "must not": n.mustNot, "": n.children} {
		if len(list) > 0 {
			g.seen[name]++
		}
		for _, child := range list {
			g.count(child)
		}
	}
	for _, list := range n.filters {
		g.seen["filters"]++
		for _, child := range list {
			g.count(child)
		}
	}
	if n.prefix {
		g.seen["filter by prefix"]++
	}
	if n.kind == wordNode && strings.ContainsFunc(n.text, unicode.IsDigit) && strings.ContainsFunc(n.text, unicode.IsLetter) && !singleWord(n.text) {
		g.seen["name with a number"]++
	}
	if n.kind == rangeNode {
		g.seen[fmt.Sprintf("range with low %v, high %v", n.span.low != nil, n.span.high != nil)]++
	}
}

var nodeNames = [...]string{
	wordNode: "word", phraseNode: "phrase", prefixNode: "prefix", fuzzyNode: "fuzzy", filterNode: "filter", rangeNode: "range",
	allNode: "AND", anyNode: "OR", notNode: "NOT", groupNode: "group",
}

// missing lists the constructs that were in no query.
func (g *queryGenerator) missing() (out []string) {
	want := slices.Concat(nodeNames[:], []string{
		"must", "should", "must not", "filters", "filter by prefix", "name with a number",
		"range with low true, high false", "range with low false, high true", "range with low true, high true",
	})
	for _, f := range queryFields {
		if f.name != "year" && f.name != "vendor" && !unnamed(f.name) {
			want = append(want, "field "+f.name)
		}
	}
	for _, construct := range want {
		if g.seen[construct] == 0 {
			out = append(out, construct)
		}
	}
	return out
}
