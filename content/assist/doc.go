// Package assist helps an editor while a post mortem is being written: it completes text,
// explains keys and figures, and silences findings.
//
// Every function depends only on the current text, a position in it, and [Knowledge] of
// the collection. The text may be broken in any way; then the answers contain less. The
// package neither reads files nor knows an editor's protocol. Positions are those of
// package content: 1-based, in characters, in the text with normalized line endings.
package assist

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// Knowledge is what is known about the site and its collection.
type Knowledge struct {
	Config *config.Config // required

	Services, Roles, Tags []string // values to offer, most likely first
}

// Words are the services, roles and tags that one post mortem uses.
type Words struct{ Services, Roles, Tags []string }

// WordsOf returns the words of a post mortem, each once.
func WordsOf(pm *content.PostMortem) Words {
	roles := slices.Clone(pm.Authors)
	for _, item := range pm.ActionItems {
		if item.Owner != "" {
			roles = append(roles, item.Owner)
		}
	}
	slices.Sort(roles)
	return Words{Services: pm.Services, Roles: slices.Compact(roles), Tags: pm.Tags}
}

// Know returns what the config lists, in its order, followed by the other words that the
// documents use, most frequent first.
func Know(cfg *config.Config, documents map[string]Words) Knowledge {
	k := Knowledge{Config: cfg}
	for _, service := range cfg.Services {
		k.Services = append(k.Services, service.Name)
	}
	k.Roles = slices.Clone(cfg.Roles)
	for _, service := range cfg.Services {
		if service.Owner != "" && !slices.Contains(k.Roles, service.Owner) {
			k.Roles = append(k.Roles, service.Owner)
		}
	}
	services, roles, tags := map[string]int{}, map[string]int{}, map[string]int{}
	for _, words := range documents {
		tally(services, words.Services)
		tally(roles, words.Roles)
		tally(tags, words.Tags)
	}
	k.Services, k.Roles, k.Tags = ranked(k.Services, services), ranked(k.Roles, roles), ranked(nil, tags)
	return k
}

func tally(counts map[string]int, words []string) {
	for _, word := range words {
		counts[word]++
	}
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
