// Package config parses a pmsite.yaml: the title of a site, the location of its post
// mortems, and the team's conventions. Each error is a [content.Problem] with a position.
// The package does no I/O.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/glob"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// SiteMarker is the name of the file at the top of a built site by which pmsite recognizes
// its own output.
const SiteMarker = ".pmsite"

// A Config holds the settings of a pmsite.yaml. [Parse] fills in defaults, so that an empty
// file is a valid config.
type Config struct {
	Format       int // version of the format that the collection is written in, up to [Format]; 0 if it says none, which means 1
	Title        string
	Description  string
	BaseURL      string // absolute, ends in /; "" if not set
	Language     string // BCP 47
	Zone         *time.Location
	Folder       string        // folder of the config in the repository, to which its paths are relative; "." for the root, and for a config elsewhere
	Content      string        // folder with the post mortems, from the repository's root
	Exclude      glob.Patterns // files and folders below Content that do not belong to the site
	Output       string        // folder that build writes to: absolute, or from the repository's root, and then it may begin with ../
	Theme        string        // name of a built-in theme, or a folder
	ThemePos     content.Pos   // of the theme in the file; zero if it is not there
	Repository   Repository
	Roles        []string          // allowed owners and authors; empty means any
	RoleOf       map[string]string // role by e-mail address in lower case, for the history, or by @login, for trackers
	People       People
	Services     []Service
	Renames      content.Renames // of services, tags and vendors
	Trackers     []Tracker
	LinkSchemes  []string                 // of links besides http, https and mailto, in lower case
	Levels       map[string]content.Level // levels of rules, where the site changes them
	Legacy       content.Legacy           // post mortems from before the conventions; Paths are below the repository
	Review       ReviewPolicy
	Recurrences  RecurrencePolicy
	ShowDrafts   bool
	ShowComments bool // publish comments, the reminders and unknown keys in the sources and data of post mortems
	Publish      PublishTarget
	NoIndex      bool   // search engines are asked to leave the site out
	Hosting      string // netlify or cloudflare, which read response headers from a file; "" for others
	Sources      []SourceRepository

	TablesByRow bool // format each row of a table by itself, instead of aligning columns, and keep the order of front matter

	Vocabularies *content.Vocabularies
}

// People adds names to those that the rule person-name looks for, and removes some.
type People struct {
	Names []string
	Allow []string
}

// A Service is a service that the organisation runs.
type Service struct {
	Name, Title, Owner, Tier string
	Hours                    Hours // of operation
}

// ListsServices reports whether the config lists the services that there are. A config whose entries say
// no more than what a service was called before does not: others may be missing.
func (c *Config) ListsServices() bool {
	renamed := slices.Collect(maps.Values(c.Renames.Services))
	return slices.ContainsFunc(c.Services, func(s Service) bool {
		return s.Title+s.Owner+s.Tier+s.Hours.text != "" || !slices.Contains(renamed, s.Name)
	})
}

// A Tracker turns ticket numbers into addresses.
type Tracker struct {
	Pattern *regexp.Regexp
	URL     string // $0 stands for the number, $1 for the pattern's first group
}

// A ReviewPolicy holds the team's rules for reviews.
type ReviewPolicy struct {
	TargetDays int      // days from the incident to completed; 0 means no target
	Branches   []string // patterns of git for the branches whose names and changes the site shows as in review; empty means none
}

// A RecurrencePolicy says which pairs of post mortems to compare.
type RecurrencePolicy struct {
	Window int // the most days between the dates of a pair
}

// A PublishTarget is the place where the site is published.
type PublishTarget struct {
	Branch string
	Keep   []string // paths on the branch that publish leaves alone
}

// TrackerURL returns the address of a ticket: by the config's patterns, or else that of a shorthand such as #12 and
// owner/repository#12 on the repository's forge. It returns "" if none is known.
func (c *Config) TrackerURL(number string) string {
	if address := c.PatternURL(number); address != "" {
		return address
	}
	return c.Repository.shorthandURL(number)
}

// PatternURL returns the address of a ticket by the config's trackers, or "" if none matches.
func (c *Config) PatternURL(number string) string {
	for _, t := range c.Trackers {
		if m := t.Pattern.FindStringSubmatchIndex(number); m != nil && m[0] == 0 && m[1] == len(number) {
			return string(t.Pattern.ExpandString(nil, t.URL, number, m))
		}
	}
	return ""
}

// Options returns the options for reading the site's documents.
func (c *Config) Options() content.Options {
	return content.Options{Zone: c.Zone, Vocabularies: c.Vocabularies, Levels: c.Levels, Legacy: c.Legacy, Renames: c.Renames, Names: c.names(), LinkSchemes: c.LinkSchemes}
}

// Default returns the config of an empty file.
func Default() *Config {
	return &Config{
		Title: "Post mortems", Description: "What failed, why, and what we do about it", Language: "en", Zone: time.UTC,
		Folder: ".", Content: "content", Output: "public", Theme: "default", Vocabularies: content.BuiltinVocabularies(),
		Publish: PublishTarget{Branch: "gh-pages", Keep: []string{"CNAME"}}, Recurrences: RecurrencePolicy{Window: 180},
	}
}

// Parse parses the pmsite.yaml at the root of a repository. Unknown keys and invalid values are
// problems with a position.
func Parse(name string, src []byte) (*Config, []content.Problem) { return ParseAt(Place{}, name, src) }

// ParseAt parses a config in any place. Its paths are relative to its own folder.
func ParseAt(place Place, name string, src []byte) (*Config, []content.Problem) {
	c := Default()
	c.moveTo(place)
	d := &decoder{file: name, place: place}
	var doc yaml.Node
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if p, bad := content.NotText(name, src); bad {
		d.error("config", p.Pos, p.Hint, "%s", p.Message)
		return c, d.problems
	}
	for _, conflict := range content.Conflicts(src) {
		d.error("config", conflict.Pos, content.ConflictHint, "%s", conflict)
	}
	if len(d.problems) > 0 {
		return c, d.problems
	}
	file := yaml.NewDecoder(bytes.NewReader(src))
	if err := file.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		line, message := content.YAMLError(err)
		breaks := bytes.Count(src, []byte("\n")) + bytes.Count(src, []byte("\r")) - bytes.Count(src, []byte("\r\n"))
		line = min(line, breaks+1) // YAML counts the end as a line
		d.error("config", content.Pos{Line: line, Column: 1}, content.YAMLHint(message), "invalid YAML: %s", message)
		return c, d.problems
	}
	if doc.Kind != 0 {
		if d.refuseNewer(doc.Content[0]) {
			return c, d.problems
		}
		if alias := content.UnsupportedYAML(doc.Content[0]); alias != nil {
			d.error("config", at(alias), "write the value out", "YAML anchors, aliases and tags are not supported here")
			return c, d.problems
		}
		var second yaml.Node
		switch err := file.Decode(&second); {
		case err == nil:
			d.error("config", at(&second), "remove the line of dashes", "a second YAML document is not allowed")
		case !errors.Is(err, io.EOF):
			line, message := content.YAMLError(err)
			d.error("config", content.Pos{Line: line, Column: 1}, "", "invalid YAML: %s", message)
		}
		if root := doc.Content[0]; root.Tag != "!!null" {
			d.mapping(root, "", c.keys(d))
		}
	}
	c.Legacy.Paths = below(c.Content, c.Legacy.Paths)
	d.checkImpacts(c.Vocabularies)
	content.SortProblems(d.problems)
	return c, d.problems
}

func at(n *yaml.Node) content.Pos { return content.Pos{Line: n.Line, Column: n.Column} }

// keys maps each key of the file to the function that reads its value.
func (c *Config) keys(d *decoder) map[string]func(*yaml.Node) {
	return map[string]func(*yaml.Node){
		"format":      func(n *yaml.Node) { c.Format = d.format(n) },
		"title":       func(n *yaml.Node) { c.Title = d.text(n) },
		"description": func(n *yaml.Node) { c.Description = d.text(n) },
		"language":    func(n *yaml.Node) { c.Language = d.matching(n, languageForm(), "a language tag such as en or pt-BR") },
		"base_url":    func(n *yaml.Node) { c.BaseURL = d.baseURL(n) },
		"timezone":    func(n *yaml.Node) { c.Zone = d.zone(n) },
		"content":     func(n *yaml.Node) { c.Content = d.folder(n, d.place) },
		"exclude":     func(n *yaml.Node) { c.Exclude = d.globs(n) },
		"output":      func(n *yaml.Node) { c.Output = d.target(n) },
		"theme":       func(n *yaml.Node) { c.Theme, c.ThemePos = d.text(n), at(n) },
		"repository": func(n *yaml.Node) {
			c.Repository.Branch = "main"
			d.mapping(n, "repository", map[string]func(*yaml.Node){
				"url":    func(n *yaml.Node) { c.Repository.URL = d.repositoryURL(n) },
				"branch": func(n *yaml.Node) { c.Repository.Branch = d.text(n) },
			})
		},
		"roles": func(n *yaml.Node) { c.Roles, c.RoleOf = d.roles(n) },
		"people": func(n *yaml.Node) {
			d.mapping(n, "people", map[string]func(*yaml.Node){
				"names": func(n *yaml.Node) { c.People.Names = d.texts(n) },
				"allow": func(n *yaml.Node) { c.People.Allow = d.texts(n) },
			})
		},
		"services":     func(n *yaml.Node) { c.Services, c.Renames.Services = d.services(n) },
		"tags":         func(n *yaml.Node) { c.Renames.Tags = d.renames(n, "tags") },
		"vendors":      func(n *yaml.Node) { c.Renames.Vendors = d.renames(n, "vendors") },
		"vocabularies": func(n *yaml.Node) { d.vocabularies(n, c.Vocabularies) },
		"lessons":      func(n *yaml.Node) { d.lessons(n, c.Vocabularies) },
		"availability": func(n *yaml.Node) { d.availability(n, c.Vocabularies) },
		"trackers":     func(n *yaml.Node) { c.Trackers = d.trackers(n) },
		"link_schemes": func(n *yaml.Node) { c.LinkSchemes = d.schemes(n) },
		"rules":        func(n *yaml.Node) { c.Levels = d.levels(n) },
		"legacy":       func(n *yaml.Node) { c.Legacy = d.legacy(n) },
		"review": func(n *yaml.Node) {
			d.mapping(n, "review", map[string]func(*yaml.Node){
				"target_days": func(n *yaml.Node) { c.Review.TargetDays = d.number(n) },
				"branches":    func(n *yaml.Node) { c.Review.Branches = d.patterns(n) },
			})
		},
		"recurrences": func(n *yaml.Node) {
			d.mapping(n, "recurrences", map[string]func(*yaml.Node){
				"window": func(n *yaml.Node) { c.Recurrences.Window = d.window(n, c.Recurrences.Window) },
			})
		},
		"drafts":   func(n *yaml.Node) { c.ShowDrafts = d.choice(n, "hide", "show") == "show" },
		"comments": func(n *yaml.Node) { c.ShowComments = d.choice(n, "hide", "show") == "show" },
		"publish": func(n *yaml.Node) {
			d.mapping(n, "publish", map[string]func(*yaml.Node){
				"branch": func(n *yaml.Node) { c.Publish.Branch = d.text(n) },
				"keep":   func(n *yaml.Node) { c.Publish.Keep = d.paths(n) },
			})
		},
		"robots":  func(n *yaml.Node) { c.NoIndex = d.choice(n, "index", "noindex") == "noindex" },
		"tables":  func(n *yaml.Node) { c.TablesByRow = d.choice(n, "columns", "rows") == "rows" },
		"hosting": func(n *yaml.Node) { c.Hosting = d.choice(n, "netlify", "cloudflare") },
		"sources": func(n *yaml.Node) {
			d.each(n, func(n *yaml.Node) { c.Sources = append(c.Sources, d.source(n, c.Sources)) })
		},
	}
}

var (
	languageForm = lazyregexp.New(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	urlForm      = lazyregexp.New(`^https?://[^\s"'<>]+$`)
)

// ParseBaseURL parses the address of a site: absolute, without a query. The result ends in
// a slash.
func ParseBaseURL(s string) (string, error) {
	if !urlForm().MatchString(s) || strings.ContainsAny(s, "?#") {
		return "", fmt.Errorf("%q is not an address such as https://postmortems.example.org/", s)
	}
	return strings.TrimRight(s, "/") + "/", nil
}

// Keys returns the names of the top-level keys of a pmsite.yaml, sorted.
func Keys() []string { return sortedKeys(Default().keys(nil)) }

func unknownKey(key, within string) string {
	if within != "" {
		return fmt.Sprintf("`%s` has no key `%s`", within, key)
	}
	return fmt.Sprintf("unknown key `%s`", key)
}
