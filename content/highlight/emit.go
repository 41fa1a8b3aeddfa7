package highlight

// An emitter makes tokens of the groups that a rule has matched, of which the first is the whole match. It reports false
// if it gives up.
type emitter interface {
	emit(r *run, l *Lexer, groups [][]rune, depth int) bool
}

// A tokenType makes one token.
type tokenType string

func (t tokenType) emit(r *run, _ *Lexer, groups [][]rune, _ int) bool {
	r.add(t, groups[0])
	return true
}

// A usingLexer has the text split by another lexer.
type usingLexer string

func (u usingLexer) emit(r *run, l *Lexer, groups [][]rune, depth int) bool {
	other := l.others.Get(string(u))
	return other != nil && r.lex(other, groups[0], rootState, depth+1)
}

// A usingSelf has the text split by the same lexer, beginning in a state.
type usingSelf string

func (u usingSelf) emit(r *run, l *Lexer, groups [][]rune, depth int) bool {
	return r.lex(l, groups[0], string(u), depth+1)
}

// A byGroups has an emitter for each group. One of the groups may be code in a language that another one names.
type byGroups struct {
	emitters       []emitter
	language, code int // numbers of groups; 0 for none
}

func (b byGroups) emit(r *run, l *Lexer, groups [][]rune, depth int) bool {
	var other *Lexer
	if b.language > 0 {
		other = l.others.Get(string(groups[b.language]))
	}
	for i, group := range groups[1:] {
		switch {
		case other != nil && i+1 == b.code:
			if !r.lex(other, group, rootState, depth+1) {
				return false
			}
		case b.emitters[i] != nil && !b.emitters[i].emit(r, l, [][]rune{group}, depth):
			return false
		}
	}
	return true
}
