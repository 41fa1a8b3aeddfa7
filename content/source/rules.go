package source

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// loadLists adds the rules that hold for the whole work tree to those of its top, and those of the folders above the
// root: first the ones that others override.
func (w *worktreeFS) loadLists(top *folder, p git.Place, config *git.Config) error {
	if p.GitDir == "" {
		return nil
	}
	excludes, err := config.ExcludesFile(p.Top)
	if err != nil {
		return err
	}
	for _, name := range []string{excludes, filepath.Join(p.Common, "info", "exclude")} {
		text, err := readList(name)
		if err != nil {
			return err
		}
		top.rules = append(top.rules, parseIgnore("", text, w.fold))
	}
	if w.prefix == "" {
		return nil
	}
	above, err := os.OpenRoot(p.Top)
	if err != nil {
		return err
	}
	defer above.Close()
	base := "."
	for name := range strings.SplitSeq(strings.TrimSuffix(w.prefix, "/"), "/") {
		if err := w.addRules(top, above, base, base); err != nil {
			return err
		}
		base = path.Join(base, name)
	}
	return nil
}

// readList reads a list of rules outside of the work tree. Like git, it takes one that does not exist, or that may not
// be read, to be empty.
func readList(name string) (string, error) {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return "", nil
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(text), err
}

// loadRules adds the rules of a folder's own .gitignore file.
func (w *worktreeFS) loadRules(name string, f *folder) error {
	return w.addRules(f, w.root, name, path.Join(w.prefix, name))
}

// addRules adds the rules of the .gitignore file in a folder of root; base is the folder's path from the work tree's
// top. Like git, it does not follow a symbolic link, and reads a file that is left out of the work tree from the index.
func (w *worktreeFS) addRules(f *folder, root *os.Root, folder, base string) error {
	name := path.Join(folder, ".gitignore")
	var text []byte
	info, err := root.Lstat(name)
	if err == nil && info.Mode().IsRegular() {
		text, err = root.ReadFile(name)
	} else if e, found := w.index.Find(path.Join(base, ".gitignore")); err != nil && found && e.SkipWorktree {
		var o git.Object
		o, err = w.repo.Read(e.ID)
		text = o.Data
	} else {
		return nil
	}
	if base == "." {
		base = ""
	}
	if err == nil && len(text) > 0 {
		f.rules = append(f.rules, parseIgnore(base, string(text), w.fold))
	}
	return err
}
