// Package assist helps an editor while a post mortem is being written: it completes text,
// explains keys and figures, and silences findings.
//
// Every function depends only on the current text, a position in it, and [Knowledge] of the
// collection. If the text is malformed, the answers are less complete. The package neither reads
// files nor knows an editor's protocol. Positions are those of package content: 1-based, in
// characters, in the text with normalized line endings.
package assist

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// Knowledge is the information about a site and its collection that the functions need.
type Knowledge struct {
	Config *config.Config // required

	Words Words // offered as completions, likeliest first
}

// Words holds free-text values, by front-matter key. Owners of action items count as
// authors, because both are roles.
type Words map[string][]string

// Roles is the key whose words also complete the owners of action items.
const (
	Roles    = "authors"
	services = "service"
)

// WordsOf returns the words of a post mortem, each once.
func WordsOf(pm *content.PostMortem) Words {
	words := Words{}
	for _, key := range content.Keys() {
		if key.SuggestUsed {
			words[key.Name] = key.Values(pm)
		}
	}
	all := slices.Clone(pm.Authors)
	for _, item := range pm.ActionItems {
		if item.Owner != "" {
			all = append(all, item.Owner)
		}
	}
	slices.Sort(all)
	words[Roles] = slices.Compact(all)
	return words
}

// NewKnowledge returns the knowledge of a site: the words that its config lists, in that order,
// followed by the other words that the documents use, most frequent first.
func NewKnowledge(cfg *config.Config, documents map[string]Words) Knowledge {
	known := Words{Roles: slices.Clone(cfg.Roles)}
	for _, service := range cfg.Services {
		known[services] = append(known[services], service.Name)
		if service.Owner != "" && !slices.Contains(known[Roles], service.Owner) {
			known[Roles] = append(known[Roles], service.Owner)
		}
	}
	for _, key := range content.Keys() {
		if key.SuggestUsed {
			known[key.Name] = ranked(known[key.Name], count(key.Name, documents))
		}
	}
	return Knowledge{Config: cfg, Words: known}
}

func count(key string, documents map[string]Words) map[string]int {
	counts := map[string]int{}
	for _, words := range documents {
		for _, word := range words[key] {
			counts[word]++
		}
	}
	return counts
}

// ranked appends the words of counts that first lacks, most frequent first.
func ranked(first []string, counts map[string]int) []string {
	for _, word := range first {
		delete(counts, word)
	}
	return append(first, slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b))
	})...)
}
