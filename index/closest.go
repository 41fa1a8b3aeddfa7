package index

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

const (
	maxTyped  = 5  // words of a query that somebody has typed; a longer one is pasted, and its words are not mistyped
	maxChecks = 64 // sequences of words that are looked up for a query
)

// An edit replaces a part of a query.
type edit struct {
	from, to int // byte range
	text     string
}

// edited returns a text with the parts replaced, which do not overlap.
func edited(text string, edits []edit) string {
	slices.SortFunc(edits, func(a, b edit) int { return b.from - a.from })
	for _, e := range edits {
		text = text[:e.from] + e.text + text[e.to:]
	}
	return text
}

// closest returns the text of the closest query for what post mortems have, and whether something mistyped is corrected
// there. It returns the same text if there is none. With nothing, the query finds nothing.
func (ix *Index) closest(ctx context.Context, q *Query, nothing bool, lost []missing) (text string, corrected bool, err error) {
	var sure []missing
	for _, m := range lost {
		if m.field != "" && q.Text[m.node.from] != '"' || m.field == "" && m.node.kind == wordNode && q.root.leaves() <= maxTyped && !strings.ContainsAny(m.node.text, "0123456789") {
			sure = append(sure, m)
		}
	}
	edits, err := ix.corrections(ctx, q, sure)
	if err != nil {
		return "", false, err
	}
	corrected = len(edits) > 0
	if nothing && !corrected {
		edits = q.valuesAsText(lost)
	}
	checks := maxChecks
	for _, leaf := range q.root.loose(nothing) {
		runs, err := ix.runs(ctx, leaf.text, &checks)
		if err != nil {
			return "", false, err
		}
		if len(runs) > 1 {
			edits = append(edits, edit{leaf.from, leaf.to, strings.Join(runs, " ")})
		}
	}
	if nothing && q.root.pasted() {
		for _, n := range slices.Concat(q.root.must, q.root.mustNot) {
			if n.kind == wordNode && n.field == "" && strings.ContainsAny(q.Text[n.from-1:n.from], "+-") {
				edits = append(edits, edit{n.from - 1, n.from, ""})
			}
		}
	}
	return edited(q.Text, edits), corrected, nil
}

// leaves returns the number of words, phrases and filters below a node.
func (n *node) leaves() int {
	if n == nil {
		return 0
	}
	children := slices.Concat(n.children, n.must, n.should, n.mustNot, slices.Concat(n.filters...))
	if len(children) == 0 {
		return 1
	}
	count := 0
	for _, child := range children {
		count += child.leaves()
	}
	return count
}

// loose returns the names in a query that consist of several words and may be sought in pieces, as no operator or field tells
// how they are meant. If the query finds nothing, phrases may be, too.
func (n *node) loose(nothing bool) (out []*node) {
	if n == nil {
		return nil
	}
	for _, leaf := range append(slices.Clone(n.should), n) {
		if (leaf.name() || leaf.kind == phraseNode && nothing) && leaf.field == "" && !singleWord(leaf.text) {
			out = append(out, leaf)
		}
	}
	return out
}

// name reports whether a leaf is text without blanks.
func (n *node) name() bool {
	return n.kind == wordNode || n.kind == phraseNode && !strings.ContainsFunc(n.text, unicode.IsSpace)
}

// pasted reports whether a query has a name that consists of several words, as people paste them.
func (n *node) pasted() bool { return n != nil && len(n.loose(false)) > 0 }

// valuesAsText returns the replacements of filters whose values no post mortem has by text, as in status:503.
func (q *Query) valuesAsText(lost []missing) (out []edit) {
	for _, m := range lost {
		if name := fieldBefore().FindString(q.Text[:m.node.from]); m.field != "" && name != "" {
			from := m.node.from - len(name)
			out = append(out, edit{from, m.node.to, `"` + strings.ReplaceAll(q.Text[from:m.node.to], `"`, " ") + `"`})
		}
	}
	return out
}

var (
	fieldBefore = lazyregexp.New(`[\p{L}_-]+:$`)
	plainForm   = lazyregexp.New(`^[\p{L}\p{M}\p{N}._-]+$`)
)

// runs divides a text into the longest sequences of words that some post mortem has, from its beginning on. A word that none
// has is by itself.
func (ix *Index) runs(ctx context.Context, text string, checks *int) (out []string, err error) {
	words := wordSpans(text)
	for len(words) > 0 {
		n := 1
		for ; n < len(words) && *checks > 0; n++ {
			*checks--
			if held, err := ix.holds(ctx, text[words[0][0]:words[n][1]]); err != nil {
				return nil, err
			} else if !held {
				break
			}
		}
		out = append(out, asTyped(text[words[0][0]:words[n-1][1]]))
		words = words[n:]
	}
	return out, nil
}

// asTyped returns the query for a sequence of words.
func asTyped(text string) string {
	if !plainForm().MatchString(text) || text == "AND" || text == "OR" || text == "NOT" {
		return `"` + text + `"`
	}
	return text
}

// holds reports whether some post mortem has a name that consists of several words.
func (ix *Index) holds(ctx context.Context, text string) (bool, error) {
	q := &Query{Text: text, root: &node{kind: wordNode, to: len(text), text: text}}
	result, _, err := ix.find(ctx, q, SearchOptions{Limit: -1, Fragments: -1})
	return err == nil && result.Total > 0, err
}

// wordSpans returns the byte ranges of the words of a text.
func wordSpans(text string) (out [][2]int) {
	for start := 0; start < len(text); {
		end := wordEnd(text, start)
		if end == start {
			_, size := utf8.DecodeRuneInString(text[start:])
			start += size
			continue
		}
		out = append(out, [2]int{start, end})
		start = end
	}
	return out
}
