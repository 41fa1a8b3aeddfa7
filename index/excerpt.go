package index

import (
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
)

// A Fragment is a piece of a post mortem's text that shows why it was found. It is plain text,
// so callers must escape it for HTML.
type Fragment struct {
	Field  Field
	Anchor string // id of the section's heading on the page; "" leads to the page itself
	Spans  []Span
}

// A Span is a part of a fragment's text. Marked spans are matches.
type Span struct {
	Text string `json:"text"`
	Mark bool   `json:"mark,omitempty"`
}

// String returns the text.
func (f Fragment) String() string {
	var b strings.Builder
	for _, span := range f.Spans {
		b.WriteString(span.Text)
	}
	return b.String()
}

const (
	fragmentLength   = 180 // approximate length in bytes
	defaultFragments = 2
	maxCachedDocs    = 500
)

// fragments reads a post mortem and returns its title and the pieces with the most matches, in
// reading order. If the text has no matches, as with a query of filters only, the piece is the
// beginning of the summary.
func (ix *Index) fragments(path string, matchers []matcher, limit int) (title []Span, out []Fragment) {
	if limit == 0 {
		limit = defaultFragments
	}
	all := ix.excerpts(path, matchers)
	var found []excerpt
	for _, e := range all {
		switch {
		case e.field == Title:
			title = e.fragment(len(e.text)).Spans
		case e.field != Labels && len(e.marks) > 0: // labels are shown on the page anyway
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(a, b excerpt) int { return b.distinct - a.distinct })
	found = found[:min(len(found), limit)]
	slices.SortStableFunc(found, func(a, b excerpt) int { return a.order - b.order })
	if at := slices.IndexFunc(all, func(e excerpt) bool { return e.field == Summary }); len(found) == 0 && at >= 0 {
		found = all[at : at+1]
	}
	for _, e := range found {
		out = append(out, e.fragment(fragmentLength))
	}
	return title, out
}

// Opening returns what a hit shows of a post mortem in which nothing matches: the beginning of the summary. It is empty if
// there is no summary.
func Opening(pm *content.PostMortem) Fragment {
	d := NewDocument(pm)
	if len(d.Texts[Summary]) == 0 {
		return Fragment{}
	}
	return excerpt{field: Summary, anchor: d.Anchors[Summary][0], text: d.Texts[Summary][0]}.fragment(fragmentLength)
}

// excerpts returns all texts of a post mortem.
func (ix *Index) excerpts(path string, matchers []matcher) (out []excerpt) {
	d := ix.document(path)
	if d == nil {
		return nil
	}
	a, _ := ix.analysers.Get().(*Analyser)
	if a == nil {
		a = &Analyser{}
	}
	defer ix.analysers.Put(a)
	for _, field := range append([]Field{Title, Labels, IDs}, BodyFields...) {
		for i, text := range d.Texts[field] {
			e := a.excerpt(field, text, matchers)
			e.order, e.anchor = len(out), d.Anchors[field][i]
			out = append(out, e)
		}
	}
	return out
}

// document reads a post mortem. It returns nil if the file was removed after indexing.
func (ix *Index) document(path string) *Document {
	ix.mu.Lock()
	d := ix.docs[path]
	ix.mu.Unlock()
	if d != nil {
		return d
	}
	src, err := fs.ReadFile(ix.opts.FS, path)
	if err != nil {
		return nil
	}
	pm, _ := content.Parse(path, src, ix.opts.Content.Options)
	if pm == nil || pm.IsDraft() && !ix.opts.Drafts {
		return nil
	}
	d = NewDocument(pm)
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if len(ix.docs) >= maxCachedDocs {
		clear(ix.docs)
	}
	ix.docs[path] = d
	return d
}

// An excerpt is a text with its matches.
type excerpt struct {
	field    Field
	anchor   string
	order    int
	text     string
	marks    [][2]int // ascending byte ranges that do not overlap
	distinct int      // number of matchers with a match
}

func (a *Analyser) excerpt(field Field, text string, matchers []matcher) excerpt {
	e := excerpt{field: field, text: text}
	a.tokens = a.Tokens(a.tokens[:0], text)
	tokens := a.tokens
	if field == IDs {
		tokens = numberParts(tokens, 0)
	}
	for _, m := range matchers {
		if !m.looksIn(field) {
			continue
		}
		found := false
		for i := range tokens {
			if last := m.match(tokens, i); last >= 0 {
				e.marks = append(e.marks, [2]int{tokens[i].Start, tokens[last].End})
				found = true
			}
		}
		if found {
			e.distinct++
		}
	}
	slices.SortFunc(e.marks, func(a, b [2]int) int { return a[0] - b[0] })
	merged := e.marks[:0]
	for _, mark := range e.marks {
		if last := len(merged) - 1; last >= 0 && mark[0] < merged[last][1] {
			merged[last][1] = max(merged[last][1], mark[1])
		} else {
			merged = append(merged, mark)
		}
	}
	e.marks = merged
	return e
}

func (m matcher) looksIn(field Field) bool {
	return slices.Contains(m.fields, field) || slices.Contains(m.fields, Body) && slices.Contains(BodyFields, field)
}

// match returns the last token of a match that begins at token i, or -1.
func (m matcher) match(tokens []Token, i int) int {
	at := i
	for offset, words := range m.words {
		if words == nil {
			continue
		}
		for at < len(tokens) && (tokens[at].Position < tokens[i].Position+offset || tokens[at].Position == tokens[i].Position+offset && !words[tokens[at].Term]) {
			at++
		}
		if at == len(tokens) || tokens[at].Position != tokens[i].Position+offset {
			return -1
		}
		if offset == 0 && at != i {
			return -1
		}
	}
	return at
}

// fragment cuts the text to about length bytes, where it has the most marks.
func (e excerpt) fragment(length int) Fragment {
	from, to := e.window(length)
	f := Fragment{Field: e.field, Anchor: e.anchor}
	add := func(text string, mark bool) {
		if text != "" {
			f.Spans = append(f.Spans, Span{text, mark})
		}
	}
	at := from
	lead := ""
	if from > 0 {
		lead = "…"
	}
	for _, mark := range e.marks {
		if mark[0] < from || mark[1] > to {
			continue
		}
		add(lead+e.text[at:mark[0]], false)
		add(e.text[mark[0]:mark[1]], true)
		at, lead = mark[1], ""
	}
	tail := lead + e.text[at:to]
	if to < len(e.text) {
		tail += "…"
	}
	add(tail, false)
	return f
}

// window returns the range of the text to show, cut between words.
func (e excerpt) window(length int) (from, to int) {
	if len(e.text) <= length {
		return 0, len(e.text)
	}
	most := -1
	for i, first := range e.marks {
		n := 0
		for _, mark := range e.marks[i:] {
			if mark[1]-first[0] <= length*2/3 {
				n++
			}
		}
		if n > most {
			most, from = n, first[0]
		}
	}
	from = max(0, min(from-length/4, len(e.text)-length))
	if from > 0 {
		if cut := strings.IndexByte(e.text[from:], ' '); cut >= 0 && cut < 30 {
			from += cut + 1
		}
	}
	to = min(len(e.text), from+length)
	if to < len(e.text) {
		if cut := strings.LastIndexByte(e.text[from:to], ' '); cut > length/2 {
			to = from + cut
		}
	}
	for from < len(e.text) && !utf8.RuneStart(e.text[from]) {
		from++
	}
	for to < len(e.text) && !utf8.RuneStart(e.text[to]) {
		to++
	}
	return from, to
}
