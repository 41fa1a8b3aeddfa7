package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// A composer makes the trees of a commit.
type composer struct {
	p     *publication
	files map[string]entry // by path; name is not used
	trees map[oid][]entry
	s     *squeezer
}

// compose makes the tree of the new commit: the files staged, and what stays of the base. It returns all trees made,
// by hash.
func (p *publication) compose(from *base) (oid, map[oid][]entry, error) {
	c := &composer{
		p: p, s: newSqueezer(), trees: map[oid][]entry{},
		files: make(map[string]entry, len(p.staged.files)),
	}
	top := map[string]bool{}
	for name, id := range p.staged.files {
		c.files[name] = entry{mode: modeFile, id: id}
		first, _, _ := strings.Cut(name, "/")
		top[first] = true
	}
	var others []entry
	for _, e := range from.others {
		switch {
		case !top[e.name]:
			others = append(others, e)
		case !slices.Contains(p.opts.Keep, e.name):
			return "", nil, hint(fmt.Errorf("its %q was not made by pmsite, and the new tree has one, too", e.name),
				"take it off the branch, or rename what is to be published")
		}
	}
	for _, name := range p.opts.Keep {
		first, _, _ := strings.Cut(name, "/")
		if slices.ContainsFunc(others, func(e entry) bool { return e.name == first }) {
			continue
		}
		if err := c.keep(from, name); err != nil {
			return "", nil, fmt.Errorf("keep %q: %w", name, err)
		}
	}
	id, err := c.tree("", slices.Sorted(maps.Keys(c.files)), others)
	return id, c.trees, err
}

// keep puts a path of the base over the new files.
func (c *composer) keep(from *base, name string) error {
	e := entry{mode: modeDir, id: from.tree}
	for part := range strings.SplitSeq(name, "/") {
		if e.mode != modeDir {
			return nil
		}
		list, err := c.p.repo.entries(e.id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(e entry) bool { return e.name == part })
		if i < 0 {
			return nil
		}
		e = list[i]
	}
	return c.keepAll(name, e)
}

func (c *composer) keepAll(name string, e entry) error {
	if e.mode != modeDir {
		c.files[name] = e
		return nil
	}
	list, err := c.p.repo.entries(e.id)
	for _, below := range list {
		err = errors.Join(err, c.keepAll(path.Join(name, below.name), below))
	}
	return err
}

// tree writes the tree of the folder dir, of which names are the sorted paths, and those of its folders; others are
// entries more.
func (c *composer) tree(dir string, names []string, others []entry) (oid, error) {
	list := others
	for len(names) > 0 {
		first, _, folder := strings.Cut(names[0][len(dir):], "/")
		full := dir + first
		if !folder {
			e := c.files[full]
			list = append(list, entry{first, e.mode, e.id})
			names = names[1:]
			continue
		}
		n := 0
		for n < len(names) && strings.HasPrefix(names[n], full+"/") {
			n++
		}
		if _, file := c.files[full]; file {
			return "", fmt.Errorf("%q is both a file and a folder", full)
		}
		id, err := c.tree(full+"/", names[:n], nil)
		if err != nil {
			return id, err
		}
		list = append(list, entry{first, modeDir, id})
		names = names[n:]
	}
	slices.SortFunc(list, func(x, y entry) int { return strings.Compare(x.key(), y.key()) })
	id, err := c.p.new.add(c.s, kindTree, encodeTree(list))
	c.trees[id] = list
	return id, err
}

func (p *publication) commit(tree oid, parents []oid) (oid, error) {
	return p.new.add(newSqueezer(), kindCommit, encodeCommit(tree, parents, p.opts.signature(), p.opts.Message))
}

// compare lists what differs between the base's tree and the new one.
func (p *publication) compare(
	ctx context.Context, result *Result, before, after oid, made map[oid][]entry,
) error {
	d := &differ{ctx: ctx, repo: p.repo, made: made, result: result}
	if err := d.trees("", before, after); err != nil {
		return err
	}
	for _, list := range [][]string{result.Added, result.Changed, result.Removed} {
		slices.Sort(list)
	}
	return nil
}
