package check

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/config"
)

// names holds the ways in which a text may name the people of a repository.
type names struct {
	starts map[string][]pattern // by first word
	emails map[string]bool      // in lower case
	logins map[string]bool      // logins that are not words
	allow  map[string]bool      // allowed texts, folded

	hints *keywords // every match contains one of these, so other lines are skipped
}

// A pattern is one way to write a name.
type pattern struct {
	words  []string // folded
	joint  string   // separator: "" for blanks or the punctuation of logins, "," for "Last, First", "." after an initial
	strict bool     // the words must be capitalised because they are also English words
}

func newNames(in Input) *names {
	n := &names{starts: map[string][]pattern{}, emails: map[string]bool{}, logins: map[string]bool{}, allow: map[string]bool{}}
	for _, text := range in.Config.People.Allow {
		n.allow[fold(strings.TrimPrefix(text, "@"))] = true
	}
	for _, p := range in.People {
		n.add(p, in.Config)
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
	found := false
	if !ascii(line) {
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

// add adds a person's name, addresses and login, unless the person is a role or a machine.
func (n *names) add(p Person, cfg *config.Config) {
	if n.allow[fold(p.Name)] || n.allow[fold(p.Email)] || isRole(p.Name) || roles(cfg)[fold(p.Name)] || strings.HasSuffix(p.Name, "[bot]") {
		return
	}
	n.addName(p.Name)
	local, _, _ := strings.Cut(p.Email, "@")
	if strings.Contains(p.Email, "@") && !isRole(local) {
		n.emails[strings.ToLower(p.Email)] = true
		n.addLogin(local, p.Name)
	}
	n.addLogin(p.Login, p.Name)
}

// addName adds the ways to write a full name. Names of a single word are ignored.
func (n *names) addName(name string) {
	var words []string
	for _, w := range wordsOf(name) {
		words = append(words, w.folded)
	}
	if len(words) < 2 || len(words) > 6 {
		return
	}
	first, last := words[0], words[len(words)-1]
	if utf8.RuneCountInString(first) < 2 || utf8.RuneCountInString(last) < 2 {
		return
	}
	strict := englishWords()[first] && englishWords()[last]
	n.put(pattern{words: words, strict: strict})
	if len(words) > 2 {
		n.put(pattern{words: []string{first, last}, strict: strict})
	}
	n.put(pattern{words: []string{last, first}, joint: ",", strict: true})
	r, _ := utf8.DecodeRuneInString(first)
	n.put(pattern{words: []string{string(r), last}, joint: ".", strict: true})
}

func (n *names) put(p pattern) {
	if !slices.ContainsFunc(n.starts[p.words[0]], func(q pattern) bool { return slices.Equal(p.words, q.words) && p.joint == q.joint }) {
		n.starts[p.words[0]] = append(n.starts[p.words[0]], p)
	}
}

// addLogin adds a login that is unlikely to be in a text by chance: one made of the
// person's name, or one that contains a digit. Other logins are found only after an @,
// like every handle.
func (n *names) addLogin(login, name string) {
	login = fold(login)
	words := wordsOf(login)
	if len(login) < 5 || len(words) != 1 || englishWords()[login] {
		return
	}
	made := strings.ContainsAny(login, "0123456789")
	for _, w := range wordsOf(name) {
		if len(w.folded) >= 3 && login != w.folded && (strings.HasPrefix(login, w.folded) || strings.HasSuffix(login, w.folded)) {
			made = true
		}
	}
	if made {
		n.logins[login] = true
	}
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
		if words[i].folded != want || p.strict && !words[i].capital {
			return false
		}
		if i > 0 && !p.joins(line[words[i-1].to:words[i].from]) {
			return false
		}
	}
	return true
}

func (p pattern) joins(between string) bool {
	switch text := strings.TrimSpace(strings.ReplaceAll(between, "\u00a0", " ")); p.joint {
	case "":
		return text == "" || between == "." || between == "_" || between == "-"
	default:
		return text == p.joint
	}
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
