package config

import (
	"net/url"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A SourceRepository is another repository whose post mortems belong to the site. They
// appear in a folder of their own below the main repository's content folder.
type SourceRepository struct {
	URL     string // a URL, or a path: absolute, or relative to the config's folder
	Ref     string // a branch, tag or commit; "" means the work tree of a path, or the default branch of a URL
	Content string // folder with its post mortems
	Prefix  string // name of the folder in which they appear, unique on the site
	Branch  string // the branch that is read, known once opened; "" for a tag, a commit or a work tree
}

// prefixForm rejects paths that lead elsewhere, and folders whose files are not read as
// post mortems.
var prefixForm = lazyregexp.New(`^[\pL\pN][\pL\pN._-]*$`)

// source reads one repository. Its prefix must differ from those of the earlier ones.
func (d *decoder) source(n *yaml.Node, earlier []SourceRepository) SourceRepository {
	s := SourceRepository{Content: "content"}
	d.mapping(n, "sources", map[string]func(*yaml.Node){
		"url": func(n *yaml.Node) { s.URL = d.text(n) }, "ref": func(n *yaml.Node) { s.Ref = d.text(n) },
		"content": func(n *yaml.Node) { s.Content = d.folder(n, Place{}) }, "prefix": func(n *yaml.Node) { s.Prefix = d.text(n) },
	})
	if s.URL == "" {
		d.error("config", at(n), "add url: with a URL or the path of a folder", "the source has no `url`")
		return s
	}
	if s.Prefix == "" {
		s.Prefix = repositoryName(s.URL)
	}
	if !prefixForm().MatchString(s.Prefix) {
		d.error("config", at(n), "set prefix: to the name of a single folder, such as payments", "%q cannot be the prefix of a source", s.Prefix)
	}
	for _, other := range earlier {
		if strings.EqualFold(other.Prefix, s.Prefix) {
			d.error("config", at(n), "give one of them another `prefix`", "two sources have the prefix %q", s.Prefix)
		}
	}
	return s
}

// repositoryName returns the last part of a URL or path, without .git and a query, which may contain a secret.
func repositoryName(address string) string {
	if strings.Contains(address, "://") {
		address, _, _ = strings.Cut(address, "?")
	}
	name := strings.TrimRight(strings.ReplaceAll(address, `\`, "/"), "/")
	return strings.TrimSuffix(name[strings.LastIndexAny(name, "/:")+1:], ".git")
}

// Mount returns the path at which the post mortems of a source appear.
func (c *Config) Mount(s SourceRepository) string { return path.Join(c.Content, s.Prefix) }

// Origin returns the source that a path in the site's tree comes from, and the path there.
// For a path in the main repository, it returns nil and the path itself.
func (c *Config) Origin(name string) (*SourceRepository, string) {
	for i, s := range c.Sources {
		if rest, ok := strings.CutPrefix(name, c.Mount(s)+"/"); ok {
			return &c.Sources[i], path.Join(s.Content, rest)
		}
	}
	return nil, name
}

// EditURL returns the address at which a forge shows a file of the site's tree for editing,
// in the repository that it comes from, or "" if that is not known.
func (c *Config) EditURL(name string) string {
	s, inside := c.Origin(name)
	if s == nil {
		return c.Repository.EditURL(name)
	}
	if s.Branch == "" {
		return ""
	}
	return Repository{URL: s.WebURL(), Branch: s.Branch}.EditURL(inside)
}

// FileURL returns the address at which a forge shows a file of the site's tree, as of a commit
// of the repository that it comes from, or "" if that is not known.
func (c *Config) FileURL(name, commit string) string {
	s, inside := c.Origin(name)
	switch {
	case commit == "":
		return ""
	case s == nil:
		return c.Repository.FileURL(commit, name)
	case s.WebURL() == "":
		return ""
	}
	return Repository{URL: s.WebURL()}.FileURL(commit, inside)
}

// CommitURL returns the address at which a forge shows a commit of the repository that a
// file of the site's tree comes from, or "" if that is not known.
func (c *Config) CommitURL(name, hash string) string {
	if s, _ := c.Origin(name); s != nil {
		return Repository{URL: s.WebURL()}.CommitURL(hash)
	}
	return c.Repository.CommitURL(hash)
}

// WebURL returns the address at which a forge shows the repository: its https URL without a
// user and query, or "" for other URLs.
func (s *SourceRepository) WebURL() string {
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "https" {
		return ""
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return strings.TrimSuffix(strings.TrimSuffix(u.String(), "/"), ".git")
}
