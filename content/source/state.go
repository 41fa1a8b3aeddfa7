package source

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// State returns a sum of what decides what is read of a folder, apart from its own files on disk: where it is, the
// commit, the branches, git's configuration and attributes, the mailmap, and of a work tree also its index. As long as the
// sum and the files stay the same, so does everything that a Source says of the folder.
func (s *Source) State(folder string) (sum [sha256.Size]byte, err error) {
	if s.GitErr != nil || s.IndexErr != nil {
		return sum, fmt.Errorf("state of %q: %w", s.place.Dir, cmp.Or(s.GitErr, s.IndexErr))
	}
	h := sha256.New()
	fmt.Fprintf(h, "%#v %q %q %q %v\n", s.place, s.Commit, s.Branch, s.Dir, s.Time)
	if s.repo == nil {
		return [sha256.Size]byte(h.Sum(nil)), nil
	}
	for _, add := range []func(io.Writer) error{s.addRefs, s.addConfig, func(w io.Writer) error { return s.addIndex(w, folder) }} {
		if err := add(h); err != nil {
			return sum, fmt.Errorf("state of %q: %w", s.place.Dir, err)
		}
	}
	if s.disk != nil {
		s.disk.addAttributes(h, folder)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

func (s *Source) addRefs(w io.Writer) error {
	branches, err := s.repo.Branches()
	if err != nil {
		return err
	}
	slices.SortFunc(branches, func(x, y git.Ref) int { return strings.Compare(x.Name, y.Name) })
	fmt.Fprintf(w, "%v\n", branches)
	cut, err := s.place.Shallow()
	fmt.Fprintf(w, "%v\n", cut) // fmt sorts maps
	return err
}

// addConfig adds the configuration, and the texts that it leads to.
func (s *Source) addConfig(w io.Writer) error {
	config, err := s.repo.Config()
	if err != nil {
		return err
	}
	own, err := s.ownMailmap()
	if err != nil {
		return err
	}
	mailmaps, err := s.repo.ConfiguredMailmaps()
	fmt.Fprintf(w, "%q %q %q\n", config.Lines(), own, mailmaps)
	return err
}

// addIndex adds what the index says of the files below a folder.
func (s *Source) addIndex(w io.Writer, folder string) error {
	if s.disk == nil {
		return nil
	}
	entries, err := s.disk.index.All()
	below := strings.TrimPrefix(path.Join(s.disk.prefix, folder)+"/", "./")
	for _, e := range entries {
		if strings.HasPrefix(e.Path, below) {
			fmt.Fprintf(w, "%q %o %s %d %v\n", e.Path, e.Mode, string(e.ID), e.Stage, e.SkipWorktree)
		}
	}
	return err
}

// addAttributes adds what decides which attributes files below a folder have, apart from the files there.
func (w *worktreeFS) addAttributes(to io.Writer, folder string) {
	if w.attributes == nil {
		return
	}
	fmt.Fprintf(to, "%+v %+v %v\n", w.attributes.user, w.attributes.info, w.attributes.fold)
	for dir := path.Join(w.prefix, folder); dir != "."; {
		dir = path.Dir(dir)
		fmt.Fprintf(to, "%q\n", w.readAttributes(path.Join(dir, ".gitattributes")))
	}
}
