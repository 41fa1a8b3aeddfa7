package git

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/glob"
)

// holds reports whether the condition of an includeIf in a file, "" for none, is true. Unknown conditions are not.
func (r *configReader) holds(condition, from string) (bool, error) {
	kind, arg, _ := strings.Cut(condition, ":")
	switch kind {
	case "gitdir", "gitdir/i":
		return r.inGitDir(arg, from, kind == "gitdir/i"), nil
	case "onbranch":
		branch := r.branch()
		return branch != "" && glob.Match(folderGlob(arg), branch, false), nil
	case "hasconfig":
		if pattern, ok := strings.CutPrefix(arg, "remote.*.url:"); ok && !r.blind {
			return r.hasRemote(pattern)
		}
	}
	return false, nil
}

// folderGlob makes a pattern that ends in a slash match everything in the folder.
func folderGlob(pattern string) string {
	if strings.HasSuffix(pattern, "/") {
		return pattern + "**"
	}
	return pattern
}

// inGitDir reports whether a pattern matches the path of the repository.
func (r *configReader) inGitDir(pattern, from string, fold bool) bool {
	literal := "" // the folder that the pattern is relative to, in whose name nothing is special
	switch rest, relative := strings.CutPrefix(pattern, "./"); {
	case relative:
		dir, err := filepath.EvalSymlinks(filepath.Dir(from))
		if err != nil || from == "" {
			return false
		}
		literal, pattern = filepath.ToSlash(dir)+"/", rest
	case strings.HasPrefix(pattern, "~"):
		home, rest, _ := strings.Cut(pattern, "/")
		dir, err := r.program.expandPath(home)
		if err == nil {
			dir, err = filepath.EvalSymlinks(dir)
		}
		if err != nil {
			return false
		}
		pattern = filepath.ToSlash(dir) + "/" + rest
	case !filepath.IsAbs(pattern):
		pattern = "**/" + pattern
	}
	if pattern = folderGlob(pattern); pattern == "" {
		pattern = "**"
	}
	for _, dir := range []string{r.place.GitDir, r.place.unresolved} {
		dir = filepath.ToSlash(dir)
		if rest, found := glob.CutPrefix(dir, literal, fold); dir != "" && found && glob.Match(pattern, rest, fold) {
			return true
		}
	}
	return false
}

// branch returns the short name of the branch that is checked out; "" for none.
func (r *configReader) branch() string {
	head, err := os.ReadFile(filepath.Join(r.place.GitDir, "HEAD"))
	if err != nil {
		return ""
	}
	ref, _ := strings.CutPrefix(strings.TrimSpace(string(head)), "ref:")
	ref = strings.TrimSpace(ref)
	if ref == "refs/heads/.invalid" { // the refs are in a reftable
		ref, _ = r.program.run(context.Background(), r.place, "symbolic-ref", "-q", "HEAD")
		ref = strings.TrimSpace(ref)
	}
	branch, isBranch := strings.CutPrefix(ref, "refs/heads/")
	if !isBranch {
		return ""
	}
	return branch
}

// hasRemote reports whether a pattern matches the address of a remote.
func (r *configReader) hasRemote(pattern string) (bool, error) {
	if r.addresses == nil {
		other := &configReader{place: r.place, Config: Config{program: r.program}, blind: true}
		if err := other.readAll(); err != nil {
			return false, err
		}
		r.addresses = []string{}
		for _, s := range other.settings {
			if strings.HasPrefix(s.key, "remote.") && strings.HasSuffix(s.key, ".url") {
				r.addresses = append(r.addresses, s.value)
			}
		}
	}
	return slices.ContainsFunc(r.addresses, func(address string) bool { return glob.Match(pattern, address, false) }), nil
}
