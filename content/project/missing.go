package project

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/pmsite/pmsite/content/git"
)

// Folder returns where the post mortems of the project are, for people: a path on disk, or a
// path in a commit.
func (p *Project) Folder() string {
	if p.Source.Dir == "" {
		return fmt.Sprintf("%s in the commit %.7s", p.Config.Content, p.Source.Commit)
	}
	return filepath.Join(p.Root, filepath.FromSlash(p.Config.Content))
}

// A missingError means that the project has no folder of post mortems.
type missingError struct {
	folder string
	cause  error
}

func (e *missingError) Error() string {
	return fmt.Sprintf("there is no folder %s, where the post mortems would be", e.folder)
}

func (e *missingError) Unwrap() error { return e.cause }

// ExplainMissing returns the error of a command that reads the post mortems. If that is because
// their folder does not exist, it names the folder and says how to begin.
func (p *Project) ExplainMissing(err error) error {
	if _, missing := fs.Stat(p.Tree, p.Config.Content); !errors.Is(err, fs.ErrNotExist) || !errors.Is(missing, fs.ErrNotExist) {
		return err
	}
	hint := "pmsite init creates a collection here, pmsite import converts documents that you have, pmsite demo shows a sample; -C FOLDER looks elsewhere"
	switch {
	case p.Source.Dir == "":
		hint = fmt.Sprintf("name another commit, or let `content:` in %s name the folder", ConfigName)
	case p.ConfigText != nil:
		hint = fmt.Sprintf("let `content:` in %s name the folder; pmsite new 'TITLE' creates the first post mortem there, pmsite import converts documents that you have", ConfigName)
	}
	return git.Hint(&missingError{p.Folder(), err}, hint)
}
