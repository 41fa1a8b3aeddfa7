package index

import (
	"slices"
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
	var known *memory
	if previous != nil && len(previous.memory.names) < maxForgotten*len(previous.scorer.features)+1000 {
		known = previous.memory
	}
	m := newMemory(known, len(posts))
	r := newRelater(posts, m)
	return &Relater{memory: m, scorer: scorer{relater: r, score: make([]float64, len(posts))}}
}

// maxForgotten bounds the names that nobody mentions any more, as a multiple
// of those in use.
const maxForgotten = 2

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
