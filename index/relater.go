package index

import (
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
)

// A Relater tells for one post mortem at a time what [Relate] tells for all.
type Relater struct {
	memory *memory
	mu     sync.Mutex // held while the scorer is in use
	scorer scorer
}

// NewRelater takes over what previous, which may be nil, knows of the post
// mortems that are the same; after that, no third may be made of previous.
func NewRelater(posts []*content.PostMortem, previous *Relater) *Relater {
	posts = sortedPosts(posts)
	m, known := newMemory(), map[*content.PostMortem]*portrait{}
	if previous != nil {
		if r := previous.alike(posts); r != nil {
			return r
		}
		if before := previous.scorer.relater; len(previous.memory.names) < maxForgotten*len(before.features)+1000 {
			m = previous.memory
			for i, pm := range before.posts {
				known[pm] = before.portraits[i]
			}
		}
	}
	return &Relater{memory: m, scorer: scorer{relater: newRelater(posts, m, known), score: make([]float64, len(posts))}}
}

// maxForgotten bounds the names that nobody mentions any more, as a multiple
// of those in use.
const maxForgotten = 2

// alike gives a relater for post mortems that changed in nothing that matters
// here, such as their text alone; nil if they did.
func (r *Relater) alike(posts []*content.PostMortem) *Relater {
	before := r.scorer.relater
	if len(posts) != len(before.posts) {
		return nil
	}
	portraits := slices.Clone(before.portraits)
	for i, pm := range posts {
		if pm == before.posts[i] {
			continue
		}
		portraits[i] = r.memory.portrait(pm)
		if newestFirst(pm, before.posts[i]) != 0 || !strings.EqualFold(pm.ID, before.posts[i].ID) || !portraits[i].equal(before.portraits[i]) {
			return nil
		}
	}
	same := *before
	same.posts, same.portraits = posts, portraits
	return &Relater{memory: r.memory, scorer: scorer{relater: &same, score: make([]float64, len(posts))}}
}

// Related gives the others that share the most with a post mortem.
func (r *Relater) Related(pm *content.PostMortem) []Related {
	i, ok := slices.BinarySearchFunc(r.scorer.posts, pm, newestFirst)
	if !ok {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.scorer.related(int32(i))
}
