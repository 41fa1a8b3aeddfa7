package config

import (
	"net/url"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A SourceRepository is another repository whose post mortems belong to the
// site. They appear below the main repository's content folder, in a folder of
// their own.
type SourceRepository struct {
	URL     string // an address, or a path: absolute, or from the config's folder
	Ref     string // a branch, tag or commit; "" means the work tree of a path, the default branch of an address
	Content string // folder of its post mortems
	Prefix  string // name of the folder that they appear in, unique on the site
	Branch  string // the branch that is read, which opening it tells; "" for a tag, a commit or a work tree
}

// prefixForm keeps out what leads elsewhere, and the names that are not read as
// post mortems.
var prefixForm = lazyregexp.New(`^[\pL\pN][\pL\pN._-]*$`)

// source reads one repository; earlier ones have taken their prefixes.
func (d *decoder) source(n *yaml.Node, earlier []SourceRepository) SourceRepository {
	s := SourceRepository{Content: "content"}
	d.mapping(n, "sources", map[string]func(*yaml.Node){
		"url": func(n *yaml.Node) { s.URL = d.text(n) }, "ref": func(n *yaml.Node) { s.Ref = d.text(n) },
		"content": func(n *yaml.Node) { s.Content = d.folder(n) }, "prefix": func(n *yaml.Node) { s.Prefix = d.text(n) },
	})
	if s.URL == "" {
		d.error("config", at(n), "url: takes an address, or the path of a folder", "a source without `url`")
		return s
	}
	if s.Prefix == "" {
		s.Prefix = repositoryName(s.URL)
	}
	if !prefixForm().MatchString(s.Prefix) {
		d.error("config", at(n), "prefix: takes the name of one folder, such as payments", "%q cannot be the prefix of a source", s.Prefix)
	}
	for _, other := range earlier {
		if strings.EqualFold(other.Prefix, s.Prefix) {
			d.error("config", at(n), "give one of them another `prefix`", "two sources have the prefix %q", s.Prefix)
		}
	}
	return s
}

// repositoryName is the last part of an address or path, without .git.
func repositoryName(address string) string {
	name := strings.TrimRight(strings.ReplaceAll(address, `\`, "/"), "/")
	return strings.TrimSuffix(name[strings.LastIndexAny(name, "/:")+1:], ".git")
}

// Mount gives the path at which the post mortems of a source appear.
func (c *Config) Mount(s SourceRepository) string { return path.Join(c.Content, s.Prefix) }

// Origin tells which source a path of the site's tree comes from, and what the
// path is there. A path of the main repository has no source: it comes back as
// it is, with nil.
func (c *Config) Origin(name string) (*SourceRepository, string) {
	for i, s := range c.Sources {
		if rest, ok := strings.CutPrefix(name, c.Mount(s)+"/"); ok {
			return &c.Sources[i], path.Join(s.Content, rest)
		}
	}
	return nil, name
}

// EditURL gives the address where a forge shows a file of the site's tree for
// editing, in whichever repository it is; "" when that is not known.
func (c *Config) EditURL(name string) string {
	s, inside := c.Origin(name)
	if s == nil {
		return c.Repository.EditURL(name)
	}
	if s.Branch == "" {
		return ""
	}
	return Repository{URL: s.Web(), Branch: s.Branch}.EditURL(inside)
}

// CommitURL gives the address where a forge shows a commit of the repository
// that a file of the site's tree comes from; "" when that is not known.
func (c *Config) CommitURL(name, hash string) string {
	if s, _ := c.Origin(name); s != nil {
		return Repository{URL: s.Web()}.CommitURL(hash)
	}
	return c.Repository.CommitURL(hash)
}

// Web gives the address at which a forge shows the repository: that of an https
// clone, without a user; "" for any other.
func (s *SourceRepository) Web() string {
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "https" {
		return ""
	}
	u.User = nil
	return strings.TrimSuffix(strings.TrimSuffix(u.String(), "/"), ".git")
}
