package source

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"
)

// A walk collects the records of a commit and all its ancestors.
type walk struct {
	store     store
	cut       map[oid]bool
	known     map[oid]*record // from an earlier run
	records   map[oid]*record
	fresh     int // how many records were not known
	truncated bool
}

// batch is how many neighbouring commits one worker compares: they share most of their trees.
const batch = 64

// run reads commits one after another, since each names the next, while workers compare their trees.
func (w *walk) run(ctx context.Context, head oid) error {
	g, ctx := errgroup.WithContext(ctx)
	work := make(chan []*record, 4)
	g.Go(func() error {
		defer close(work)
		return w.list(ctx, head, work)
	})
	for range readers() {
		g.Go(func() error {
			names := map[string]string{}
			for rs := range work {
				for _, r := range rs {
					if err := ctx.Err(); err != nil {
						return err
					}
					if err := compare(w.store, r, names); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// list finds all commits, and passes those on whose changes are not known.
func (w *walk) list(ctx context.Context, head oid, work chan<- []*record) error {
	people := map[Person]Person{}
	queue := []oid{head}
	w.records = make(map[oid]*record, len(w.known)+1)
	var rs []*record
	send := func() error {
		select {
		case work <- rs:
			rs = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for len(queue) > 0 {
		id := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		r := w.known[id]
		if r == nil || w.cut[id] {
			c, err := readCommit(w.store, id)
			if err != nil {
				return err
			}
			r = newRecord(c, people)
			if w.cut[id] {
				r.cut, r.parents, w.truncated = true, nil, true
			} else {
				rs = append(rs, r)
				w.fresh++
			}
		}
		w.records[id] = r
		if len(rs) == batch {
			if err := send(); err != nil {
				return err
			}
		}
		for _, p := range slices.Backward(r.parents) {
			if _, seen := w.records[p]; !seen {
				w.records[p] = nil // to be read
				queue = append(queue, p)
			}
		}
	}
	return send()
}
