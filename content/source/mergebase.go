package source

import (
	"bytes"
	"cmp"
	"container/heap"
	"context"
	"fmt"

	"github.com/pmsite/pmsite/content/git"
)

// MergeBase returns the full hash of the best common ancestor of two commits, each named as for [Commit]: the commit at
// which two branches diverged. If several are equally good, as after criss-cross merges, it returns the newest. It is
// an error if the two have no common ancestor, as in a clone that is too shallow to contain it.
func (s *Source) MergeBase(ctx context.Context, a, b string) (string, error) {
	if s.repo == nil {
		return "", s.noRepository()
	}
	cut, err := s.place.Shallow()
	if err != nil {
		return "", err
	}
	m := &merger{repo: s.repo, cut: cut, commits: map[git.OID]*git.Commit{}}
	var ids [2]git.OID
	for i, ref := range []string{a, b} {
		if ids[i], _, err = s.repo.Resolve(ref); err != nil {
			return "", fmt.Errorf("find commit %q: %w", ref, s.place.ExplainMissing(err))
		}
	}
	common, err := m.common(ctx, ids[0], ids[1])
	if err != nil {
		return "", fmt.Errorf("find the merge base of %q and %q: %w", a, b, err)
	}
	for i, id := range common { // after clock skew, some may be ancestors of others
		if best, err := m.isBest(ctx, id, common, i); err != nil {
			return "", err
		} else if best {
			return id.String(), nil
		}
	}
	return "", s.place.ExplainMissing(fmt.Errorf("%q and %q have no common ancestor", a, b))
}

// A merger walks from two commits at once, newest first, and records from which side it reached each commit, as git
// does.
type merger struct {
	repo    *git.Repository
	cut     map[git.OID]bool // commits whose parents a shallow clone lacks
	commits map[git.OID]*git.Commit
}

// Marks of a commit.
const (
	reachedA = 1 << iota
	reachedB
	stale // an ancestor of a common ancestor
)

// common returns the common ancestors of two commits, newest first, without those that a walk in time order finds to be
// ancestors of another.
func (m *merger) common(ctx context.Context, a, b git.OID) ([]git.OID, error) {
	marks := map[git.OID]int{}
	marks[a] |= reachedA
	marks[b] |= reachedB
	q := &byTime{}
	for _, id := range []git.OID{a, b} {
		c, err := m.commit(id)
		if err != nil {
			return nil, err
		}
		heap.Push(q, c)
	}
	var found []git.OID
	seen := map[git.OID]bool{}
	for q.fresh(marks) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := heap.Pop(q).(*git.Commit)
		mark := marks[c.ID]
		if mark == reachedA|reachedB && !seen[c.ID] {
			seen[c.ID] = true
			found = append(found, c.ID)
			mark |= stale
		}
		for _, id := range m.parents(c) {
			if marks[id]|mark == marks[id] {
				continue
			}
			marks[id] |= mark
			parent, err := m.commit(id)
			if err != nil {
				return nil, err
			}
			heap.Push(q, parent)
		}
	}
	kept := found[:0]
	for _, id := range found {
		if marks[id]&stale == 0 {
			kept = append(kept, id)
		}
	}
	return kept, nil
}

// isBest reports whether no other commit of the list descends from id, which is at index i.
func (m *merger) isBest(ctx context.Context, id git.OID, list []git.OID, i int) (bool, error) {
	seen := map[git.OID]bool{}
	var queue []git.OID
	for j, other := range list {
		if j != i {
			queue = append(queue, other)
		}
	}
	for len(queue) > 0 {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		next := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if next == id {
			return false, nil
		}
		if seen[next] {
			continue
		}
		seen[next] = true
		c, err := m.commit(next)
		if err != nil {
			return false, err
		}
		queue = append(queue, m.parents(c)...)
	}
	return true, nil
}

func (m *merger) commit(id git.OID) (*git.Commit, error) {
	if c, ok := m.commits[id]; ok {
		return c, nil
	}
	c, err := m.repo.Commit(id)
	if err == nil {
		m.commits[id] = c
	}
	return c, err
}

// parents returns the parents that the repository has.
func (m *merger) parents(c *git.Commit) []git.OID {
	if m.cut[c.ID] {
		return nil
	}
	return c.Parents
}

// byTime is a heap of commits, newest first.
type byTime []*git.Commit

func (q byTime) Len() int { return len(q) }
func (q byTime) Less(i, j int) bool {
	return cmp.Or(q[j].Time.Compare(q[i].Time), bytes.Compare([]byte(q[i].ID), []byte(q[j].ID))) < 0
}
func (q byTime) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *byTime) Push(c any)   { *q = append(*q, c.(*git.Commit)) }
func (q *byTime) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	*q = (*q)[:last]
	return c
}

// fresh reports whether any commit in the queue may still lead to a new common ancestor.
func (q byTime) fresh(marks map[git.OID]int) bool {
	for _, c := range q {
		if marks[c.ID]&stale == 0 {
			return true
		}
	}
	return false
}
