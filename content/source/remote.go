package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/cachefile"
	"github.com/pmsite/pmsite/content/git"
)

// A Remote is a remote repository, read from a local copy that is updated first. The copy is a bare repository with all
// branches and tags.
type Remote struct {
	URL      string // https, ssh (or user@host:path) or file:///path, without a password
	CacheDir string // holds the copies of any number of repositories; created when needed
	Offline  bool   // use the copy as last fetched

	Token func(host string) string // returns the token, or USER:TOKEN, for an https host; nil and "" mean none
}

// ErrNoCopy means that a repository was never fetched, or that its copy is damaged.
var ErrNoCopy = errors.New("there is no usable local copy")

// Open opens a commit of the repository, named as for [Commit]; "" means its default branch. It also returns when the
// copy was fetched. If a fetch fails or is interrupted, the previous copy remains available for Offline. A damaged copy
// is cloned again. Several processes may open the same repository concurrently.
func (r Remote) Open(ctx context.Context, ref string) (*Source, time.Time, error) {
	at, err := git.ParseAddress(r.URL)
	if err != nil {
		return nil, time.Time{}, err
	}
	s, fetched, err := r.open(ctx, at, ref)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("source %q: %w", at.String(), err)
	}
	return s, fetched, nil
}

func (r Remote) open(ctx context.Context, at git.Address, ref string) (*Source, time.Time, error) {
	sum := sha256.Sum256([]byte(r.URL))
	name := hex.EncodeToString(sum[:8])
	dir := filepath.Join(r.CacheDir, "source-"+name)
	unlock, alone, err := cachefile.Lock(ctx, filepath.Join(r.CacheDir, "lock-"+name))
	if err != nil {
		return nil, time.Time{}, err
	}
	defer unlock()
	if alone {
		r.sweep(at, dir)
	}
	good := r.usable(at, dir)
	if r.Offline && !good {
		return nil, time.Time{}, git.Hint(ErrNoCopy, "run it once without --offline")
	}
	if !r.Offline {
		if err := r.update(ctx, at, dir, good); err != nil {
			return nil, time.Time{}, err
		}
	}
	s, err := openCopy(dir, ref)
	if errors.Is(err, git.ErrMissing) && !r.Offline {
		if err = r.clone(ctx, at, dir); err == nil {
			s, err = openCopy(dir, ref)
		}
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	fetched, err := r.mirror(at, dir).Fetched()
	if err != nil {
		return nil, time.Time{}, errors.Join(err, s.Close())
	}
	return s, fetched, nil
}

// update fetches into a good copy, or clones a new one.
func (r Remote) update(ctx context.Context, at git.Address, dir string, good bool) error {
	if !good {
		return r.clone(ctx, at, dir)
	}
	return r.mirror(at, dir).Fetch(ctx)
}

func (r Remote) mirror(at git.Address, dir string) git.Mirror {
	return git.Mirror{Address: at, Dir: dir, Program: git.FindProgram(), Token: r.Token}
}

// clone makes a copy in a temporary folder, and moves it to dir once it is complete.
func (r Remote) clone(ctx context.Context, at git.Address, dir string) error {
	if err := os.MkdirAll(r.CacheDir, 0o700); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(r.CacheDir, filepath.Base(dir)+"-*.tmp")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	if err := r.mirror(at, fresh).Fetch(ctx); err != nil {
		return err
	}
	old := fresh + "-old"
	if err := os.Rename(dir, old); err == nil {
		defer os.RemoveAll(old)
	}
	if err := os.Rename(fresh, dir); err != nil && !r.usable(at, dir) { // another process may have been faster
		return err
	}
	return nil
}

// sweep removes what killed processes have left of copies. No other process may be using them.
func (r Remote) sweep(at git.Address, dir string) {
	r.mirror(at, dir).Sweep()
	entries, _ := os.ReadDir(r.CacheDir) // what cannot be listed stays
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filepath.Base(dir)+"-") {
			_ = os.RemoveAll(filepath.Join(r.CacheDir, e.Name()))
		}
	}
}

// usable reports whether a copy was fetched, is not damaged, and has all trees of each branch's newest commit.
func (r Remote) usable(at git.Address, dir string) bool {
	if err := r.mirror(at, dir).Verify(); err != nil {
		return false
	}
	p, err := git.PlaceOf(dir, dir, "")
	if err != nil {
		return false
	}
	repo, err := git.Open(p, git.FindProgram())
	if err != nil {
		return false
	}
	defer repo.Close()
	refs, err := repo.Branches()
	for _, ref := range refs {
		if err == nil {
			_, err = listFiles(repo, ref.ID, ".")
		}
	}
	return err == nil
}

// openCopy opens a commit of a copy. It fails if any of the commit's trees is missing.
func openCopy(dir, ref string) (*Source, error) {
	p, err := git.PlaceOf(dir, dir, "")
	if err != nil {
		return nil, err
	}
	repo, err := git.Open(p, git.FindProgram())
	if err != nil {
		return nil, err
	}
	s, err := openCommit(p, repo, ref)
	if err == nil {
		var id git.OID
		if id, err = git.ParseOID(s.Commit); err == nil {
			_, err = listFiles(repo, id, ".")
		}
	}
	if err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	return s, nil
}
