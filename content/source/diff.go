package source

import (
	"bytes"

	"github.com/pmsite/pmsite/content/git"
)

// A change is a regular file that differs between two trees.
type change struct {
	path     string  // from the repository's top
	old, new git.OID // the content; "" if there is no regular file on that side
}

// A differ finds the files that differ between two trees. It reads only folders that differ.
type differ struct {
	repo  *git.Repository
	names map[string]string // interns paths; may be nil
	emit  func(change)
}

// diff compares the trees of the folder dir ("" or ending in a slash); "" is the empty tree.
func (d *differ) diff(dir []byte, old, new git.OID) error {
	if old == new {
		return nil
	}
	a, err := d.repo.Tree(old)
	if err != nil {
		return err
	}
	b, err := d.repo.Tree(new)
	if err != nil {
		return err
	}
	idLen := max(len(old), len(new))
	for len(a) > 0 || len(b) > 0 {
		var x, y git.RawEntry
		restA, restB := a, b
		if len(a) > 0 {
			if x, restA, err = git.NextEntry(a, idLen); err != nil {
				return err
			}
			if n := len(a) - len(restA); len(b) >= n && bytes.Equal(a[:n], b[:n]) {
				a, b = restA, b[n:]
				continue
			}
		}
		if len(b) > 0 {
			if y, restB, err = git.NextEntry(b, idLen); err != nil {
				return err
			}
		}
		switch order := git.CompareEntries(x, y); {
		case len(b) == 0 || len(a) > 0 && order < 0:
			y, a = git.RawEntry{}, restA
		case len(a) == 0 || order > 0:
			x, b = git.RawEntry{}, restB
		default:
			a, b = restA, restB
		}
		if err := d.entry(dir, x, y); err != nil {
			return err
		}
	}
	return nil
}

// entry compares two entries of the same name; a zero entry means that the tree has none.
func (d *differ) entry(dir []byte, x, y git.RawEntry) error {
	name := x.Name
	if name == nil {
		name = y.Name
	}
	dir = append(dir, name...)
	if x.IsTree() || y.IsTree() { // then the other is a tree too, or missing
		return d.diff(append(dir, '/'), git.OID(x.ID), git.OID(y.ID))
	}
	c := change{}
	if x.IsFile() {
		c.old = git.OID(x.ID)
	}
	if y.IsFile() {
		c.new = git.OID(y.ID)
	}
	if c.old != c.new {
		c.path = d.intern(dir)
		d.emit(c)
	}
	return nil
}

func (d *differ) intern(name []byte) string {
	if s, ok := d.names[string(name)]; ok {
		return s
	}
	s := string(name)
	if d.names != nil {
		d.names[s] = s
	}
	return s
}
