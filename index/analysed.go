package index

import "strings"

// positionGap parts the texts of a field, so that no phrase runs from one into
// the next.
const positionGap = 10

// Terms are the tokens of a field of a document.
type Terms struct {
	Tokens []Token // Start and End are not set
	Length int     // by which a match's weight is divided: the number of words among the tokens
	last   int     // position
}

// Mark gives the term that stands in [Body] where a part of it begins and where
// it ends. No word is spelt so.
func Mark(part Field) string { return "\x01" + string(part) }

// Analyse gives the tokens of [DefaultFields] that have any. The parts of the
// body lie between two tokens of their mark, so that a search may keep to one:
// fields of their own would double the index.
func (a *Analyser) Analyse(d *Document) map[Field]Terms {
	out := make(map[Field]Terms, len(DefaultFields))
	for _, field := range [...]Field{Title, Labels, IDs} {
		out[field] = a.field(field, d.Texts[field])
	}
	var body Terms
	for _, part := range BodyFields {
		terms := a.field(part, d.Texts[part])
		if terms.Length == 0 {
			continue
		}
		body.Tokens = append(body.Tokens, Token{Term: Mark(part), Position: body.last + 1})
		for _, token := range terms.Tokens {
			token.Position += body.last + 1
			body.Tokens = append(body.Tokens, token)
		}
		body.last += terms.last + 1
		body.Tokens = append(body.Tokens, Token{Term: Mark(part), Position: body.last})
		body.Length += terms.Length
	}
	out[Body] = body
	for field, terms := range out {
		if terms.Length == 0 {
			delete(out, field)
		}
	}
	return out
}

func (a *Analyser) field(field Field, texts []string) (out Terms) {
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
		out.last = last + positionGap
	}
	out.Length = len(out.Tokens)
	return out
}

// numberParts adds, beside an id such as inc0042, its number as written and
// without leading zeros, so that 0042 and 42 find it.
func numberParts(tokens []Token, from int) []Token {
	for _, token := range tokens[from:] {
		whole := token.Term
		digits := whole[strings.LastIndexFunc(whole, func(r rune) bool { return r < '0' || r > '9' })+1:]
		for _, part := range [...]string{digits, strings.TrimLeft(digits, "0")} {
			if part != "" && part != whole && part != tokens[len(tokens)-1].Term {
				token.Term = part
				tokens = append(tokens, token)
			}
		}
	}
	return tokens
}
