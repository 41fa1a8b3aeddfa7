package source

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/git"
)

// A FileChange is a regular file that differs between two commits.
type FileChange struct {
	Path     string // in [Source.FS]
	Old, New string // hashes of the content, for [Source.Blob]; "" if the file does not exist
}

// Changes returns the files below the root of FS that differ between two commits, sorted by path. Each commit is named
// as for [Commit]. A moved file appears as one deleted and one added file.
func (s *Source) Changes(from, to string) ([]FileChange, error) {
	if s.repo == nil {
		return nil, s.noRepository()
	}
	var trees [2]git.OID
	for i, ref := range []string{from, to} {
		c, err := s.commit(ref)
		if err != nil {
			return nil, err
		}
		if trees[i], err = folderTree(s.repo, c.Tree, s.Prefix); err != nil {
			return nil, fmt.Errorf("read the folder %q at %q: %w", s.Prefix, ref, err)
		}
	}
	var list []FileChange
	d := differ{repo: s.repo, emit: func(c change) {
		list = append(list, FileChange{c.path, hashOf(c.old), hashOf(c.new)})
	}}
	if err := d.diff(nil, trees[0], trees[1]); err != nil {
		return nil, fmt.Errorf("compare %q with %q: %w", from, to, err)
	}
	slices.SortFunc(list, func(x, y FileChange) int { return strings.Compare(x.Path, y.Path) })
	return list, nil
}

func hashOf(id git.OID) string {
	if id == "" {
		return ""
	}
	return id.String()
}

func (s *Source) commit(ref string) (*git.Commit, error) {
	id, _, err := s.repo.Resolve(ref)
	if err != nil {
		return nil, fmt.Errorf("find commit %q: %w", ref, s.place.ExplainMissing(err))
	}
	return s.repo.Commit(id)
}

// maxFollowed limits the number of commits that BranchStart follows. No branch under review has that many.
const maxFollowed = 1000

// BranchStart returns when work on a branch began, and the authors and committers of its commits. It follows first
// parents from tip back to base, excluding base; start is the committer time of the oldest commit on the way, or zero
// if tip is base.
func (s *Source) BranchStart(base, tip string) (start time.Time, people []git.Person, err error) {
	if s.repo == nil {
		return start, nil, s.noRepository()
	}
	end, err := s.commit(base)
	if err != nil {
		return start, nil, err
	}
	c, err := s.commit(tip)
	for n := 0; err == nil && c.ID != end.ID && n < maxFollowed; n++ {
		start = c.Time
		people = append(people, c.Author, c.Committer)
		if len(c.Parents) == 0 {
			break
		}
		c, err = s.repo.Commit(c.Parents[0])
	}
	return start, people, err
}
