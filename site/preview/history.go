package preview

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/project"
)

// A history adds what git knows to successive collections. They share their post mortems,
// which are immutable, so those with a history are copied. A copy is reused as long as
// nothing changes.
type history struct {
	past
	read, shown []*content.PostMortem // post mortems of the last collection, without and with history
	fresh       bool                  // whether past has changed since

	find     func(context.Context, *project.Project, func() map[string]*content.PostMortem) (map[string]*content.History, error)
	grace    time.Duration // see historyGrace
	learning bool
	learned  chan past     // receives the history that is being read; nil if nothing waits for it
	late     chan past     // receives a history that took longer than grace
	wake     chan struct{} // signals that late has one
}

// A past is the history of each file.
type past struct {
	commits string // the commits that it was read from, see commitsOf
	byPath  map[string]*content.History
	err     error
}

func newHistory() *history {
	find := func(ctx context.Context, p *project.Project, posts func() map[string]*content.PostMortem) (map[string]*content.History, error) {
		return p.Histories(ctx, posts, false)
	}
	return &history{find: find, grace: historyGrace, late: make(chan past, 1), wake: make(chan struct{}, 1)}
}

// historyGrace is how long the site waits for its history. If only the last commits are new,
// reading takes less. The first time, a long history may take many seconds, and the site is
// shown without it until then.
const historyGrace = 500 * time.Millisecond

// begin starts to read the history if other commits are checked out than before. Posts waits
// for the post mortems; it returns nil if they could not be read.
func (h *history) begin(ctx context.Context, p *project.Project, posts func() map[string]*content.PostMortem) {
	select {
	case found := <-h.late:
		h.take(found)
	default:
	}
	if h.learning || h.byPath != nil && h.commits == commitsOf(p) {
		return
	}
	h.learning, h.learned = true, make(chan past, 1)
	learned := h.learned
	p.KeepOpen()
	go func() {
		defer p.Close()
		found, err := h.find(ctx, p, posts)
		if posts() == nil {
			found = nil // it is read again next time
		}
		learned <- past{commitsOf(p), found, err}
	}()
}

// await waits a limited time for the history that begin started to read. A history that
// arrives later wakes the follower. If the site is already shown without any history, await does not wait at all: reading
// the whole history takes long, and a save must not wait for it.
func (h *history) await(shown bool) error {
	if h.learned != nil {
		learned, grace := h.learned, h.grace
		h.learned = nil
		if shown && h.byPath == nil {
			grace = 0
		}
		select {
		case found := <-learned:
			h.take(found)
		case <-time.After(grace):
			go func() {
				h.late <- <-learned
				h.stir()
			}()
		}
	}
	err := h.err
	h.err = nil
	return err
}

// stir wakes the follower, unless it is about to wake anyway.
func (h *history) stir() {
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

func (h *history) take(found past) {
	h.learning = false
	if found.err != nil {
		h.err = found.err
		return
	}
	h.past, h.fresh = found, true
}

// commitsOf returns a text that identifies the commits that a history is read from, and the
// settings for reading it.
func commitsOf(p *project.Project) string {
	commits := p.Config.Options().Fingerprint() + fmt.Sprint(p.Config.RoleOf)
	for _, commit := range p.Commits() {
		commits += "\n" + commit
	}
	return commits
}

// add returns the collection with its history.
func (h *history) add(c *collection.Collection) *collection.Collection {
	out := *c
	out.PostMortems = make([]*content.PostMortem, len(c.PostMortems))
	places := sync.OnceValue(func() map[*content.PostMortem]int {
		places := make(map[*content.PostMortem]int, len(h.read))
		for i, pm := range h.read {
			places[pm] = i
		}
		return places
	})
	for i, pm := range c.PostMortems {
		before, found := i, i < len(h.read) && h.read[i] == pm // as after most saves
		if !found {
			before, found = places()[pm]
		}
		if found && !h.fresh {
			out.PostMortems[i] = h.shown[before]
			continue
		}
		with, known := pm, h.byPath[pm.Path]
		if found {
			with = h.shown[before]
		}
		if with.History != known {
			with = new(content.PostMortem)
			*with = *pm
			with.History = known
		}
		out.PostMortems[i] = with
	}
	h.read, h.shown, h.fresh = c.PostMortems, out.PostMortems, false
	return &out
}
