package publish

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// A goGitStore is the store that reads the repository's files by go-git.
type goGitStore struct {
	place
	config *config.Config
	lazy   *catFile              // asks git for what a partial clone left at its remote; nil elsewhere
	stores []*filesystem.Storage // the repository's, and one for each of its alternates
}

func openGoGit(p place, git *program) (*goGitStore, error) {
	g := &goGitStore{place: p}
	if err := g.reopen(); err != nil {
		return nil, err
	}
	var err error
	if g.config, err = g.stores[0].Config(); err != nil {
		return nil, errors.Join(fmt.Errorf("read the configuration of %q: %w", p.common, err), g.close())
	}
	if git != nil && g.partial() {
		g.lazy = &catFile{program: git}
	}
	return g, nil
}

func (g *goGitStore) reopen() error {
	dirs, err := g.objectDirs()
	if err != nil {
		return err
	}
	if err := g.close(); err != nil {
		return err
	}
	g.stores = []*filesystem.Storage{newStorage(g.gitDir, g.common)}
	for _, dir := range dirs[1:] {
		g.stores = append(g.stores, newStorage(filepath.Dir(dir), filepath.Dir(dir)))
	}
	return nil
}

func newStorage(gitDir, common string) *filesystem.Storage {
	var commonFS billy.Filesystem
	if common != gitDir {
		commonFS = osfs.New(common)
	}
	repo := noAlternates{dotgit.NewRepositoryFilesystem(osfs.New(gitDir), commonFS)}
	options := filesystem.Options{ExclusiveAccess: true, KeepDescriptors: true}
	return filesystem.NewStorageWithOptions(repo, cache.NewObjectLRU(32*cache.MiByte), options)
}

// noAlternates hides a repository's alternates from go-git, which would read their indexes anew for each object.
type noAlternates struct{ billy.Filesystem }

func (n noAlternates) Open(name string) (billy.File, error) {
	if filepath.Base(name) == "alternates" {
		return nil, os.ErrNotExist
	}
	return n.Filesystem.Open(name)
}

func (g *goGitStore) close() error {
	var err error
	for _, s := range g.stores {
		err = errors.Join(err, s.Close())
	}
	g.stores = nil
	if g.lazy != nil {
		err = errors.Join(err, g.lazy.close())
	}
	return err
}

func (g *goGitStore) partial() bool {
	for _, s := range g.config.Raw.Section("remote").Subsections {
		if strings.EqualFold(s.Option("promisor"), "true") || s.Option("partialclonefilter") != "" {
			return true
		}
	}
	return false
}

func (g *goGitStore) ref(name plumbing.ReferenceName) (oid, error) {
	ref, err := g.stores[0].Reference(name)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	if ref.Type() != plumbing.HashReference {
		return "", anotherName(name, ref.Target().String())
	}
	return oidOf(ref.Hash()), nil
}

func anotherName(name plumbing.ReferenceName, of string) error {
	return fmt.Errorf("%s is another name of %s", name, of)
}

func oidOf(h plumbing.Hash) oid { return oid(h[:]) }

func (g *goGitStore) read(k kind, id oid) (data []byte, err error) {
	o, err := g.find(k, plumbing.Hash([]byte(id)))
	if errors.Is(err, plumbing.ErrObjectNotFound) && g.lazy != nil {
		return g.lazy.read(k, id)
	}
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		err = errMissing
	}
	if err != nil {
		return nil, fmt.Errorf("read %s %s: %w", k, id, err)
	}
	in, err := o.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	return io.ReadAll(in)
}

func (g *goGitStore) find(k kind, h plumbing.Hash) (o plumbing.EncodedObject, err error) {
	for _, s := range g.stores {
		if o, err = s.EncodedObject(plumbing.ObjectType(k), h); !errors.Is(err, plumbing.ErrObjectNotFound) {
			break
		}
	}
	return o, err
}

func (g *goGitStore) checkedOut(branch plumbing.ReferenceName) (string, error) {
	heads := map[string]string{} // path of HEAD to what it is the HEAD of
	if !g.config.Core.IsBare {
		heads[filepath.Join(g.common, "HEAD")] = filepath.Dir(g.common)
		if g.top != "" && g.gitDir == g.common {
			heads[filepath.Join(g.common, "HEAD")] = g.top
		}
	}
	linked, err := filepath.Glob(filepath.Join(escapeGlob(g.common), "worktrees", "*", "HEAD"))
	if err != nil {
		return "", err
	}
	for _, head := range linked {
		heads[head] = filepath.Dir(head)
		if b, err := os.ReadFile(filepath.Join(filepath.Dir(head), "gitdir")); err == nil {
			heads[head] = filepath.Dir(resolvePath(filepath.Dir(head), strings.TrimSpace(string(b))))
		}
	}
	for head, of := range heads {
		b, err := os.ReadFile(head)
		if err == nil && strings.TrimSpace(string(b)) == "ref: "+branch.String() {
			return of, nil
		}
	}
	return "", nil
}

// escapeGlob makes a path match only itself.
func escapeGlob(path string) string {
	if os.PathSeparator == '\\' {
		return path // Glob knows no escape there
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
