package config

import (
	"net/url"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A Repository is the repository where readers find the source of the site.
type Repository struct {
	URL    string
	Branch string
	Folder string // folder of the site's tree in the repository; "" for the root. The config does not say: who opens the repository does
}

// EditURL returns the address at which a forge shows a file for editing, or "" if no
// repository is set.
func (r Repository) EditURL(path string) string {
	if r.URL == "" {
		return ""
	}
	return strings.TrimSuffix(r.URL, "/") + "/edit/" + r.Branch + "/" + r.inside(path)
}

// FileURL returns the address at which a forge shows a file of a commit, or "" if no
// repository is set.
func (r Repository) FileURL(commit, path string) string {
	if r.URL == "" {
		return ""
	}
	return strings.TrimSuffix(r.URL, "/") + "/blob/" + commit + "/" + (&url.URL{Path: r.inside(path)}).EscapedPath()
}

// inside returns the path in the repository of a file of the site's tree.
func (r Repository) inside(name string) string {
	if r.Folder == "" {
		return name
	}
	return r.Folder + "/" + name
}

// CommitURL returns the address at which a forge shows a commit, or "" if no repository is
// set.
func (r Repository) CommitURL(hash string) string {
	if r.URL == "" {
		return ""
	}
	return strings.TrimSuffix(r.URL, "/") + "/commit/" + hash
}

// shorthandForm matches an issue or a merge request as forges write them.
var shorthandForm = lazyregexp.New(`^([\w.-]+(?:/[\w.-]+)+)?([#!])(\d+)$`)

// shorthandURL returns the address of an issue or merge request on the repository's forge, if that is GitHub or GitLab.
func (r Repository) shorthandURL(number string) string {
	m := shorthandForm().FindStringSubmatch(number)
	u, err := url.Parse(strings.TrimSuffix(r.URL, "/"))
	if m == nil || err != nil || u.Host == "" {
		return ""
	}
	if m[1] != "" {
		u.Path = "/" + m[1]
	}
	kinds := map[string]string{"#": "/issues/", "!": ""}
	switch {
	case strings.Contains(u.Host, "gitlab"):
		kinds = map[string]string{"#": "/-/issues/", "!": "/-/merge_requests/"}
	case !strings.Contains(u.Host, "github"):
		return ""
	}
	if kinds[m[2]] == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + strings.TrimSuffix(u.Path, "/") + kinds[m[2]] + m[3]
}
