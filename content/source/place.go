package source

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A place is where a directory lies in a repository.
type place struct {
	dir    string // absolute, symbolic links resolved
	gitDir string // holds HEAD and index; "" outside of any repository
	common string // holds objects and refs: gitDir, or the main repository's for a linked work tree
	top    string // the work tree's top directory; "" for a bare repository
	prefix string // the slash path of dir below top; "." for top itself

	explicit bool // the caller named gitDir; git would not find it from dir
}

// locate looks for a repository at dir and above it.
func locate(dir string) (place, error) {
	dir, err := realDir(dir)
	if err != nil {
		return place{}, err
	}
	for at := dir; ; at = filepath.Dir(at) {
		gitDir, err := gitDirAt(at)
		switch {
		case err != nil:
			return place{}, err
		case gitDir != "":
			return placeOf(dir, gitDir, at)
		case isGitDir(at):
			return placeOf(dir, at, "")
		case at == filepath.Dir(at):
			return place{dir: dir, prefix: "."}, nil
		}
	}
}

func placeOf(dir, gitDir, top string) (place, error) {
	p := place{prefix: "."}
	var err error
	if p.dir, err = realDir(dir); err != nil {
		return p, err
	}
	if p.gitDir, err = realDir(gitDir); err != nil {
		return p, err
	}
	if !isGitDir(p.gitDir) {
		return p, fmt.Errorf("open %q: %w", gitDir, ErrNoRepository)
	}
	p.common = p.gitDir
	if b, err := os.ReadFile(filepath.Join(p.gitDir, "commondir")); err == nil {
		if p.common, err = realDir(resolvePath(p.gitDir, strings.TrimSpace(string(b)))); err != nil {
			return p, err
		}
	}
	if top == "" {
		return p, nil
	}
	if p.top, err = realDir(top); err != nil {
		return p, err
	}
	rel, err := filepath.Rel(p.top, p.dir)
	if err != nil || !filepath.IsLocal(rel) {
		return p, fmt.Errorf("open %q: it is outside of the work tree %q", dir, top)
	}
	p.prefix = filepath.ToSlash(rel)
	return p, nil
}

// gitDirAt returns the repository that dir/.git is or, as a file in linked work trees and submodules, names.
func gitDirAt(dir string) (string, error) {
	name := filepath.Join(dir, ".git")
	info, err := os.Stat(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			return "", nil
		}
		return "", err
	}
	if info.IsDir() {
		if isGitDir(name) {
			return name, nil
		}
		return "", nil
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

func realDir(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return "", err
	}
	info, err := os.Stat(abs)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("open %q: not a directory", dir)
	}
	return abs, err
}

func resolvePath(base, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(base, name)
}

// shallow returns the commits at which a repository's history was cut off: their parents are not there.
func shallow(p place) (map[oid]bool, error) {
	f, err := os.Open(filepath.Join(p.common, "shallow"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	cut := map[oid]bool{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		id, err := parseOID(strings.TrimSpace(lines.Text()))
		if err != nil {
			return nil, fmt.Errorf("read %q: %w", f.Name(), err)
		}
		cut[id] = true
	}
	return cut, lines.Err()
}

// ShallowHint says how to get all of a history that is cut off.
const ShallowHint = "fetch all of it: fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab), git fetch --unshallow"

// maybeCutOff gives advice on a commit that cannot be found, if that may be so because the clone is shallow.
func maybeCutOff(p place, err error) error {
	if cut, _ := shallow(p); len(cut) > 0 {
		return hint(fmt.Errorf("%w; the history is cut off, as in a shallow clone", err), ShallowHint)
	}
	return err
}
