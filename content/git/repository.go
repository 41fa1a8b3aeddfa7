package git

import (
	"crypto/sha1"
	"errors"
	"fmt"
)

// A Repository is open for reading and writing. What reads is safe for concurrent use.
type Repository struct {
	place   Place
	program Program
	store   store

	idSize    int // bytes of an object's name
	emptyTree OID // which git knows without having it
}

// A store answers the questions of a Repository: go-git's, or the git program's. Names of refs are full.
type store interface {
	read(id OID) (Object, error)
	resolve(rev string) (id OID, branch string, err error)
	head() (id OID, branch string, err error)
	branches() ([]Ref, error)
	index() (map[string]IndexEntry, error)

	refs() ([]string, error)
	ref(name string) (OID, error)
	checkedOut(name string) (dir string, err error)
	update(name string, was, is OID, who Signature, why string) error

	forget() error
	close() error
}

// Open opens a repository by go-git where that is possible, else by the git program. The error says why neither can,
// with a hint. Without a program, a partial clone is opened with the objects that it has.
func Open(p Place, program Program) (*Repository, error) {
	g, refused := openGoGit(p)
	if refused == nil && g.partial && program.Path != "" {
		refused = errors.New("it is a partial clone, of which go-git cannot fetch the rest")
	}
	if refused == nil {
		return newRepository(p, program, g, sha1.Size), nil
	}
	r, err := OpenProgram(p, program)
	if err == nil {
		return r, nil
	}
	err = fmt.Errorf("open %q: %w; and by git: %w", p.GitDir, refused, err)
	if h := (*hinted)(nil); errors.As(err, &h) {
		return nil, err
	}
	return nil, Hint(err, "install git, or a newer one")
}

// OpenProgram opens a repository by the git program, whatever its kind.
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

// Place returns where the repository lies.
func (r *Repository) Place() Place { return r.place }

// Read returns an object. Its data is shared: nobody may change it. The error wraps [ErrMissing] when the repository
// does not have it.
func (r *Repository) Read(id OID) (Object, error) { return r.store.read(id) }

// Commit reads a commit, through tags that point at it.
func (r *Repository) Commit(id OID) (*Commit, error) { return readCommit(r.store, id) }

// Tree returns the data of a tree, which [NextEntry] reads; none for "", the empty tree.
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

// Resolve returns the commit that rev names, and the short name of the branch if rev is one. It understands what
// gitrevisions(7) calls names, hashes, ~ and ^; not dates, reflogs or searches.
func (r *Repository) Resolve(rev string) (id OID, branch string, err error) {
	return r.store.resolve(rev)
}

// Head returns the commit that is checked out, "" on an unborn branch, and the short name of its branch, "" when HEAD
// is detached.
func (r *Repository) Head() (id OID, branch string, err error) { return r.store.head() }

// Branches returns the local branches, and what was last seen of remotes', in no particular order.
func (r *Repository) Branches() ([]Ref, error) { return r.store.branches() }

// Index returns the files of the index by their slash paths from the work tree's top.
func (r *Repository) Index() (map[string]IndexEntry, error) { return r.store.index() }

// Forget lets go of what is cached in memory. What is asked for later is read again.
func (r *Repository) Forget() error { return r.store.forget() }

// Close lets go of open files, and of the git program where one is running.
func (r *Repository) Close() error { return r.store.close() }
