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

// A History holds the revisions of a tree's files. See [Source.History].
type History struct {
	// Files holds the revisions of each regular file of the commit, newest first, by path in [Source.FS]. It omits
	// files that only the work tree has, and files that have not changed since the start of a truncated history.
	Files map[string][]Revision

	// People holds the authors, committers and co-authors (from trailers) of all commits walked, sorted by address
	// and name.
	People []git.Person

	// Agreements holds who agreed to the commits of the revisions, and to the merges that landed them, by full hash.
	Agreements map[string][]Agreement

	// Merges holds the merge that brought the commit of a revision to the line of first parents, by that commit's full hash.
	// It leaves out merges whose subject says that they bring a branch up to date, as in Merge branch 'main', and is empty
	// if the history is truncated, because it is not known then what was on the line.
	Merges map[string]Merge

	Commits   int  // the number of commits walked
	Truncated bool // part of the history is missing, as in a shallow clone: the first revisions of some files are unknown
}

// A Revision is a commit that changed a file.
type Revision struct {
	Hash    string     // the commit's full hash
	Time    time.Time  // the committer time, in the committer's time zone
	Subject string     // the first paragraph of the message, on one line
	Author  git.Person // for looking up a role; never displayed
	Change  Change
	Path    string // the path from the repository's top after this commit, or before it if deleted
	From    string // the path before a rename; otherwise ""
	Blob    string // the hash of the content after this commit, or before it if deleted, for [Source.Blob]
	Before  string // the hash of the content in the first parent that has the file; "" if none has it
}

// A Change is what a commit did to a file.
type Change int

// The kinds of change. A file that is renamed and edited in one commit is Renamed.
const (
	Modified Change = iota
	Added
	Renamed
	Deleted // and restored later: a file that stays deleted has no history
)

func (c Change) String() string {
	return [...]string{"modified", "added", "renamed", "deleted"}[c]
}

// Created returns when a file was first added to the repository, under any name. It returns false if that is unknown.
func (h *History) Created(name string) (time.Time, bool) {
	r := h.Files[name]
	if len(r) == 0 || r[len(r)-1].Change != Added {
		return time.Time{}, false
	}
	return r[len(r)-1].Time, true
}

// Changed returns the time of a file's newest revision. It returns false if that is unknown.
func (h *History) Changed(name string) (time.Time, bool) {
	r := h.Files[name]
	if len(r) == 0 {
		return time.Time{}, false
	}
	return r[0].Time, true
}

// History walks s.Commit and all its ancestors once, and returns the history of that commit's files below the folder
// under, a path in FS ("." for all).
//
// A revision of a file is a commit in which the file differs from its version in every parent, as shown by
// git log --full-history -c. So every commit on a branch counts, but a merge counts only if it has content of its own,
// for example from a resolved conflict. A mode change does not count. A file that was deleted and restored has a single
// history. Commits are in the order of git log --date-order: a commit comes before its parents, whatever their
// timestamps.
//
// A file is renamed if a commit deletes it and adds one with the same content, or with content that is at least half
// the same by git's measure. Its history then continues under the old name, anywhere in the repository, and on each
// branch under the name used there. An empty file is never renamed. If a commit moves more than 200 files at once, only
// those with the same content, or with the same base name and three quarters of the content, are recognized.
//
// Without a repository or a commit, the History is empty. History returns an error if ctx ends, or if an object is
// missing and, in a partial clone, cannot be fetched.
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
	if !w.truncated {
		land(order[0])
	}
	for _, r := range order {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := f.visit(r); err != nil {
			return nil, fmt.Errorf("follow renames in commit %s: %w", r.id, err)
		}
	}
	if w.fresh*100 > before || f.searched { // walking fewer again is as fast as writing the file
		s.reportCacheError(known.save(w.walked))
	}
	h.People, h.Commits, h.Truncated = w.people(), len(w.walked), w.truncated
	h.Agreements, h.Merges = f.agreements, f.merges
	h.Files = make(map[string][]Revision, len(f.files))
	for i, name := range f.files {
		if len(f.revisions[i]) > 0 {
			h.Files[strings.TrimPrefix(name, strings.TrimPrefix(s.Prefix+"/", "./"))] = f.revisions[i]
		}
	}
	return h, nil
}

// walk returns the records of head and all its ancestors, each before its parents.
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

// listFiles returns the paths, from the repository's top, of all regular files of a commit below a folder.
func listFiles(repo *git.Repository, id git.OID, top string) (files []string, err error) {
	err = eachBlob(repo, id, top, func(name string, _ git.OID) { files = append(files, name) })
	slices.Sort(files)
	return files, err
}

// folderTree returns the tree of a folder in another tree, "." for itself; "" if there is no such folder.
func folderTree(repo *git.Repository, tree git.OID, folder string) (git.OID, error) {
	if folder == "." {
		return tree, nil
	}
	e, err := repo.EntryAt(tree, folder)
	if err != nil || e.Mode != git.ModeTree {
		return "", err
	}
	return e.ID, nil
}
