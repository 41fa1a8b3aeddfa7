package index

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// Alike returns the post mortems, at most five, that look like one that is being written, which need not be among them. In
// contrast to related ones, they share more than a service, a vendor or tags: a control, a ticket, an action item, or two
// rare words, of which one is enough if they also share a service.
func Alike(posts []*content.PostMortem, pm *content.PostMortem) []Related {
	all := slices.DeleteFunc(slices.Clone(posts), func(other *content.PostMortem) bool { return other.Path == pm.Path })
	r := newRelater(sortedPosts(append(all, pm)), newMemory(), nil)
	s := scorer{relater: r, score: make([]float64, len(r.posts)), alike: true}
	var analyser Analyser
	for _, name := range pm.Services {
		for _, token := range analyser.Tokens(nil, name) {
			s.own = append(s.own, token.Term)
		}
	}
	return s.related(int32(slices.Index(r.posts, pm)))
}

// looksAlike reports whether the shared features are more than what post mortems share that only have to do with the same.
func (r *scorer) looksAlike() bool {
	words, same := 0, false
	var analyser Analyser
	for _, id := range r.shared {
		switch f := &r.features[id]; f.kind {
		case prevents, ticket, control:
			return true
		case service:
			same = true
		case word:
			if !slices.ContainsFunc(analyser.Tokens(nil, f.text), func(t Token) bool { return slices.Contains(r.own, t.Term) }) {
				words++
			}
		}
	}
	return words >= leastWords || words > 0 && same
}
