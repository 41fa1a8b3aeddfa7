package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

func (g *goGit) refs() (names []string, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	refs, err := g.storage.IterReferences()
	if err != nil {
		return nil, err
	}
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		names = append(names, ref.Name().String())
		return nil
	})
	return names, err
}

func (g *goGit) ref(name string) (OID, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	ref, err := g.storage.Reference(plumbing.ReferenceName(name))
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	if ref.Type() != plumbing.HashReference {
		return "", errSymbolicRef(name, ref.Target().String())
	}
	h := ref.Hash()
	return OID(h[:]), nil
}

func (g *goGit) checkedOut(branch string) (string, error) {
	heads := map[string]string{} // HEAD file -> its work tree
	if !g.config.Core.IsBare {
		heads[filepath.Join(g.place.Common, "HEAD")] = filepath.Dir(g.place.Common)
		if g.place.Top != "" && g.place.GitDir == g.place.Common {
			heads[filepath.Join(g.place.Common, "HEAD")] = g.place.Top
		}
	}
	linked, err := filepath.Glob(filepath.Join(escapeGlob(g.place.Common), "worktrees", "*", "HEAD"))
	if err != nil {
		return "", err
	}
	for _, head := range linked {
		heads[head] = filepath.Dir(head)
		if b, err := os.ReadFile(filepath.Join(filepath.Dir(head), "gitdir")); err == nil {
			heads[head] = filepath.Dir(resolvePath(filepath.Dir(head), strings.TrimSpace(string(b))))
		}
	}
	for head, dir := range heads {
		b, err := os.ReadFile(head)
		if err == nil && strings.TrimSpace(string(b)) == "ref: "+branch {
			return dir, nil
		}
	}
	return "", nil
}

// escapeGlob returns a pattern that matches only the path itself.
func escapeGlob(path string) string {
	if os.PathSeparator == '\\' {
		return path // Glob has no escape character on Windows
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
