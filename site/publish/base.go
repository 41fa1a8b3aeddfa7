package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// tips are where the branch is, here and at the remote; "" when it is not there.
type tips struct{ local, remote git.OID }

// tips reads both refs, after fetching the remote's when there is something new.
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
	// A shallow repository needs no more than the tip. With a branch of our own, we need to know how both relate.
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

// A base is what a new commit is made on.
type base struct {
	tip     git.OID
	tree    git.OID
	parents []git.OID   // tip, and the local one when neither holds the other
	others  []git.Entry // at the top of tree, but not made by us
}

// base decides between the two tips: the newer one.
func (p *publication) base(at tips) (*base, error) {
	if at.remote == "" || at.remote == at.local {
		return p.on(at.local)
	}
	if at.local == "" {
		return p.on(at.remote)
	}
	behind, err := p.repo.Contains(at.remote, at.local)
	if err != nil {
		return nil, err
	}
	if behind {
		return p.on(at.remote)
	}
	ahead, err := p.repo.Contains(at.local, at.remote)
	if err != nil {
		return nil, err
	}
	if ahead {
		return p.on(at.local)
	}
	return p.on(at.remote, at.local)
}

// on makes a base of a tip and, perhaps, of another one to be joined. Both have to be ours.
func (p *publication) on(tip git.OID, joined ...git.OID) (*base, error) {
	if tip == "" {
		return &base{}, nil
	}
	b := &base{tip: tip, parents: append([]git.OID{tip}, joined...)}
	for i, h := range b.parents {
		c, err := p.repo.Commit(h)
		if err != nil {
			return nil, err
		}
		others, err := p.others(c.Tree)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			b.tree, b.others = c.Tree, others
		}
	}
	return b, nil
}

// others lists what is at the top of a published tree, but was not made by us.
func (p *publication) others(tree git.OID) ([]git.Entry, error) {
	list, err := p.repo.Entries(tree)
	if err != nil {
		return nil, err
	}
	ours := map[string]bool{}
	if i := slices.IndexFunc(list, func(e git.Entry) bool { return e.Name == Marker && e.Mode == git.ModeFile }); i >= 0 {
		marker, err := p.repo.Read(list[i].ID)
		if err != nil {
			return nil, err
		}
		ours[Marker] = true
		for line := range strings.Lines(string(marker.Data)) {
			ours[strings.TrimSpace(line)] = true
		}
	}
	others := slices.DeleteFunc(slices.Clone(list), func(e git.Entry) bool { return ours[e.Name] })
	if len(ours) == 0 && slices.ContainsFunc(others, func(e git.Entry) bool { return !slices.Contains(p.opts.Keep, e.Name) }) {
		return nil, p.foreign()
	}
	return others, nil
}

func (p *publication) foreign() error {
	startOver := "git branch -D " + p.opts.Branch
	if local, err := p.repo.Ref(git.BranchRef(p.opts.Branch)); err == nil && local == "" {
		startOver = "git push " + p.opts.Remote + " --delete " + p.opts.Branch
	}
	return git.Hint(fmt.Errorf("it was not made by pmsite: it has files, but no %q", Marker),
		"choose another one with --branch or, if nothing on it is needed, start over: "+startOver)
}
