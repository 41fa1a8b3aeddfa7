package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// A Remote is a repository that is read from a copy, which is brought up to date first. The copy is bare and has all
// branches and tags.
type Remote struct {
	URL      string // https, ssh (or user@host:path) or file:///path, without a password
	CacheDir string // holds the copies of any number of repositories; it is created when needed
	Offline  bool   // take the copy as it was last fetched

	Token func(host string) string // gives the token, or USER:TOKEN, for an https host; nil and "" mean none
}

// fetchedName is a file in a copy whose time is that of the last complete fetch.
const fetchedName = "pmsite-fetched"

// ErrNoCopy says that a repository was never fetched, or that nothing good is left of it.
var ErrNoCopy = errors.New("there is no copy of it yet")

// Open reads a commit of the repository, named as for [Commit]; "" means its default branch. It also returns when
// the copy was fetched. A fetch that fails or is interrupted leaves the last good copy for Offline; a copy that
// is damaged is made again. Two processes may open the same repository at a time.
func (r Remote) Open(ctx context.Context, ref string) (*Source, time.Time, error) {
	at, err := parseAddress(r.URL)
	if err != nil {
		return nil, time.Time{}, err
	}
	s, fetched, err := r.open(ctx, at, ref)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("source %q: %w", at.shown, err)
	}
	return s, fetched, nil
}

func (r Remote) open(ctx context.Context, at address, ref string) (*Source, time.Time, error) {
	name := sha256.Sum256([]byte(r.URL))
	dir := filepath.Join(r.CacheDir, "source-"+hex.EncodeToString(name[:8]))
	good := sound(dir)
	if r.Offline && !good {
		return nil, time.Time{}, hint(ErrNoCopy, "run it once without --offline")
	}
	if !r.Offline {
		if err := r.update(ctx, at, dir, good); err != nil {
			return nil, time.Time{}, err
		}
	}
	s, err := openCopy(dir, ref)
	if errors.Is(err, errMissing) && !r.Offline {
		if err = r.clone(ctx, at, dir); err == nil {
			s, err = openCopy(dir, ref)
		}
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	info, err := os.Stat(filepath.Join(dir, fetchedName))
	if err != nil {
		return nil, time.Time{}, errors.Join(err, s.Close())
	}
	return s, info.ModTime(), nil
}

// update fetches into a good copy, or makes one.
func (r Remote) update(ctx context.Context, at address, dir string, good bool) error {
	if !good {
		return r.clone(ctx, at, dir)
	}
	if err := r.fetch(ctx, at, dir); err != nil {
		return err
	}
	return stamp(dir)
}

// clone makes a copy beside its place, and puts it there when it is whole.
func (r Remote) clone(ctx context.Context, at address, dir string) error {
	if err := os.MkdirAll(r.CacheDir, 0o700); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(r.CacheDir, "source-*.tmp")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	if err = r.fetch(ctx, at, fresh); err == nil {
		err = stamp(fresh)
	}
	if err != nil {
		return err
	}
	old := fresh + "-old"
	if err := os.Rename(dir, old); err == nil {
		defer os.RemoveAll(old)
	}
	if err := os.Rename(fresh, dir); err != nil && !sound(dir) { // another process may have been faster
		return err
	}
	return nil
}

// stamp notes that a copy has all that the remote had.
func stamp(dir string) error {
	return os.WriteFile(filepath.Join(dir, fetchedName), []byte("the time of this file is that of the last fetch\n"), 0o600)
}

// sound says whether a copy was fetched and has the newest tree of each branch.
func sound(dir string) bool {
	if _, err := os.Stat(filepath.Join(dir, fetchedName)); err != nil {
		return false
	}
	p, err := placeOf(dir, dir, "")
	if err != nil {
		return false
	}
	st, err := openStore(p)
	if err != nil {
		return false
	}
	defer st.close()
	refs, err := st.branches()
	for _, ref := range refs {
		if err == nil {
			_, err = listFiles(st, ref.id, ".")
		}
	}
	return err == nil
}

// openCopy opens a commit whose trees are all there.
func openCopy(dir, ref string) (*Source, error) {
	p, err := placeOf(dir, dir, "")
	if err != nil {
		return nil, err
	}
	st, err := openStore(p)
	if err != nil {
		return nil, err
	}
	s, err := openCommit(p, st, ref)
	if err == nil {
		var id oid
		if id, err = parseOID(s.Commit); err == nil {
			_, err = listFiles(st, id, ".")
		}
	}
	if err != nil {
		return nil, errors.Join(err, st.close())
	}
	return s, nil
}
