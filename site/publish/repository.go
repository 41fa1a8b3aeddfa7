package publish

import (
	"fmt"

	"github.com/pmsite/pmsite/content/git"
)

// openRepository locates and opens the repository.
func openRepository(opts Options) (*git.Repository, error) {
	place, err := locate(opts)
	if err != nil {
		return nil, err
	}
	repo, err := git.Open(place, git.Program{Path: opts.Git, Env: opts.Env})
	if err != nil && opts.Git == "" {
		err = git.Hint(err, "pmsite build writes the site to a folder, which you can commit by other means")
	}
	return repo, err
}

func locate(opts Options) (git.Place, error) {
	if opts.Place.GitDir != "" {
		return opts.Place, nil
	}
	p, err := git.Locate(opts.Dir)
	if err == nil && p.GitDir == "" {
		err = git.Hint(fmt.Errorf("%q is not in a git repository", opts.Dir), "create one: git init")
	}
	return p, err
}

// refuseCheckedOut returns an error if a work tree has the branch checked out. Moving the branch would make its files
// look modified.
func (p *publication) refuseCheckedOut() error {
	dir, err := p.repo.CheckedOut(git.BranchRef(p.opts.Branch))
	if err == nil && dir != "" {
		err = git.Hint(fmt.Errorf("it is checked out in %q", dir), "switch to another branch there, or publish to another one with --branch")
	}
	return err
}
