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
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// update moves a ref if it still points at from. go-git writes into the ref's file, so that a crash can leave it
// incomplete. update does as git does: it writes a lock file and renames it.
func (g *goGit) update(name string, from, to OID, who Signature, reason string) error {
	file := filepath.Join(g.place.Common, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil { //nolint:gosec // git leaves it to the umask, too
		return err
	}
	lock, err := createLock(file + ".lock")
	if errors.Is(err, fs.ErrExist) {
		return Hint(fmt.Errorf("%s is locked", name), fmt.Sprintf("if no other git command is running, remove %q", file+".lock"))
	}
	if err != nil {
		return err
	}
	_, err = lock.WriteString(to.String() + "\n")
	err = errors.Join(err, lock.Sync(), lock.Close())
	if err == nil {
		err = g.checkUnmoved(name, from)
	}
	if err == nil {
		err = replace(lock.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(lock.Name()))
	}
	g.log(name, from, to, who, reason)
	return syncFolder(filepath.Dir(file))
}

// createLock creates a lock file. If there is one, it waits a second, as git does for other processes.
func createLock(name string) (lock *os.File, err error) {
	for range 50 {
		lock, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) //nolint:gosec // git leaves it to the umask, too
		if !errors.Is(err, fs.ErrExist) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return lock, err
}

func (g *goGit) checkUnmoved(name string, from OID) error {
	now, err := g.ref(name)
	if err == nil && now != from {
		err = ErrMoved
	}
	return err
}

// replace renames a file. The target may be an empty folder that a deleted branch left behind.
func replace(from, to string) error {
	err := os.Rename(from, to)
	if info, statErr := os.Lstat(to); err != nil && statErr == nil && info.IsDir() && os.Remove(to) == nil {
		err = os.Rename(from, to)
	}
	return err
}

// log adds an entry to the ref's log, if git would. It ignores errors, because the ref has already moved.
func (g *goGit) log(name string, from, to OID, who Signature, reason string) {
	file := filepath.Join(g.place.Common, "logs", filepath.FromSlash(path.Clean(name)))
	flags := os.O_WRONLY | os.O_APPEND
	if g.writesLog() {
		flags |= os.O_CREATE
		if os.MkdirAll(filepath.Dir(file), 0o777) != nil { //nolint:gosec // git leaves it to the umask, too
			return
		}
	}
	out, err := os.OpenFile(file, flags, 0o666) //nolint:gosec // the same
	if err != nil {
		return
	}
	before := cmp.Or(from.String(), plumbing.ZeroHash.String())
	fmt.Fprintf(out, "%s %s %s\t%s\n", before, to, who, reason)
	_ = out.Close()
}

func (g *goGit) writesLog() bool {
	switch strings.ToLower(g.config.Raw.Section("core").Option("logallrefupdates")) {
	case "":
		return !g.config.Core.IsBare
	case "true", "always", "yes", "on", "1":
		return true
	}
	return false
}
