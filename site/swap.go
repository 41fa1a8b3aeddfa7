package site

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// resolveTarget follows a symbolic link at the end of a path, so that the folder is
// replaced and not the link.
func resolveTarget(dir string) (string, error) {
	target, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if resolved, err := filepath.EvalSymlinks(target); err == nil {
		return resolved, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return target, nil
}

// foreignEntries lists the entries at the top of a folder that pmsite did not make. The
// error is a [*ForeignDirError] if the folder is neither empty nor a site.
func foreignEntries(dir string) (foreign []string, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, nil
	}
	marker, err := os.ReadFile(filepath.Join(dir, Marker))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &ForeignDirError{dir}
	}
	if err != nil {
		return nil, err
	}
	ours := map[string]bool{}
	for line := range strings.Lines(string(marker)) {
		ours[strings.TrimSpace(line)] = true
	}
	for _, entry := range entries {
		if !ours[entry.Name()] {
			foreign = append(foreign, entry.Name())
		}
	}
	return foreign, nil
}

// stagingPrefix returns the prefix of the folders beside a target in which its sites are
// written.
func stagingPrefix(target string) string { return "." + filepath.Base(target) + ".pmsite-" }

// newStaging makes a folder in which a site is written, and locks it to mark it as in
// use. Its release function removes the folder if it is still there.
func newStaging(target string) (staging string, release func(), err error) {
	for {
		staging, err = os.MkdirTemp(filepath.Dir(target), stagingPrefix(target))
		if err != nil {
			return "", nil, err
		}
		unlock, ours := lockFolder(staging, time.Time{})
		release = func() {
			_ = os.RemoveAll(staging)
			unlock()
		}
		err = os.Chmod(staging, 0o755)
		switch {
		case errors.Is(err, fs.ErrNotExist) || err == nil && !ours:
			unlock() // another run took it for a leftover before it was locked
		case err != nil:
			release()
			return "", nil, err
		default:
			return staging, release, nil
		}
	}
}

// abandonedAfter is the age, since its last change, at which a folder counts as left by
// a killed run. It applies only where folders cannot be locked. A build of 50,000 post
// mortems takes minutes.
const abandonedAfter = 24 * time.Hour

// clearLeftovers removes the folders that killed runs have left beside the target, but
// not staging, which was made just now. It first moves to the target what such a run did
// not get to move.
func clearLeftovers(target, staging string) error {
	defer takeTurn(filepath.Dir(target))()
	info, err := os.Stat(staging)
	if err != nil {
		return err
	}
	now := info.ModTime()
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		leftover := filepath.Join(filepath.Dir(target), entry.Name())
		if leftover == staging || !entry.IsDir() || !strings.HasPrefix(entry.Name(), stagingPrefix(target)) {
			continue
		}
		if err := clearLeftover(leftover, target, now); err != nil {
			return fmt.Errorf("clear %q, left by a killed build: %w", entry.Name(), err)
		}
	}
	return nil
}

func clearLeftover(leftover, target string, now time.Time) error {
	unlock, free := lockFolder(leftover, now.Add(-abandonedAfter))
	defer unlock()
	if !free {
		return nil // another run is at work
	}
	names, err := foreignEntries(leftover)
	var unfinished *ForeignDirError
	if err != nil && !errors.As(err, &unfinished) {
		return err
	}
	if _, err := os.Stat(target); errors.Is(err, fs.ErrNotExist) && (len(names) > 0 || strings.HasSuffix(leftover, asideSuffix)) {
		return os.Rename(leftover, target)
	}
	for _, name := range names {
		to := filepath.Join(target, name)
		if _, err := os.Lstat(to); err == nil {
			continue // it was moved before, and may have changed since
		}
		if err := os.Rename(filepath.Join(leftover, name), to); err != nil {
			return err
		}
	}
	return os.RemoveAll(leftover)
}

// swapIn puts the finished folder in the place of the target, and carries over the
// entries of the target that pmsite did not make.
func swapIn(staging, target string) error {
	defer takeTurn(filepath.Dir(target))()
	if _, err := os.Stat(target); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(staging, target)
	}
	if err := duplicate(target, staging); err != nil {
		return err
	}
	if err := exchange(staging, target); err != nil {
		return err
	}
	// The old site is in staging now.
	moved, err := adopt(staging, target)
	if err == nil {
		return os.RemoveAll(staging)
	}
	for _, name := range moved {
		err = errors.Join(err, os.Rename(filepath.Join(target, name), filepath.Join(staging, name)))
	}
	return errors.Join(err, exchange(staging, target))
}

// duplicate links or copies the files at the top of the target that pmsite did not make
// into the finished folder, so that they are never missing. Folders are only moved, by
// adopt.
func duplicate(target, staging string) error {
	names, err := foreignEntries(target)
	if err != nil {
		return err
	}
	for _, name := range names {
		from, to := filepath.Join(target, name), filepath.Join(staging, name)
		info, err := os.Lstat(from)
		if err != nil || !info.Mode().IsRegular() {
			continue // it is gone, or adopt moves it
		}
		if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrExist) {
			continue
		}
		if err := copyFile(from, to, info.Mode().Perm()); err != nil {
			return fmt.Errorf("keep %s: %w", name, err)
		}
	}
	return nil
}

// adopt moves the entries at the top of an old site that pmsite did not make to the new
// one, unless they are there already. It returns the names of those that it moved.
func adopt(old, site string) (moved []string, err error) {
	names, err := foreignEntries(old)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		from, to := filepath.Join(old, name), filepath.Join(site, name)
		if same(from, to) {
			continue
		}
		if err := os.Rename(from, to); err != nil {
			return moved, fmt.Errorf("keep %s: %w", name, err)
		}
		moved = append(moved, name)
	}
	return moved, nil
}

// same reports whether two names are links to one file.
func same(a, b string) bool {
	infoA, errA := os.Lstat(a)
	infoB, errB := os.Lstat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

func copyFile(from, to string, mode fs.FileMode) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// asideSuffix ends the name of a folder that [exchangeByRename] has put aside.
const asideSuffix = ".old"

// exchangeByRename swaps two folders in several steps, for systems that cannot do it in
// one. It undoes the first step if the second fails.
func exchangeByRename(a, b string) error {
	aside := a + asideSuffix
	if err := os.Rename(b, aside); err != nil {
		return err
	}
	if err := os.Rename(a, b); err != nil {
		return errors.Join(err, os.Rename(aside, b))
	}
	return os.Rename(aside, a)
}
