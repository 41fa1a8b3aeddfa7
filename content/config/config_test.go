package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/config"
)

func ExampleParse() {
	cfg, problems := config.Parse("pmsite.yaml", []byte("title: Team\ntimezone: America/Halifax\nthemes: dark\n"))
	fmt.Println(cfg.Title, cfg.Zone, cfg.Output)
	fmt.Println(problems[0], "-", problems[0].Hint)
	// Output:
	// Team America/Halifax public
	// pmsite.yaml:3:1: error: unknown key `themes` [config] - did you mean `theme`?
}

const fullConfig = `format: 1
title: Team
description: What failed
base_url: https://example.org/pm
language: de
timezone: Europe/Berlin
content: docs/
output: out
theme: plain
repository: {url: "https://git.example.org/team/pm", branch: trunk}
roles: [on-call engineer <Ops@example.org> <b@example.org>]
people:
  names: [Robin]
  allow: Mark
services:
  - booking
  - {name: payments, title: Payments, owner: platform team, tier: "1", hours: 24x7, was: [pay-api, Kasse]}
tags: [{name: dns, was: name-resolution}]
vendors: [{name: Northwind DNS, was: [Northwind]}]
availability: {impacts: [AVAILABILITY, outage of a pier]}
vocabularies:
  severity: {synonyms: {SEV1: critical}}
  impact: {values: [outage of a pier, security]}
recurrences: {window: 90d}
lessons: [{section: What we would tell others, kind: advice}]
trackers:
  - {pattern: 'CHG(\d+)', url: "https://tickets.example.org/$1?n=$0"}
rules: {placeholder: error, unknown-key: off}
review: {target_days: 10}
drafts: show
tables: rows
comments: show
publish: {branch: pages, keep: [CNAME, previews/]}
hosting: Netlify
robots: noindex
link_schemes: [slack, "Tel:"]
exclude: [runbooks/, "**/index.md"]
legacy: {before: 2026-01-01, paths: [wiki/, old/*.md]}
sources:
  - {url: "https://git.example.org/a", ref: main, content: content, prefix: a}
`

func TestParse(t *testing.T) {
	c, problems := config.Parse("pmsite.yaml", []byte("\ufeff"+strings.ReplaceAll(fullConfig, "\n", "\r\n")))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, pair := range map[string][2]any{
		"format": {c.Format, 1}, "title": {c.Title, "Team"}, "description": {c.Description, "What failed"}, "base_url": {c.BaseURL, "https://example.org/pm/"},
		"language": {c.Language, "de"}, "timezone": {c.Zone.String(), "Europe/Berlin"}, "content": {c.Content, "docs"}, "output": {c.Output, "out"},
		"theme": {c.Theme, "plain"}, "repository": {c.Repository, config.Repository{URL: "https://git.example.org/team/pm", Branch: "trunk"}},
		"file":  {c.FileURL("a b/c.go", "abc"), "https://git.example.org/team/pm/blob/abc/a%20b/c.go"},
		"edit":  {c.Repository.EditURL("a.md"), "https://git.example.org/team/pm/edit/trunk/a.md"},
		"roles": {fmt.Sprint(c.Roles, c.RoleOf), "[on-call engineer] map[b@example.org:on-call engineer ops@example.org:on-call engineer]"}, "people": {fmt.Sprint(c.People), "{[Robin] [Mark]}"},
		"services": {fmt.Sprint(c.Services), "[{booking    } {payments Payments platform team 1 24x7}]"},
		"tracker":  {c.TrackerURL("CHG42"), "https://tickets.example.org/42?n=CHG42"}, "no tracker": {c.TrackerURL("xCHG42"), ""},
		"rules": {fmt.Sprint(c.Levels), "map[placeholder:error unknown-key:off]"}, "review": {c.Review.TargetDays, 10}, "drafts": {c.ShowDrafts, true}, "recurrences": {c.Recurrences.Window, 90}, "comments": {c.ShowComments, true}, "tables": {c.TablesByRow, true},
		"lessons":      {c.Vocabularies.Lessons[3].Name + ": " + c.Vocabularies.Lessons[3].Title(), "advice: What we would tell others"},
		"availability": {fmt.Sprint(c.Vocabularies.Outage), "[availability outage of a pier]"},
		"publish":      {fmt.Sprint(c.Publish), "{pages [CNAME previews]}"}, "hosting": {c.Hosting, "netlify"}, "robots": {c.NoIndex, true}, "link schemes": {fmt.Sprint(c.LinkSchemes), "[slack tel]"}, "renames": {fmt.Sprint(c.Renames), "{map[kasse:payments pay-api:payments] map[name-resolution:dns] map[northwind:Northwind DNS]}"}, "legacy": {fmt.Sprint(c.Legacy.Before, c.Legacy.Paths, len(c.Legacy.Levels)), "2026-01-01 [wiki/ /docs/old/*.md] 10"}, "exclude": {fmt.Sprint(c.Exclude), "[runbooks/ **/index.md]"}, "sources": {fmt.Sprint(c.Sources), "[{https://git.example.org/a main content a }]"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %v, want %v", name, pair[0], pair[1])
		}
	}
	if value, _ := c.Vocabularies.Severity.Match("sev-1"); value != "critical" {
		t.Errorf("sev-1 is %q", value)
	}
	for _, key := range config.Keys() {
		if !strings.Contains("\n"+fullConfig, "\n"+key+":") {
			t.Errorf("the key %s is not tested here", key)
		}
	}
}

func TestParseProblems(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "",
		"# nothing\n":                        "",
		"---\ntitle: a\n":                    "",
		"title:\n":                           "",
		"titel: a":                           "1:1 unknown key `titel`",
		"{title: a}\nlanguage: de\n":         "2:1 invalid YAML: did not find expected <document start>",
		"title: a\ntitle: b":                 "2:1 `title` is already set on line 1",
		"title: [a]":                         "1:8 expected a single value",
		"- a":                                "1:1 expected keys and values",
		"a":                                  "1:1 expected keys and values",
		"title: a\n---\ntitle: b":            "2:1 a second YAML document is not allowed",
		"title: \"":                          "1:1 invalid YAML: found unexpected end of stream",
		"{":                                  "1:1 invalid YAML: did not find expected node content",
		"a: b: c":                            "1:1 invalid YAML: mapping values are not allowed in this context",
		"title: &a b\ntheme: *a":             "1:8 YAML anchors, aliases and tags are not supported here",
		"title: \xff":                        "1:8 invalid UTF-8 (byte 0xff)",
		"\xff\xfet\x00":                      "1:1 the file is in UTF-16, not in UTF-8",
		"services: [{name: a, was: [b]}, b]": "1:11 \"b\" is listed under `services`, but is also a former name of \"a\"",
		"services: [{name: a, was: x}, {name: b, was: X}]": "1:46 \"X\" cannot have become both \"a\" and \"b\"",
		"vendors: [{name: X, was: Y}, {name: Y, was: Z}]":  "1:10 \"Y\" is listed under `vendors`, but is also a former name of \"X\"",
		"tags: [{was: x}]":                                      "1:8 the entry has no name",
		"legacy: {before: 29/11/2026}":                          "1:18 \"29/11/2026\" is not a date of the form 2026-03-05",
		"legacy: {after: 2026-01-01}":                           "1:10 `legacy` has no key `after`",
		"legacy: {paths: [../old]}":                             "1:18 \"../old\" is not a pattern",
		"legacy: {paths: [\"[\"]}":                              "1:18 \"[\" is not a pattern",
		"exclude: [\"a/[b\"]":                                   "1:11 \"a/[b\" is not a pattern",
		"legacy: {rules: {secret: no}}":                         "1:26 \"no\" is not one of the choices",
		"link_schemes: [slack, JavaScript]":                     "1:23 \"JavaScript\" cannot be allowed as the scheme of links",
		"link_schemes: [\"data:\"]":                             "1:16 \"data:\" cannot be allowed as the scheme of links",
		"repository: {url: 'https://kim:s3cret@example.org/a'}": "1:19 the address of the repository contains a user, which the site would publish",
		"base_url: example.org":                                 "1:11 \"example.org\" is not an address such as https://postmortems.example.org/",
		"base_url: https://example.org/?a":                      "1:11 \"https://example.org/?a\" is not an address such as https://postmortems.example.org/",
		"language: klingon!":                                    "1:11 \"klingon!\" is not a language tag such as en or pt-BR",
		"timezone: Northern":                                    "1:11 \"Northern\" is not an IANA time zone",
		"content: ../other":                                     "1:10 \"../other\" is outside of the repository",
		"content: /etc":                                         "1:10 \"/etc\" is outside of the repository",
		"content: a/../..":                                      "1:10 \"a/../..\" is outside of the repository",
		"repository: {branch: a, tag: b}":                       "1:25 `repository` has no key `tag`",
		"services: [{title: a}]":                                "1:12 the service has no name",
		"services: a":                                           "1:11 expected a list",
		"vocabularies: {severity: {synonyms: {a: b}}}":          "1:41 \"b\" is not a value of severity",
		"vocabularies: {colour: {}}":                            "1:16 `vocabularies` has no key `colour`",
		"trackers: [{pattern: '(', url: 'https://a/'}]":         "1:22 error parsing regexp: missing closing ): `(`; 1:12 a tracker needs a pattern and a url",
		"rules: {a: loud}":                                      "1:12 \"loud\" is not one of the choices",
		"services: [{name: a, hours: always}]":                  "1:29 \"always\" is not of the form 24x7 or Mon-Fri 08:00-18:00",
		"review: {target_days: soon}":                           "1:23 \"soon\" is not a number",
		"review: {branches: [\"[\"]}":                           "1:21 \"[\" is not a pattern",
		"review: {target_days: -1}":                             "1:23 \"-1\" is not a number",
		"exclude: [a, ../b]":                                    "1:14 \"../b\" is not a pattern",
		"hosting: apache":                                       "1:10 \"apache\" is not one of the choices",
		"robots: none":                                          "1:9 \"none\" is not one of the choices",
		"format: 2\nnew: [key]\ntitle: [a]":                     "1:9 this collection is written in format 2, and the newest that this pmsite reads is 1",
		"base: &new a\nformat: '3'":                             "2:9 this collection is written in format 3, and the newest that this pmsite reads is 1",
		"format: one\nnew: key":                                 "1:9 \"one\" is not a version of the format; 2:1 unknown key `new`",
		"format: 0":                                             "1:9 \"0\" is not a version of the format",
		"drafts: maybe":                                         "1:9 \"maybe\" is not one of the choices",
	} {
		c, problems := config.Parse("pmsite.yaml", []byte(text))
		var got []string
		for _, p := range problems {
			got = append(got, p.Pos.String()+" "+p.Message)
		}
		wanted := strings.Split(want, "; ")
		slices.Sort(got)
		slices.Sort(wanted)
		if strings.Join(got, "; ") != strings.Join(wanted, "; ") {
			t.Errorf("%q: %q, want %q", text, got, wanted)
		}
		if c == nil || c.Zone == nil || c.Vocabularies == nil {
			t.Errorf("%q: an incomplete config", text)
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add(fullConfig)
	f.Add("title: a\n...\nb: c")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			t.Skip("large files are slow, not different")
		}
		_, problems := config.Parse("pmsite.yaml", []byte(text))
		// YAML recognizes more line endings than editors do.
		lines := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text), "\n") + 1
		for _, p := range problems {
			if p.Pos.Line < 1 || p.Pos.Line > lines || p.Pos.Column < 1 || p.Message == "" {
				t.Errorf("%v lies outside a file of %d lines", p, lines)
			}
		}
	})
}
