package source

import (
	"bytes"
	"fmt"
)

// A change is a regular file that differs between two trees.
type change struct {
	path     string // from the repository's top
	old, new oid    // the content; "" where it is no regular file
}

// A differ finds the files that differ between two trees. It reads only the folders that differ.
type differ struct {
	store store
	names map[string]string // one string for each path; may be nil
	emit  func(change)
}

// diff compares the trees of the folder dir ("" or ending in a slash); "" is the empty tree.
func (d *differ) diff(dir []byte, old, new oid) error {
	if old == new {
		return nil
	}
	a, err := readTree(d.store, old)
	if err != nil {
		return err
	}
	b, err := readTree(d.store, new)
	if err != nil {
		return err
	}
	idLen := max(len(old), len(new))
	for len(a) > 0 || len(b) > 0 {
		var x, y entry
		restA, restB := a, b
		if len(a) > 0 {
			if x, restA, err = nextEntry(a, idLen); err != nil {
				return err
			}
			if n := len(a) - len(restA); len(b) >= n && bytes.Equal(a[:n], b[:n]) {
				a, b = restA, b[n:]
				continue
			}
		}
		if len(b) > 0 {
			if y, restB, err = nextEntry(b, idLen); err != nil {
				return err
			}
		}
		switch order := compareEntries(x, y); {
		case len(b) == 0 || len(a) > 0 && order < 0:
			y, a = entry{}, restA
		case len(a) == 0 || order > 0:
			x, b = entry{}, restB
		default:
			a, b = restA, restB
		}
		if err := d.entry(dir, x, y); err != nil {
			return err
		}
	}
	return nil
}

// entry compares what the two trees have under one name; the zero entry is nothing.
func (d *differ) entry(dir []byte, x, y entry) error {
	name := x.name
	if name == nil {
		name = y.name
	}
	dir = append(dir, name...)
	if x.isTree() || y.isTree() { // then so is the other, or it is nothing
		return d.diff(append(dir, '/'), oid(x.id), oid(y.id))
	}
	c := change{}
	if x.isFile() {
		c.old = oid(x.id)
	}
	if y.isFile() {
		c.new = oid(y.id)
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

// compareEntries orders entries as git does: a folder as if its name ended in a slash.
func compareEntries(x, y entry) int {
	n := min(len(x.name), len(y.name))
	if c := bytes.Compare(x.name[:n], y.name[:n]); c != 0 {
		return c
	}
	return int(x.at(n)) - int(y.at(n))
}

func (e entry) at(i int) byte {
	switch {
	case i < len(e.name):
		return e.name[i]
	case e.isTree():
		return '/'
	default:
		return 0
	}
}

func readTree(st store, id oid) ([]byte, error) {
	if id == "" {
		return nil, nil
	}
	o, err := st.read(id)
	if err == nil && o.kind != kindTree {
		err = fmt.Errorf("it is a %s", o.kind)
	}
	if err != nil {
		return nil, fmt.Errorf("read tree %s: %w", id, err)
	}
	return o.data, nil
}
