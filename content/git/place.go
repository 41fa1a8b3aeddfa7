package git

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNoRepository means that a directory is not in a git repository.
var ErrNoRepository = errors.New("not a git repository")

// A Place is the location of a directory in a repository.
type Place struct {
	Dir    string // absolute, symbolic links resolved
	GitDir string // contains HEAD and the index; "" outside any repository
	Common string // contains objects and refs: GitDir or, for a linked work tree, that of the main work tree
	Top    string // the work tree's top directory; "" for a bare repository
	Prefix string // the slash path of Dir below Top; "." for Top itself

	Explicit bool // the caller specified GitDir; git would not find it from Dir

	index      string // the index file; "" means the file index in GitDir
	objects    string // the object store; "" means the folder objects in Common
	alternates string // a list like PATH of further object stores
	unresolved string // GitDir by the path that the caller used, with symbolic links; "" if it is not known
}

// Locate looks for a repository in dir and its parents. If there is none, it returns a place whose GitDir is "", and no
// error.
func Locate(dir string) (Place, error) {
	given := dir
	dir, err := realDir(dir)
	if err != nil {
		return Place{}, err
	}
	for at := dir; ; at = filepath.Dir(at) {
		gitDir, err := gitDirAt(at)
		switch {
		case err != nil:
			return Place{}, err
		case gitDir != "":
			p, err := PlaceOf(dir, gitDir, at)
			p.unresolved = p.gitDirFrom(given)
			return p, err
		case IsRepository(at):
			if err := checkBare(at); err != nil {
				return Place{}, err
			}
			return PlaceOf(dir, at, "")
		case at == filepath.Dir(at):
			return Place{Dir: dir, Prefix: "."}, nil
		}
	}
}

// checkBare refuses a bare repository inside a work tree: somebody may have committed its files there, and its
// configuration can name programs that git runs.
func checkBare(gitDir string) error {
	for at := gitDir; at != filepath.Dir(at); {
		at = filepath.Dir(at)
		outer, err := gitDirAt(at)
		if err == nil && outer == "" {
			continue
		}
		if err == nil {
			outer, err = realDir(outer)
		}
		if err != nil {
			return err
		}
		if inside, err := filepath.Rel(outer, gitDir); err == nil && filepath.IsLocal(inside) {
			return nil // the git directory of the work tree, or one of a submodule or linked work tree in it
		}
		return Hint(fmt.Errorf("open %q: a bare repository inside a work tree, where anybody could have committed it", gitDir),
			"move it out of "+at)
	}
	return nil
}

// PlaceOf returns the place of dir in the repository gitDir with the work tree top, which is dir or a parent of it. For
// a bare repository, top is "". The error wraps [ErrNoRepository] if gitDir is not a repository.
func PlaceOf(dir, gitDir, top string) (Place, error) {
	p := Place{Prefix: "."}
	var err error
	if p.Dir, err = realDir(dir); err != nil {
		return p, err
	}
	if info, err := os.Stat(gitDir); err == nil && info.Mode().IsRegular() {
		if gitDir, err = readGitFile(gitDir); err != nil {
			return p, err
		}
	}
	if !IsRepository(gitDir) {
		return p, fmt.Errorf("open %q: %w", gitDir, ErrNoRepository)
	}
	if p.GitDir, err = realDir(gitDir); err != nil {
		return p, err
	}
	p.Common = p.GitDir
	if b, err := os.ReadFile(filepath.Join(p.GitDir, "commondir")); err == nil {
		if p.Common, err = realDir(resolvePath(p.GitDir, strings.TrimSpace(string(b)))); err != nil {
			return p, err
		}
	}
	if top == "" {
		return p, nil
	}
	if p.Top, err = realDir(top); err != nil {
		return p, err
	}
	rel, err := filepath.Rel(p.Top, p.Dir)
	if err != nil || !filepath.IsLocal(rel) {
		return p, fmt.Errorf("open %q: it is outside the work tree %q", dir, top)
	}
	p.Prefix = filepath.ToSlash(rel)
	return p, nil
}

// Bare reports whether the place is in a repository without a work tree.
func (p Place) Bare() bool { return p.GitDir != "" && p.Top == "" }

// gitDirFrom returns GitDir below the work tree's top by the path that leads to Dir.
func (p Place) gitDirFrom(dir string) string {
	top, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	if p.Prefix != "." {
		for range strings.Split(p.Prefix, "/") {
			top = filepath.Dir(top)
		}
	}
	below, err := filepath.Rel(p.Top, p.GitDir)
	if real, err2 := filepath.EvalSymlinks(top); err != nil || err2 != nil || real != p.Top || !filepath.IsLocal(below) {
		return ""
	}
	return filepath.Join(top, below)
}

// gitDirAt returns the repository dir/.git or, if that is a file as in linked work trees and submodules, the one that
// the file names. It returns "" if there is neither.
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
		if IsRepository(name) {
			return name, nil
		}
		return "", nil
	}
	return readGitFile(name)
}

// readGitFile returns the repository that a file .git names.
func readGitFile(name string) (string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	to, ok := strings.CutPrefix(strings.TrimRight(string(b), "\r\n"), "gitdir: ")
	if !ok {
		return "", fmt.Errorf("read %q: it does not begin with %q", name, "gitdir: ")
	}
	return resolvePath(filepath.Dir(name), to), nil
}

// IsRepository reports whether a folder is itself a repository, as a bare one or the folder .git is.
func IsRepository(dir string) bool {
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
		return filepath.Clean(name)
	}
	return filepath.Join(base, name)
}

// maxObjectDirs limits the object stores of one repository, since alternates may have alternates.
const maxObjectDirs = 100

// ObjectDirs returns the repository's object store, followed by its alternates and their alternates.
func (p Place) ObjectDirs() ([]string, error) {
	dirs := []string{cmp.Or(p.objects, filepath.Join(p.Common, "objects"))}
	dirs = append(dirs, filepath.SplitList(p.alternates)...)
	for i := 0; i < len(dirs); i++ {
		b, err := os.ReadFile(filepath.Join(dirs[i], "info", "alternates"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for line := range strings.Lines(string(b)) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if dir := resolvePath(dirs[i], line); !slices.Contains(dirs, dir) && len(dirs) < maxObjectDirs {
				dirs = append(dirs, dir)
			}
		}
	}
	return dirs, nil
}

// Shallow returns the commits whose parents are missing because the history is cut off, as by git clone --depth. It is
// nil for a full history.
func (p Place) Shallow() (map[OID]bool, error) {
	f, err := os.Open(filepath.Join(p.Common, "shallow"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	cut := map[OID]bool{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		id, err := ParseOID(strings.TrimSpace(lines.Text()))
		if err != nil {
			return nil, fmt.Errorf("read %q: %w", f.Name(), err)
		}
		cut[id] = true
	}
	return cut, lines.Err()
}

// ShallowHint is the advice for a history that is cut off.
const ShallowHint = "fetch all of it: fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab), git fetch --unshallow"

// ExplainMissing adds advice to the error of a missing commit, if the repository is shallow.
func (p Place) ExplainMissing(err error) error {
	if cut, _ := p.Shallow(); len(cut) > 0 {
		return Hint(fmt.Errorf("%w; the history is cut off, as in a shallow clone", err), ShallowHint)
	}
	return err
}
