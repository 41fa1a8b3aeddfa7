package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// names holds the ways in which a text may name the people of a repository.
type names struct {
	starts map[string][]pattern // by first word
	emails map[string]bool      // in lower case
	logins map[string]bool      // logins that are not words
	allow  map[string]bool      // allowed texts, folded
	dense  denseNames

	hints *keywords // every match contains one of these, so other lines are skipped
}

// A pattern is one way to write a name.
type pattern struct {
	words  []string // folded
	joint  joint
	strict bool // the words must be capitalised because they are also English words
}

// A joint is what separates the words of a pattern.
type joint int

const (
	blankJoint joint = iota // blanks, or the punctuation of logins
	commaJoint              // as in "Last, First"
	dotJoint                // as in "F. Last"
	loudJoint               // a blank, as in "LAST First"
	loginJoint              // the punctuation of logins
)

func newNames(in Input) *names {
	n := &names{starts: map[string][]pattern{}, emails: map[string]bool{}, logins: map[string]bool{}, allow: map[string]bool{}}
	for _, text := range in.Config.People.Allow {
		n.allow[fold(strings.TrimPrefix(text, "@"))] = true
	}
	dense, roles := slices.Clone(in.Config.People.Names), roles(in.Config)
	for _, p := range in.People {
		for _, name := range n.add(p, roles) {
			n.addName(name)
			dense = append(dense, name)
		}
	}
	for _, text := range in.Config.People.Names {
		switch {
		case strings.HasPrefix(text, "@"):
			n.logins[fold(text[1:])] = true
		case strings.Contains(text, "@"):
			n.emails[strings.ToLower(text)] = true
		case len(wordsOf(text)) == 1:
			n.put(pattern{words: []string{fold(text)}, strict: true})
		default:
			n.addName(text)
		}
	}
	n.dense = newDenseNames(dense)
	n.hints = n.longest()
	return n
}

// longest returns an automaton for the longest word of each pattern and for the logins.
func (n *names) longest() *keywords {
	words := maps.Clone(n.logins)
	for _, patterns := range n.starts {
		for _, p := range patterns {
			words[slices.MaxFunc(p.words, func(a, b string) int { return len(a) - len(b) })] = true
		}
	}
	return newKeywords(slices.Sorted(maps.Keys(words)))
}

// mayMatch reports whether a line may contain a name; it is fast and false for most lines.
func (n *names) mayMatch(line string) bool {
	if n.dense.mayMatch(line) {
		return true
	}
	found := false
	if !ascii(line) || strings.IndexByte(line, '\'') >= 0 {
		line = fold(line)
	}
	n.hints.each(line, func(int, int) { found = true })
	return found
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// add adds a person's addresses and logins, and returns the person's names, unless the
// person is a role or a machine, or allowed.
func (n *names) add(p Person, roles map[string]bool) []string {
	usual := usualNames(p.Name)
	local, _, _ := strings.Cut(p.Email, "@")
	for _, text := range append(usual, p.Name, p.Email) {
		if n.allow[fold(text)] || roles[fold(text)] {
			return nil
		}
	}
	if strings.HasSuffix(p.Name, "[bot]") || isRole(p.Name) && !isOwn(local, usual) {
		return nil
	}
	if strings.Contains(p.Email, "@") && !isRole(local) {
		n.emails[strings.ToLower(p.Email)] = true
		n.addLogin(local, usual)
	}
	n.addLogin(p.Login, usual)
	return usual
}

// isOwn reports whether the address of somebody whose name mentions a role, such as
// "Grace Hopper (contractor)", is that of a person.
func isOwn(local string, usual []string) bool {
	return len(usual) > 0 && !isRole(usual[0]) && !isRole(local) && madeOf(fold(local), usual)
}

// addName adds the ways to write a full name. Names of a single word are ignored.
func (n *names) addName(name string) {
	for _, words := range spellings(name) {
		if len(words) < 2 || len(words) > 6 {
			continue
		}
		first, last := words[0], words[len(words)-1]
		if utf8.RuneCountInString(first) < 2 || utf8.RuneCountInString(last) < 2 {
			continue
		}
		strict := englishWords()[first] && englishWords()[last]
		n.put(pattern{words: words, strict: strict})
		if len(words) > 2 {
			n.put(pattern{words: []string{first, last}, strict: strict})
		}
		n.put(pattern{words: []string{last, first}, joint: commaJoint, strict: true})
		n.put(pattern{words: []string{last, first}, joint: loudJoint, strict: true})
		r, _ := utf8.DecodeRuneInString(first)
		n.put(pattern{words: []string{string(r), last}, joint: dotJoint, strict: true})
	}
}

func (n *names) put(p pattern) {
	if !slices.ContainsFunc(n.starts[p.words[0]], func(q pattern) bool { return slices.Equal(p.words, q.words) && p.joint == q.joint }) {
		n.starts[p.words[0]] = append(n.starts[p.words[0]], p)
	}
}

// addLogin adds a login that is unlikely to be in a text by chance: one made of the
// person's name, or one that contains a digit. Other logins are found only after an @,
// like every handle.
func (n *names) addLogin(login string, usual []string) {
	login, _, _ = strings.Cut(fold(login), "+")
	words := wordsOf(login)
	if len(login) < 5 || strings.Trim(login, "0123456789") == "" || !strings.ContainsAny(login, "0123456789") && !madeOf(login, usual) {
		return
	}
	switch {
	case len(words) == 1 && words[0].folded == login && !englishWords()[login]:
		n.logins[login] = true
	case len(words) > 1:
		var parts []string
		for _, w := range words {
			parts = append(parts, w.folded)
		}
		n.put(pattern{words: parts, joint: loginJoint})
	}
}

// madeOf reports whether a login contains a part of the person's name at a word's
// beginning or end, and something else.
func madeOf(login string, usual []string) bool {
	for _, name := range usual {
		for _, words := range spellings(name) {
			for _, part := range words {
				if len(part) >= 3 && login != part && slices.ContainsFunc(wordsOf(login), func(w word) bool {
					return strings.HasPrefix(w.folded, part) || strings.HasSuffix(w.folded, part)
				}) {
					return true
				}
			}
		}
	}
	return false
}

// match returns the names on a line for which [names.mayMatch] is true, as ranges of
// bytes.
func (n *names) match(line string) (out [][2]int) {
	words := wordsOf(line)
	for i := 0; i < len(words); i++ {
		length := n.length(line, words[i:])
		if length == 0 && i+2 < len(words) && words[i+1].to-words[i+1].from == 1 {
			// A middle initial is not part of any pattern.
			without := append([]word{words[i]}, words[i+2:min(len(words), i+8)]...)
			without[0].to = words[i+1].to
			if strings.HasPrefix(line[without[0].to:], ".") {
				without[0].to++
			}
			if length = n.length(line, without); length > 0 {
				length++
			}
		}
		if length == 0 && n.logins[words[i].folded] {
			length = 1
		}
		if length > 0 {
			from, to := words[i].from, words[i+length-1].to
			if !n.allow[fold(line[from:to])] {
				out = append(out, [2]int{from, to})
			}
			i += length - 1
		}
	}
	for _, at := range n.dense.match(line) {
		if !n.allow[fold(line[at[0]:at[1]])] {
			out = append(out, at)
		}
	}
	return apart(out)
}

// apart sorts ranges, longer ones first, and leaves out those that overlap an earlier one.
func apart(ranges [][2]int) (out [][2]int) {
	slices.SortFunc(ranges, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(b[1], a[1])) })
	for _, r := range ranges {
		if len(out) == 0 || r[0] >= out[len(out)-1][1] {
			out = append(out, r)
		}
	}
	return out
}

// length returns the number of words in the longest name that begins with the first word,
// or 0 if none does.
func (n *names) length(line string, words []word) (length int) {
	for _, p := range n.starts[words[0].folded] {
		if len(p.words) > length && p.fits(line, words) {
			length = len(p.words)
		}
	}
	return length
}

func (p pattern) fits(line string, words []word) bool {
	if len(p.words) > len(words) {
		return false
	}
	for i, want := range p.words {
		if words[i].folded != want || p.strict && !words[i].capital || p.joint == loudJoint && words[i].loud != (i == 0) {
			return false
		}
		if i > 0 && !p.joins(line[words[i-1].to:words[i].from]) {
			return false
		}
	}
	return true
}

func (p pattern) joins(between string) bool {
	text := strings.TrimSpace(between)
	punctuation := utf8.RuneCountInString(between) == 1 && strings.Contains("._-‐‑", between)
	switch p.joint {
	case commaJoint:
		return text == ","
	case dotJoint:
		return text == "."
	case loginJoint:
		return punctuation
	case loudJoint:
		return text == ""
	}
	return text == "" || punctuation
}

// englishWords are words that are also given or family names.
var englishWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(`
		abbey alba amber angel april art ash ashes august autumn baker bank banks barber bell best bill birch bird black blue bob bond
		booth bowl bradley branch brand bridge brook brooks brown buck bush butcher butler cage carpenter carter case cash chance chandler
		chase church clark clay cliff close cole constant cook cooper cord cotton counts court cox craft crane crisp cross crystal
		daisy dale dawn day days dean dear dell drake drew duke dusty early earl east eve faith farmer field fields fisher fleet flint
		flood flower ford forest foster fowler fox frank freed frost gale garden gay gene gill glass glen gold golden good grace grant
		graves gray green grey grove gun guy hale hall harper hart hazel heath hill hills holly holmes hood hope hunt hunter ivy jack
		jade jay jean jet jewel joy judge june justice kay key kid king kitty knight lake lamb lance land lane law leaf lee levy light
		lily link little long lot love major march mark marks marsh marshall mason max may meadows mercy mercer mike miles mill mills
		miner minor misty mole monk moon moody more moss nash nick noble nor north ode olive page paige pal park parker parks parson
		pat patience peace pearl penny peter pike piper pitt pool poole pope porter pound power powers price prince pride prior query
		quick rain ray read reed rich rider river rivers rob robin rock rod root rose rosemary rush rusty sage sales salt sandy saw
		scales scott self sharp shepherd short silver singer sky skip small smart smith snow sparks spring star stark stern stew stone
		storm story stout strange street strong sue summer summers sunny swift tanner taylor terry thorn tiny tom tony town tracy true
		trip turner tyler underwood van vance vent victor violet wade walker wall waters watts way weaver webb weeks wells west
		white will wills willow winter winters wise wolf wood woods worth wright york young`) {
		out[word] = true
	}
	return out
})
