package source

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A FileChange is a regular file that differs between two commits.
type FileChange struct {
	Path     string // in [Source.FS]
	Old, New string // hashes of the content, see [Source.Blob]; "" where there is no such file
}

// Changes returns the files below the root of FS that differ between two commits, each named as for [Commit], sorted
// by path. A file that was moved is one that is gone and one that is new.
func (s *Source) Changes(from, to string) ([]FileChange, error) {
	if s.store == nil {
		return nil, s.noStore()
	}
	var trees [2]oid
	for i, ref := range []string{from, to} {
		c, err := s.commit(ref)
		if err != nil {
			return nil, err
		}
		trees[i] = c.tree
		for part := range strings.SplitSeq(strings.TrimPrefix(s.Prefix, "."), "/") {
			if part == "" || trees[i] == "" {
				continue
			}
			if trees[i], err = subtree(s.store, trees[i], part); err != nil {
				return nil, fmt.Errorf("read the folder %q at %q: %w", s.Prefix, ref, err)
			}
		}
	}
	var list []FileChange
	d := differ{store: s.store, emit: func(c change) {
		list = append(list, FileChange{c.path, hashOf(c.old), hashOf(c.new)})
	}}
	if err := d.diff(nil, trees[0], trees[1]); err != nil {
		return nil, fmt.Errorf("compare %q with %q: %w", from, to, err)
	}
	slices.SortFunc(list, func(x, y FileChange) int { return strings.Compare(x.Path, y.Path) })
	return list, nil
}

func hashOf(id oid) string {
	if id == "" {
		return ""
	}
	return id.String()
}

func (s *Source) commit(ref string) (*commit, error) {
	id, _, err := s.store.resolve(ref)
	if err != nil {
		return nil, fmt.Errorf("find commit %q: %w", ref, maybeCutOff(s.place, err))
	}
	return readCommit(s.store, id)
}

// maxFollowed bounds the commits that Begun follows; no review takes as many.
const maxFollowed = 1000

// Begun returns the committer time of the oldest of the commits that lead, by first parents, from after base to tip:
// when work on a branch began, and who the authors and committers were. It is zero when tip is base.
func (s *Source) Begun(base, tip string) (begun time.Time, people []Person, err error) {
	if s.store == nil {
		return begun, nil, s.noStore()
	}
	end, err := s.commit(base)
	if err != nil {
		return begun, nil, err
	}
	c, err := s.commit(tip)
	for n := 0; err == nil && c.id != end.id && n < maxFollowed; n++ {
		begun = c.time
		people = append(people, c.author, c.committer)
		if len(c.parents) == 0 {
			break
		}
		c, err = readCommit(s.store, c.parents[0])
	}
	return begun, people, err
}
