package source

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// Added returns the first version of each file that a branch, or s.Commit, has or once had below the folder under, a path
// in FS ("." for all): the file's path in FS, by the hash of its content for [Source.Blob]. In a shallow clone, the
// first version of a file may be a later one. Without a repository there are none.
func (s *Source) Added(ctx context.Context, under string) (map[string]string, error) {
	branches, err := s.Branches()
	if err != nil || s.repo == nil {
		return nil, err
	}
	w := &walk{repo: s.repo, known: openCache(s.CacheDir, s.place).records}
	if w.cut, err = s.place.Shallow(); err != nil {
		return nil, err
	}
	found := map[string]string{}
	folder := strings.TrimPrefix(path.Join(s.Prefix, under)+"/", "./")
	add := func(name string, blob git.OID) {
		if rest, below := strings.CutPrefix(name, folder); below && blob != "" {
			found[blob.String()] = path.Join(under, rest)
		}
	}
	for _, tip := range s.tips(branches) {
		if err := w.run(ctx, tip); err != nil {
			return nil, fmt.Errorf("walk the history of commit %s: %w", tip, err)
		}
	}
	for _, r := range w.walked {
		for _, c := range r.changes {
			if c.old == "" {
				add(c.path, c.new)
			}
		}
		if r.cut {
			if err := eachBlob(s.repo, r.id, path.Join(s.Prefix, under), add); err != nil {
				return nil, fmt.Errorf("read the files of commit %s: %w", r.id, err)
			}
		}
	}
	return found, nil
}

// tips returns the commits of branches and s.Commit, each once.
func (s *Source) tips(branches []Branch) (out []git.OID) {
	hashes := []string{s.Commit}
	for _, b := range branches {
		hashes = append(hashes, b.Commit)
	}
	slices.Sort(hashes)
	for _, hash := range slices.Compact(hashes) {
		if id, err := git.ParseOID(hash); err == nil {
			out = append(out, id)
		}
	}
	return out
}
