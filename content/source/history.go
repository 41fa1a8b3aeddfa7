package source

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"golang.org/x/sync/errgroup"
)

// A History tells how the files of a tree came to be. See [Source.History].
type History struct {
	// Files has the revisions of each regular file of the commit, newest first, by its path in [Source.FS]. A file
	// that the work tree has and the commit has not is missing; so is one that did not change since a truncated
	// history begins.
	Files map[string][]Revision

	// People are the authors, committers and co-authors (by trailer) of all commits walked, sorted by address and
	// name.
	People []git.Person

	Commits   int  // how many commits were walked
	Truncated bool // a part of the history is missing, as in a shallow clone: some first revisions are unknown
}

// A Revision is a commit that changed a file.
type Revision struct {
	Hash    string    // the commit's full hash
	Time    time.Time // the committer's time, in the committer's zone
	Subject string    // the first paragraph of the message, on one line
	Author  string    // the author's e-mail address: to find a role by, never for display
	Change  Change
	Path    string // the file's path after this commit, or before it when deleted; from the repository's top
	From    string // the path before a rename; else ""
	Blob    string // the content after this commit, or before it when deleted: see [Source.Blob]
}

// A Change is what a commit did to a file.
type Change int

// The changes. A file that is renamed and edited in one commit is Renamed.
const (
	Modified Change = iota
	Added
	Renamed
	Deleted // the file was brought back later, else it had no history
)

func (c Change) String() string {
	return [...]string{"modified", "added", "renamed", "deleted"}[c]
}

// Created returns the time at which a file first came into the repository, under whatever name; false when that is
// not known.
func (h *History) Created(name string) (time.Time, bool) {
	r := h.Files[name]
	if len(r) == 0 || r[len(r)-1].Change != Added {
		return time.Time{}, false
	}
	return r[len(r)-1].Time, true
}

// Changed returns the time of a file's newest revision; false when that is not known.
func (h *History) Changed(name string) (time.Time, bool) {
	r := h.Files[name]
	if len(r) == 0 {
		return time.Time{}, false
	}
	return r[0].Time, true
}

// History walks all commits that s.Commit descends from, once, and returns the history of all files of that commit
// below the folder under, a path of FS ("." for all).
//
// A revision of a file is a commit after which it differs from what it was in each of the commit's parents. So
// every commit of a branch counts, and a merge counts only if it has content of its own, as from a resolved
// conflict: that is what git log --full-history -c shows. A change of the file's mode is none. A file that was
// deleted and brought back has one history. Commits are ordered as by git log --date-order: a commit comes before
// its parents, whatever their clocks said.
//
// A file that a commit removes while adding one with the same or, by git's measure, at least half the same content
// is renamed: its history goes on under the old name, from anywhere in the repository, on each branch under the
// name it has there. An empty file is never renamed. Among more than 200 such files at once, only those that kept
// their content, or their base name and three quarters of it, are recognised.
//
// Without a repository or a commit the History is empty. It is an error if ctx ends, or if an object is missing, and
// in a partial clone cannot be fetched.
func (s *Source) History(ctx context.Context, under string) (*History, error) {
	h := &History{Files: map[string][]Revision{}}
	if s.GitErr != nil {
		return nil, s.GitErr
	}
	if s.repo == nil || s.Commit == "" {
		return h, nil
	}
	if !fs.ValidPath(under) {
		return nil, &fs.PathError{Op: "history", Path: under, Err: fs.ErrInvalid}
	}
	head, err := git.ParseOID(s.Commit)
	if err != nil {
		return nil, err
	}
	var listing errgroup.Group
	var f *follower
	listing.Go(func() error {
		files, err := listFiles(s.repo, head, path.Join(s.Prefix, under))
		f = newFollower(s.repo, files)
		return err
	})
	known := openCache(s.CacheDir, s.place)
	before := len(known.records)
	w, order, err := s.walk(ctx, head, known.records)
	if listErr := listing.Wait(); listErr != nil {
		return nil, fmt.Errorf("read the files of commit %s: %w", s.Commit, listErr)
	}
	if err != nil {
		return nil, fmt.Errorf("walk the history of commit %s: %w", s.Commit, err)
	}
	for _, r := range order {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := f.visit(r); err != nil {
			return nil, fmt.Errorf("follow renames in commit %s: %w", r.id, err)
		}
	}
	if w.fresh*100 > before || f.searched { // fewer are as quickly walked again
		s.kept(known.save(w.walked))
	}
	h.People, h.Commits, h.Truncated = w.people(), len(w.walked), w.truncated
	h.Files = make(map[string][]Revision, len(f.files))
	for i, name := range f.files {
		if len(f.revisions[i]) > 0 {
			h.Files[strings.TrimPrefix(name, strings.TrimPrefix(s.Prefix+"/", "./"))] = f.revisions[i]
		}
	}
	return h, nil
}

// walk collects the records of all commits that head descends from, each before its parents.
func (s *Source) walk(ctx context.Context, head git.OID, known map[git.OID]*record) (w *walk, order []*record, err error) {
	w = &walk{repo: s.repo, known: known}
	if w.cut, err = s.place.Shallow(); err != nil {
		return nil, nil, err
	}
	if err = w.run(ctx, head); err != nil {
		return nil, nil, err
	}
	return w, w.ordered(), nil
}

// listFiles returns the paths of all regular files of a commit below a folder, from the repository's top.
func listFiles(repo *git.Repository, id git.OID, top string) (files []string, err error) {
	err = eachBlob(repo, id, top, func(name string, _ git.OID) { files = append(files, name) })
	slices.Sort(files)
	return files, err
}

// subtree returns the tree that name is in another tree; "" when there is none.
func subtree(repo *git.Repository, tree git.OID, name string) (git.OID, error) {
	o, err := repo.Tree(tree)
	for rest := o; err == nil && len(rest) > 0; {
		var e git.RawEntry
		if e, rest, err = git.NextEntry(rest, len(tree)); err == nil && e.IsTree() && string(e.Name) == name {
			return git.OID(e.ID), nil
		}
	}
	return "", err
}
