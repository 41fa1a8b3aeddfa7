package config_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/config"
)

func TestOrigin(t *testing.T) {
	c, problems := config.Parse("pmsite.yaml", []byte(`
content: docs/pm
repository: {url: "https://git.example.org/main"}
sources:
  - {url: "https://robin@git.example.org/team/mail.git/"}
  - {url: ../billing, content: ., prefix: money}
  - {url: "git@git.example.org:team/web.git", content: a/b}
`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	c.Sources[0].Branch, c.Sources[1].Branch, c.Sources[2].Branch = "release/1", "main", "main"
	for _, test := range []struct{ path, prefix, inside, edit, web string }{
		{"docs/pm/2026/a.md", "", "docs/pm/2026/a.md", "https://git.example.org/main/edit/main/docs/pm/2026/a.md", ""},
		{"docs/pm/mailing/a.md", "", "docs/pm/mailing/a.md", "https://git.example.org/main/edit/main/docs/pm/mailing/a.md", ""},
		{"docs/pm/mail/a.md", "mail", "content/a.md", "https://git.example.org/team/mail/edit/release/1/content/a.md", "https://git.example.org/team/mail"},
		{"docs/pm/money/x/a.md", "money", "x/a.md", "", ""},
		{"docs/pm/web/a.md", "web", "a/b/a.md", "", ""},
	} {
		s, inside := c.Origin(test.path)
		prefix, web := "", ""
		if s != nil {
			prefix, web = s.Prefix, s.WebURL()
		}
		if prefix != test.prefix || inside != test.inside || web != test.web || c.EditURL(test.path) != test.edit {
			t.Errorf("%s is from %q (%s), %q there, edited at %q", test.path, prefix, web, inside, c.EditURL(test.path))
		}
	}
	c.Sources[0].Branch = ""
	if got := c.EditURL("docs/pm/mail/a.md"); got != "" {
		t.Errorf("a tag is edited at %q", got)
	}
}

func TestBadSources(t *testing.T) {
	for source, want := range map[string]string{
		`{ref: main}`:                         "the source has no `url`",
		`{url: /a/b, prefix: ../x}`:           "cannot be the prefix",
		`{url: /a/b, prefix: a/b}`:            "cannot be the prefix",
		`{url: /a/_b}`:                        "cannot be the prefix",
		`{url: ..}`:                           "cannot be the prefix",
		`{url: /a/b, content: ../x}`:          "is outside of the repository",
		"{url: /a/b}\n  - {url: /x/B.git}":    "two sources have the prefix",
		`{url: /a/b, branch: main}`:           "has no key `branch`",
		`{url: /a/b, prefix: ".git"}`:         "cannot be the prefix",
		`{url: "https://x.example.org/-a?b"}`: "cannot be the prefix",
		`{url: "/a/b", prefix: "a\u0000b.c"}`: "cannot be the prefix",
	} {
		_, problems := config.Parse("pmsite.yaml", []byte("sources:\n  - "+source+"\n"))
		if len(problems) == 0 || !strings.Contains(problems[0].Message, want) {
			t.Errorf("%s: %v, want %q", source, problems, want)
		}
	}
}
