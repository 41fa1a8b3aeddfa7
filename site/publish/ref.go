package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// update moves a ref, if it is still where it was. go-git writes into the ref itself, so that a crash leaves half of
// it; here it is git's way: a lock file that takes the ref's name.
func (r *repository) update(name plumbing.ReferenceName, was, is plumbing.Hash, who object.Signature, why string) error {
	if was == is {
		return nil
	}
	if err := r.refuseBetween(name, was); err != nil {
		return err
	}
	file := filepath.Join(r.common, filepath.FromSlash(name.String()))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil { //nolint:gosec // less the umask, as git does
		return err
	}
	lock, err := os.OpenFile(file+".lock", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec // the same
	if errors.Is(err, fs.ErrExist) {
		return hint(fmt.Errorf("%s is locked", name), fmt.Sprintf("when no other git command is running, remove %q", file+".lock"))
	}
	if err != nil {
		return err
	}
	_, err = lock.WriteString(is.String() + "\n")
	err = errors.Join(err, lock.Sync(), lock.Close())
	if err == nil {
		err = r.stillAt(name, was)
	}
	if err == nil {
		err = replace(lock.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(lock.Name()))
	}
	r.log(name, was, is, who, why)
	return syncFolder(filepath.Dir(file))
}

func (r *repository) stillAt(name plumbing.ReferenceName, was plumbing.Hash) error {
	now, err := r.ref(name)
	if err == nil && now != was {
		err = errLostRace
	}
	return err
}

// refuseBetween refuses a new branch a/b beside a branch a, and the other way round: git cannot hold both.
func (r *repository) refuseBetween(name plumbing.ReferenceName, was plumbing.Hash) error {
	if !was.IsZero() {
		return nil
	}
	refs, err := r.stores[0].IterReferences()
	if err != nil {
		return err
	}
	return refs.ForEach(func(ref *plumbing.Reference) error {
		other := ref.Name().String()
		if strings.HasPrefix(other, name.String()+"/") || strings.HasPrefix(name.String(), other+"/") {
			return hint(fmt.Errorf("the branch %q is in its way", ref.Name().Short()), "choose another name with --branch")
		}
		return nil
	})
}

// replace renames over what may be an empty folder, left by a branch that was deleted.
func replace(from, to string) error {
	err := os.Rename(from, to)
	if info, statErr := os.Lstat(to); err != nil && statErr == nil && info.IsDir() && os.Remove(to) == nil {
		err = os.Rename(from, to)
	}
	return err
}

// log adds to the ref's log where git would keep one. That it cannot is no reason to fail: the ref has moved.
func (r *repository) log(name plumbing.ReferenceName, was, is plumbing.Hash, who object.Signature, why string) {
	file := filepath.Join(r.common, "logs", filepath.FromSlash(path.Clean(name.String())))
	flags := os.O_WRONLY | os.O_APPEND
	if r.keepsLogs() {
		flags |= os.O_CREATE
		if os.MkdirAll(filepath.Dir(file), 0o777) != nil { //nolint:gosec // less the umask, as git does
			return
		}
	}
	out, err := os.OpenFile(file, flags, 0o666) //nolint:gosec // the same
	if err != nil {
		return
	}
	fmt.Fprintf(out, "%s %s %s <%s> %d %s\tpublish: %s\n", was, is, who.Name, who.Email, who.When.Unix(), who.When.Format("-0700"), why)
	_ = out.Close()
}

func (r *repository) keepsLogs() bool {
	switch strings.ToLower(r.config.Raw.Section("core").Option("logallrefupdates")) {
	case "":
		return !r.config.Core.IsBare
	case "true", "always", "yes", "on", "1":
		return true
	}
	return false
}
