package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// configured parses a config. It returns problems one per line, each with its hint.
func configured(text string) (*config.Config, string) {
	c, problems := config.Parse("pmsite.yaml", []byte(text))
	var lines []string
	for _, p := range problems {
		line := p.String()
		if p.Hint != "" {
			line += " - " + p.Hint
		}
		lines = append(lines, line)
	}
	return c, strings.Join(lines, "\n")
}

// TestConfigDefaults checks the defaults: of an empty file, and of keys without values.
func TestConfigDefaults(t *testing.T) {
	empty := ""
	for _, key := range config.Keys() {
		empty += key + ":\n"
	}
	for what, text := range map[string]string{"an empty file": "", "keys without a value": empty} {
		c, problems := configured(text)
		if problems != "" {
			t.Errorf("%s: %s", what, problems)
		}
		for name, pair := range map[string][2]any{
			"format": {c.Format, 0}, "title": {c.Title, "Post mortems"}, "description": {c.Description, "What failed, why, and what we do about it"}, "language": {c.Language, "en"},
			"base_url": {c.BaseURL, ""}, "timezone": {c.Zone.String(), "UTC"}, "content": {c.Content, "content"}, "output": {c.Output, "public"}, "theme": {c.Theme, "default"},
			"repository": {c.Repository, config.Repository{}}, "availability": {fmt.Sprint(c.Vocabularies.Outage), "[data loss availability]"}, "roles": {len(c.Roles), 0}, "people": {len(c.People.Names) + len(c.People.Allow), 0}, "services": {len(c.Services), 0},
			"lessons": {len(c.Vocabularies.Lessons), 3}, "trackers": {len(c.Trackers), 0}, "rules": {len(c.Levels), 0}, "legacy": {c.Legacy.IsZero(), true}, "recurrences.window": {c.Recurrences.Window, 180}, "tags": {len(c.Renames.Tags), 0}, "vendors": {len(c.Renames.Vendors), 0}, "review.target_days": {c.Review.TargetDays, 0}, "review.branches": {len(c.Review.Branches), 0},
			"drafts": {c.ShowDrafts, false}, "comments": {c.ShowComments, false}, "tables": {c.TablesByRow, false}, "publish": {fmt.Sprint(c.Publish), "{gh-pages [CNAME]}"}, "hosting": {c.Hosting, ""}, "robots": {c.NoIndex, false}, "link_schemes": {len(c.LinkSchemes), 0}, "exclude": {len(c.Exclude), 0}, "sources": {len(c.Sources), 0},
			"edit": {c.EditURL("content/a.md"), ""}, "file": {c.FileURL("content/a.md", "abc"), ""}, "commit": {c.CommitURL("content/a.md", "abc"), ""}, "tracker": {c.TrackerURL("CHG1"), ""},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: %s is %v, want %v", what, name, pair[0], pair[1])
			}
		}
		if got, want := c.Vocabularies.Severity.Values, content.BuiltinVocabularies().Severity.Values; !slices.Equal(got, want) {
			t.Errorf("%s: severities %q, want those of the format", what, got)
		}
	}
	if keys := config.Keys(); !slices.IsSorted(keys) || len(keys) != 32 {
		t.Errorf("%d keys, want 32 in order: %q", len(keys), keys)
	}
}

// TestConfigValues parses good and bad values, one after another, and checks the resulting
// config.
func TestConfigValues(t *testing.T) {
	for _, test := range []struct {
		text     string
		show     func(*config.Config) any
		want     any
		reported string
	}{
		{"title: ' A  b '", title, "A  b", ""},
		{"title: 012", title, "012", ""},
		{"title: {a: b}", title, "", "pmsite.yaml:1:8: error: expected a single value [config]"},
		{"title: a\ntitle: b", title, "a", "pmsite.yaml:2:1: error: `title` is already set on line 1 [config] - keep only one"},
		{"theme: a\ntitle: b\n\ntheme: c", title, "b", "pmsite.yaml:4:1: error: `theme` is already set on line 1 [config] - keep only one"},
		{"titel: a", title, "Post mortems", "pmsite.yaml:1:1: error: unknown key `titel` [config] - did you mean `title`?"},
		{"review: {target: 3}", days, 0, "pmsite.yaml:1:10: error: `review` has no key `target` [config] - use one of: branches, target_days; a newer pmsite may know others"},
		{"a: b: c", title, "Post mortems", "pmsite.yaml:1:1: error: invalid YAML: mapping values are not allowed in this context [config] - quote values that contain a colon"},
		{"title: a\nservices: [a\noutput: b", title, "Post mortems", "pmsite.yaml:2:1: error: invalid YAML: did not find expected ',' or ']' [config] - close the list, or quote values that begin with a bracket"},
		{"title: a\noutput: |x\ntheme: b", title, "Post mortems", "pmsite.yaml:2:1: error: invalid YAML: did not find expected comment or line break [config] - quote values that contain a colon"},
		{"title: !!str a", title, "Post mortems", "pmsite.yaml:1:8: error: YAML anchors, aliases and tags are not supported here [config] - write the value out"},
		{"title: a\n---\nb: c\n", title, "a", "pmsite.yaml:2:1: error: a second YAML document is not allowed [config] - remove the line of dashes"},
		{"output: 5\nlanguage: 1\ntheme: [a]", title, "Post mortems", "pmsite.yaml:2:11: error: \"1\" is not a language tag such as en or pt-BR [config]\npmsite.yaml:3:8: error: expected a single value [config]"},

		{"language: pt-BR", language, "pt-BR", ""},
		{"language: zh-Hant-TW", language, "zh-Hant-TW", ""},
		{"language: en_US", language, "", `pmsite.yaml:1:11: error: "en_US" is not a language tag such as en or pt-BR [config]`},
		{"language: e", language, "", `pmsite.yaml:1:11: error: "e" is not a language tag such as en or pt-BR [config]`},
		{"language: english", language, "", `pmsite.yaml:1:11: error: "english" is not a language tag such as en or pt-BR [config]`},
		{"language: de-", language, "", `pmsite.yaml:1:11: error: "de-" is not a language tag such as en or pt-BR [config]`},

		{"base_url: http://example.org", base, "http://example.org/", ""},
		{"base_url: https://example.org/pm//", base, "https://example.org/pm/", ""},
		{"base_url: ''", base, "", ""},
		{"base_url: ftp://example.org", base, "", `pmsite.yaml:1:11: error: "ftp://example.org" is not an address such as https://postmortems.example.org/ [config]`},
		{"base_url: https://example.org/#a", base, "", `pmsite.yaml:1:11: error: "https://example.org/#a" is not an address such as https://postmortems.example.org/ [config]`},
		{"base_url: https://example.org/a b", base, "", `pmsite.yaml:1:11: error: "https://example.org/a b" is not an address such as https://postmortems.example.org/ [config]`},
		{"base_url: https://example.org/<b>", base, "", `pmsite.yaml:1:11: error: "https://example.org/<b>" is not an address such as https://postmortems.example.org/ [config]`},

		{"recurrences: {window: 26 weeks}", window, 182, ""},
		{"recurrences: {window: 36h}", window, 180, `pmsite.yaml:1:23: error: "36h" is not a number of whole days [config] - write it as 180d or 26 weeks`},
		{"recurrences: {window: 90}", window, 180, `pmsite.yaml:1:23: error: "90" is not a duration [config] - write it as 180d or 26 weeks`},
		{"recurrences: {windw: 90d}", window, 180, "pmsite.yaml:1:15: error: `recurrences` has no key `windw` [config] - did you mean `window`?"},

		{"timezone: Europe/Berlin", zone, "Europe/Berlin", ""},
		{"timezone: Local", zone, "UTC", `pmsite.yaml:1:11: error: "Local" is not an IANA time zone [config] - use a name such as America/New_York or UTC`},

		{"content: docs/", folder, "docs", ""},
		{"content: ./a//b/", folder, "a/b", ""},
		{"content: .", folder, ".", ""},
		{"content: ..a", folder, "..a", ""},
		{"content: a/../b", folder, "b", ""},
		{"content: ..", folder, "content", `pmsite.yaml:1:10: error: ".." is outside of the repository [config] - name a folder in the repository`},
		{"output: a/site/", output, "a/site", ""},
		{"output: ../site/", output, "../site", ""},
		{"output: /srv//site", output, "/srv/site", ""},
		{"output: 'a\\b'", output, "content", `pmsite.yaml:1:9: error: "a\\b": a path has slashes, also on Windows [config] - write a/b`},
		{"content: 'a\\b'", folder, "content", `pmsite.yaml:1:10: error: "a\\b": a path has slashes, also on Windows [config] - write a/b`},
		{"output: ..\\b", output, "content", `pmsite.yaml:1:9: error: "..\\b": a path has slashes, also on Windows [config] - write ../b`},

		{"repository: {url: 'https://git.example.org/pm/'}", edit, "https://git.example.org/pm/edit/main/content/a.md", ""},
		{"repository: {url: 'https://git.example.org/pm', branch: trunk}", edit, "https://git.example.org/pm/edit/trunk/content/a.md", ""},
		{"repository: {url: 'https://git.example.org/pm/'}", commit, "https://git.example.org/pm/commit/abc", ""},
		{"repository: {url: 'git@git.example.org:pm'}", edit, "", `pmsite.yaml:1:19: error: "git@git.example.org:pm" is not an address that begins with https:// [config]`},
		{"repository: {branch: trunk}", edit, "", ""},

		{"roles: [on-call engineer, service owner]", roles, "[on-call engineer service owner] map[]", ""},
		{"roles: ['ops <A@Example.org>  <b@example.org>', 'dba<c@example.org>']", roles, "[ops dba] map[a@example.org:ops b@example.org:ops c@example.org:dba]", ""},
		{"roles: ['ops <a@example.org> <@Ana-K>']", roles, "[ops] map[@ana-k:ops a@example.org:ops]", ""},
		{"roles: ['ops <a@example.org>', 'ops <a@example.org>']", roles, "[ops ops] map[a@example.org:ops]", ""},
		{"roles: ['ops <a@example.org>', 'dba <A@example.org>']", roles, "[ops dba] map[a@example.org:ops]", `pmsite.yaml:1:32: error: a@example.org already has the role "ops" [config]`},
		{"roles: ['ops <a@example.org']", roles, "[ops] map[]", "pmsite.yaml:1:9: error: \"ops <a@example.org\" is not a role with addresses [config] - write it as `role <address>`"},
		{"roles: ['ops <a>']", roles, "[ops] map[]", "pmsite.yaml:1:9: error: \"ops <a>\" is not a role with addresses [config] - write it as `role <address>`"},
		{"roles: ['<a@example.org>']", roles, "[] map[]", "pmsite.yaml:1:9: error: \"<a@example.org>\" is not a role with addresses [config] - write it as `role <address>`"},
		{"roles: ops", roles, "[] map[]", "pmsite.yaml:1:8: error: expected a list [config] - write one `- item` per line"},

		{"people: {names: Robin, allow: [Mark, ' Grace ']}", people, "{[Robin] [Mark Grace]}", ""},
		{"people: {names: {a: b}}", people, "{[] []}", "pmsite.yaml:1:17: error: expected a list [config] - write one `- item` per line"},

		{"services:\n  - a\n  - {title: b}\n  - c", services, "[{a    } {c    }]", "pmsite.yaml:3:5: error: the service has no name [config]"},
		{"services: ['']", services, "[]", "pmsite.yaml:1:12: error: the service has no name [config]"},
		{"services: [{name: a, owner: b, tier: c, title: d, hours: ' 24/7 '}]", services, "[{a d b c 24/7}]", ""},
		{"services: [{name: a, hours: 18:00-08:00}]", services, "[{a    }]", "pmsite.yaml:1:29: error: \"18:00-08:00\": 18:00-08:00 ends before it begins, or is not a valid time [config] - write them as 24x7, or `Mon-Fri 08:00-18:00, Sat 09:00-12:00`"},
		{"services: [{name: a, hours: ''}]", services, "[{a    }]", ""},
		{"services: [{name: a, sla: b}]", services, "[{a    }]", "pmsite.yaml:1:22: error: `services` has no key `sla` [config] - use one of: hours, name, owner, tier, title, was; a newer pmsite may know others"},

		{"trackers: [{pattern: 'A\\d+', url: 'https://a.example.org/$0'}, {pattern: '[A-Z]+(\\d+)', url: 'https://b.example.org/$1'}]", tracked, "https://a.example.org/A1 https://b.example.org/2 ", ""},
		{"trackers: [{pattern: 'A\\d+'}]", tracked, "  ", "pmsite.yaml:1:12: error: a tracker needs a pattern and a url [config] - for example `{pattern: \"CHG\\\\d+\", url: \"https://tickets.example.org/$0\"}`"},
		{"trackers: [{url: 'https://a.example.org/$0'}]", tracked, "  ", "pmsite.yaml:1:12: error: a tracker needs a pattern and a url [config] - for example `{pattern: \"CHG\\\\d+\", url: \"https://tickets.example.org/$0\"}`"},

		{"trackers: [{pattern: '(', url: 'https://a/'}]", tracked, "  ", "pmsite.yaml:1:12: error: a tracker needs a pattern and a url [config] - for example `{pattern: \"CHG\\\\d+\", url: \"https://tickets.example.org/$0\"}`\npmsite.yaml:1:22: error: error parsing regexp: missing closing ): `(` [config]"},

		{"rules: {a: error, b: warning, c: info, d: off, e: OFF}", levels, "map[a:error b:warning c:info d:off e:off]", ""},
		{"rules: {a: loud, b: info}", levels, "map[b:info]", `pmsite.yaml:1:12: error: "loud" is not one of the choices [config] - use one of: error, warning, info, off`},

		{"review: {target_days: 0}", days, 0, ""},
		{"review: {target_days: 14}", days, 14, ""},
		{"review: {target_days: 1.5}", days, 0, `pmsite.yaml:1:23: error: "1.5" is not a number [config]`},
		{"review: {branches: ['pm/*', 'review-?']}", branches, "[pm/* review-?]", ""},
		{"review: {branches: ['pm/*', '[', 'x']}", branches, "[pm/* x]", `pmsite.yaml:1:29: error: "[" is not a pattern [config] - * matches anything but a slash, ** anything`},

		{"drafts: Show", drafts, true, ""},
		{"drafts: hide", drafts, false, ""},
		{"tables: rows", tables, true, ""},
		{"tables: columns", tables, false, ""},
		{"tables: none", tables, false, `pmsite.yaml:1:9: error: "none" is not one of the choices [config] - use one of: columns, rows`},
		{"drafts: yes", drafts, false, `pmsite.yaml:1:9: error: "yes" is not one of the choices [config] - use one of: hide, show`},
		{"comments: show", comments, true, ""},
		{"comments: hide", comments, false, ""},

		{"publish: {branch: pages, keep: .well-known/security.txt}", publish, "{pages [.well-known/security.txt]}", ""},
		{"publish: {keep: [a/, b]}", publish, "{gh-pages [a b]}", ""},
		{"publish: {keep: []}", publish, "{gh-pages []}", ""},
		{"publish: {keep: [/a]}", nil, nil, `pmsite.yaml:1:17: error: "/a" is not a path [config] - write paths such as CNAME or .well-known/security.txt`},
		{"publish: {keep: [../a]}", nil, nil, `pmsite.yaml:1:17: error: "../a" is not a path [config] - write paths such as CNAME or .well-known/security.txt`},
		{"publish: {keep: .}", nil, nil, `pmsite.yaml:1:17: error: "." is not a path [config] - write paths such as CNAME or .well-known/security.txt`},
	} {
		c, problems := configured(test.text)
		if problems != test.reported {
			t.Errorf("%q: reported\n%s\nwant\n%s", test.text, problems, test.reported)
		}
		if test.show == nil {
			continue
		}
		if got := test.show(c); got != test.want {
			t.Errorf("%q is read as %v, want %v", test.text, got, test.want)
		}
	}
}

func title(c *config.Config) any    { return c.Title }
func language(c *config.Config) any { return c.Language }
func base(c *config.Config) any     { return c.BaseURL }
func zone(c *config.Config) any     { return c.Zone.String() }
func folder(c *config.Config) any   { return c.Content }
func output(c *config.Config) any   { return c.Output }
func edit(c *config.Config) any     { return c.EditURL("content/a.md") }
func commit(c *config.Config) any   { return c.CommitURL("content/a.md", "abc") }
func roles(c *config.Config) any    { return fmt.Sprint(c.Roles, c.RoleOf) }
func people(c *config.Config) any   { return fmt.Sprint(c.People) }
func services(c *config.Config) any { return fmt.Sprint(c.Services) }
func levels(c *config.Config) any   { return fmt.Sprint(c.Levels) }
func window(c *config.Config) any   { return c.Recurrences.Window }
func days(c *config.Config) any     { return c.Review.TargetDays }
func branches(c *config.Config) any { return fmt.Sprint(c.Review.Branches) }
func drafts(c *config.Config) any   { return c.ShowDrafts }
func tables(c *config.Config) any   { return c.TablesByRow }
func comments(c *config.Config) any { return c.ShowComments }
func publish(c *config.Config) any  { return fmt.Sprint(c.Publish) }
func tracked(c *config.Config) any {
	return c.TrackerURL("A1") + " " + c.TrackerURL("B2") + " " + c.TrackerURL("xB2") + c.TrackerURL("B2x")
}

// TestConfigVocabularies adds a value and a synonym to every vocabulary.
func TestConfigVocabularies(t *testing.T) {
	of := func(c *config.Config) map[string]*content.Vocabulary {
		v := c.Vocabularies
		return map[string]*content.Vocabulary{
			"severity": v.Severity, "impact": v.Impact, "detection": v.Detection, "event": v.Event, "action_type": v.ActionType, "action_state": v.ActionState, "status": v.Status,
		}
	}
	for key, builtin := range of(config.Default()) {
		first := builtin.Values[0]
		c, problems := configured("vocabularies:\n  " + key + ":\n    values: [Hitherto unknown]\n    synonyms: {Erst-mals: " + first + "}\n")
		if problems != "" {
			t.Errorf("%s: %s", key, problems)
		}
		for other, v := range of(c) {
			_, added := v.Match("hitherto-unknown")
			value, _ := v.Match("ERSTMALS")
			if added != (other == key) || (value == first) != (other == key) {
				t.Errorf("a value and a synonym for %s: %s has the value: %v, and takes the synonym for %q", key, other, added, value)
			}
		}
		_, problems = configured("vocabularies: {" + key + ": {synonyms: {a: nothing of the kind}, values: {a: b}}}")
		if !strings.Contains(problems, fmt.Sprintf("error: \"nothing of the kind\" is not a value of %s [vocabulary] - use one of: %s, ", builtin.Name, first)) ||
			!strings.Contains(problems, "expected a list") {
			t.Errorf("a synonym for an invalid value of %s: %s", key, problems)
		}
	}
}

// TestConfigDefinitions checks that severities, and nothing else, have definitions.
func TestConfigDefinitions(t *testing.T) {
	c, problems := configured("vocabularies: {severity: {values: [security], definitions: {Critical: everybody, security: somebody got in, near-miss: nobody}}}")
	if got := fmt.Sprint(c.Vocabularies.Severity.Definitions); got != "map[critical:everybody near miss:nobody security:somebody got in]" || problems != "" {
		t.Errorf("the severities are defined as %s; the problems are %q", got, problems)
	}
	for text, want := range map[string]string{
		"severity: {definitions: {critcal: a}}": "\"critcal\" is not a value of severity [vocabulary] - did you mean `critical`?",
		"impact: {definitions: {latency: a}}":   "has no key `definitions`",
		"severity: {definitions: [a]}":          "1:40: error: expected keys and values",
	} {
		if _, problems := configured("vocabularies: {" + text + "}"); !strings.Contains(problems, want) {
			t.Errorf("%s: %s", text, problems)
		}
	}
}

// TestConfigControls checks that a control's name may have synonyms, and that nothing else is
// set for controls.
func TestConfigControls(t *testing.T) {
	c, problems := configured("vocabularies: {control: {synonyms: {alarm on expiry: expiry alarm, Ablaufalarm: expiry alarm}}}")
	for _, name := range []string{"Alarm on Expiry", "ablaufalarm", "expiry-alarm"} {
		if got, _ := c.Vocabularies.Control.Match(name); got != "expiry alarm" || problems != "" {
			t.Errorf("%s is the control %q; the problems are %q", name, got, problems)
		}
	}
	if _, problems = configured("vocabularies: {control: {values: [a]}}"); !strings.Contains(problems, "has no key `values`") {
		t.Errorf("values of controls: %s", problems)
	}
}

// TestConfigOptions checks that documents are read as the config says.
func TestConfigOptions(t *testing.T) {
	c, _ := configured("content: docs\ntimezone: Europe/Berlin\nrules: {date: off}\n")
	o := c.Options()
	if c.Content != "docs" || o.Zone.String() != "Europe/Berlin" || o.Levels["date"] != content.Off || o.Vocabularies != c.Vocabularies {
		t.Errorf("documents are read with %+v", o)
	}
}

// TestParseBaseURL checks which addresses a command accepts for a site.
func TestParseBaseURL(t *testing.T) {
	if got, err := config.ParseBaseURL("https://example.org"); got != "https://example.org/" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := config.ParseBaseURL("example.org"); got != "" || err == nil || err.Error() != `"example.org" is not an address such as https://postmortems.example.org/` {
		t.Errorf("%q, %v", got, err)
	}
}

// TestSourceValues checks where the post mortems of a source are and where they appear.
func TestSourceValues(t *testing.T) {
	for source, want := range map[string]string{
		`{url: "https://git.example.org/team/pay.git"}`:              "content of https://git.example.org/team/pay.git@ at content/pay, shown at https://git.example.org/team/pay",
		`{url: "https://u:p@git.example.org/pay/", ref: v1}`:         "content of https://u:p@git.example.org/pay/@v1 at content/pay, shown at https://git.example.org/pay",
		`{url: "https://git.example.org/pay.git?token=a/b"}`:         "content of https://git.example.org/pay.git?token=a/b@ at content/pay, shown at https://git.example.org/pay",
		`{url: "http://git.example.org/pay"}`:                        "content of http://git.example.org/pay@ at content/pay, shown at ",
		`{url: "git@git.example.org:pay.git", content: a/}`:          "a of git@git.example.org:pay.git@ at content/pay, shown at ",
		`{url: 'C:\work\pay', content: .}`:                           `. of C:\work\pay@ at content/pay, shown at `,
		`{url: ../pay/, prefix: Größe-1.0_x}`:                        "content of ../pay/@ at content/Größe-1.0_x, shown at ",
		`{url: "https://git.example.org/a/1pay", prefix: 2}`:         "content of https://git.example.org/a/1pay@ at content/2, shown at https://git.example.org/a/1pay",
		`{url: "https://git.example.org/pay.git/", content: "docs"}`: "docs of https://git.example.org/pay.git/@ at content/pay, shown at https://git.example.org/pay",
	} {
		c, problems := configured("sources:\n  - " + source + "\n")
		if problems != "" || len(c.Sources) != 1 {
			t.Errorf("%s: %s", source, problems)
			continue
		}
		s := c.Sources[0]
		if got := fmt.Sprintf("%s of %s@%s at %s, shown at %s", s.Content, s.URL, s.Ref, c.Mount(s), s.WebURL()); got != want {
			t.Errorf("%s\nis %s\nwant %s", source, got, want)
		}
		if got, want := c.CommitURL(c.Mount(s)+"/a.md", "abc"), s.WebURL(); (got == "") != (want == "") || want != "" && got != want+"/commit/abc" {
			t.Errorf("%s: a commit is shown at %q", source, got)
		}
	}
	for source, want := range map[string]string{
		"{ref: main}":  "pmsite.yaml:2:5: error: the source has no `url` [config] - add url: with a URL or the path of a folder",
		"{url: /a/-b}": `pmsite.yaml:2:5: error: "-b" cannot be the prefix of a source [config] - set prefix: to the name of a single folder, such as payments`,
		"{url: /a/b}\n  - {url: /c}\n  - {url: /x/B.git}": "pmsite.yaml:4:5: error: two sources have the prefix \"B\" [config] - give one of them another `prefix`",
	} {
		if _, got := configured("sources:\n  - " + source + "\n"); got != want {
			t.Errorf("%s: reported\n%s\nwant\n%s", source, got, want)
		}
	}
}
