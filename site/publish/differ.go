package publish

import (
	"context"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// A differ compares trees, and looks only into those that differ.
type differ struct {
	ctx    context.Context //nolint:containedctx // lives as long as one comparison
	repo   *repository
	made   map[plumbing.Hash][]object.TreeEntry // new trees, which cannot be read yet
	result *Result
}

func (d *differ) trees(dir string, before, after plumbing.Hash) error {
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
	was := make(map[string]object.TreeEntry, len(old))
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
		if err := d.entry(dir+e.Name, e, object.TreeEntry{}); err != nil {
			return err
		}
	}
	return nil
}

// entry compares what stands under one name; the zero entry is nothing.
func (d *differ) entry(name string, before, after object.TreeEntry) error {
	if before.Hash == after.Hash && before.Mode == after.Mode {
		return nil
	}
	oldTree, newTree := plumbing.ZeroHash, plumbing.ZeroHash
	if before.Mode == filemode.Dir {
		oldTree = before.Hash
	}
	if after.Mode == filemode.Dir {
		newTree = after.Hash
	}
	wasFile, isFile := before.Mode != 0 && oldTree.IsZero(), after.Mode != 0 && newTree.IsZero()
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

func (d *differ) entries(h plumbing.Hash) ([]object.TreeEntry, error) {
	if list, ok := d.made[h]; ok {
		return list, nil
	}
	return d.repo.entries(h)
}
