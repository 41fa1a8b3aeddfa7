package source

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/pmsite/pmsite/content/git"
)

// maxMailmap is how much of a .mailmap file is read, in bytes.
const maxMailmap = 1 << 20

// Mailmap returns the mapping of names and addresses in commits: of the file .mailmap at the top of the work tree or of
// the commit, and then of the settings mailmap.blob and mailmap.file. Without a repository it maps nothing.
func (s *Source) Mailmap() (*git.Mailmap, error) {
	m := &git.Mailmap{}
	if s.repo == nil {
		return m, nil
	}
	own, err := s.ownMailmap()
	if err != nil {
		return nil, err
	}
	m.Add(own)
	texts, err := s.repo.ConfiguredMailmaps()
	for _, text := range texts {
		m.Add(text)
	}
	return m, err
}

// ownMailmap returns the text of the .mailmap of the work tree, which need not be checked out, or of the commit.
func (s *Source) ownMailmap() (string, error) {
	if s.disk == nil {
		return s.committedMailmap()
	}
	top, err := os.OpenRoot(s.place.Top)
	if err != nil {
		return "", err
	}
	defer top.Close()
	if info, err := top.Lstat(".mailmap"); err == nil {
		if !info.Mode().IsRegular() { // like git, follow no link
			return "", nil
		}
		f, err := top.Open(".mailmap")
		if err != nil {
			return "", err
		}
		defer f.Close()
		text, err := io.ReadAll(io.LimitReader(f, maxMailmap))
		return string(text), err
	}
	if e, found := s.disk.index.Find(".mailmap"); found && e.SkipWorktree {
		return s.mailmapBlob(e.ID)
	}
	return "", nil
}

// committedMailmap returns the text of the commit's .mailmap; "" if there is none.
func (s *Source) committedMailmap() (string, error) {
	if s.Commit == "" {
		return "", nil
	}
	c, err := s.commit(s.Commit)
	if err != nil {
		return "", err
	}
	e, err := s.repo.EntryAt(c.Tree, ".mailmap")
	if err != nil || !(git.RawEntry{Mode: e.Mode}).IsFile() {
		return "", err
	}
	return s.mailmapBlob(e.ID)
}

// mailmapBlob returns the text of a file in the object store; "" if it is not there, as in a partial clone.
func (s *Source) mailmapBlob(id git.OID) (string, error) {
	o, err := s.repo.Read(id)
	if err != nil && !errors.Is(err, git.ErrMissing) {
		return "", fmt.Errorf("read .mailmap: %w", err)
	}
	return string(o.Data[:min(len(o.Data), maxMailmap)]), nil
}
