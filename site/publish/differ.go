package publish

import "context"

// A differ compares trees, and looks only into those that differ.
type differ struct {
	ctx    context.Context //nolint:containedctx // lives as long as one comparison
	repo   *repository
	made   map[oid][]entry // new trees, which cannot be read yet
	result *Result
}

func (d *differ) trees(dir string, before, after oid) error {
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
	was := make(map[string]entry, len(old))
	for _, e := range old {
		was[e.name] = e
	}
	for _, e := range list {
		if err := d.entry(dir+e.name, was[e.name], e); err != nil {
			return err
		}
		delete(was, e.name)
	}
	for _, e := range was {
		if err := d.entry(dir+e.name, e, entry{}); err != nil {
			return err
		}
	}
	return nil
}

// entry compares what stands under one name; the zero entry is nothing.
func (d *differ) entry(name string, before, after entry) error {
	if before.id == after.id && before.mode == after.mode {
		return nil
	}
	var oldTree, newTree oid
	if before.mode == modeDir {
		oldTree = before.id
	}
	if after.mode == modeDir {
		newTree = after.id
	}
	wasFile, isFile := before.mode != 0 && oldTree == "", after.mode != 0 && newTree == ""
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

func (d *differ) entries(id oid) ([]entry, error) {
	if list, ok := d.made[id]; ok {
		return list, nil
	}
	return d.repo.entries(id)
}
