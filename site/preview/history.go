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

// A history goes with one collection after the other, whose post mortems are
// shared and never changed: those of which git knows something are shown as
// copies, the same ones as long as nothing changed.
type history struct {
	past
	read, shown []*content.PostMortem // of the collection before, without history and with
	fresh       bool                  // the past is another than when they were shown

	grace    time.Duration // how long a page waits for its history
	learning bool
	learned  chan past     // nil when it is waited for no more
	late     chan past     // has one that was not waited for
	wake     chan struct{} // tells of it
}

// A past is what git knows of each file.
type past struct {
	commits string // of which it was read, and how
	byPath  map[string]*content.History
	err     error
}

func newHistory() *history {
	return &history{grace: historyGrace, late: make(chan past, 1), wake: make(chan struct{}, 1)}
}

// historyGrace is how long a page waits for its history. Reading it takes less
// where only the last commits are new; the first time, with a long history, it may
// take many seconds, and the site is shown without until then.
const historyGrace = 500 * time.Millisecond

// begin asks git if other commits are checked out than before. Posts waits for the
// post mortems; nil means that there are none to be had.
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
	p.Hold()
	go func() {
		defer p.Close()
		found, err := p.Histories(ctx, posts, false)
		if posts() == nil {
			found = nil // and is asked for again
		}
		learned <- past{commitsOf(p), found, err}
	}()
}

// await gives what was begun some time; what comes later wakes the follower.
func (h *history) await() error {
	if h.learned != nil {
		learned := h.learned
		h.learned = nil
		select {
		case found := <-learned:
			h.take(found)
		case <-time.After(h.grace):
			go func() {
				h.late <- <-learned
				h.wake <- struct{}{}
			}()
		}
	}
	err := h.err
	h.err = nil
	return err
}

func (h *history) take(found past) {
	h.learning = false
	if found.err != nil {
		h.err = found.err
		return
	}
	h.past, h.fresh = found, true
}

// commitsOf tells apart what a history is read of, and how.
func commitsOf(p *project.Project) string {
	commits := p.Config.Options().Fingerprint() + fmt.Sprint(p.Config.RoleOf)
	for _, commit := range p.Commits() {
		commits += "\n" + commit
	}
	return commits
}

// add gives the collection with what git knows.
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
