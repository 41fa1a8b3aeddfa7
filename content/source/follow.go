package source

import (
	"cmp"
	"encoding/hex"
	"maps"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// A follower visits commits, children first, and assigns each change to the current file that it belongs to.
type follower struct {
	repo      *git.Repository
	files     []string
	current   map[string]int // file number by current path
	revisions [][]Revision   // by file number
	pool      slab[Revision]
	names     names
	searched  bool // a search for renames took place

	agreements map[string][]Agreement // see [History]
	merges     map[string]Merge
}

// names formats object IDs as hexadecimal. It stores the results in a few large strings, which saves allocations.
type names struct{ text strings.Builder }

func (n *names) of(id git.OID) string {
	var buf [64]byte
	name := hex.AppendEncode(buf[:0], []byte(id))
	if n.text.Cap()-n.text.Len() < len(name) {
		n.text = strings.Builder{}
		n.text.Grow(64 << 10)
	}
	from := n.text.Len()
	n.text.Write(name)
	return n.text.String()[from:]
}

// aliases maps paths in one commit to the numbers of the current files they became. It holds only paths whose file is
// not the current file of the same path; -1 means that the path belongs to no current file.
type aliases struct {
	file map[string]int
	uses int // how many commits share it; it may be changed only while there is one
}

func newFollower(repo *git.Repository, files []string) *follower {
	f := &follower{
		repo: repo, files: files, current: make(map[string]int, len(files)), revisions: make([][]Revision, len(files)),
		agreements: map[string][]Agreement{}, merges: map[string]Merge{},
	}
	for i, name := range files {
		f.current[name] = i
	}
	return f
}

// owner returns the number of the current file that had this name, or -1 if there is none.
func (f *follower) owner(a *aliases, name string) int {
	if i, ok := a.file[name]; ok {
		return i
	}
	if i, ok := f.current[name]; ok {
		return i
	}
	return -1
}

func (f *follower) visit(r *record) error {
	a := r.aliases
	if a == nil {
		a = &aliases{file: map[string]int{}, uses: 1}
	}
	r.aliases = nil
	var from map[string]string // old name by new name
	var was map[string]bool    // old names
	for i := range r.edges {
		if err := f.search(a, &r.edges[i]); err != nil {
			return err
		}
		for _, n := range r.edges[i].renames {
			if from == nil {
				from, was = map[string]string{}, map[string]bool{}
			}
			from[n.to], was[n.from] = n.from, true
		}
	}
	for _, c := range r.changes {
		if i := f.owner(a, c.path); i >= 0 && (c.new != "" || !was[c.path]) {
			if f.revisions[i] == nil {
				f.revisions[i] = f.pool.take(2)[:0] // most files have two: written, and completed
			}
			f.revisions[i] = append(f.revisions[i], f.revision(r, c, from[c.path]))
			f.agreed(r)
		}
	}
	for i, p := range r.up {
		f.pass(a, p, r.edges[i].renames, i == len(r.up)-1)
	}
	a.uses--
	return nil
}

func (f *follower) revision(r *record, c change, from string) Revision {
	v := Revision{
		Hash: f.names.of(r.id), Time: r.time, Subject: r.subject, Author: r.author, Path: c.path,
		Blob: f.names.of(cmp.Or(c.new, c.old)),
	}
	if old := cmp.Or(c.old, r.movedFrom(from)); old != "" {
		v.Before = f.names.of(old)
	}
	switch {
	case c.new == "":
		v.Change = Deleted
	case c.old == "" && from != "":
		v.Change, v.From = Renamed, from
	case c.old == "":
		v.Change = Added
	}
	return v
}

// movedFrom returns the content that a commit moved away from a path; "" if it moved none.
func (r *record) movedFrom(name string) git.OID {
	for _, e := range r.edges {
		for _, m := range e.moved {
			if m.path == name && m.old != "" {
				return m.old
			}
		}
	}
	return ""
}

// search finds an edge's renames by similar content, if any of its files is followed.
func (f *follower) search(a *aliases, e *edge) error {
	if e.searched || len(e.moved) == 0 {
		return nil
	}
	for _, c := range e.moved {
		if f.owner(a, c.path) >= 0 {
			var err error
			e.renames, err = findRenames(f.repo, e.moved)
			e.searched, f.searched = err == nil, true
			return err
		}
	}
	return nil
}

// pass hands a commit's aliases to a parent, after undoing the renames.
func (f *follower) pass(a *aliases, parent *record, renames []rename, last bool) {
	owners := make([]int, len(renames))
	relevant := false
	for i, n := range renames {
		owners[i] = f.owner(a, n.to)
		relevant = relevant || owners[i] >= 0 || f.owner(a, n.from) >= 0
	}
	to := a
	if relevant {
		if !last || a.uses > 1 {
			to = &aliases{file: maps.Clone(a.file)}
		}
		for _, n := range renames {
			to.file[n.to] = -1
		}
		for i, n := range renames {
			to.file[n.from] = owners[i]
		}
	}
	switch had := parent.aliases; {
	case had == to:
	case had == nil:
		to.uses++
		parent.aliases = to
	default:
		parent.aliases = had.merge(to)
	}
}

// merge combines the aliases that two children of a commit passed to it. A name that belongs to a current file
// according to either child belongs to that file.
func (a *aliases) merge(b *aliases) *aliases {
	joined := a
	if a.uses > 1 {
		a.uses--
		joined = &aliases{file: maps.Clone(a.file), uses: 1}
	}
	for name, had := range joined.file {
		if _, ok := b.file[name]; had < 0 && !ok {
			delete(joined.file, name) // b means the current file of this name, if there is one
		}
	}
	for name, i := range b.file {
		if had, ok := joined.file[name]; i >= 0 && (!ok || had < 0) {
			joined.file[name] = i
		}
	}
	return joined
}
