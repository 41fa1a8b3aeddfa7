package source

import (
	"bytes"
	"cmp"
	"container/heap"
	"context"
	"fmt"

	"github.com/pmsite/pmsite/content/git"
)

// MergeBase returns the full hash of the best common ancestor of two commits, each named as for [Commit]: where a
// branch left the other. Of several that are equally good, as after criss-cross merges, it is the newest. It is an
// error if the two have no common ancestor, as in a clone that is too shallow to hold it.
func (s *Source) MergeBase(ctx context.Context, a, b string) (string, error) {
	if s.repo == nil {
		return "", s.noStore()
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
	for i, id := range common { // a clock that went wrong may leave ancestors of others among them
		if kept, err := m.best(ctx, id, common, i); err != nil {
			return "", err
		} else if kept {
			return id.String(), nil
		}
	}
	return "", s.place.ExplainMissing(fmt.Errorf("%q and %q have no common ancestor", a, b))
}

// A merger walks from two commits at once, as git does: newest first, noting from which side each commit was reached.
type merger struct {
	repo    *git.Repository
	cut     map[git.OID]bool
	commits map[git.OID]*git.Commit
}

// The marks of a commit.
const (
	reachedA = 1 << iota
	reachedB
	stale // an ancestor of a common ancestor
)

// common returns the common ancestors that no walk in the order of time shows to be ancestors of another, newest
// first.
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

// best reports whether no other commit of the list descends from the one at place i.
func (m *merger) best(ctx context.Context, id git.OID, list []git.OID, i int) (bool, error) {
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

// parents are those that the repository has.
func (m *merger) parents(c *git.Commit) []git.OID {
	if m.cut[c.ID] {
		return nil
	}
	return c.Parents
}

// byTime is a heap of commits, the newest first.
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

// fresh reports whether a commit is left that may lead to a common ancestor not yet found.
func (q byTime) fresh(marks map[git.OID]int) bool {
	for _, c := range q {
		if marks[c.ID]&stale == 0 {
			return true
		}
	}
	return false
}
