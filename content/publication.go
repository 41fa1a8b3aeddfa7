package content

import (
	"slices"
	"time"
)

// A Publication says when readers could see a document and its last change. A time is zero if the history does not
// tell.
type Publication struct {
	Published time.Time // of the first commit in which the document was visible
	Updated   time.Time // of the last commit that changed what readers see; never before Published
}

// manyAtOnce is the number of documents that become visible in one commit if it is an import or a move between
// repositories, which says nothing about when each of them was published.
const manyAtOnce = 10

// Publications returns when each document was published, by its history. Drafts reports whether readers see drafts.
func Publications(posts []*PostMortem, drafts bool) map[*PostMortem]Publication {
	shown := make([]*Revision, len(posts)) // the first in which the document was visible
	at := map[string]int{}                 // number of documents that a commit made visible
	for i, pm := range posts {
		if shown[i] = pm.History.first(func(r Revision) bool { return drafts || r.visible() }); shown[i] != nil {
			at[shown[i].Commit]++
		}
	}
	out := make(map[*PostMortem]Publication, len(posts))
	for i, pm := range posts {
		var p Publication
		first, last := shown[i], pm.History.lastChange()
		if first != nil && at[first.Commit] < manyAtOnce {
			p.Published = first.Time
		}
		if last != nil && (first == nil || last != first) {
			p.Updated = last.Time
		}
		if p.Updated.Before(p.Published) {
			p.Updated = p.Published
		}
		out[pm] = p
	}
	return out
}

// visible reports whether the document was one that readers see after the commit.
func (r Revision) visible() bool { return r.Status != "" && r.Status != "draft" }

// first returns the oldest revision with a property; nil if there is none, or if it is the oldest of a truncated
// history, before which there may have been others.
func (h *History) first(has func(Revision) bool) *Revision {
	if h == nil {
		return nil
	}
	for i := len(h.Revisions) - 1; i >= 0; i-- {
		if r := &h.Revisions[i]; has(*r) {
			if h.Truncated && i == len(h.Revisions)-1 {
				return nil
			}
			return r
		}
	}
	return nil
}

// lastChange returns the newest revision that changed what readers see; nil if there is none.
func (h *History) lastChange() *Revision {
	if h == nil {
		return nil
	}
	for i, r := range h.Revisions {
		if slices.ContainsFunc(r.Changes, func(change string) bool { return change != FileRenamed && change != NotesEdited }) {
			return &h.Revisions[i]
		}
	}
	return nil
}
