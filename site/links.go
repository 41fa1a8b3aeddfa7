package site

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/site/render"
)

// links maps the files of the repository to their places on the site.
type links struct {
	pages   map[string]string // path in the repository -> path on the site
	files   map[string]string // the files that are copied: path on the site -> path in the repository
	byKey   map[string]int    // slug or id in lower case -> index of the post mortem
	removed map[string]bool   // slugs and ids in lower case of removed post mortems
	hidden  map[string]bool   // files of hidden drafts
	taken   map[string]bool   // files beside pages, as file systems compare names -> true; the folders above -> false
	exists  func(name string) bool
}

// newLinks assigns a page to every post mortem, also to a removed one, a place beside that page to every file
// of its bundle, and a place beside the first post mortem that links to it to every
// other file. A file that no post mortem links to is not published, nor is one of a
// hidden draft. LinksOf returns the destinations of the links of a post mortem.
func newLinks(c *collection.Collection, linksOf func(*content.PostMortem) []string) *links {
	n := 2 * len(c.PostMortems)
	l := &links{make(map[string]string, n), map[string]string{}, make(map[string]int, n), map[string]bool{}, c.HiddenFiles(linksOf), map[string]bool{}, c.HasFile}
	for _, pm := range c.Removed {
		l.addPage(pm)
		l.removed[strings.ToLower(pm.Slug)], l.removed[strings.ToLower(pm.ID)] = true, pm.ID != ""
	}
	for i, pm := range c.PostMortems {
		l.addPage(pm)
		for _, name := range pm.Attachments {
			l.place(pm, name, strings.TrimPrefix(name, path.Dir(pm.Path)+"/"))
		}
		l.byKey[strings.ToLower(pm.Slug)] = i
		if pm.ID != "" {
			l.byKey[strings.ToLower(pm.ID)] = i
		}
	}
	for _, pm := range c.PostMortems {
		for _, dest := range linksOf(pm) {
			if name := pm.Target(dest); c.HasFile(name) {
				l.place(pm, name, path.Base(name))
			}
		}
	}
	return l
}

// addPage assigns its page to a post mortem, and to its folder if it is a bundle.
func (l *links) addPage(pm *content.PostMortem) {
	l.pages[pm.Path] = pm.Address()
	if path.Base(pm.Path) == "index.md" {
		l.pages[path.Dir(pm.Path)] = pm.Address()
	}
}

// place publishes a file beside the page of a post mortem, under a path below it. If the
// path is taken, place renames the file.
func (l *links) place(pm *content.PostMortem, name, inside string) {
	if _, placed := l.pages[name]; placed || l.hidden[name] || content.Unpublished(inside) != "" {
		return
	}
	base := path.Base(name)
	sum := sha256.Sum256([]byte(name))
	for _, try := range []string{inside, content.Slug(path.Dir(name)) + "-" + base, hex.EncodeToString(sum[:8]) + path.Ext(base)} {
		to := pm.Address() + try
		if len(path.Base(try)) <= maxName && l.take(to) {
			l.pages[name], l.files[to] = to, name
			return
		}
	}
}

// maxName is the maximum length of a name in file systems, in bytes.
const maxName = 255

// take reports whether a path is free, and takes it. A file cannot have the path of another
// one, nor that of a folder.
func (l *links) take(file string) bool {
	file = content.FoldAddress(file)
	if _, taken := l.taken[file]; taken {
		return false
	}
	for folder := path.Dir(file); folder != "postmortems"; folder = path.Dir(folder) {
		if l.taken[folder] {
			return false
		}
	}
	for folder := path.Dir(file); folder != "postmortems"; folder = path.Dir(folder) {
		l.taken[folder] = false
	}
	l.taken[file] = true
	return true
}

// resolver returns a function that turns a destination written in a post mortem into
// an address relative to a folder of the site. For files that are not on the site, the function
// reports false, and returns why: nothing for the files of a hidden draft, which that
// would reveal.
func (l *links) resolver(pm *content.PostMortem, from string) func(dest string) (string, bool) {
	return func(dest string) (string, bool) {
		target := pm.Target(dest)
		to, ok := l.pages[target]
		switch {
		case !ok && l.exists(target) && !l.hidden[target]:
			return content.Unpublished(path.Base(target)), false
		case !ok:
			return "", false
		}
		link := render.Relative(from, escapePath(to))
		if _, fragment, _ := strings.Cut(dest, "#"); fragment != "" {
			link += "#" + fragment
		}
		return link, true
	}
}

// escapePath escapes a path of the site for use in an address.
func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }
