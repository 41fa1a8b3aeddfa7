// Package assist answers what an editor asks about a post mortem while it is
// written: what may stand at a place, what stands there means, and how a finding
// is silenced.
//
// Everything is a function of the text as it is at the moment, of a position in
// it, and of what is known of the collection, [Knowledge]. The text may be broken
// in any way; then less is answered. The package neither reads files nor knows of
// an editor's protocol. Positions are those of content: 1-based, in characters,
// of the text with regular line ends.
package assist

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// Knowledge is what is known beside the text.
type Knowledge struct {
	Config *config.Config // required

	Services, Roles, Tags []string // to be offered, likeliest first
}

// Words are the free words that one post mortem uses.
type Words struct{ Services, Roles, Tags []string }

// WordsOf gathers the words of a post mortem; each stands in it once.
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

// Know puts together what the config lists, in its order, and what the documents
// use, most frequent first.
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

// ranked appends the words that are not there yet, most frequent first.
func ranked(first []string, counts map[string]int) []string {
	for _, word := range first {
		delete(counts, word)
	}
	return append(first, slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b))
	})...)
}
