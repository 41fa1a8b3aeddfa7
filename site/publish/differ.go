package publish

import (
	"context"

	"github.com/pmsite/pmsite/content/git"
)

// A differ compares trees. It reads only subtrees that differ.
type differ struct {
	ctx    context.Context //nolint:containedctx // lives as long as one comparison
	repo   *git.Repository
	made   map[git.OID][]git.Entry // new trees, which the repository does not have yet
	result *Result
}

func (d *differ) trees(dir string, before, after git.OID) error {
	if before == after {
		return nil
	}
	if err := d.ctx.Err(); err != nil {
		return err
	}
	old, err := d.entries(before)
	if err != nil {
		return err
	}
	list, err := d.entries(after)
	if err != nil {
		return err
	}
	was := make(map[string]git.Entry, len(old))
	for _, e := range old {
		was[e.Name] = e
	}
	for _, e := range list {
		if err := d.entry(dir+e.Name, was[e.Name], e); err != nil {
			return err
		}
		delete(was, e.Name)
	}
	for _, e := range was {
		if err := d.entry(dir+e.Name, e, git.Entry{}); err != nil {
			return err
		}
	}
	return nil
}

// entry compares two entries of the same name. The zero value means that there is none.
func (d *differ) entry(name string, before, after git.Entry) error {
	if before.ID == after.ID && before.Mode == after.Mode {
		return nil
	}
	var oldTree, newTree git.OID
	if before.Mode == git.ModeTree {
		oldTree = before.ID
	}
	if after.Mode == git.ModeTree {
		newTree = after.ID
	}
	wasFile, isFile := before.Mode != 0 && oldTree == "", after.Mode != 0 && newTree == ""
	switch {
	case wasFile && isFile:
		d.result.Changed = append(d.result.Changed, name)
	case wasFile:
		d.result.Removed = append(d.result.Removed, name)
	case isFile:
		d.result.Added = append(d.result.Added, name)
	}
	return d.trees(name+"/", oldTree, newTree)
}

func (d *differ) entries(id git.OID) ([]git.Entry, error) {
	if list, ok := d.made[id]; ok {
		return list, nil
	}
	return d.repo.Entries(id)
}
