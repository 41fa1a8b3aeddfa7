package index

import (
	"slices"
	"strings"
)

// positionGap separates the texts of a field, so that no phrase spans two of them.
const positionGap = 10

// Texts and parts begin at multiples of these positions, so that an edit of one seldom moves the words of those after it.
const (
	textSpan = 1 << 5
	partSpan = 1 << 10
)

// aligned returns the least multiple of a span that is not before a position.
func aligned(position, span int) int { return (position + span - 1) / span * span }

// Terms are the tokens of a document's field.
type Terms struct {
	Tokens []Token // Start and End are not set
	Length int     // number of words among the tokens, by which a match's weight is divided
	last   int     // position
}

// Mark returns the term that marks the beginning and the end of a part in [Body]. No word
// has this spelling.
func Mark(part Field) string { return "\x01" + string(part) }

// Analyse returns the tokens of those [DefaultFields] that have any. Each part of the body is
// between two tokens of its mark, so that a search can be limited to a part; separate fields
// would double the size of the index.
func (a *Analyser) Analyse(d *Document) map[Field]Terms {
	out := make(map[Field]Terms, len(DefaultFields))
	for _, field := range [...]Field{Title, Labels, IDs} {
		terms := Terms{Tokens: make([]Token, 0, 16)}
		a.field(&terms, field, d.Texts[field])
		terms.Length = len(terms.Tokens)
		out[field] = terms
	}
	size := 0
	for _, part := range BodyFields {
		for _, text := range d.Texts[part] {
			size += len(text)
		}
	}
	body := Terms{Tokens: slices.Grow(a.body[:0], size/bytesPerToken)}
	for _, part := range BodyFields {
		from := len(body.Tokens)
		body.last = aligned(body.last, partSpan)
		body.Tokens = append(body.Tokens, Token{Term: Mark(part), Position: body.last + 1})
		before := body.last
		body.last++
		a.field(&body, part, d.Texts[part])
		words := len(body.Tokens) - from - 1
		if words == 0 {
			body.Tokens, body.last = body.Tokens[:from], before
			continue
		}
		body.Tokens = append(body.Tokens, Token{Term: Mark(part), Position: body.last})
		body.Length += words
	}
	if out[Body] = body; a.passing {
		a.body = body.Tokens
	}
	for field, terms := range out {
		if terms.Length == 0 {
			delete(out, field)
		}
	}
	return out
}

// spellings returns each spelling in the analysis of a document once, in any order.
func spellings(analysed map[Field]Terms) []Token {
	seen := map[string]bool{}
	for _, terms := range analysed {
		for _, token := range terms.Tokens {
			if token.Spelling != "" {
				seen[token.Spelling] = true
			}
		}
	}
	out := make([]Token, 0, len(seen))
	for spelling := range seen {
		out = append(out, Token{Term: spelling})
	}
	return out
}

// bytesPerToken is roughly the length of a word and the separator after it.
const bytesPerToken = 7

// field appends the tokens of texts after the last position.
func (a *Analyser) field(out *Terms, field Field, texts []string) {
	for _, text := range texts {
		from := len(out.Tokens)
		out.Tokens = a.Tokens(out.Tokens, text)
		if field == IDs {
			out.Tokens = numberParts(out.Tokens, from)
		}
		last := out.last
		for i := from; i < len(out.Tokens); i++ {
			t := &out.Tokens[i]
			t.Position += out.last
			t.Start, t.End = 0, 0
			last = max(last, t.Position)
		}
		out.last = aligned(last+positionGap, textSpan)
	}
}

// numberParts adds the number of an id such as inc0042, as written and without leading zeros,
// so that 0042 and 42 find it.
func numberParts(tokens []Token, from int) []Token {
	for _, token := range tokens[from:] {
		whole := token.Term
		digits := whole[strings.LastIndexFunc(whole, func(r rune) bool { return r < '0' || r > '9' })+1:]
		for _, part := range [...]string{digits, strings.TrimLeft(digits, "0")} {
			if part != "" && part != whole && part != tokens[len(tokens)-1].Term {
				token.Term, token.Spelling = part, ""
				tokens = append(tokens, token)
			}
		}
	}
	return tokens
}
