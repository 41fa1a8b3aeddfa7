package publish

import (
	"context"
	"crypto/sha1" //nolint:gosec // git names objects so
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
)

// A repository reads what is published already, and moves its branch. It is for one goroutine.
type repository struct {
	place
	store
	config *config.Config
	hash   naming
	git    *program // nil without a git program
}

// A store answers what publishing asks of a repository: go-git's, or the git program's where go-git would take the
// repository for another kind.
type store interface {
	read(k kind, id oid) ([]byte, error)                                              // wraps errMissing when it is not there
	refs() ([]string, error)                                                          // full names
	ref(name plumbing.ReferenceName) (oid, error)                                     // "" when there is none
	checkedOut(name plumbing.ReferenceName) (string, error)                           // the work tree that has the branch; "" for none
	update(name plumbing.ReferenceName, was, is oid, who signature, why string) error // errLostRace when it is not where it was
	reopen() error                                                                    // makes visible what was written since
	close() error
}

var errMissing = errors.New("object not found")

func openRepository(ctx context.Context, opts Options) (*repository, error) {
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
	r := &repository{place: p, hash: sha1.New}
	if opts.Git != "" {
		r.git = &program{path: opts.Git, place: p, env: opts.Env}
	}
	return r, r.open(ctx)
}

// open chooses the store.
func (r *repository) open(ctx context.Context) error {
	files, err := openGoGit(r.place, r.git)
	if err != nil {
		return err
	}
	r.config, r.store = files.config, files
	strange := r.strange()
	if strange == nil {
		return nil
	}
	if err := files.close(); err != nil {
		return err
	}
	if r.git == nil {
		return hint(fmt.Errorf("%w; there is no git program", strange), "pmsite build writes the site to a folder, which git can take from there")
	}
	format, err := r.git.run(ctx, "rev-parse", "--show-object-format")
	if err != nil {
		return err
	}
	if strings.TrimSpace(format) == "sha256" {
		r.hash = sha256.New
	}
	r.store = &programStore{program: r.git, cat: &catFile{program: r.git}}
	return nil
}

// strange says why go-git would damage the repository, or misread it, if it is so.
func (r *repository) strange() error {
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
	dir, err := r.checkedOut(branch)
	if err == nil && dir != "" {
		err = hint(fmt.Errorf("it is checked out in %q", dir), "switch to another branch there, or publish to another one with --branch")
	}
	return err
}

// move makes a ref name another object, if it is still where it was.
func (r *repository) move(name plumbing.ReferenceName, was, is oid, who signature, why string) error {
	if was == is {
		return nil
	}
	if was == "" {
		if err := r.refuseBetween(name.String()); err != nil {
			return err
		}
	}
	return r.update(name, was, is, who, why)
}

// refuseBetween refuses a new branch a/b beside a branch a, and the other way round: git cannot hold both.
func (r *repository) refuseBetween(name string) error {
	others, err := r.refs()
	for _, other := range others {
		if strings.HasPrefix(other, name+"/") || strings.HasPrefix(name, other+"/") {
			branch := plumbing.ReferenceName(other).Short()
			return hint(fmt.Errorf("the branch %q is in its way", branch), "choose another name with --branch")
		}
	}
	return err
}

func (r *repository) commit(id oid) (commit, error) {
	data, err := r.read(kindCommit, id)
	if err != nil {
		return commit{}, err
	}
	c, err := decodeCommit(data)
	if err != nil {
		err = fmt.Errorf("read commit %s: %w", id, err)
	}
	return c, err
}

// entries reads a tree; that of no name is empty, too. git knows the empty tree without having it.
func (r *repository) entries(id oid) ([]entry, error) {
	if id == "" || id == r.hash.of(kindTree, nil) {
		return nil, nil
	}
	data, err := r.read(kindTree, id)
	if err != nil {
		return nil, err
	}
	list, err := decodeTree(data, len(id))
	if err != nil {
		err = fmt.Errorf("read tree %s: %w", id, err)
	}
	return list, err
}

// contains says whether a commit's history holds another commit, as far as the history is there.
func (r *repository) contains(from, other oid) (bool, error) {
	seen := map[oid]bool{}
	for todo := []oid{from}; len(todo) > 0; todo = todo[1:] {
		id := todo[0]
		if id == other {
			return true, nil
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		c, err := r.commit(id)
		if errors.Is(err, errMissing) && id != from && r.shallow() {
			continue
		}
		if err != nil {
			return false, err
		}
		todo = append(todo, c.parents...)
	}
	return false, nil
}
