package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A place is where a repository lies.
type place struct {
	gitDir string // holds HEAD; absolute
	common string // holds objects and refs: gitDir, or the main repository's for a linked work tree
	top    string // the work tree's top folder; "" for a bare repository

	explicit bool // the caller named gitDir; git would not find it by itself
}

// locate looks for a repository at dir and above it.
func locate(dir string) (place, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	for at := start; ; at = filepath.Dir(at) {
		gitDir, err := gitDirAt(at)
		switch {
		case err != nil:
			return place{}, err
		case gitDir != "":
			return placeOf(gitDir, at)
		case isGitDir(at):
			return placeOf(at, "")
		case at == filepath.Dir(at):
			return place{}, hint(fmt.Errorf("%q is in no git repository", dir), "git init makes one")
		}
	}
}

func placeOf(gitDir, top string) (place, error) {
	gitDir, err := filepath.Abs(gitDir)
	if err != nil {
		return place{}, err
	}
	if !isGitDir(gitDir) {
		return place{}, fmt.Errorf("%q is no git repository", gitDir)
	}
	p := place{gitDir: gitDir, common: gitDir, top: top}
	if b, err := os.ReadFile(filepath.Join(gitDir, "commondir")); err == nil {
		p.common = resolvePath(gitDir, strings.TrimSpace(string(b)))
	}
	return p, nil
}

// gitDirAt returns the repository that dir/.git is or, as a file in linked work trees and submodules, names.
func gitDirAt(dir string) (string, error) {
	name := filepath.Join(dir, ".git")
	if isGitDir(name) {
		return name, nil
	}
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || err == nil && info.IsDir() {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	to, ok := strings.CutPrefix(strings.TrimRight(string(b), "\r\n"), "gitdir: ")
	if !ok {
		return "", fmt.Errorf("read %q: it does not begin with %q", name, "gitdir: ")
	}
	return resolvePath(dir, to), nil
}

func isGitDir(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	if _, err := os.Stat(filepath.Join(dir, "commondir")); err == nil {
		return true
	}
	for _, name := range []string{"objects", "refs"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.IsDir() {
			return false
		}
	}
	return true
}

func resolvePath(base, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(base, name)
}

// objectDirs returns the repository's object store and those that it borrows from.
func (p place) objectDirs() ([]string, error) {
	dirs := []string{filepath.Join(p.common, "objects")}
	seen := map[string]bool{dirs[0]: true}
	for i := 0; i < len(dirs); i++ { // an alternate may have alternates
		b, err := os.ReadFile(filepath.Join(dirs[i], "info", "alternates"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for line := range strings.Lines(string(b)) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if dir := resolvePath(dirs[i], line); !seen[dir] {
				seen[dir] = true
				dirs = append(dirs, dir)
			}
		}
	}
	return dirs, nil
}

// shallow says whether the history was cut off somewhere, as by git clone --depth.
func (p place) shallow() bool {
	info, err := os.Stat(filepath.Join(p.common, "shallow"))
	return err == nil && info.Size() > 0
}
