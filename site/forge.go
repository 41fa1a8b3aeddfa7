package site

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// resolver is like [links.resolver], but a link to a file that is not on the site leads to the file in its repository.
func (b *builder) resolver(pm *content.PostMortem, from string) func(dest string) (string, bool) {
	resolve := b.links().resolver(pm, from)
	return func(dest string) (string, bool) {
		to, ok := resolve(dest)
		if ok || b.in.FileURL == nil {
			return to, ok
		}
		if forge := b.forgeURL(pm, dest); forge != "" {
			return forge, true
		}
		return to, false
	}
}

// forgeURL returns the address at which a forge shows the file that a post mortem links to, or "" if there is none, or if
// the file is that of a hidden draft.
func (b *builder) forgeURL(pm *content.PostMortem, dest string) string {
	target := pm.Target(dest)
	if !fs.ValidPath(target) || target == "." || b.links().hidden[target] || b.isHidden(target) {
		return ""
	}
	from, _ := b.in.Config.Origin(pm.Path)
	if to, _ := b.in.Config.Origin(target); from != to {
		return ""
	}
	if _, err := fs.Stat(b.in.Collection.FS, target); err != nil {
		return ""
	}
	address := b.in.FileURL(target)
	if _, fragment, _ := strings.Cut(dest, "#"); fragment != "" && address != "" {
		address += "#" + fragment
	}
	return address
}

// isHidden reports whether a file is a hidden draft, or a folder its bundle.
func (b *builder) isHidden(name string) bool {
	return slices.ContainsFunc(b.published.Hidden, func(pm *content.PostMortem) bool {
		return pm.Path == name || path.Base(pm.Path) == "index.md" && path.Dir(pm.Path) == name
	})
}
