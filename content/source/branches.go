package source

import (
	"slices"
	"strings"
	"time"
)

// A Branch is a local branch, or a remote's branch as last fetched.
type Branch struct {
	Name   string // the short name, as in main or origin/main; [Commit] accepts it as ref
	Remote bool
	Commit string    // the full hash of the branch's newest commit
	Time   time.Time // that commit's committer time
}

// RefNames returns the short names of the repository's branches, remote branches and tags, in this order, each sorted.
// Without a repository it returns none.
func (s *Source) RefNames() ([]string, error) {
	if s.GitErr != nil || s.repo == nil {
		return nil, s.GitErr
	}
	return s.repo.RefNames()
}

// Branches returns the repository's branches sorted by name, local ones first. Without a repository it returns none.
func (s *Source) Branches() ([]Branch, error) {
	if s.GitErr != nil {
		return nil, s.GitErr
	}
	if s.repo == nil {
		return nil, nil
	}
	refs, err := s.repo.Branches()
	if err != nil {
		return nil, err
	}
	list := make([]Branch, len(refs))
	for i, r := range refs {
		c, err := s.repo.Commit(r.ID)
		if err != nil {
			return nil, err
		}
		list[i] = Branch{Name: r.Name, Remote: r.Remote, Commit: r.ID.String(), Time: c.Time}
	}
	slices.SortFunc(list, func(a, b Branch) int {
		switch {
		case b.Remote && !a.Remote:
			return -1
		case a.Remote && !b.Remote:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list, nil
}
