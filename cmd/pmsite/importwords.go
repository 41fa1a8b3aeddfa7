package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// reportWords says which words of the documents no vocabulary knows, and how to define them. They are left
// where they were, so they count only if the documents are imported again.
func (in *importing) reportWords(documents []*incoming) {
	for _, key := range content.Keys() {
		vocabulary := in.opts.Vocabularies.Of(key.Name)
		found := wordsLeft(documents, key.Name)
		if vocabulary == nil || len(found) == 0 {
			continue
		}
		words := slices.Sorted(maps.Keys(found))
		var counts, plain []string
		for _, word := range words {
			counts = append(counts, fmt.Sprintf("%s (%d)", word, found[word]))
			if content.IsPlainWord(word) && !slices.ContainsFunc(plain, func(other string) bool { return content.SameWord(word, other) }) {
				plain = append(plain, word)
			}
		}
		in.say("%s: no vocabulary knows %s", key.Name, strings.Join(counts, ", "))
		if len(plain) == 0 {
			continue
		}
		hint := "before you import, say in pmsite.yaml what they mean: `"
		if in.importFlags.write {
			hint = "say in pmsite.yaml what they mean, remove the new files and import again: `"
		}
		in.say("hint: %s%s`; with `only`, your team's words replace the values (pmsite help questions)", hint, vocabulary.SynonymsInConfig(plain))
	}
}

// wordsLeft counts the documents by their words for a key that are not known.
func wordsLeft(documents []*incoming, key string) map[string]int {
	found := map[string]int{}
	for _, d := range documents {
		if d.err != nil {
			continue
		}
		for _, note := range d.out.Notes {
			if note.Word != "" && note.Part() == key {
				found[note.Word]++
			}
		}
	}
	return found
}
