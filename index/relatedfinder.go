package index

import (
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
)

// A RelatedFinder finds the related post mortems of one post mortem at a time, like [Relate].
type RelatedFinder struct {
	memory *memory
	mu     sync.Mutex // guards the scorer
	scorer scorer
}

// NewRelatedFinder returns a RelatedFinder. It reuses what previous, which may be nil, knows about unchanged
// post mortems. Each RelatedFinder can be passed as previous only once.
func NewRelatedFinder(posts []*content.PostMortem, previous *RelatedFinder) *RelatedFinder {
	posts = sortedPosts(posts)
	m, known := newMemory(), map[*content.PostMortem]*portrait{}
	if previous != nil {
		if r := previous.alike(posts); r != nil {
			return r
		}
		if before := previous.scorer.relater; previous.memory.size() < maxForgotten*len(before.features)+1000 {
			m = previous.memory
			for i, pm := range before.posts {
				known[pm] = before.portraits[i]
			}
		}
	}
	return &RelatedFinder{memory: m, scorer: scorer{relater: newRelater(posts, m, known), score: make([]float64, len(posts))}}
}

// maxForgotten limits the number of unused names, as a multiple of those in use.
const maxForgotten = 2

// alike returns a relater for post mortems whose features have not changed, for example because
// only other text was edited. It returns nil if they have.
func (r *RelatedFinder) alike(posts []*content.PostMortem) *RelatedFinder {
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
	return &RelatedFinder{memory: r.memory, scorer: scorer{relater: &same, score: make([]float64, len(posts))}}
}

// Related returns the post mortems that share the most with pm.
func (r *RelatedFinder) Related(pm *content.PostMortem) []Related {
	i, ok := slices.BinarySearchFunc(r.scorer.posts, pm, newestFirst)
	if !ok {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.scorer.related(int32(i))
}
