package git

import (
	"crypto/sha1"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Repository is an open repository. Reading from it is safe for concurrent use.
type Repository struct {
	place   Place
	program Program
	store   store

	idSize    int // length of an object ID in bytes
	emptyTree OID // the ID of the empty tree, which need not be stored
}

// A store is the implementation of a Repository, by go-git or the git program. Its methods take and return full names
// of refs, except where they return a branch or a [Ref].
type store interface {
	read(id OID) (Object, error)
	blob(id OID) (Object, error) // like read, but nothing reads an object that is too large, not even the git program
	size(id OID) (int64, error)
	resolve(rev string) (id OID, branch string, err error)
	head() (id OID, branch string, err error)
	branches() ([]Ref, error)

	refs() ([]string, error)
	ref(name string) (OID, error)
	checkedOut(name string) (dir string, err error)
	update(name string, from, to OID, who Signature, reason string) error

	forget() error
	close() error
}

// Open opens a repository with go-git if possible, else with the git program. If neither can, the error says why and
// has a hint. Without a git program, a partial clone is opened with the objects that it has.
func Open(p Place, program Program) (*Repository, error) {
	g, goGitErr := openGoGit(p)
	if goGitErr == nil && g.partial && program.Path != "" {
		goGitErr = errors.New("it is a partial clone, whose missing objects go-git cannot fetch")
	}
	if goGitErr == nil {
		return newRepository(p, program, g, sha1.Size), nil
	}
	r, err := OpenProgram(p, program)
	if err == nil {
		return r, nil
	}
	err = fmt.Errorf("open %q: %w; with git: %w", p.GitDir, goGitErr, err)
	if h := (*hinted)(nil); errors.As(err, &h) {
		return nil, err
	}
	return nil, Hint(err, "install git, or a newer version of it")
}

// OpenProgram opens a repository of any format with the git program.
func OpenProgram(p Place, program Program) (*Repository, error) {
	st, idSize, err := openProgramStore(p, program)
	if err != nil {
		return nil, err
	}
	return newRepository(p, program, st, idSize), nil
}

func newRepository(p Place, program Program, st store, idSize int) *Repository {
	return &Repository{place: p, program: program, store: st, idSize: idSize, emptyTree: ObjectID(KindTree, nil, idSize)}
}

// Config reads git's configuration of the repository.
func (r *Repository) Config() (*Config, error) { return ReadConfig(r.place, r.program) }

// Place returns the location of the repository.
func (r *Repository) Place() Place { return r.place }

// Read returns an object. Its data is shared and must not be modified. If the repository does not have the object, the
// error wraps [ErrMissing]; if the object is larger than [MaxSize], [ErrTooLarge].
func (r *Repository) Read(id OID) (Object, error) { return r.store.read(id) }

// Size returns the size of an object in bytes, without reading it.
func (r *Repository) Size(id OID) (int64, error) { return r.store.size(id) }

// Blob is like [Repository.Read] for the content of a file. Not even the git program reads a file that is too large.
func (r *Repository) Blob(id OID) ([]byte, error) {
	o, err := r.store.blob(id)
	if err == nil && o.Kind != KindBlob {
		err = fmt.Errorf("it is a %s", o.Kind)
	}
	return o.Data, err
}

// Commit returns the commit with the given ID. If id is a tag, it returns the commit that the tag points at.
func (r *Repository) Commit(id OID) (*Commit, error) { return readCommit(r.store, id) }

// Tree returns the data of a tree, to be read with [NextEntry]. For the empty tree, whose ID may also be "", it is nil.
func (r *Repository) Tree(id OID) ([]byte, error) {
	if id == "" || id == r.emptyTree {
		return nil, nil
	}
	o, err := r.store.read(id)
	if err == nil && o.Kind != KindTree {
		err = fmt.Errorf("it is a %s", o.Kind)
	}
	if err != nil {
		return nil, fmt.Errorf("read tree %s: %w", id, err)
	}
	return o.Data, nil
}

// Resolve returns the commit that rev names and, if rev is a branch, the branch's short name. Of gitrevisions(7) it
// supports names, hashes, the output of git describe, ~ and ^, but not dates, reflogs and searches.
func (r *Repository) Resolve(rev string) (id OID, branch string, err error) {
	return r.store.resolve(rev)
}

// Head returns the commit and the short name of the branch that are checked out. The commit is "" on an unborn branch,
// and the branch is "" if HEAD is detached.
func (r *Repository) Head() (id OID, branch string, err error) { return r.store.head() }

// Branches returns the local and remote-tracking branches, in no particular order.
func (r *Repository) Branches() ([]Ref, error) { return r.store.branches() }

// RefNames returns the short names of all branches, remote branches and tags, in this order, each sorted.
func (r *Repository) RefNames() (names []string, err error) {
	refs, err := r.store.refs()
	if err != nil {
		return nil, err
	}
	slices.Sort(refs)
	for _, prefix := range []string{"refs/heads/", "refs/remotes/", "refs/tags/"} {
		for _, ref := range refs {
			if name, ok := strings.CutPrefix(ref, prefix); ok {
				names = append(names, name)
			}
		}
	}
	return names, nil
}

// DropCache drops everything that is cached in memory. The repository can still be used.
func (r *Repository) DropCache() error { return r.store.forget() }

// Close closes open files and stops running git processes.
func (r *Repository) Close() error { return r.store.close() }
