package check

import "slices"

// keywords finds which of many words occur in a text in one pass, ignoring the case of
// ASCII letters. It is an Aho-Corasick automaton.
type keywords struct {
	classes [256]uint16 // class of each byte; 0 for bytes that occur in no word
	width   int         // number of classes
	next    []uint32    // by state and class: the offset of the next state's row, with endsHere
	ends    [][]int     // by state: the words that end there
}

// endsHere is the bit in next that marks states in which a word ends.
const endsHere = 1 << 31

// newKeywords returns the automaton for words, which must be in lower case and not empty.
func newKeywords(words []string) *keywords {
	k := &keywords{width: 1}
	for _, word := range words {
		for i := range len(word) {
			if c := word[i]; k.classes[c] == 0 {
				k.classes[c] = uint16(k.width)
				k.width++
			}
		}
	}
	for c := 'a'; c <= 'z'; c++ {
		k.classes[c-'a'+'A'] = k.classes[c]
	}
	k.grow()
	for n, word := range words {
		state := 0
		for i := range len(word) {
			at := state*k.width + int(k.classes[word[i]])
			if k.next[at] == 0 {
				k.next[at] = uint32(len(k.ends))
				k.grow()
			}
			state = int(k.next[at])
		}
		k.ends[state] = append(k.ends[state], n)
	}
	k.link()
	for i, state := range k.next {
		k.next[i] = state * uint32(k.width)
		if len(k.ends[state]) > 0 {
			k.next[i] |= endsHere
		}
	}
	return k
}

func (k *keywords) grow() {
	k.next = append(k.next, make([]uint32, k.width)...)
	k.ends = append(k.ends, nil)
}

// link fills in the failure transitions: each leads to the longest suffix of the input
// that is a prefix of a word.
func (k *keywords) link() {
	fall := make([]int, len(k.ends))
	queue := []int{0}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		k.ends[state] = append(k.ends[state], k.endsOf(state, fall[state])...)
		for class := 1; class < k.width; class++ {
			at := state*k.width + class
			to := int(k.next[at])
			shorter := 0
			if state != 0 {
				shorter = int(k.next[fall[state]*k.width+class])
			}
			if to == 0 {
				k.next[at] = uint32(shorter)
				continue
			}
			fall[to] = shorter
			queue = append(queue, to)
		}
	}
}

func (k *keywords) endsOf(state, fall int) []int {
	if state == fall {
		return nil
	}
	return k.ends[fall]
}

// each calls hear for every occurrence of a word in the text, with the word's number and
// the offset after it.
func (k *keywords) each(text string, hear func(n, end int)) {
	row := uint32(0)
	for i := range len(text) {
		row = k.next[row+uint32(k.classes[text[i]])]
		if row&endsHere == 0 {
			continue
		}
		row &^= endsHere
		for _, n := range k.ends[row/uint32(k.width)] {
			hear(n, i+1)
		}
	}
}

// in returns the numbers of the words that occur in the text, each once.
func (k *keywords) in(text string) (found []int) {
	k.each(text, func(n, _ int) {
		if !slices.Contains(found, n) {
			found = append(found, n)
		}
	})
	return found
}
