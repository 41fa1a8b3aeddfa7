package highlight

import (
	"fmt"

	"github.com/dlclark/regexp2/v2/syntax"
)

// A pattern is a regular expression of .NET's kind, as chroma's lexers use it: it looks ahead and behind, and refers to
// groups. It is a chain of nodes, each of which knows what must match after it. That makes backtracking simple: a node
// tries one way after another until the rest of the chain matches.
type pattern struct {
	first  node
	groups int // without the whole match
	loops  int
}

// compile parses a pattern with the options of a lexer.
func compile(text string, c config) (*pattern, error) {
	options := syntax.RegexOptions(0)
	for option, set := range map[syntax.RegexOptions]bool{syntax.Multiline: !c.NotMultiline, syntax.IgnoreCase: c.CaseInsensitive, syntax.Singleline: c.DotAll} {
		if set {
			options |= option
		}
	}
	tree, err := syntax.Parse(text, syntax.ParseOptions{RegexOptions: options})
	if err != nil {
		return nil, err
	}
	if len(tree.Caplist) > 0 || tree.Capnumlist != nil {
		return nil, fmt.Errorf("named groups in %q", text)
	}
	p := &pattern{groups: tree.Captop - 1}
	p.first, err = p.build(tree.Root, accept{})
	return p, err
}

// build returns the chain that matches a node of the tree, and then next.
func (p *pattern) build(n *syntax.RegexNode, next node) (node, error) {
	back := n.Options&syntax.RightToLeft != 0
	switch n.T {
	case syntax.NtEmpty, syntax.NtUpdateBumpalong:
		return next, nil
	case syntax.NtNothing:
		return never{}, nil
	case syntax.NtGroup, syntax.NtConcatenate:
		var err error
		for i := len(n.Children) - 1; i >= 0 && err == nil; i-- {
			next, err = p.build(n.Children[i], next)
		}
		return next, err
	case syntax.NtAlternate:
		a := &alternative{}
		for _, child := range n.Children {
			way, err := p.build(child, next)
			if err != nil {
				return nil, err
			}
			a.ways = append(a.ways, way)
		}
		return a, nil
	case syntax.NtOne, syntax.NtNotone, syntax.NtSet:
		return &repeat{char: newChars(n), least: 1, most: 1, back: back, atomic: true, next: next}, nil
	case syntax.NtOneloop, syntax.NtNotoneloop, syntax.NtSetloop:
		return &repeat{char: newChars(n), least: n.M, most: n.N, back: back, next: next}, nil
	case syntax.NtOneloopatomic, syntax.NtNotoneloopatomic, syntax.NtSetloopatomic:
		return &repeat{char: newChars(n), least: n.M, most: n.N, back: back, atomic: true, next: next}, nil
	case syntax.NtOnelazy, syntax.NtNotonelazy, syntax.NtSetlazy:
		return &lazyRepeat{repeat{char: newChars(n), least: n.M, most: n.N, back: back, next: next}}, nil
	case syntax.NtMulti:
		return &literal{text: n.Str, fold: n.Options&syntax.IgnoreCase != 0, back: back, next: next}, nil
	case syntax.NtRef:
		return &reference{group: n.M, fold: n.Options&syntax.IgnoreCase != 0, back: back, next: next}, nil
	case syntax.NtLoop, syntax.NtLazyloop:
		return p.buildLoop(n, next)
	case syntax.NtCapture:
		return p.buildCapture(n, next)
	case syntax.NtPosLook, syntax.NtNegLook, syntax.NtAtomic:
		inner, err := p.build(n.Children[0], accept{})
		return &apart{inner: inner, look: n.T != syntax.NtAtomic, not: n.T == syntax.NtNegLook, next: next}, err
	}
	if at := anchors[n.T]; at != nil {
		return &anchor{at: at, next: next}, nil
	}
	return nil, fmt.Errorf("node %d of a pattern is not supported", n.T)
}

func (p *pattern) buildLoop(n *syntax.RegexNode, next node) (node, error) {
	l := &loop{number: p.loops, least: n.M, most: n.N, lazy: n.T == syntax.NtLazyloop, next: next}
	p.loops++
	var err error
	l.body, err = p.build(n.Children[0], (*loopEnd)(l))
	return l, err
}

func (p *pattern) buildCapture(n *syntax.RegexNode, next node) (node, error) {
	if n.N != -1 {
		return nil, fmt.Errorf("balancing groups are not supported")
	}
	if n.M == 0 { // the whole match
		return p.build(n.Children[0], next)
	}
	inner, err := p.build(n.Children[0], &groupEnd{n.M, next})
	return &groupStart{n.M, inner}, err
}

// chars is a set of characters. Those of ASCII are in two words.
type chars struct {
	ascii [2]uint64
	other func(rune) bool
}

func newChars(n *syntax.RegexNode) *chars {
	c := &chars{}
	switch ch := n.Ch; {
	case n.IsSetFamily():
		c.other = n.Set.CharIn
	case n.IsNotoneFamily():
		c.other = func(r rune) bool { return r != ch }
	default:
		c.other = func(r rune) bool { return r == ch }
	}
	for r := range rune(128) {
		if c.other(r) {
			c.ascii[r/64] |= 1 << (r % 64)
		}
	}
	return c
}

func (c *chars) has(r rune) bool {
	if uint32(r) < 128 {
		return c.ascii[r/64]>>(r%64)&1 != 0
	}
	return c.other(r)
}

// anchors are the nodes that match a place.
var anchors = map[syntax.NodeType]func(text []rune, at int) bool{
	syntax.NtBeginning:   func(_ []rune, at int) bool { return at == 0 },
	syntax.NtBol:         func(text []rune, at int) bool { return at == 0 || text[at-1] == '\n' },
	syntax.NtEol:         func(text []rune, at int) bool { return at == len(text) || text[at] == '\n' },
	syntax.NtEnd:         func(text []rune, at int) bool { return at == len(text) },
	syntax.NtEndZ:        func(text []rune, at int) bool { return at == len(text) || at == len(text)-1 && text[at] == '\n' },
	syntax.NtBoundary:    isBoundary,
	syntax.NtNonboundary: func(text []rune, at int) bool { return !isBoundary(text, at) },
}

func isBoundary(text []rune, at int) bool {
	return (at > 0 && syntax.IsWordChar(text[at-1])) != (at < len(text) && syntax.IsWordChar(text[at]))
}
