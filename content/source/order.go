package source

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// ordered returns the records, newest first, but each before its parents. It may be called only once.
func (w *walk) ordered() []*record {
	q := &queue{}
	list := make([]*record, 0, len(w.walked))
	pushed := 0
	for r := w.walked[0]; r != nil; r = q.next() {
		list = append(list, r)
		for _, next := range r.up {
			if next.children--; next.children == 0 {
				heap.Push(q, queued{next, pushed})
				pushed++
			}
		}
	}
	return list
}

// A queue is a heap of commits, newest first. Commits of the same time are in the order in which they were added.
type queue []queued

type queued struct {
	*record
	seq int // how many were added before
}

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	if c := q[i].time.Compare(q[j].time); c != 0 {
		return c > 0
	}
	return q[i].seq < q[j].seq
}
func (q *queue) Push(x any) { *q = append(*q, x.(queued)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

func (q *queue) next() *record {
	if q.Len() == 0 {
		return nil
	}
	return heap.Pop(q).(queued).record
}

func (w *walk) people() []git.Person {
	all := map[git.Person]bool{}
	for _, r := range w.walked {
		all[r.author] = true
		for _, p := range r.others {
			all[p] = true
		}
	}
	list := make([]git.Person, 0, len(all))
	for p := range all {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b git.Person) int {
		return cmp.Or(strings.Compare(a.Email, b.Email), strings.Compare(a.Name, b.Name))
	})
	return list
}
