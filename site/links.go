package site

import (
	"net/url"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/site/render"
)

// links maps the files of the repository to their places on the site.
type links struct {
	pages map[string]string // path in the repository -> path on the site
	files map[string]string // the files that are copied: path on the site -> path in the repository
	byKey map[string]int    // slug or id in lower case -> index of the post mortem
}

// newLinks assigns a page to every post mortem, a place beside that page to every file
// of its bundle, and a place beside the first post mortem that links to it to every
// other file. A file that no post mortem links to is not published. LinksOf returns
// the destinations of the links of the i-th post mortem.
func newLinks(c *collection.Collection, linksOf func(i int) []string) *links {
	n := 2 * len(c.PostMortems)
	l := &links{make(map[string]string, n), map[string]string{}, make(map[string]int, n)}
	for i, pm := range c.PostMortems {
		l.pages[pm.Path] = pm.Address()
		if path.Base(pm.Path) == "index.md" {
			l.pages[path.Dir(pm.Path)] = pm.Address()
		}
		for _, name := range pm.Attachments {
			l.place(name, pm.Address()+strings.TrimPrefix(name, path.Dir(pm.Path)+"/"))
		}
		l.byKey[strings.ToLower(pm.Slug)] = i
		if pm.ID != "" {
			l.byKey[strings.ToLower(pm.ID)] = i
		}
	}
	for i, pm := range c.PostMortems {
		for _, dest := range linksOf(i) {
			if name := pm.Target(dest); c.HasFile(name) {
				l.place(name, pm.Address()+path.Base(name))
			}
		}
	}
	return l
}

// place publishes a file, and renames it if the path is taken.
func (l *links) place(name, to string) {
	if _, placed := l.pages[name]; placed || !publishable(name) {
		return
	}
	if _, taken := l.files[to]; taken {
		to = path.Dir(to) + "/" + content.Slug(path.Dir(name)) + "-" + path.Base(name)
	}
	l.pages[name], l.files[to] = to, name
}

// resolver returns a function that turns a destination written in a post mortem into
// an address relative to its page. The function reports false for files that are not
// on the site: a link to a hidden draft would reveal it.
func (l *links) resolver(pm *content.PostMortem) func(dest string) (string, bool) {
	from := pm.Address()
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

// escapePath escapes a path of the site for use in an address.
func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }

// attachmentTypes are the types of files beside a post mortem that are published.
// HTML, SVG and XML are not among them: browsers run the scripts in such files when
// they are opened directly, and anybody may open a pull request.
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
