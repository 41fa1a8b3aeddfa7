package source

import (
	"cmp"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A record is what the history needs of one commit. But for the renames, which are looked for when they matter, it
// follows from the commit's hash alone.
type record struct {
	id      git.OID
	parents []git.OID
	tree    git.OID
	time    time.Time
	subject string
	author  git.Person
	others  []git.Person // committer and co-authors
	cut     bool         // the parents are missing: a shallow clone ends here
	changes []change     // against the parent, or for a merge, what differs from all of them
	edges   []edge       // one for each parent

	walked   bool      // what follows is this walk's
	up       []*record // of the parents
	children int       // how many commits have it as a parent, not yet ordered
	aliases  *aliases  // of a commit that a visited one descends from
}

// An edge leads from a commit to a parent.
type edge struct {
	moved    []change // files that only one of the two has; none unless each has some
	renames  []rename
	searched bool // renames holds those by similar content too
}

type rename struct{ from, to string }

var coAuthor = lazyregexp.New(`(?im)^co-authored-by:(.*)$`)

func newRecord(c *git.Commit, people map[git.Person]git.Person) *record {
	one := func(p git.Person) git.Person {
		if known, ok := people[p]; ok {
			return known
		}
		p = git.Person{Name: strings.Clone(p.Name), Email: strings.Clone(p.Email)}
		people[p] = p
		return p
	}
	r := &record{id: c.ID, parents: c.Parents, tree: c.Tree, time: c.Time, subject: c.Subject(), author: one(c.Author)}
	if c.Committer != c.Author {
		r.others = append(r.others, one(c.Committer))
	}
	for _, m := range coAuthor().FindAllStringSubmatch(c.Message, -1) {
		p, _ := git.ParseIdent(strings.TrimSpace(m[1]))
		r.others = append(r.others, one(p))
	}
	return r
}

// compare fills in a record's changes.
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

// moved returns the files that only one side has, if each side has some.
func moved(all []change) []change {
	var gone, come bool
	var list []change
	for _, c := range all {
		gone, come = gone || c.new == "", come || c.old == ""
		if c.new == "" || c.old == "" {
			list = append(list, c)
		}
	}
	if !gone || !come {
		return nil
	}
	return list
}

// both returns the changes of a whose path is in b too.
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
