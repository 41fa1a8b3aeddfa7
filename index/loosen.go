package index

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	versionForm = lazyregexp.New(`^[0-9]+(?:\.[0-9]+)+$`)
	amountForm  = lazyregexp.New(`^([0-9]+)([num]?s|m|h|d|min|sec|hrs?|[kmgt]?i?b|k|[kmg]?hz|[rqt]ps|px)$`)
	numberForm  = lazyregexp.New(`^[0-9]+$`)
	unitForm    = lazyregexp.New(`^(?:[num]?s|m|h|d|min|sec|hrs?|[kmgt]?i?b|k|[kmg]?hz|[rqt]ps|px)$`)
)

// Loosened returns a query for any of the words of a query that has found nothing, as a text that somebody pasted is more
// than one document says: an address with another port, or a line of a stack trace. 1.2.3 is also sought as v1.2.3, 500ms
// as 500 ms, and -1 as 1. It returns "" if the query has more than words and phrases, or would stay the same.
func (q *Query) Loosened() string {
	var leaves []*node
	if !q.root.looseLeaves(&leaves, false) {
		return ""
	}
	slices.SortFunc(leaves, func(x, y *node) int { return x.from - y.from })
	var words []string
	single := true
	for _, leaf := range leaves {
		begin := len(words)
		words = append(words, foldedWords(leaf.text)...)
		single = single && len(words) == begin+1 && leaf.kind == wordNode
		if versionForm().MatchString(leaf.text) {
			words = append(words, "v"+words[begin])
		}
	}
	loose := withAmounts(words)
	if single && len(loose) == len(words) && len(q.root.mustNot) == 0 {
		return ""
	}
	return strings.Join(loose, " ")
}

// looseLeaves collects the words and phrases below a node. It returns false if there is anything else: what is excluded
// must begin with a digit, as in exit code -1.
func (n *node) looseLeaves(out *[]*node, excluded bool) bool {
	switch {
	case n == nil:
		return false
	case (n.kind == wordNode || n.kind == phraseNode) && n.field == "":
		*out = append(*out, n)
		return !excluded || n.text[0] >= '0' && n.text[0] <= '9'
	case n.kind != groupNode || len(n.filters) > 0 || excluded:
		return false
	}
	for _, child := range slices.Concat(n.must, n.should) {
		if !child.looseLeaves(out, false) {
			return false
		}
	}
	for _, child := range n.mustNot {
		if !child.looseLeaves(out, true) {
			return false
		}
	}
	return true
}

// foldedWords returns the words of a text, see [Fold].
func foldedWords(text string) (out []string) {
	for start := 0; start < len(text); {
		end := wordEnd(text, start)
		if end == start {
			start++
			continue
		}
		out = append(out, Fold(text[start:end]))
		start = end
	}
	return out
}

// withAmounts adds 500ms to 500 and ms, and 500 and ms to 500ms.
func withAmounts(words []string) (out []string) {
	for i, word := range words {
		out = append(out, word)
		if m := amountForm().FindStringSubmatch(word); m != nil {
			out = append(out, m[1], m[2])
		}
		if i > 0 && unitForm().MatchString(word) && numberForm().MatchString(words[i-1]) {
			out = append(out, words[i-1]+word)
		}
	}
	return out
}
