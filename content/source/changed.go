package source

import (
	"bytes"
	"context"
	"crypto/sha1" //nolint:gosec // git names objects so
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"path"
	"strings"
)

// Changed returns the files below the folder under, a path of FS ("." for all), that differ from those of another
// commit of the repository, given by its full hash: the ones with other content, those that only FS has, and those
// that only the commit has. Line ends apart, since a work tree may have its own.
func (s *Source) Changed(ctx context.Context, commit, under string) (map[string]bool, error) {
	if s.store == nil {
		return nil, s.noStore()
	}
	id, err := parseOID(commit)
	if err != nil {
		return nil, err
	}
	base, err := blobs(s.store, id, path.Join(s.Prefix, under))
	if err != nil {
		return nil, fmt.Errorf("read the files of commit %s: %w", commit, err)
	}
	now := map[string]oid{}
	if s.Dir != "" {
		now, err = s.present(ctx, under, base)
	} else if id, err = parseOID(s.Commit); err == nil {
		now, err = blobs(s.store, id, path.Join(s.Prefix, under))
	}
	if err != nil {
		return nil, err
	}
	changed := map[string]bool{}
	for _, files := range []map[string]oid{base, now} {
		for name := range files {
			if now[name] != base[name] {
				changed[strings.TrimPrefix(name, strings.TrimPrefix(s.Prefix+"/", "./"))] = true
			}
		}
	}
	return changed, nil
}

// present returns the files of a work tree below a folder, by their paths from the repository's top. The id is that of
// base where the content is the same, line ends apart. A file that git's index vouches for is not read.
func (s *Source) present(ctx context.Context, under string, base map[string]oid) (map[string]oid, error) {
	index, _ := s.store.index() // without it every file is read
	files := map[string]oid{}
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
		if known := index[at]; known.trace != (trace{}) && known.trace == traceOf(info) {
			files[at] = known.id
			return nil
		}
		data, err := fs.ReadFile(s.FS, name)
		if err != nil {
			return err
		}
		files[at] = blobID(data, len(base[at]))
		if lines := blobID(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), len(base[at])); lines == base[at] {
			files[at] = lines
		}
		return nil
	})
	return files, err
}

// blobs returns the regular files of a commit below a folder, by their paths from the repository's top.
func blobs(st store, id oid, top string) (map[string]oid, error) {
	files := map[string]oid{}
	err := eachBlob(st, id, top, func(name string, blob oid) { files[name] = blob })
	return files, err
}

func eachBlob(st store, id oid, top string, emit func(name string, blob oid)) error {
	c, err := readCommit(st, id)
	if err != nil {
		return err
	}
	tree := c.tree
	if top != "." {
		for part := range strings.SplitSeq(top, "/") {
			if tree, err = subtree(st, tree, part); err != nil || tree == "" {
				return err
			}
		}
	}
	d := differ{store: st, emit: func(c change) { emit(c.path, c.new) }}
	return d.diff([]byte(strings.TrimPrefix(top+"/", "./")), "", tree)
}

// blobID is what git would name a file's content, in a repository whose names have this many bytes.
func blobID(data []byte, size int) oid {
	var h hash.Hash = sha1.New() //nolint:gosec // git names objects so
	if size == sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00%s", len(data), data)
	return oid(h.Sum(nil))
}
