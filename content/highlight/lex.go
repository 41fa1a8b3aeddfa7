package highlight

import "strings"

// A rule says what follows if a pattern matches.
type rule struct {
	pattern *pattern
	emit    emitter  // nil if the text is dropped
	push    []string // states to enter; "#pop" leaves one
	again   bool     // enters the state once more
	pop     int      // how many states to leave
}

// next returns the stack of states after the rule. It reports false if too many states are left.
func (r rule) next(stack []string) ([]string, bool) {
	if r.again {
		stack = append(stack, stack[len(stack)-1])
	}
	for _, state := range r.push {
		switch {
		case state != "#pop":
			stack = append(stack, state)
		case len(stack) == 0:
			return nil, false
		default:
			stack = stack[:len(stack)-1]
		}
	}
	if r.pop > len(stack) {
		return nil, false
	}
	return stack[:len(stack)-r.pop], true
}

const (
	rootState   = "root"
	errorType   = tokenType("Error")  // for text that no rule matches
	ignoredType = tokenType("Ignore") // for groups within others
	maxNested   = 50                  // code within code
	maxStack    = 10000               // states
)

// A run splits one text. Code within code shares its machine, and thus its limit.
type run struct {
	machine machine
	tokens  []typedToken
}

type typedToken struct {
	kind tokenType
	text []rune
}

// lex splits a text, beginning in a state. It reports false if it gives up.
func (r *run) lex(l *Lexer, text []rune, start string, depth int) bool {
	states, err := l.load()
	if err != nil || depth > maxNested {
		return false
	}
	stack := []string{start}
	for at := 0; at < len(text); {
		if len(stack) == 0 {
			r.add(errorType, text[at:])
			break
		}
		if r.machine.left--; r.machine.left < 0 || len(stack) > maxStack {
			return false
		}
		state := stack[len(stack)-1]
		matched, groups := r.match(states[state], text, at)
		switch {
		case matched == nil && text[at] == '\n' && state != start:
			stack = []string{start} // an error ends with its line
		case matched == nil:
			r.add(errorType, text[at:at+1])
			at++
		default:
			at += len(groups[0])
			var ok bool
			if stack, ok = matched.next(stack); !ok {
				return false
			}
			if matched.emit != nil && !matched.emit.emit(r, l, groups, depth) {
				return false
			}
		}
	}
	return r.machine.left >= 0
}

// match returns the first rule that matches at a place of the text, and its groups.
func (r *run) match(rules []rule, text []rune, at int) (*rule, [][]rune) {
	for i := range rules {
		if rules[i].pattern.match(&r.machine, text, at) {
			return &rules[i], r.machine.groups(text)
		}
	}
	return nil, nil
}

func (r *run) add(kind tokenType, text []rune) {
	last := len(r.tokens) - 1
	switch {
	case len(text) == 0 || kind == ignoredType:
	case last >= 0 && r.tokens[last].kind == kind:
		r.tokens[last].text = append(r.tokens[last].text, text...)
	default:
		r.tokens = append(r.tokens, typedToken{kind, append([]rune(nil), text...)})
	}
}

// result returns the tokens if they are the whole code. A line feed may follow that was added at its end.
func (r *run) result(code string) (out []Token, ok bool) {
	for _, t := range r.tokens {
		text := string(t.text)
		rest, ok := strings.CutPrefix(code, text)
		if !ok && text == code+"\n" {
			text, rest, ok = code, "", true
		}
		if !ok {
			return nil, false
		}
		if text != "" {
			out = append(out, Token{classes[t.kind], text})
		}
		code = rest
	}
	return out, code == ""
}
