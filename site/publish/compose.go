package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// A composer makes the trees of a commit.
type composer struct {
	p     *publication
	files map[string]object.TreeEntry // by path; Name is not used
	trees map[plumbing.Hash][]object.TreeEntry
	s     *squeezer
}

// compose makes the tree of the new commit: the files staged, and what stays of the base. It returns all trees made,
// by hash.
func (p *publication) compose(from *base) (plumbing.Hash, map[plumbing.Hash][]object.TreeEntry, error) {
	c := &composer{
		p: p, s: newSqueezer(), trees: map[plumbing.Hash][]object.TreeEntry{},
		files: make(map[string]object.TreeEntry, len(p.staged.files)),
	}
	top := map[string]bool{}
	for name, h := range p.staged.files {
		c.files[name] = object.TreeEntry{Mode: filemode.Regular, Hash: h}
		first, _, _ := strings.Cut(name, "/")
		top[first] = true
	}
	var others []object.TreeEntry
	for _, e := range from.others {
		switch {
		case !top[e.Name]:
			others = append(others, e)
		case !slices.Contains(p.opts.Keep, e.Name):
			return plumbing.ZeroHash, nil, hint(fmt.Errorf("its %q was not made by pmsite, and the new tree has one, too", e.Name),
				"take it off the branch, or rename what is to be published")
		}
	}
	for _, name := range p.opts.Keep {
		first, _, _ := strings.Cut(name, "/")
		if slices.ContainsFunc(others, func(e object.TreeEntry) bool { return e.Name == first }) {
			continue
		}
		if err := c.keep(from, name); err != nil {
			return plumbing.ZeroHash, nil, fmt.Errorf("keep %q: %w", name, err)
		}
	}
	h, err := c.tree("", slices.Sorted(maps.Keys(c.files)), others)
	return h, c.trees, err
}

// keep puts a path of the base over the new files.
func (c *composer) keep(from *base, name string) error {
	e := object.TreeEntry{Mode: filemode.Dir, Hash: from.tree}
	for part := range strings.SplitSeq(name, "/") {
		if e.Mode != filemode.Dir {
			return nil
		}
		list, err := c.p.repo.entries(e.Hash)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(e object.TreeEntry) bool { return e.Name == part })
		if i < 0 {
			return nil
		}
		e = list[i]
	}
	return c.keepAll(name, e)
}

func (c *composer) keepAll(name string, e object.TreeEntry) error {
	if e.Mode != filemode.Dir {
		c.files[name] = e
		return nil
	}
	list, err := c.p.repo.entries(e.Hash)
	for _, below := range list {
		err = errors.Join(err, c.keepAll(path.Join(name, below.Name), below))
	}
	return err
}

// tree writes the tree of the folder dir, of which names are the sorted paths, and those of its folders; others are
// entries more.
func (c *composer) tree(dir string, names []string, others []object.TreeEntry) (plumbing.Hash, error) {
	t := &object.Tree{Entries: others}
	for len(names) > 0 {
		first, _, folder := strings.Cut(names[0][len(dir):], "/")
		full := dir + first
		if !folder {
			e := c.files[full]
			t.Entries = append(t.Entries, object.TreeEntry{Name: first, Mode: e.Mode, Hash: e.Hash})
			names = names[1:]
			continue
		}
		n := 0
		for n < len(names) && strings.HasPrefix(names[n], full+"/") {
			n++
		}
		if _, file := c.files[full]; file {
			return plumbing.ZeroHash, fmt.Errorf("%q is both a file and a folder", full)
		}
		h, err := c.tree(full+"/", names[:n], nil)
		if err != nil {
			return h, err
		}
		t.Entries = append(t.Entries, object.TreeEntry{Name: first, Mode: filemode.Dir, Hash: h})
		names = names[n:]
	}
	slices.SortFunc(t.Entries, func(x, y object.TreeEntry) int { return strings.Compare(treeKey(x), treeKey(y)) })
	h, err := c.p.write(c.s, t)
	c.trees[h] = t.Entries
	return h, err
}

// treeKey is what git sorts a tree by.
func treeKey(e object.TreeEntry) string {
	if e.Mode == filemode.Dir {
		return e.Name + "/"
	}
	return e.Name
}

func (p *publication) commit(tree plumbing.Hash, parents []plumbing.Hash) (plumbing.Hash, error) {
	who := p.opts.signature()
	return p.write(newSqueezer(), &object.Commit{
		Author: who, Committer: who, Message: strings.TrimSpace(p.opts.Message) + "\n", TreeHash: tree, ParentHashes: parents,
	})
}

func (p *publication) write(s *squeezer, o interface {
	Encode(plumbing.EncodedObject) error
},
) (plumbing.Hash, error) {
	m := &memory{}
	if err := o.Encode(m); err != nil {
		return plumbing.ZeroHash, err
	}
	return p.new.add(s, m.Type(), m.data)
}

// compare lists what differs between the base's tree and the new one.
func (p *publication) compare(
	ctx context.Context, result *Result, before, after plumbing.Hash, made map[plumbing.Hash][]object.TreeEntry,
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
