package source

import (
	"cmp"
	"encoding/hex"
	"maps"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// A follower visits commits, children first, and gives each change to the file of today that it belongs to.
type follower struct {
	repo      *git.Repository
	files     []string
	today     map[string]int // a path to the number of its file
	revisions [][]Revision   // by the file's number
	room      slab[Revision]
	names     names
	searched  bool // renames were looked for
}

// names writes objects' names into few large texts.
type names struct{ text strings.Builder }

func (n *names) of(id git.OID) string {
	var room [64]byte
	name := hex.AppendEncode(room[:0], []byte(id))
	if n.text.Cap()-n.text.Len() < len(name) {
		n.text = strings.Builder{}
		n.text.Grow(64 << 10)
	}
	from := n.text.Len()
	n.text.Write(name)
	return n.text.String()[from:]
}

// aliases say whose a path is in one commit, where that is not the file of today with the same path: -1 is
// nobody's.
type aliases struct {
	file map[string]int
	uses int // how many commits have it; only an only user may change it
}

func newFollower(repo *git.Repository, files []string) *follower {
	f := &follower{repo: repo, files: files, today: make(map[string]int, len(files)), revisions: make([][]Revision, len(files))}
	for i, name := range files {
		f.today[name] = i
	}
	return f
}

// owner returns the number of the file that name is one of; -1 for none.
func (f *follower) owner(a *aliases, name string) int {
	if i, ok := a.file[name]; ok {
		return i
	}
	if i, ok := f.today[name]; ok {
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
	var from map[string]string // new name to old
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
				f.revisions[i] = f.room.take(2)[:0] // written, and completed
			}
			f.revisions[i] = append(f.revisions[i], f.revision(r, c, from[c.path]))
		}
	}
	for i, p := range r.up {
		f.hand(a, p, r.edges[i].renames, i == len(r.up)-1)
	}
	a.uses--
	return nil
}

func (f *follower) revision(r *record, c change, from string) Revision {
	v := Revision{
		Hash: f.names.of(r.id), Time: r.time, Subject: r.subject, Author: r.author.Email, Path: c.path,
		Blob: f.names.of(cmp.Or(c.new, c.old)),
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

// search looks for an edge's renames by similar content, if one of the files is followed.
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

// hand passes what the paths of a commit mean on to a parent, in which the renames have not happened yet.
func (f *follower) hand(a *aliases, parent *record, renames []rename, last bool) {
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
		parent.aliases = had.with(to)
	}
}

// with joins what two children of a commit say of it. A name that is somebody's for one of them is.
func (a *aliases) with(b *aliases) *aliases {
	joined := a
	if a.uses > 1 {
		a.uses--
		joined = &aliases{file: maps.Clone(a.file), uses: 1}
	}
	for name, had := range joined.file {
		if _, ok := b.file[name]; had < 0 && !ok {
			delete(joined.file, name) // for b it is the file of today, if there is one
		}
	}
	for name, i := range b.file {
		if had, ok := joined.file[name]; i >= 0 && (!ok || had < 0) {
			joined.file[name] = i
		}
	}
	return joined
}
