package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// tips are the commits of the local branch and of the one at the remote, or "" for a branch that does not exist.
type tips struct{ local, remote git.OID }

// tips returns the commits of both branches. It first fetches the remote's branch if that has moved.
func (p *publication) tips(ctx context.Context) (at tips, err error) {
	branch, tracking := git.BranchRef(p.opts.Branch), git.TrackingRef(p.opts.Remote, p.opts.Branch)
	if at.local, err = p.repo.Ref(branch); err != nil {
		return at, err
	}
	seen, err := p.repo.Ref(tracking)
	if err != nil || p.remote == nil {
		at.remote = seen
		return at, err
	}
	if at.remote, err = p.remote.Tip(ctx); err != nil {
		return at, err
	}
	if at.remote == "" || at.remote == seen || at.remote == at.local {
		return at, nil
	}
	// A shallow repository needs only the tip, unless it has a local branch to compare with.
	cut, err := p.repo.Place().Shallow()
	if err != nil {
		return at, err
	}
	if err := p.remote.Fetch(ctx, len(cut) > 0 && at.local == ""); err != nil {
		return at, err
	}
	at.remote, err = p.repo.Ref(tracking)
	return at, err
}

// A base is what a new commit builds on.
type base struct {
	tip     git.OID
	tree    git.OID
	parents []git.OID   // tip and, if the branches have diverged, the local tip
	others  []git.Entry // entries at the top of tree that pmsite did not make
	marked  bool        // whether tree has a marker
}

// base returns the newer of the two tips, or joins them if the branches have diverged.
func (p *publication) base(at tips) (*base, error) {
	if at.remote == "" || at.remote == at.local {
		return p.baseOn(at.local)
	}
	if at.local == "" {
		return p.baseOn(at.remote)
	}
	behind, err := p.repo.Contains(at.remote, at.local)
	if err != nil {
		return nil, err
	}
	if behind {
		return p.baseOn(at.remote)
	}
	ahead, err := p.repo.Contains(at.local, at.remote)
	if err != nil {
		return nil, err
	}
	if ahead {
		return p.baseOn(at.local)
	}
	return p.baseOn(at.remote, at.local)
}

// baseOn returns a base with the given tip and the commits to be joined with it. pmsite must have made all of them.
func (p *publication) baseOn(tip git.OID, joined ...git.OID) (*base, error) {
	if tip == "" {
		return &base{}, nil
	}
	b := &base{tip: tip, parents: append([]git.OID{tip}, joined...)}
	for i, h := range b.parents {
		c, err := p.repo.Commit(h)
		if err != nil {
			return nil, err
		}
		others, marked, err := p.others(c.Tree)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			b.tree, b.others, b.marked = c.Tree, others, marked
		}
	}
	return b, nil
}

// others returns the entries at the top of a published tree that pmsite did not make, and whether the tree has a marker.
// It is an error if the tree was not published by pmsite at all.
func (p *publication) others(tree git.OID) (others []git.Entry, marked bool, err error) {
	list, err := p.repo.Entries(tree)
	if err != nil {
		return nil, false, err
	}
	ours := map[string]bool{}
	if i := slices.IndexFunc(list, func(e git.Entry) bool { return e.Name == Marker && e.Mode == git.ModeFile }); i >= 0 {
		marker, err := p.repo.Read(list[i].ID)
		if err != nil {
			return nil, false, err
		}
		ours[Marker] = true
		for line := range strings.Lines(string(marker.Data)) {
			ours[strings.TrimSpace(line)] = true
		}
	}
	others = slices.DeleteFunc(slices.Clone(list), func(e git.Entry) bool { return ours[e.Name] })
	if len(ours) == 0 && slices.ContainsFunc(others, func(e git.Entry) bool { return !slices.Contains(p.opts.Keep, e.Name) }) {
		return nil, false, p.errForeign()
	}
	return others, len(ours) > 0, nil
}

func (p *publication) errForeign() error {
	startOver := "git branch -D " + p.opts.Branch
	if local, err := p.repo.Ref(git.BranchRef(p.opts.Branch)); err == nil && local == "" {
		startOver = "git push " + p.opts.Remote + " --delete " + p.opts.Branch
	}
	return git.Hint(fmt.Errorf("it was not made by pmsite: it has files, but no %q", Marker),
		"choose another one with --branch or, if nothing on it is needed, start over: "+startOver)
}
