package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// vocabularies returns those of the site, or of the format outside of a collection.
func (a *app) vocabularies() *content.Vocabularies {
	if _, config, err := a.opener().Settings(); err == nil {
		return config.Vocabularies
	}
	return content.BuiltinVocabularies()
}

// listWords returns the values of the site's vocabularies, with the other words for each.
func (a *app) listWords() string {
	var b strings.Builder
	b.WriteString("\nValues, with other words for them:\n")
	lists := a.vocabularies().Configurable()
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		b.WriteString("\n" + name + "\n")
		for _, value := range lists[name].Values {
			line := value
			if words := lists[name].SynonymsOf(value); len(words) > 0 {
				line += ": " + strings.Join(words, ", ")
			}
			b.WriteString("  " + strings.ReplaceAll(wrap(line, 74), "\n", "\n    ") + "\n")
		}
	}
	b.WriteString("\nKinds of lessons, with the headings of their lists, besides those of the template:\n\n")
	for _, kind := range a.vocabularies().Lessons {
		b.WriteString("  " + kind.Name + ": " + strings.Join(kind.Sections, ", ") + "\n")
	}
	return b.String()
}
