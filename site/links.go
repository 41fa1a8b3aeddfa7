package site

import (
	"net/url"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/site/render"
)

// links knows where the files that post mortems link to lie on the site.
type links struct {
	pages map[string]string // path in the repository -> path on the site
	files map[string]string // of those, what is copied: path on the site -> path in the repository
	byKey map[string]int    // slug or id in lower case -> place in the list
}

// newLinks gives every post mortem its page, every file of a bundle a place
// beside its page, and every other file that a post mortem links to a place
// beside the first that does. What nobody links to is not published. LinksOf
// gives the destinations that the i-th post mortem links to.
func newLinks(c *collection.Collection, linksOf func(i int) []string) *links {
	n := 2 * len(c.PostMortems)
	l := &links{make(map[string]string, n), map[string]string{}, make(map[string]int, n)}
	for i, pm := range c.PostMortems {
		l.pages[pm.Path] = render.PostMortemPath(pm)
		if path.Base(pm.Path) == "index.md" {
			l.pages[path.Dir(pm.Path)] = render.PostMortemPath(pm)
		}
		for _, name := range pm.Attachments {
			l.place(name, render.PostMortemPath(pm)+strings.TrimPrefix(name, path.Dir(pm.Path)+"/"))
		}
		l.byKey[strings.ToLower(pm.Slug)] = i
		if pm.ID != "" {
			l.byKey[strings.ToLower(pm.ID)] = i
		}
	}
	for i, pm := range c.PostMortems {
		for _, dest := range linksOf(i) {
			if name := pm.Target(dest); c.HasFile(name) {
				l.place(name, render.PostMortemPath(pm)+path.Base(name))
			}
		}
	}
	return l
}

// place publishes a file, under another name where the path is taken.
func (l *links) place(name, to string) {
	if _, placed := l.pages[name]; placed || !publishable(name) {
		return
	}
	if _, taken := l.files[to]; taken {
		to = path.Dir(to) + "/" + render.Slug(path.Dir(name)) + "-" + path.Base(name)
	}
	l.pages[name], l.files[to] = to, name
}

// resolver answers where a destination written in one post mortem leads, from
// its own page. Files that are not on the site lead nowhere: a link to a hidden
// draft would betray it.
func (l *links) resolver(pm *content.PostMortem) func(dest string) (string, bool) {
	from := render.PostMortemPath(pm)
	return func(dest string) (string, bool) {
		to, ok := l.pages[pm.Target(dest)]
		if !ok {
			return "", false
		}
		link := render.Relative(from, escapePath(to))
		if _, fragment, _ := strings.Cut(dest, "#"); fragment != "" {
			link += "#" + fragment
		}
		return link, true
	}
}

// escapePath makes a path of the site fit for an address.
func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }

// attachmentTypes are the files beside a post mortem that are published.
// Browsers run scripts in HTML, SVG and XML that are opened by their address,
// and anybody may open a pull request, so these are not among them.
var attachmentTypes = map[string]bool{
	".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".webp": true, ".avif": true, ".ico": true,
	".txt": true, ".log": true, ".csv": true, ".tsv": true, ".json": true, ".ndjson": true, ".yaml": true, ".yml": true, ".toml": true,
	".sql": true, ".diff": true, ".patch": true, ".conf": true, ".ini": true, ".pcap": true,
	".pdf": true, ".zip": true, ".gz": true, ".tgz": true, ".xz": true, ".zst": true, ".har": true,
	".mp4": true, ".webm": true, ".mp3": true, ".ogg": true, ".docx": true, ".xlsx": true, ".pptx": true, ".odt": true, ".ods": true,
}

// publishable reports whether an attachment is copied to the site.
func publishable(name string) bool {
	base := path.Base(name)
	return !strings.HasPrefix(base, ".") && base != "index.html" && base != "index.json" && attachmentTypes[strings.ToLower(path.Ext(name))]
}
