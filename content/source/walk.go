package source

import (
	"context"
	"slices"

	"github.com/pmsite/pmsite/content/git"
	"golang.org/x/sync/errgroup"
)

// A walk collects the records of a commit and all its ancestors.
type walk struct {
	repo      *git.Repository
	cut       map[git.OID]bool    // commits whose parents a shallow clone lacks
	known     map[git.OID]*record // from an earlier run, and those read by this one
	walked    []*record
	fresh     int // how many records were not known before
	truncated bool
	up        slab[*record]
}

// batch is how many consecutive commits one worker compares. Neighbours share most of their trees.
const batch = 64

// run reads commits one after another, since each one names its parents, while workers compare their trees. It does not
// use workers for a few new commits, because every worker reads the indexes of all packs.
func (w *walk) run(ctx context.Context, head git.OID) error {
	g, ctx := errgroup.WithContext(ctx)
	work := make(chan []*record, 4)
	g.Go(func() error {
		rest, err := w.list(ctx, head, work)
		close(work)
		if err != nil {
			return err
		}
		return w.compare(ctx, rest, nil)
	})
	for range git.Readers() {
		g.Go(func() error {
			names := map[string]string{}
			for rs := range work {
				if err := w.compare(ctx, rs, names); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

func (w *walk) compare(ctx context.Context, rs []*record, names map[string]string) error {
	for _, r := range rs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := compare(w.repo, r, names); err != nil {
			return err
		}
	}
	return nil
}

// list finds all commits, and sends those whose changes are unknown to work, in batches. It returns the rest, fewer
// than a batch.
func (w *walk) list(ctx context.Context, head git.OID, work chan<- []*record) (rest []*record, err error) {
	if w.known == nil {
		w.known = map[git.OID]*record{}
	}
	people := map[git.Person]git.Person{}
	find := func(id git.OID) (*record, error) {
		r := w.known[id]
		if r == nil || w.cut[id] && !r.cut {
			if r, err = w.read(id, people); err != nil {
				return nil, err
			}
			if !r.cut {
				rest = append(rest, r)
			}
		}
		if !r.walked {
			r.walked = true
			w.walked = append(w.walked, r)
		}
		return r, nil
	}
	first, err := find(head)
	if err != nil {
		return nil, err
	}
	for queue := []*record{first}; len(queue) > 0; {
		r := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		r.up = w.up.take(len(r.parents))
		for i, id := range slices.Backward(r.parents) {
			n := len(w.walked)
			up, err := find(id)
			if err != nil {
				return nil, err
			}
			if len(w.walked) > n { // it was not found before
				queue = append(queue, up)
			}
			r.up[i] = up
			up.children++
		}
		if len(rest) >= batch {
			select {
			case work <- rest:
				rest = nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
	}
	return rest, nil
}

// read creates the record of a commit that is not known yet.
func (w *walk) read(id git.OID, people map[git.Person]git.Person) (*record, error) {
	c, err := w.repo.Commit(id)
	if err != nil {
		return nil, err
	}
	r := newRecord(c, people)
	if w.cut[id] {
		r.cut, r.parents, w.truncated = true, nil, true
	} else {
		w.fresh++
	}
	w.known[id] = r
	return r, nil
}
