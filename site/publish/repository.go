package publish

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

// A repository reads what is published already. It is for one goroutine.
type repository struct {
	place
	config *config.Config
	git    *program              // for what a partial clone left at its remote; nil without a git program
	stores []*filesystem.Storage // the repository's, and one for each of its alternates
}

func openRepository(opts Options) (*repository, error) {
	var p place
	var err error
	if opts.GitDir != "" {
		p, err = placeOf(opts.GitDir, opts.Dir)
		p.explicit = true
	} else {
		p, err = locate(opts.Dir)
	}
	if err != nil {
		return nil, err
	}
	r := &repository{place: p}
	if opts.Git != "" {
		r.git = &program{path: opts.Git, place: p, env: opts.Env}
	}
	if err := r.reopen(); err != nil {
		return nil, err
	}
	if r.config, err = r.stores[0].Config(); err != nil {
		return nil, errors.Join(fmt.Errorf("read the configuration of %q: %w", p.common, err), r.close())
	}
	if err := r.understood(); err != nil {
		return nil, errors.Join(hint(err, "pmsite build writes the site to a folder, which git can take from there"), r.close())
	}
	return r, nil
}

// reopen makes visible what was written since.
func (r *repository) reopen() error {
	dirs, err := r.objectDirs()
	if err != nil {
		return err
	}
	if err := r.close(); err != nil {
		return err
	}
	r.stores = []*filesystem.Storage{newStorage(r.gitDir, r.common)}
	for _, dir := range dirs[1:] {
		r.stores = append(r.stores, newStorage(filepath.Dir(dir), filepath.Dir(dir)))
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

func (r *repository) close() error {
	var err error
	for _, s := range r.stores {
		err = errors.Join(err, s.Close())
	}
	r.stores = nil
	return err
}

// understood refuses a repository that would be damaged by writing to it as if it had no extensions.
func (r *repository) understood() error {
	for _, o := range r.config.Raw.Section("extensions").Options {
		switch key := strings.ToLower(o.Key); key {
		case "noop", "noop-v1", "worktreeconfig", "preciousobjects", "relativeworktrees", "partialclone":
		case "objectformat":
			if !strings.EqualFold(o.Value, "sha1") {
				return fmt.Errorf("the repository names its objects by %s, which go-git cannot write", o.Value)
			}
		case "refstorage":
			if !strings.EqualFold(o.Value, "files") {
				return fmt.Errorf("the repository keeps its refs as %s, which go-git cannot write", o.Value)
			}
		default:
			return fmt.Errorf("the repository uses the extension %q, which go-git does not know", o.Key)
		}
	}
	return nil
}

// refuseCheckedOut protects the work trees that have the branch checked out, and would seem to be changed.
func (r *repository) refuseCheckedOut(branch plumbing.ReferenceName) error {
	heads := map[string]string{} // path of HEAD to what it is the HEAD of
	if !r.config.Core.IsBare {
		heads[filepath.Join(r.common, "HEAD")] = filepath.Dir(r.common)
		if r.top != "" && r.gitDir == r.common {
			heads[filepath.Join(r.common, "HEAD")] = r.top
		}
	}
	linked, err := filepath.Glob(filepath.Join(escapeGlob(r.common), "worktrees", "*", "HEAD"))
	if err != nil {
		return err
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
			return hint(fmt.Errorf("it is checked out in %q", of), "switch to another branch there, or publish to another one with --branch")
		}
	}
	return nil
}

// escapeGlob makes a path match only itself.
func escapeGlob(path string) string {
	if os.PathSeparator == '\\' {
		return path // Glob knows no escape there
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// ref reads a ref; it is zero when there is none.
func (r *repository) ref(name plumbing.ReferenceName) (plumbing.Hash, error) {
	ref, err := r.stores[0].Reference(name)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return plumbing.ZeroHash, nil
	}
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("read %s: %w", name, err)
	}
	if ref.Type() != plumbing.HashReference {
		return plumbing.ZeroHash, fmt.Errorf("%s is another name of %s", name, ref.Target())
	}
	return ref.Hash(), nil
}

func (r *repository) object(kind plumbing.ObjectType, h plumbing.Hash) (plumbing.EncodedObject, error) {
	for _, s := range r.stores {
		o, err := s.EncodedObject(kind, h)
		if !errors.Is(err, plumbing.ErrObjectNotFound) {
			return o, err
		}
	}
	return r.missing(kind, h)
}

// missing asks git for an object that a partial clone has not fetched yet.
func (r *repository) missing(kind plumbing.ObjectType, h plumbing.Hash) (plumbing.EncodedObject, error) {
	notFound := fmt.Errorf("read %s %s: %w", kind, h, plumbing.ErrObjectNotFound)
	if r.git == nil || !r.partial() {
		return nil, notFound
	}
	data, err := r.git.command(context.Background(), "cat-file", kind.String(), h.String()).Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return nil, fmt.Errorf("%w: %s", notFound, firstLine(string(exit.Stderr)))
	}
	if err != nil {
		return nil, err
	}
	return &memory{kind, data}, nil
}

func (r *repository) partial() bool {
	for _, s := range r.config.Raw.Section("remote").Subsections {
		if strings.EqualFold(s.Option("promisor"), "true") || s.Option("partialclonefilter") != "" {
			return true
		}
	}
	return false
}

func (r *repository) commit(h plumbing.Hash) (*object.Commit, error) {
	o, err := r.object(plumbing.CommitObject, h)
	if err != nil {
		return nil, err
	}
	c := &object.Commit{}
	return c, c.Decode(o)
}

// emptyTree is a tree that git knows without having it.
var emptyTree = plumbing.ComputeHash(plumbing.TreeObject, nil)

// entries reads a tree; the zero hash is an empty one, too.
func (r *repository) entries(h plumbing.Hash) ([]object.TreeEntry, error) {
	if h.IsZero() || h == emptyTree {
		return nil, nil
	}
	o, err := r.object(plumbing.TreeObject, h)
	if err != nil {
		return nil, err
	}
	t := &object.Tree{}
	err = t.Decode(o)
	return t.Entries, err
}

func (r *repository) blob(h plumbing.Hash) (data []byte, err error) {
	o, err := r.object(plumbing.BlobObject, h)
	if err != nil {
		return nil, err
	}
	in, err := o.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	return io.ReadAll(in)
}

// contains says whether a commit's history holds another commit, as far as the history is there.
func (r *repository) contains(commit, other plumbing.Hash) (bool, error) {
	seen := map[plumbing.Hash]bool{}
	for todo := []plumbing.Hash{commit}; len(todo) > 0; todo = todo[1:] {
		h := todo[0]
		if h == other {
			return true, nil
		}
		if seen[h] {
			continue
		}
		seen[h] = true
		c, err := r.commit(h)
		if errors.Is(err, plumbing.ErrObjectNotFound) && h != commit && r.shallow() {
			continue
		}
		if err != nil {
			return false, err
		}
		todo = append(todo, c.ParentHashes...)
	}
	return false, nil
}
