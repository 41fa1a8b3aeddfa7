package git

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// update moves a ref, if it is still where it was. go-git writes into the ref itself, so that a crash leaves half of
// it; here it is git's way: a lock file that takes the ref's name.
func (g *goGit) update(name string, was, is OID, who Signature, why string) error {
	file := filepath.Join(g.place.Common, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil { //nolint:gosec // less the umask, as git does
		return err
	}
	lock, err := os.OpenFile(file+".lock", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec // the same
	if errors.Is(err, fs.ErrExist) {
		return Hint(fmt.Errorf("%s is locked", name), fmt.Sprintf("when no other git command is running, remove %q", file+".lock"))
	}
	if err != nil {
		return err
	}
	_, err = lock.WriteString(is.String() + "\n")
	err = errors.Join(err, lock.Sync(), lock.Close())
	if err == nil {
		err = g.stillAt(name, was)
	}
	if err == nil {
		err = replace(lock.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(lock.Name()))
	}
	g.log(name, was, is, who, why)
	return syncFolder(filepath.Dir(file))
}

func (g *goGit) stillAt(name string, was OID) error {
	now, err := g.ref(name)
	if err == nil && now != was {
		err = ErrMoved
	}
	return err
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
func (g *goGit) log(name string, was, is OID, who Signature, why string) {
	file := filepath.Join(g.place.Common, "logs", filepath.FromSlash(path.Clean(name)))
	flags := os.O_WRONLY | os.O_APPEND
	if g.keepsLogs() {
		flags |= os.O_CREATE
		if os.MkdirAll(filepath.Dir(file), 0o777) != nil { //nolint:gosec // less the umask, as git does
			return
		}
	}
	out, err := os.OpenFile(file, flags, 0o666) //nolint:gosec // the same
	if err != nil {
		return
	}
	before := cmp.Or(was.String(), plumbing.ZeroHash.String())
	fmt.Fprintf(out, "%s %s %s\t%s\n", before, is, who, why)
	_ = out.Close()
}

func (g *goGit) keepsLogs() bool {
	switch strings.ToLower(g.config.Raw.Section("core").Option("logallrefupdates")) {
	case "":
		return !g.config.Core.IsBare
	case "true", "always", "yes", "on", "1":
		return true
	}
	return false
}
