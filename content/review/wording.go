package review

import "slices"

// A wording compares the titles of two lists of action items by their words, of which those that are [alike] are one.
type wording struct {
	before, after []phrase
	words         []word
	all           []int    // the words of all phrases, one after another
	read          []string // of one title; reused
}

// A phrase is a title.
type phrase struct {
	words  []int   // indexes of wording.words, each once
	weight float64 // of all words but values
	named  bool    // one of the words is a name
}

// A word is what occurs in one or more titles.
type word struct {
	text   string // as it occurs first
	kind   kind
	titles int32   // that have it
	weight float64 // less if many titles have it
}

// newWording reads the titles of the items that have no pair yet.
func newWording(p *pairing) *wording {
	w := &wording{before: make([]phrase, len(p.before)), after: make([]phrase, len(p.after))}
	w.words, w.all, w.read = make([]word, 0, 24), make([]int, 0, 32), make([]string, 0, 12)
	for i := range p.before {
		if !p.taken[i] {
			w.before[i] = w.phraseOf(p.before[i].Title)
		}
	}
	for j := range p.after {
		if p.pairs[j] < 0 {
			w.after[j] = w.phraseOf(p.after[j].Title)
		}
	}
	for k := range w.words {
		x := &w.words[k]
		x.weight = x.kind.weight() / float64(max(1, x.titles-1)) // one pair has it in two titles
	}
	w.weigh(w.before)
	w.weigh(w.after)
	return w
}

// phraseOf reads a title. Its weight is not known before all titles are read.
func (w *wording) phraseOf(title string) phrase {
	from := len(w.all)
	w.read = appendWords(w.read[:0], title)
	for _, text := range w.read {
		if k := w.indexOf(text); w.words[k].kind != grammar && !slices.Contains(w.all[from:], k) {
			w.all = append(w.all, k)
			w.words[k].titles++
		}
	}
	return phrase{words: w.all[from:len(w.all):len(w.all)]}
}

// indexOf returns the index of a word, which is new if no other one is like it.
func (w *wording) indexOf(text string) int {
	for k := range w.words {
		if w.words[k].text == text {
			return k
		}
	}
	kind := kindOf(text)
	for k := range w.words {
		if x := &w.words[k]; x.text[0] == text[0] && kind <= usual && x.kind <= usual && alike(x.text, text) {
			x.kind = max(x.kind, kind)
			return k
		}
	}
	w.words = append(w.words, word{text: text, kind: kind})
	return len(w.words) - 1
}

func (w *wording) weigh(phrases []phrase) {
	for i := range phrases {
		for _, k := range phrases[i].words {
			x := &w.words[k]
			phrases[i].named = phrases[i].named || x.kind == name
			if x.kind != value {
				phrases[i].weight += x.weight
			}
		}
	}
}

// A likeness says how similar two titles are.
type likeness struct {
	similarity float64 // from 0 to 1
	contained  bool    // all words of one title are in the other
}

// compare compares two titles. Words that one of them has in addition weigh little; those that each has instead of the
// other's weigh much. Words that more of the new and missing items have weigh less than rare ones. Titles with different names, such as
// db-1 and db-2, have no similarity, nor have those in which only the thing is another one.
func (w *wording) compare(a, b *phrase) likeness {
	common, values, named := 0.0, 0.0, false
	for _, k := range a.words {
		if !slices.Contains(b.words, k) {
			continue
		}
		x := &w.words[k]
		if x.kind == value {
			values += x.weight
		} else {
			common += x.weight
		}
		named = named || x.kind == name
	}
	if common == 0 || a.named && b.named && !named || w.replaced(a.words, b.words) {
		return likeness{}
	}
	shorter, longer := min(a.weight, b.weight), max(a.weight, b.weight)
	instead := max(0, shorter-common) // rounding errors are negative
	added := longer - common - instead
	same := common + values
	return likeness{same / (same + 2*instead + added/4), instead < 0.01}
}

// replaced reports whether two titles differ in one place only, and have other things there: "restore test of orders" and
// "restore test of invoices".
func (w *wording) replaced(a, b []int) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	common := func(k int) bool { return slices.Contains(b, k) }
	return w.tells(a) && w.tells(b) && !slices.ContainsFunc(a, common)
}

// tells reports whether one of the words says what an item is about.
func (w *wording) tells(words []int) bool {
	return slices.ContainsFunc(words, func(k int) bool { return w.words[k].kind == plain })
}
