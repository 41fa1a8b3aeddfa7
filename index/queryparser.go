package index

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A queryParser is a recursive descent parser.
type queryParser struct {
	text              string
	at                int
	depth             int
	leaves, wildcards int
	hints             []string
}

// hint records advice on something that is taken as text.
func (p *queryParser) hint(format string, args ...any) {
	p.hints = append(p.hints, fmt.Sprintf(format, args...))
}

func (p *queryParser) fault(from, to int, hint, format string, args ...any) error {
	return &SyntaxError{Query: p.text, From: from, To: min(to, len(p.text)), Message: fmt.Sprintf(format, args...), Hint: hint}
}

func (p *queryParser) space() {
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += size
	}
}

// more reports whether something follows before the closing parenthesis.
func (p *queryParser) more() bool {
	p.space()
	return p.at < len(p.text) && p.text[p.at] != ')'
}

// operator consumes AND, OR or NOT if it is next and a term follows. Without one it is text, and so it is in a line in
// capitals.
func (p *queryParser) operator(word string) bool {
	p.space()
	if !p.isKeyword(word) || p.inCapitals() {
		return false
	}
	next := queryParser{text: p.text, at: p.at + len(word)}
	if !next.more() || next.isKeyword("AND") || next.isKeyword("OR") {
		return false
	}
	p.at += len(word)
	return true
}

func (p *queryParser) isKeyword(word string) bool {
	rest, ok := strings.CutPrefix(p.text[p.at:], word)
	if !ok {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsSpace(r) || strings.ContainsRune(`()"“”`, r)
}

const (
	blanks  = `\t\n\v\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}`
	noSmall = `[^\p{Ll}()"“”` + blanks + `]`
)

var (
	shoutedNot   = lazyregexp.New(`^NOT[` + blanks + `]+\p{Lu}` + noSmall + `*\p{Lu}` + noSmall + `*(?:[()"“”` + blanks + `]|$)`)
	shoutedFront = lazyregexp.New(`(?:^|[` + blanks + `])` + noSmall + `+[` + blanks + `]+(?:["“”][^"“”]*["“”][` + blanks + `]+)?$|^[` + blanks + `]*$`)
	quotedForm   = lazyregexp.New(`["“”][^"“”]*["“”]`)
	smallForm    = lazyregexp.New(`\p{Ll}`)
	capitalsForm = lazyregexp.New(`[A-Z]{2,}`)
	operatorNear = lazyregexp.New(`(?:^|[` + blanks + `()"“”])(?:AND|OR|NOT)[` + blanks + `]+$`)
)

// lineInCapitals is the number of words from which on a query in capitals is a line of a log.
const lineInCapitals = 4

// inCapitals reports whether the query is a line in capitals, without what is in quotes.
func (p *queryParser) inCapitals() bool {
	bare := quotedForm().ReplaceAllString(p.text, " ")
	if smallForm().MatchString(bare) {
		return false
	}
	words := 0
	for _, word := range capitalsForm().FindAllString(bare, -1) {
		if word != "AND" && word != "OR" && word != "NOT" {
			words++
		}
	}
	return words >= lineInCapitals
}

// shouted reports whether the NOT that is next is a word among words in capitals, as in 404 NOT FOUND: then it is text,
// as somebody pasted it, and no operator.
func (p *queryParser) shouted() bool {
	before, rest := p.text[:p.at], p.text[p.at:]
	if !strings.HasPrefix(rest, "NOT") || !shoutedNot().MatchString(rest) || !shoutedFront().MatchString(before) || operatorNear().MatchString(before) {
		return false
	}
	next := queryParser{text: rest, at: len("NOT")}
	next.space()
	return !next.isKeyword("AND") && !next.isKeyword("OR") && !next.isKeyword("NOT")
}

// sequence parses adjacent clauses: words of which any may match, clauses with signs, and
// filters. It returns nil if there is nothing to search for.
func (p *queryParser) sequence(field string) (*node, error) {
	g := &node{kind: groupNode, from: p.at}
	byField := map[string]int{}
	for p.more() {
		n, err := p.either(field)
		if err != nil {
			return nil, err
		}
		switch {
		case n == nil:
		case n.sign == '-':
			g.mustNot = append(g.mustNot, n)
		case n.kind == notNode:
			g.mustNot = append(g.mustNot, n.children[0])
		case n.unscored() && n.sign == 0 && n.field != "":
			at, seen := byField[n.field]
			if !seen {
				at = len(g.filters)
				byField[n.field] = at
				g.filters = append(g.filters, nil)
			}
			g.filters[at] = append(g.filters[at], n)
		case n.unscored():
			g.filters = append(g.filters, []*node{n})
		case n.sign == '+':
			g.must = append(g.must, n)
		default:
			g.should = append(g.should, n)
		}
	}
	g.to = p.at
	return g.simplify(), nil
}

// simplify removes a group around a single clause.
func (g *node) simplify() *node {
	switch {
	case len(g.must)+len(g.should)+len(g.mustNot)+len(g.filters) == 0:
		return nil
	case len(g.mustNot) > 0 || len(g.must)+len(g.should)+len(g.filters) > 1:
		return g
	case len(g.must) == 1:
		return g.must[0]
	case len(g.should) == 1:
		return g.should[0]
	case len(g.filters[0]) == 1:
		return g.filters[0][0]
	}
	return &node{kind: anyNode, from: g.from, to: g.to, children: g.filters[0]}
}

// either parses a OR b.
func (p *queryParser) either(field string) (*node, error) {
	return p.operands(field, "OR", anyNode, func() (*node, error) {
		return p.operands(field, "AND", allNode, func() (*node, error) { return p.clause(field) })
	})
}

// operands parses the operands of a keyword. The sign - on an operand means NOT; + has no
// effect.
func (p *queryParser) operands(field, keyword string, kind nodeKind, operand func() (*node, error)) (*node, error) {
	p.space()
	start := p.at
	first, err := operand()
	if err != nil {
		return nil, err
	}
	joined := &node{kind: kind, from: start}
	several := false
	for p.more() && p.operator(keyword) {
		if !several {
			joined.add(first)
			several = true
		}
		next, err := operand()
		if err != nil {
			return nil, err
		}
		joined.add(next)
	}
	if !several {
		return first, nil
	}
	joined.to = p.at
	switch len(joined.children) {
	case 0:
		return nil, nil
	case 1:
		return joined.children[0], nil
	}
	return joined, nil
}

// add appends an operand, unless it is nil, as for stop words.
func (n *node) add(operand *node) {
	switch {
	case operand == nil:
	case operand.sign == '-':
		operand.sign = 0
		n.children = append(n.children, &node{kind: notNode, from: operand.from, to: operand.to, children: []*node{operand}})
	default:
		operand.sign = 0
		n.children = append(n.children, operand)
	}
}

// clause parses one operand: with a sign or NOT, in parentheses, or a leaf.
func (p *queryParser) clause(field string) (*node, error) {
	p.space()
	start := p.at
	if !p.shouted() && p.operator("NOT") {
		if p.depth++; p.depth > maxDepth {
			return nil, p.fault(start, start+3, "", "the query is nested too deeply")
		}
		n, err := p.clause(field)
		p.depth--
		switch {
		case err != nil || n == nil:
			return nil, err
		case n.sign == '-': // NOT -a
			n.sign = 0
			return n, nil
		case n.kind == notNode:
			return n.children[0], nil
		}
		n.sign = 0
		return &node{kind: notNode, from: start, to: p.at, children: []*node{n}}, nil
	}
	sign := p.sign()
	n, err := p.primary(field)
	if n != nil && sign != 0 {
		if n.kind == notNode && sign == '-' {
			return n.children[0], err
		}
		n.sign = sign
	}
	return n, err
}

// sign consumes a + or - that comes before a clause. A - before a digit is text, as in exit code -1.
func (p *queryParser) sign() byte {
	if p.at+1 >= len(p.text) || p.text[p.at] != '+' && p.text[p.at] != '-' {
		return 0
	}
	next, _ := utf8.DecodeRuneInString(p.text[p.at+1:])
	if !wordRune(next) && !strings.ContainsRune(`("“`, next) || p.text[p.at] == '-' && '0' <= next && next <= '9' {
		return 0
	}
	p.at++
	return p.text[p.at-1]
}

func (p *queryParser) primary(field string) (*node, error) {
	switch r, size := utf8.DecodeRuneInString(p.text[p.at:]); {
	case r == '(':
		return p.parentheses(field)
	case r == '"' || r == '“' || r == '”':
		start := p.at
		p.at += size
		text, err := p.quoted(start)
		if err != nil {
			return nil, err
		}
		return p.leaf(field, phraseNode, text, start)
	}
	return p.bare(field)
}

func (p *queryParser) parentheses(field string) (*node, error) {
	start := p.at
	if p.depth++; p.depth > maxDepth {
		return nil, p.fault(start, start+1, "", "the query is nested too deeply")
	}
	p.at++
	n, err := p.sequence(field)
	if err != nil {
		return nil, err
	}
	if p.at >= len(p.text) {
		return nil, p.fault(start, start+1, "add a closing parenthesis", "a parenthesis is not closed")
	}
	p.at++
	p.depth--
	return n, nil
}

// quoted consumes text up to the closing quote.
func (p *queryParser) quoted(start int) (string, error) {
	end := strings.IndexAny(p.text[p.at:], `"“”`)
	if end < 0 {
		return "", p.fault(start, len(p.text), "add a closing quote", "a quote is not closed")
	}
	text := p.text[p.at : p.at+end]
	_, size := utf8.DecodeRuneInString(p.text[p.at+end:])
	p.at += end + size
	return text, nil
}

// bare parses a word up to white space, a parenthesis or a quote, and the field before it, if
// there is one.
func (p *queryParser) bare(field string) (*node, error) {
	start := p.at
	word := p.run()
	name, rest, found := strings.Cut(word, ":")
	if !found || !fieldForm(name) || strings.HasPrefix(rest, "//") {
		return p.word(field, word, start)
	}
	after := start + len(name) + 1
	following, _ := utf8.DecodeRuneInString(p.text[after:])
	blank := after == len(p.text) || unicode.IsSpace(following) || following == ')'
	target, known := findField(name)
	switch {
	case !known && !blank: // "error: connection refused" is clearly text
		p.hint("%s", unknownField(name))
		fallthrough
	case !known:
		return p.word(field, word, start)
	case blank:
		p.hint("%s: without a value is text; to search in the field, write it as %s", name, target.example)
		return p.word(field, word, start)
	}
	p.at = after
	return p.value(target)
}

func (p *queryParser) run() string {
	end := strings.IndexFunc(p.text[p.at:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`()"“”`, r) })
	if end < 0 {
		end = len(p.text) - p.at
	}
	p.at += end
	return p.text[p.at-end : p.at]
}

// fieldForm reports whether a text may be the name of a field. A single letter may be a drive, so it is not a field.
func fieldForm(name string) bool {
	for _, r := range name {
		if !unicode.IsLetter(r) && r != '_' && r != '-' {
			return false
		}
	}
	return utf8.RuneCountInString(name) > 1
}

// word returns the leaf for a word as written, which may end in * or ~.
func (p *queryParser) word(field, text string, start int) (*node, error) {
	stem, tail, tilde := strings.Cut(text, "~")
	switch {
	case tilde && singleWord(stem):
		return p.fuzzyWord(field, stem, tail, start)
	case tilde && strings.Trim(tail, "0123456789") == "" && wordAt(stem):
		return nil, p.fault(start, p.at, "put ~1 after a single word", "~ only works on a single word")
	}
	beginning := strings.TrimRight(text, "*")
	last, _ := utf8.DecodeLastRuneInString(beginning)
	switch {
	case !strings.Contains(text, "*") || !wordAt(text):
		return p.leaf(field, wordNode, text, start)
	case len(beginning) == len(text) || strings.Contains(beginning, "*") || !wordRune(last):
		p.hint("* stands for the rest of a word only at its end, as in certif*; elsewhere it is text")
		return p.leaf(field, wordNode, text, start)
	}
	return p.leaf(field, prefixNode, beginning, start)
}

func wordAt(text string) bool { return strings.IndexFunc(text, wordRune) >= 0 }

func singleWord(text string) bool { return text != "" && wordEnd(text, 0) == len(text) }

func (p *queryParser) fuzzyWord(field, text, tail string, start int) (*node, error) {
	distance := map[string]int{"": 1, "1": 1, "2": 2}[tail]
	if distance == 0 {
		return nil, p.fault(start+len(text), p.at, "write ~1 or ~2", "~ must be followed by 1 or 2")
	}
	n, err := p.leaf(field, fuzzyNode, text, start)
	if n != nil {
		n.distance = distance
	}
	return n, err
}

// leaf returns a leaf, or nil for text without a word, such as a lone dash.
func (p *queryParser) leaf(field string, kind nodeKind, text string, start int) (*node, error) {
	if !wordAt(text) {
		return nil, nil
	}
	n := &node{kind: kind, from: start, to: p.at, field: field, text: text}
	return n, p.count(n)
}

func (p *queryParser) count(n *node) error {
	if p.leaves++; p.leaves > MaxLeaves {
		return p.fault(n.from, n.to, "remove some words", "the query has more than %d words", MaxLeaves)
	}
	if n.kind != prefixNode && n.kind != fuzzyNode && !n.prefix {
		return nil
	}
	if p.wildcards++; p.wildcards > MaxWildcards {
		return p.fault(n.from, n.to, "write some of the words in full", "the query has more than %d words with * or ~", MaxWildcards)
	}
	return nil
}
