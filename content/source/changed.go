package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// Changed returns the files below the folder under, a path in FS ("." for all), that differ between FS and another
// commit of the repository, given by its full hash: files with different content, and files that only FS or only the
// commit has. A file of a work tree counts as unchanged if it equals the commit's once CRLF is replaced with LF.
func (s *Source) Changed(ctx context.Context, commit, under string) (map[string]bool, error) {
	if s.repo == nil {
		return nil, s.noRepository()
	}
	id, err := git.ParseOID(commit)
	if err != nil {
		return nil, err
	}
	base, err := blobs(s.repo, id, path.Join(s.Prefix, under))
	if err != nil {
		return nil, fmt.Errorf("read the files of commit %s: %w", commit, err)
	}
	now := map[string]git.OID{}
	if s.Dir != "" {
		now, err = s.present(ctx, under, base)
	} else if id, err = git.ParseOID(s.Commit); err == nil {
		now, err = blobs(s.repo, id, path.Join(s.Prefix, under))
	}
	if err != nil {
		return nil, err
	}
	changed := map[string]bool{}
	for _, files := range []map[string]git.OID{base, now} {
		for name := range files {
			if now[name] != base[name] {
				changed[strings.TrimPrefix(name, strings.TrimPrefix(s.Prefix+"/", "./"))] = true
			}
		}
	}
	return changed, nil
}

// present returns the blobs of a work tree's files below a folder, by path from the repository's top. A file that
// equals its version in base once CRLF is replaced with LF has that version's ID. A file whose index entry is up to
// date is not read. One that is too large to be read counts as unchanged.
func (s *Source) present(ctx context.Context, under string, base map[string]git.OID) (map[string]git.OID, error) {
	index, _ := readIndex(s.repo) // without one, every file is read
	files := map[string]git.OID{}
	err := fs.WalkDir(s.FS, under, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && name == under {
				return fs.SkipAll
			}
			return err
		}
		if err := ctx.Err(); err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		at := path.Join(s.Prefix, name)
		if file, ok := info.(fileInfo); ok { // not on disk
			files[at] = file.id
			return nil
		}
		if known, _ := index.Find(at); known.Trace != (git.Trace{}) && known.Trace == git.TraceOf(info) {
			files[at] = known.ID
			return nil
		}
		data, err := fs.ReadFile(s.FS, name)
		if errors.Is(err, git.ErrTooLarge) {
			files[at] = base[at]
			return nil
		}
		if err != nil {
			return err
		}
		files[at] = git.ObjectID(git.KindBlob, data, len(base[at]))
		if lines := git.ObjectID(git.KindBlob, bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), len(base[at])); lines == base[at] {
			files[at] = lines
		}
		return nil
	})
	return files, err
}

// blobs returns the blobs of a commit's regular files below a folder, by path from the repository's top.
func blobs(repo *git.Repository, id git.OID, top string) (map[string]git.OID, error) {
	files := map[string]git.OID{}
	err := eachBlob(repo, id, top, func(name string, blob git.OID) { files[name] = blob })
	return files, err
}

func eachBlob(repo *git.Repository, id git.OID, top string, emit func(name string, blob git.OID)) error {
	c, err := repo.Commit(id)
	if err != nil {
		return err
	}
	tree, err := folderTree(repo, c.Tree, top)
	if err != nil {
		return err
	}
	d := differ{repo: repo, emit: func(c change) { emit(c.path, c.new) }}
	return d.diff([]byte(strings.TrimPrefix(top+"/", "./")), "", tree)
}
