package index

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The query language:
//
//	dns timeout                 any of the words; documents with more of them come first
//	+dns -timeout               must contain dns, must not contain timeout
//	"zone transfer"             a phrase
//	certif*                     words that begin with certif
//	certifcate~1                words with at most one (or ~2: two) different letters
//	title:dns                   a word in one field; title:(dns zone), title:"name server"
//	severity:critical           a filter, which does not change the order
//	tag:"load balancer"         a filter with a value of several words
//	date:>=2026-01-01           from a day, month or year on; also > < <=
//	date:2026-01..2026-03       both months and those between; either end may be missing
//	duration:>60                minutes, or with a unit: duration:<=2h30m
//	dns AND (tls OR NOT clock)  operators are in capitals; AND binds tighter than OR. Without a
//	                            term on each side they are words, and so is NOT among words in
//	                            capitals, as in 404 NOT FOUND
//
// Filters on the same field are alternatives (severity:high severity:critical); filters on
// different fields must all match. Case is ignored, and so are hyphens and blanks in a filter's
// value. Text without blanks that consists of several words, such as edge-gw-03 or v1.2.3, is a
// phrase. A word also matches its other forms, but exact matches come first; a name with a number
// matches only exactly. What looks like the language but is not, such as the name of an unknown
// field, is text.

// Limits of a query.
const (
	MaxQuery     = 2000 // characters
	MaxLeaves    = 128  // words, phrases, filters and ranges
	MaxWildcards = 20   // words with * or ~
	maxDepth     = 16   // parentheses
)

// A Query is a parsed query.
type Query struct {
	Text  string   // as written
	Hints []string // on what looks like the query language but is text, such as TNS: in TNS:no listener
	root  *node    // nil matches everything
}

// String returns the query's structure, for tests and debugging.
func (q *Query) String() string {
	if q.root == nil {
		return "everything"
	}
	return q.root.String()
}

// A SyntaxError is an error in a query, with its position.
type SyntaxError struct {
	Query    string
	From, To int // byte range in the query
	Message  string
	Hint     string // may be empty
}

func (e *SyntaxError) Error() string { return e.Message }

// Caret returns the query and, on a second line, carets below the error.
func (e *SyntaxError) Caret() string {
	const around = 60 // characters on either side
	before, at, after := []rune(e.Query[:e.From]), []rune(e.Query[e.From:e.To]), []rune(e.Query[e.To:])
	if len(before) > around {
		before = append([]rune("…"), before[len(before)-around:]...)
	}
	at = at[:min(len(at), around)]
	if len(after) > around {
		after = append(after[:around:around], '…')
	}
	line := strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, string(before)+string(at)+string(after))
	return line + "\n" + strings.Repeat(" ", len(before)) + strings.Repeat("^", max(1, len(at)))
}

// A node is a part of a query.
type node struct {
	kind     nodeKind
	from, to int // byte range in the query

	field    string // text field, facet or number; "" means the default fields
	text     string // of a word, phrase, prefix, fuzzy or filter
	distance int    // of fuzzy: the edit distance
	prefix   bool   // of filter: text is a prefix of the value
	span     span   // of ranged

	children []*node // of all and any; a single one of not
	// Of a group: adjacent clauses.
	must, should, mustNot []*node
	filters               [][]*node // one filter of each list must match

	sign byte // '+', '-' or 0, until the node is in a group
}

type nodeKind byte

const (
	wordNode nodeKind = iota
	phraseNode
	prefixNode
	fuzzyNode
	filterNode
	rangeNode
	allNode
	anyNode
	notNode
	groupNode
)

// A span is a range of numbers; nil means an open end.
type span struct {
	low, high         *float64
	withLow, withHigh bool // whether the ends are included
}

// unscored reports whether the node only filters and does not affect the score.
func (n *node) unscored() bool {
	switch n.kind {
	case filterNode, rangeNode:
		return true
	case allNode, anyNode, notNode:
		for _, child := range n.children {
			if !child.unscored() {
				return false
			}
		}
		return true
	case groupNode:
		for _, list := range [][]*node{n.must, n.should, n.mustNot} {
			for _, child := range list {
				if !child.unscored() {
					return false
				}
			}
		}
		return true
	}
	return false
}

func (n *node) String() string {
	field := n.field
	if field != "" {
		field += ":"
	}
	switch n.kind {
	case wordNode:
		return field + n.text
	case phraseNode:
		return field + strconv.Quote(n.text)
	case prefixNode:
		return field + n.text + "*"
	case fuzzyNode:
		return fmt.Sprintf("%s%s~%d", field, n.text, n.distance)
	case filterNode:
		star := ""
		if n.prefix {
			star = "*"
		}
		return "#" + field + strconv.Quote(n.text) + star
	case rangeNode:
		return "#" + field + n.span.String()
	case allNode:
		return "and(" + nodes("", n.children) + ")"
	case anyNode:
		return "or(" + nodes("", n.children) + ")"
	case notNode:
		return "not(" + nodes("", n.children) + ")"
	}
	var parts []string
	for _, alternatives := range n.filters {
		if len(alternatives) == 1 {
			parts = append(parts, nodes("", alternatives))
		} else {
			parts = append(parts, "or("+nodes("", alternatives)+")")
		}
	}
	if len(n.must) > 0 {
		parts = append(parts, nodes("+", n.must))
	}
	if len(n.should) > 0 {
		parts = append(parts, nodes("", n.should))
	}
	if len(n.mustNot) > 0 {
		parts = append(parts, nodes("-", n.mustNot))
	}
	return "(" + strings.Join(parts, " ") + ")"
}

func nodes(sign string, list []*node) string {
	var parts []string
	for _, n := range list {
		parts = append(parts, sign+n.String())
	}
	return strings.Join(parts, " ")
}

func (s span) String() string {
	open, low, high, closing := "(", "", "", ")"
	if s.low != nil {
		low = strconv.FormatFloat(*s.low, 'f', -1, 64)
		if s.withLow {
			open = "["
		}
	}
	if s.high != nil {
		high = strconv.FormatFloat(*s.high, 'f', -1, 64)
		if s.withHigh {
			closing = "]"
		}
	}
	return open + low + ".." + high + closing
}

// Parse parses a query. Errors are of type [*SyntaxError]. An empty query matches everything.
func Parse(text string) (*Query, error) {
	if n := utf8.RuneCountInString(text); n > MaxQuery {
		return nil, &SyntaxError{Query: text, To: len(text), Message: fmt.Sprintf("the query has %d characters, more than %d", n, MaxQuery), Hint: "remove some words"}
	}
	if !utf8.ValidString(text) {
		return nil, &SyntaxError{Query: strings.ToValidUTF8(text, "�"), Message: "the query is not valid UTF-8"}
	}
	p := &queryParser{text: text}
	root, err := p.sequence("")
	if err != nil {
		return nil, err
	}
	if p.at < len(text) {
		return nil, p.fault(p.at, p.at+1, "write \")\" in quotes to search for it as text", "a closing parenthesis without an opening one")
	}
	return &Query{text, p.hints, root}, nil
}
