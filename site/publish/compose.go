package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// A composer writes the trees of a commit.
type composer struct {
	p     *publication
	files map[string]git.Entry // by path; Name is unused
	trees map[git.OID][]git.Entry
}

// compose writes the trees of the new commit, which has the staged files and what stays of the base. It returns the
// root and the entries of all new trees, by ID.
func (p *publication) compose(from *base) (git.OID, map[git.OID][]git.Entry, error) {
	c := &composer{
		p: p, trees: map[git.OID][]git.Entry{},
		files: make(map[string]git.Entry, len(p.staged.files)),
	}
	top := map[string]bool{}
	for name, id := range p.staged.files {
		c.files[name] = git.Entry{Mode: git.ModeFile, ID: id}
		first, _, _ := strings.Cut(name, "/")
		top[first] = true
	}
	var others []git.Entry
	for _, e := range from.others {
		switch {
		case !top[e.Name]:
			others = append(others, e)
		case !slices.Contains(p.opts.Keep, e.Name):
			return "", nil, git.Hint(fmt.Errorf("its %q was not made by pmsite, but the new tree has one, too", e.Name),
				"remove it from the branch (a preview with pmsite publish --prefix NAME --remove), or rename the one to be published")
		}
	}
	for _, name := range p.opts.Keep {
		first, _, _ := strings.Cut(name, "/")
		if slices.ContainsFunc(others, func(e git.Entry) bool { return e.Name == first }) {
			continue
		}
		if err := c.keep(from, name); err != nil {
			return "", nil, fmt.Errorf("keep %q: %w", name, err)
		}
	}
	id, err := c.tree("", slices.Sorted(maps.Keys(c.files)), others)
	return id, c.trees, err
}

// keep copies a path of the base over the new files. It does nothing if the base does not have it.
func (c *composer) keep(from *base, name string) error {
	e := git.Entry{Mode: git.ModeTree, ID: from.tree}
	for part := range strings.SplitSeq(name, "/") {
		if e.Mode != git.ModeTree {
			return nil
		}
		list, err := c.p.repo.Entries(e.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(e git.Entry) bool { return e.Name == part })
		if i < 0 {
			return nil
		}
		e = list[i]
	}
	return c.keepAll(name, e)
}

func (c *composer) keepAll(name string, e git.Entry) error {
	if e.Mode != git.ModeTree {
		c.files[name] = e
		return nil
	}
	list, err := c.p.repo.Entries(e.ID)
	for _, below := range list {
		err = errors.Join(err, c.keepAll(path.Join(name, below.Name), below))
	}
	return err
}

// tree writes the trees of the folder dir and of the folders in it. names are the sorted paths of the files below dir,
// and others are additional entries of dir.
func (c *composer) tree(dir string, names []string, others []git.Entry) (git.OID, error) {
	list := others
	for len(names) > 0 {
		first, _, folder := strings.Cut(names[0][len(dir):], "/")
		full := dir + first
		if !folder {
			e := c.files[full]
			list = append(list, git.Entry{Name: first, Mode: e.Mode, ID: e.ID})
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
		list = append(list, git.Entry{Name: first, Mode: git.ModeTree, ID: id})
		names = names[n:]
	}
	id, err := c.p.writer.Add(git.KindTree, git.EncodeTree(list))
	c.trees[id] = list
	return id, err
}

func (p *publication) commit(tree git.OID, parents []git.OID) (git.OID, error) {
	return p.writer.Add(git.KindCommit, git.EncodeCommit(tree, parents, p.opts.signature(), p.opts.Message))
}

// compare adds the differences between the base's tree and the new one to result.
func (p *publication) compare(
	ctx context.Context, result *Result, before, after git.OID, made map[git.OID][]git.Entry,
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
