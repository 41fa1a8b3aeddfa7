package publish

import (
	"fmt"

	"github.com/pmsite/pmsite/content/git"
)

// openRepository finds the repository and opens it.
func openRepository(opts Options) (*git.Repository, error) {
	place, err := locate(opts)
	if err != nil {
		return nil, err
	}
	repo, err := git.Open(place, git.Program{Path: opts.Git, Env: opts.Env})
	if err != nil && opts.Git == "" {
		err = git.Hint(err, "pmsite build writes the site to a folder, which git can take from there")
	}
	return repo, err
}

func locate(opts Options) (git.Place, error) {
	if opts.GitDir != "" {
		p, err := git.PlaceOf(opts.Dir, opts.GitDir, opts.Dir)
		p.Explicit = true
		return p, err
	}
	p, err := git.Locate(opts.Dir)
	if err == nil && p.GitDir == "" {
		err = git.Hint(fmt.Errorf("%q is in no git repository", opts.Dir), "git init makes one")
	}
	return p, err
}

// refuseCheckedOut protects the work trees that have the branch checked out, and would seem to be changed.
func (p *publication) refuseCheckedOut() error {
	dir, err := p.repo.CheckedOut(git.BranchRef(p.opts.Branch))
	if err == nil && dir != "" {
		err = git.Hint(fmt.Errorf("it is checked out in %q", dir), "switch to another branch there, or publish to another one with --branch")
	}
	return err
}
