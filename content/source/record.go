package source

import (
	"cmp"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A record is what the history needs to know about one commit. The commit's hash alone determines it, except for
// renames: those by similar content are only searched for when they matter.
type record struct {
	id      git.OID
	parents []git.OID
	tree    git.OID
	time    time.Time
	subject string
	author  git.Person
	others  []git.Person // committer and co-authors
	agreed  []Agreement  // from trailers
	cut     bool         // the parents are missing: this is where a shallow clone ends
	changes []change     // from the parent; for a merge, files that differ from every parent
	edges   []edge       // one for each parent

	// Set during a walk:
	walked   bool
	up       []*record // the parents' records
	children int       // how many children are not yet ordered
	aliases  *aliases  // passed on by the children visited so far
	landed   *record   // the merge that brought it to the line of first parents, or itself if it is on it; nil if not known
}

// An edge leads from a commit to a parent.
type edge struct {
	moved    []change // files that only one of the two has; empty unless both have some
	renames  []rename
	searched bool // renames includes those by similar content
}

type rename struct{ from, to string }

var coAuthor = lazyregexp.New(`(?im)^co-authored-by:(.*)$`)

func newRecord(c *git.Commit, people map[git.Person]git.Person) *record {
	intern := func(p git.Person) git.Person {
		if known, ok := people[p]; ok {
			return known
		}
		p = git.Person{Name: strings.Clone(p.Name), Email: strings.Clone(p.Email)}
		people[p] = p
		return p
	}
	r := &record{id: c.ID, parents: c.Parents, tree: c.Tree, time: c.Time, subject: c.Subject(), author: intern(c.Author)}
	if c.Committer != c.Author {
		r.others = append(r.others, intern(c.Committer))
	}
	for _, m := range coAuthor().FindAllStringSubmatch(c.Message, -1) {
		p, _ := git.ParseIdent(strings.TrimSpace(m[1]))
		r.others = append(r.others, intern(p))
	}
	r.agreed = agreements(c.Message, intern)
	return r
}

// compare sets a record's changes and edges.
func compare(repo *git.Repository, r *record, names map[string]string) error {
	parents := r.parents
	if len(parents) == 0 {
		d := differ{repo: repo, names: names, emit: func(c change) { r.changes = append(r.changes, c) }}
		return d.diff(nil, "", r.tree)
	}
	r.edges = make([]edge, len(parents))
	for i, p := range parents {
		c, err := repo.Commit(p)
		if err != nil {
			return err
		}
		var all []change
		d := differ{repo: repo, names: names, emit: func(c change) { all = append(all, c) }}
		if err := d.diff(nil, c.Tree, r.tree); err != nil {
			return err
		}
		r.edges[i].moved = moved(all)
		if i == 0 {
			r.changes = all
		} else {
			r.changes = both(r.changes, all)
		}
	}
	return nil
}

// moved returns the files that only one side has, if both sides have some.
func moved(all []change) []change {
	var deleted, added bool
	var list []change
	for _, c := range all {
		deleted, added = deleted || c.new == "", added || c.old == ""
		if c.new == "" || c.old == "" {
			list = append(list, c)
		}
	}
	if !deleted || !added {
		return nil
	}
	return list
}

// both returns the changes in a whose path is also in b.
func both(a, b []change) []change {
	in := map[string]change{}
	for _, c := range b {
		in[c.path] = c
	}
	var list []change
	for _, c := range a {
		if o, ok := in[c.path]; ok {
			c.old = cmp.Or(c.old, o.old)
			list = append(list, c)
		}
	}
	return list
}
