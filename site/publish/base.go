package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// tips are where the branch is, here and at the remote; zero when it is not there.
type tips struct{ local, remote plumbing.Hash }

// tips reads both refs, after fetching the remote's when there is something new.
func (p *publication) tips(ctx context.Context) (at tips, err error) {
	branch, tracking := p.opts.branch(), p.opts.tracking()
	if err := p.repo.reopen(); err != nil {
		return at, err
	}
	if at.local, err = p.repo.ref(branch); err != nil {
		return at, err
	}
	seen, err := p.repo.ref(tracking)
	if err != nil || p.remote == nil {
		at.remote = seen
		return at, err
	}
	if at.remote, err = p.remote.tip(ctx); err != nil {
		return at, err
	}
	if at.remote.IsZero() || at.remote == seen || at.remote == at.local {
		return at, nil
	}
	// A shallow repository needs no more than the tip. With a branch of our own, we need to know how both relate.
	if err := p.remote.fetch(ctx, p.repo.shallow() && at.local.IsZero()); err != nil {
		return at, err
	}
	if err := p.repo.reopen(); err != nil {
		return at, err
	}
	at.remote, err = p.repo.ref(tracking)
	return at, err
}

// A base is what a new commit is made on.
type base struct {
	tip     plumbing.Hash
	tree    plumbing.Hash
	parents []plumbing.Hash    // tip, and the local one when neither holds the other
	others  []object.TreeEntry // at the top of tree, but not made by us
}

// base decides between the two tips: the newer one.
func (p *publication) base(at tips) (*base, error) {
	if at.remote.IsZero() || at.remote == at.local {
		return p.on(at.local)
	}
	if at.local.IsZero() {
		return p.on(at.remote)
	}
	behind, err := p.repo.contains(at.remote, at.local)
	if err != nil {
		return nil, err
	}
	if behind {
		return p.on(at.remote)
	}
	ahead, err := p.repo.contains(at.local, at.remote)
	if err != nil {
		return nil, err
	}
	if ahead {
		return p.on(at.local)
	}
	return p.on(at.remote, at.local)
}

// on makes a base of a tip and, perhaps, of another one to be joined. Both have to be ours.
func (p *publication) on(tip plumbing.Hash, joined ...plumbing.Hash) (*base, error) {
	if tip.IsZero() {
		return &base{}, nil
	}
	b := &base{tip: tip, parents: append([]plumbing.Hash{tip}, joined...)}
	for i, h := range b.parents {
		c, err := p.repo.commit(h)
		if err != nil {
			return nil, err
		}
		others, err := p.others(c.TreeHash)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			b.tree, b.others = c.TreeHash, others
		}
	}
	return b, nil
}

// others lists what is at the top of a published tree, but was not made by us.
func (p *publication) others(tree plumbing.Hash) ([]object.TreeEntry, error) {
	list, err := p.repo.entries(tree)
	if err != nil {
		return nil, err
	}
	ours := map[string]bool{}
	if i := slices.IndexFunc(list, func(e object.TreeEntry) bool { return e.Name == Marker && e.Mode == filemode.Regular }); i >= 0 {
		marker, err := p.repo.blob(list[i].Hash)
		if err != nil {
			return nil, err
		}
		ours[Marker] = true
		for line := range strings.Lines(string(marker)) {
			ours[strings.TrimSpace(line)] = true
		}
	}
	others := slices.DeleteFunc(slices.Clone(list), func(e object.TreeEntry) bool { return ours[e.Name] })
	if len(ours) == 0 && slices.ContainsFunc(others, func(e object.TreeEntry) bool { return !slices.Contains(p.opts.Keep, e.Name) }) {
		return nil, p.foreign()
	}
	return others, nil
}

func (p *publication) foreign() error {
	startOver := "git branch -D " + p.opts.Branch
	if local, err := p.repo.ref(p.opts.branch()); err == nil && local.IsZero() {
		startOver = "git push " + p.opts.Remote + " --delete " + p.opts.Branch
	}
	return hint(fmt.Errorf("it was not made by pmsite: it has files, but no %q", Marker),
		"choose another one with --branch or, if nothing on it is needed, start over: "+startOver)
}
