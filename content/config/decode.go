package config

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/glob"
	"go.yaml.in/yaml/v3"
)

// A decoder reads values and collects problems of invalid ones.
type decoder struct {
	file     string
	place    Place
	problems []content.Problem

	impacts     []*yaml.Node // that count as an outage
	impactsOnly *yaml.Node   // that replace those of the format; nil if none do
}

func (d *decoder) error(rule string, pos content.Pos, hint, format string, args ...any) {
	d.problems = append(d.problems, content.Problem{
		File: d.file, Pos: pos, Rule: rule, Message: fmt.Sprintf(format, args...), Hint: hint,
	})
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// mapping passes each value to the reader of its key.
func (d *decoder) mapping(n *yaml.Node, within string, readers map[string]func(*yaml.Node)) {
	seen := map[string]int{}
	d.pairs(n, func(key, value *yaml.Node) {
		if line, twice := seen[key.Value]; twice {
			d.error("config", at(key), "keep only one", "`%s` is already set on line %d", key.Value, line)
			return
		}
		seen[key.Value] = key.Line
		read, known := readers[key.Value]
		if !known {
			hint := "use one of: " + strings.Join(sortedKeys(readers), ", ") + "; a newer pmsite may know others"
			if near := content.Nearest(key.Value, sortedKeys(readers)); near != "" {
				hint = "did you mean `" + near + "`?"
			}
			d.error("config", at(key), hint, "%s", unknownKey(key.Value, within))
			return
		}
		if value.Tag != "!!null" {
			read(value)
		}
	})
}

func (d *decoder) pairs(n *yaml.Node, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.error("config", at(n), "write one `key: value` per line", "expected keys and values")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		each(n.Content[i], n.Content[i+1])
	}
}

func (d *decoder) each(n *yaml.Node, item func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		d.error("config", at(n), "write one `- item` per line", "expected a list")
		return
	}
	for _, c := range n.Content {
		item(c)
	}
}

func (d *decoder) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		d.error("config", at(n), "", "expected a single value")
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// texts reads a list, or a single value as a list of one.
func (d *decoder) texts(n *yaml.Node) (out []string) {
	if n.Kind == yaml.ScalarNode {
		return []string{d.text(n)}
	}
	d.each(n, func(n *yaml.Node) { out = append(out, d.text(n)) })
	return out
}

// patterns reads names with wildcards, as git understands them.
func (d *decoder) patterns(n *yaml.Node) (out []string) {
	d.each(n, func(n *yaml.Node) {
		pattern := d.text(n)
		if _, err := path.Match(pattern, ""); err != nil {
			d.error("config", at(n), "* matches anything but a slash, ** anything", "%q is not a pattern", pattern)
			return
		}
		out = append(out, pattern)
	})
	return out
}

// globs reads patterns of paths below the content folder.
func (d *decoder) globs(n *yaml.Node) (out glob.Patterns) {
	d.each(n, func(n *yaml.Node) {
		pattern := d.text(n)
		if strings.Trim(pattern, "/") == "" || strings.HasPrefix(pattern, "!") || strings.Contains(pattern, `\`) || !glob.Valid(pattern) || !fs.ValidPath(strings.Trim(pattern, "/")) {
			d.error("config", at(n), "write patterns such as runbooks/ or **/index.md, relative to the content folder", "%q is not a pattern", pattern)
			return
		}
		out = append(out, pattern)
	})
	return out
}

// roles reads names of roles. As in a .mailmap, each may be followed by the addresses of
// the people who have it, and by their logins: on-call engineer <a@example.org> <@b>.
func (d *decoder) roles(n *yaml.Node) (names []string, of map[string]string) {
	of = map[string]string{}
	d.each(n, func(n *yaml.Node) {
		name, rest, _ := strings.Cut(d.text(n), "<")
		name = strings.TrimSpace(name)
		names = append(names, name)
		for rest != "" {
			address, after, closed := strings.Cut(rest, ">")
			address = strings.ToLower(strings.TrimSpace(address))
			if other := of[address]; !closed || !strings.Contains(address, "@") || name == "" {
				d.error("config", at(n), "write it as `role <address>`", "%q is not a role with addresses", n.Value)
				return
			} else if other != "" && other != name {
				d.error("config", at(n), "", "%s already has the role %q", address, other)
				return
			}
			of[address] = name
			_, rest, _ = strings.Cut(after, "<")
		}
	})
	return names, of
}

func (d *decoder) matching(n *yaml.Node, form *regexp.Regexp, what string) string {
	text := d.text(n)
	if text != "" && !form.MatchString(text) {
		d.error("config", at(n), "", "%q is not %s", text, what)
		return ""
	}
	return text
}

// repositoryURL reads the address of a repository at its forge. It refuses credentials, because pages link to it.
func (d *decoder) repositoryURL(n *yaml.Node) string {
	text := d.matching(n, urlForm(), "an address that begins with https://")
	if u, err := url.Parse(text); err == nil && u.User != nil {
		d.error("config", at(n), "remove the user and the password", "the address of the repository contains a user, which the site would publish")
		return ""
	}
	return text
}

func (d *decoder) number(n *yaml.Node) int {
	value, err := strconv.Atoi(d.text(n))
	if err != nil || value < 0 {
		d.error("config", at(n), "", "%q is not a number", n.Value)
		return 0
	}
	return value
}

// schemes reads the schemes of links that the site allows.
func (d *decoder) schemes(n *yaml.Node) (out []string) {
	d.each(n, func(n *yaml.Node) {
		name := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(d.text(n), "//"), ":"))
		switch {
		case content.IsLinkScheme(name):
			out = append(out, name)
		case name != "":
			d.error("config", at(n), "write its name without a colon, as in slack", "%q cannot be allowed as the scheme of links", n.Value)
		}
	})
	return out
}

func (d *decoder) choice(n *yaml.Node, words ...string) string {
	text := strings.ToLower(d.text(n))
	if !slices.Contains(words, text) {
		d.error("config", at(n), "use one of: "+strings.Join(words, ", "), "%q is not one of the choices", n.Value)
	}
	return text
}

func (d *decoder) baseURL(n *yaml.Node) string {
	text := d.text(n)
	if text == "" {
		return ""
	}
	url, err := ParseBaseURL(text)
	if err != nil {
		d.error("config", at(n), "", "%v", err)
	}
	return url
}

func (d *decoder) zone(n *yaml.Node) *time.Location {
	zone, err := content.ReadZone(d.text(n))
	if err != nil {
		d.error("config", at(n), content.ZoneHint(err), "%v", err)
		return time.UTC
	}
	return zone
}

// paths reads one or more relative paths of files or folders.
func (d *decoder) paths(n *yaml.Node) []string {
	names := d.texts(n)
	for i, name := range names {
		names[i] = strings.TrimSuffix(name, "/")
		if !fs.ValidPath(names[i]) || names[i] == "." {
			d.error("config", at(n), "write paths such as CNAME or .well-known/security.txt", "%q is not a path", name)
		}
	}
	return names
}

func (d *decoder) services(n *yaml.Node) (out []Service, former map[string]string) {
	former = map[string]string{}
	d.each(n, func(n *yaml.Node) {
		var s Service
		was := func() {}
		if n.Kind == yaml.ScalarNode {
			s.Name = d.text(n)
		} else {
			d.mapping(n, "services", map[string]func(*yaml.Node){
				"name": func(n *yaml.Node) { s.Name = d.text(n) }, "title": func(n *yaml.Node) { s.Title = d.text(n) },
				"owner": func(n *yaml.Node) { s.Owner = d.text(n) }, "tier": func(n *yaml.Node) { s.Tier = d.text(n) },
				"hours": func(n *yaml.Node) { s.Hours = d.hours(n) },
				"was":   func(n *yaml.Node) { was = func() { d.was(n, s.Name, former) } },
			})
		}
		if s.Name == "" {
			d.error("config", at(n), "", "the service has no name")
			return
		}
		was()
		out = append(out, s)
	})
	names := make([]string, len(out))
	for i, s := range out {
		names[i] = s.Name
	}
	d.checkRenames(n, "services", names, former)
	return out, former
}

func (d *decoder) hours(n *yaml.Node) Hours {
	text := d.text(n)
	if text == "" {
		return Hours{}
	}
	hours, err := ParseHours(text)
	if err != nil {
		d.error("config", at(n), "write them as 24x7, or `Mon-Fri 08:00-18:00, Sat 09:00-12:00`", "%v", err)
	}
	return hours
}

func (d *decoder) trackers(n *yaml.Node) (out []Tracker) {
	d.each(n, func(n *yaml.Node) {
		var t Tracker
		d.mapping(n, "trackers", map[string]func(*yaml.Node){
			"pattern": func(n *yaml.Node) {
				pattern, err := regexp.Compile(d.text(n))
				if err != nil {
					d.error("config", at(n), "", "%v", err)
					return
				}
				t.Pattern = pattern
			},
			"url": func(n *yaml.Node) { t.URL = d.matching(n, urlForm(), "an address that begins with https://") },
		})
		if t.Pattern == nil || t.URL == "" {
			d.error("config", at(n), "for example `{pattern: \"CHG\\\\d+\", url: \"https://tickets.example.org/$0\"}`", "a tracker needs a pattern and a url")
			return
		}
		out = append(out, t)
	})
	return out
}

func (d *decoder) levels(n *yaml.Node) map[string]content.Level {
	out := map[string]content.Level{}
	d.pairs(n, func(rule, value *yaml.Node) {
		if level, ok := content.ParseLevel(d.choice(value, content.LevelNames()...)); ok {
			out[rule.Value] = level
		}
	})
	return out
}
