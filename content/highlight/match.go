package highlight

import (
	"slices"
	"unicode"
)

// A machine is what patterns need to match.
type machine struct {
	left int // steps that may still be taken; below zero, nothing matches

	text  []rune
	end   int   // of the last match
	spans []int // start and end of each group; -1 if it has not matched
	begun []int // the start of each group that has not ended
	count []int // how often the body of each loop has matched
	since []int // where its body last began
}

// match reports whether the pattern matches at a place of the text.
func (p *pattern) match(m *machine, text []rune, at int) bool {
	m.text = text
	m.left--
	m.spans, m.begun = reset(m.spans, 2*p.groups+2), reset(m.begun, p.groups+1)
	m.count, m.since = reset(m.count, p.loops), reset(m.since, p.loops)
	if !p.first.match(m, at) {
		return false
	}
	m.spans[0], m.spans[1] = at, m.end
	return true
}

// reset returns a list of n times -1.
func reset(list []int, n int) []int {
	list = slices.Grow(list[:0], n)[:n]
	for i := range list {
		list[i] = -1
	}
	return list
}

// groups returns what the groups of the last match have matched.
func (m *machine) groups(text []rune) [][]rune {
	groups := make([][]rune, len(m.spans)/2)
	for i := range groups {
		if from, to := m.spans[2*i], m.spans[2*i+1]; from >= 0 {
			groups[i] = text[from:to]
		}
	}
	return groups
}

// step counts a step. It reports false if there are none left.
func (m *machine) step() bool {
	m.left--
	return m.left >= 0
}

// A node of a chain reports whether it matches at a place, and all that follows it. If not, it leaves the machine as it
// was.
type node interface {
	match(m *machine, at int) bool
}

// accept ends a chain.
type accept struct{}

func (accept) match(m *machine, at int) bool {
	m.end = at
	return true
}

type never struct{}

func (never) match(*machine, int) bool { return false }

// An alternative matches in one of several ways.
type alternative struct{ ways []node }

func (a *alternative) match(m *machine, at int) bool {
	for _, way := range a.ways {
		if !m.step() {
			return false
		}
		if way.match(m, at) {
			return true
		}
	}
	return false
}

// An anchor matches a place.
type anchor struct {
	at   func(text []rune, at int) bool
	next node
}

func (a *anchor) match(m *machine, at int) bool {
	return m.step() && a.at(m.text, at) && a.next.match(m, at)
}

// A literal matches several characters, in lower case if fold is set.
type literal struct {
	text []rune
	fold bool
	back bool // whether it ends at the place, instead of beginning there
	next node
}

func (l *literal) match(m *machine, at int) bool {
	if !m.step() {
		return false
	}
	from, to, ok := m.extent(at, len(l.text), l.back)
	if !ok {
		return false
	}
	for i, want := range l.text {
		got := m.text[from+i]
		if l.fold {
			got = unicode.ToLower(got)
		}
		if got != want {
			return false
		}
	}
	return l.next.match(m, to+from-at)
}

// extent returns the start and end of n characters on one side of a place.
func (m *machine) extent(at, n int, back bool) (from, to int, ok bool) {
	if back {
		at -= n
	}
	return at, at + n, at >= 0 && at+n <= len(m.text)
}

// A reference matches what a group has matched.
type reference struct {
	group int
	fold  bool
	back  bool
	next  node
}

func (r *reference) match(m *machine, at int) bool {
	from, to := m.spans[2*r.group], m.spans[2*r.group+1]
	if from < 0 {
		return false
	}
	text := m.text[from:to]
	if m.left -= len(text); r.fold {
		text = slices.Clone(text)
		for i := range text {
			text[i] = unicode.ToLower(text[i])
		}
	}
	return (&literal{text, r.fold, r.back, r.next}).match(m, at)
}

// A repeat matches a character several times, as often as possible first. If it is atomic, it tries nothing else.
type repeat struct {
	char        *chars
	least, most int
	back        bool
	atomic      bool
	next        node
}

// reach returns how many of up to most characters match from a place on.
func (r *repeat) reach(m *machine, at, most int) (n int) {
	if r.back {
		for most = min(most, at); n < most && r.char.has(m.text[at-n-1]); n++ {
		}
	} else {
		for most = min(most, len(m.text)-at); n < most && r.char.has(m.text[at+n]); n++ {
		}
	}
	m.left -= n / 8 // they are cheaper than other steps
	return n
}

func (r *repeat) move(at, n int) int {
	if r.back {
		return at - n
	}
	return at + n
}

func (r *repeat) match(m *machine, at int) bool {
	n := r.reach(m, at, r.most)
	for ; n >= r.least && m.step(); n-- {
		if r.next.match(m, r.move(at, n)) {
			return true
		}
		if r.atomic {
			return false
		}
	}
	return false
}

// A lazyRepeat matches a character several times, as rarely as possible first.
type lazyRepeat struct{ repeat }

func (r *lazyRepeat) match(m *machine, at int) bool {
	n := r.reach(m, at, r.least)
	for n >= r.least && m.step() {
		if r.next.match(m, r.move(at, n)) {
			return true
		}
		if n == r.most || r.reach(m, r.move(at, n), 1) == 0 {
			return false
		}
		n++
	}
	return false
}

// A loop matches its body several times. A body that matches nothing ends the loop.
type loop struct {
	number      int
	least, most int
	lazy        bool
	body        node // followed by loopEnd
	next        node
}

func (l *loop) match(m *machine, at int) bool {
	count, since := m.count[l.number], m.since[l.number]
	m.count[l.number], m.since[l.number] = 0, -1
	if l.again(m, at) {
		return true
	}
	m.count[l.number], m.since[l.number] = count, since
	return false
}

// again decides after each time whether to match the body once more.
func (l *loop) again(m *machine, at int) bool {
	count, since := m.count[l.number], m.since[l.number]
	enough := count >= l.least
	more := count < l.most && (!enough || at != since)
	if !m.step() {
		return false
	}
	if enough && l.lazy && l.next.match(m, at) {
		return true
	}
	if more {
		m.count[l.number], m.since[l.number] = count+1, at
		if l.body.match(m, at) {
			return true
		}
		m.count[l.number], m.since[l.number] = count, since
	}
	return enough && !l.lazy && l.next.match(m, at)
}

// A loopEnd follows the body of a loop.
type loopEnd loop

func (l *loopEnd) match(m *machine, at int) bool { return (*loop)(l).again(m, at) }

// A groupStart and a groupEnd stand around what a group matches.
type groupStart struct {
	group int
	next  node
}

func (g *groupStart) match(m *machine, at int) bool {
	was := m.begun[g.group]
	m.begun[g.group] = at
	if g.next.match(m, at) {
		return true
	}
	m.begun[g.group] = was
	return false
}

type groupEnd groupStart

func (g *groupEnd) match(m *machine, at int) bool {
	span := m.spans[2*g.group : 2*g.group+2]
	from, to := span[0], span[1]
	span[0], span[1] = min(at, m.begun[g.group]), max(at, m.begun[g.group])
	if g.next.match(m, at) {
		return true
	}
	span[0], span[1] = from, to
	return false
}

// An apart matches its inner chain by itself: if what follows does not match, it does not try another way. A look stays
// at its place, and may ask that the inner chain does not match.
type apart struct {
	inner     node
	look, not bool
	next      node
}

func (a *apart) match(m *machine, at int) bool {
	if !m.step() {
		return false
	}
	spans := slices.Clone(m.spans)
	m.left -= len(spans) / 8
	matched := a.inner.match(m, at)
	if a.not && matched {
		copy(m.spans, spans)
	}
	if matched == a.not || m.left < 0 {
		return false
	}
	to := at
	if !a.look {
		to = m.end
	}
	if a.next.match(m, to) {
		return true
	}
	copy(m.spans, spans)
	return false
}
