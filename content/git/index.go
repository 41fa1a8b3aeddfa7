package git

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// An Index is the list of files that git tracks in a work tree, as of when it was read. It is safe for concurrent use.
// The zero value has no files.
type Index struct {
	repo    *Repository
	entries []IndexEntry // by path and stage; in a sparse index, the path of a whole folder ends in a slash
	sparse  bool         // some entries are folders
}

// An IndexEntry is a file in git's index.
type IndexEntry struct {
	Path         string // slash-separated, from the work tree's top
	Mode         uint32 // see [RawEntry]
	ID           OID
	Stage        int  // 0, or of an unmerged file: 1 (common ancestor), 2 (ours) or 3 (theirs)
	SkipWorktree bool // git leaves the file out of the work tree, as in a sparse checkout
	// Trace describes the file on disk when git last compared it. While a file's trace is the same, its content is
	// that of ID, apart from git's filters. The zero value matches no file: either the store does not know, or the
	// file was written so shortly before the index that a later change might not show (a racy entry, in git's terms).
	Trace Trace
}

// Index reads the index. A repository without one has no files in it.
func (r *Repository) Index() (*Index, error) {
	file, err := readIndexFile(cmp.Or(r.place.index, filepath.Join(r.place.GitDir, "index")), r.idSize)
	if errors.Is(err, fs.ErrNotExist) {
		return &Index{repo: r}, nil
	}
	if err == nil && file.link != nil {
		err = file.merge(r.place.GitDir, r.idSize)
	}
	if err != nil {
		return nil, err
	}
	sparse := slices.ContainsFunc(file.entries, func(e IndexEntry) bool { return e.Mode == ModeTree })
	return &Index{r, file.entries, sparse}, nil
}

// search returns the position of the first entry whose path is not before the given one, and whether it is the same.
func (x *Index) search(path string) (int, bool) {
	return sort.Find(len(x.entries), func(i int) int { return strings.Compare(path, x.entries[i].Path) })
}

// Find returns the entry of a file; of several stages, the lowest.
func (x *Index) Find(path string) (e IndexEntry, found bool) {
	i, found := x.search(path)
	if found {
		e = x.entries[i]
	} else {
		e, found = x.inSparse(path)
	}
	if e.Mode == ModeTree {
		return IndexEntry{}, false
	}
	return e, found
}

// Holds reports whether there are files below a folder.
func (x *Index) Holds(folder string) bool {
	if i, _ := x.search(folder + "/"); i < len(x.entries) && strings.HasPrefix(x.entries[i].Path, folder+"/") {
		return true
	}
	e, found := x.inSparse(folder)
	return found && e.Mode == ModeTree
}

// inSparse returns the file or folder with the given path in a folder of which the index has only the tree.
func (x *Index) inSparse(path string) (IndexEntry, bool) {
	if !x.sparse {
		return IndexEntry{}, false
	}
	for end, c := range []byte(path) {
		if c != '/' {
			continue
		}
		if i, found := x.search(path[:end+1]); found {
			e, err := x.repo.EntryAt(x.entries[i].ID, path[end+1:])
			return IndexEntry{Path: path, Mode: e.Mode, ID: e.ID, SkipWorktree: true}, err == nil && e.ID != ""
		}
	}
	return IndexEntry{}, false
}

// All returns all entries by path and stage. It reads the trees of the folders that a sparse index leaves out.
func (x *Index) All() ([]IndexEntry, error) {
	if !x.sparse {
		return x.entries, nil
	}
	var list []IndexEntry
	for _, e := range x.entries {
		if e.Mode != ModeTree {
			list = append(list, e)
			continue
		}
		err := x.repo.eachFile(e.ID, e.Path, func(path string, f Entry) {
			list = append(list, IndexEntry{Path: path, Mode: f.Mode, ID: f.ID, SkipWorktree: true})
		})
		if err != nil {
			return nil, fmt.Errorf("read the folder %q of the index: %w", e.Path, err)
		}
	}
	slices.SortFunc(list, compareEntries)
	return list, nil
}

// Skipped returns the entries of the files that git leaves out of the work tree.
func (x *Index) Skipped() ([]IndexEntry, error) {
	if !slices.ContainsFunc(x.entries, func(e IndexEntry) bool { return e.SkipWorktree }) {
		return nil, nil
	}
	list, err := x.All()
	return slices.DeleteFunc(slices.Clone(list), func(e IndexEntry) bool { return !e.SkipWorktree }), err
}

func compareEntries(a, b IndexEntry) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), a.Stage-b.Stage)
}
