package check_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// TestMaskText checks what is masked in texts that leave the repository together with
// findings, such as in the comment on a pull request.
func TestMaskText(t *testing.T) {
	token := keys.Replace("{{github}}")
	in := check.Input{Collection: &collection.Collection{}, Config: config.Default(), People: people(ada)}
	mask := check.NewMask(in)
	for _, c := range []struct{ holds, text, want string }{
		{"a secret is masked", "Rotate " + token + " now", "Rotate … now"},
		{"a secret is masked in both places", token + " and " + token, "… and …"},
		{"a secret on a later line is masked", "Rotate\nthe " + token, "Rotate\nthe …"},
		{"every line of a key is masked", keys.Replace("See {{private}}."), "See …\n…\n…\n…\n…\n…."},
		{"a name is masked except for its initials", "Ask Ada Lovelace", "Ask A… L…"},
		{"a name that continues on the next line is masked", "Ask Ada\nLovelace", "Ask A…\nL…"},
		{"an address is masked", "Ask ada@lovelace.co.uk.", "Ask a…@l…."},
		{"a handle is masked", "Ask @octocat", "Ask @o…"},
		{"a login is masked", "alovelace did", "a… did"},
		{"text that names nobody is kept", "Ask the platform team of `checkout` at support@harbour.com", "Ask the platform team of `checkout` at support@harbour.com"},
	} {
		if got := mask.Text(c.text); got != c.want {
			t.Errorf("%s: %q is masked as %q, want %q", c.holds, c.text, got, c.want)
		}
	}
	text := token + " of Ada Lovelace"
	for off, want := range map[string]string{"secret": token + " of A… L…", "person-name": "… of Ada Lovelace"} {
		in.Config = config.Default()
		in.Config.Levels = map[string]content.Level{off: content.Off}
		if got := check.NewMask(in).Text(text); got != want {
			t.Errorf("with %s off, %q is masked as %q, want %q", off, text, got, want)
		}
	}
}

// TestMaskOwners checks that owners who look like people are masked, but roles are not.
func TestMaskOwners(t *testing.T) {
	in := check.Input{Collection: &collection.Collection{}, Config: config.Default(), People: people(ada)}
	mask := check.NewMask(in)
	for list, want := range map[string]string{
		"platform team": "platform team",
		"Grace Hopper":  "G… H…",
		"platform team, Grace Hopper, Émile Zola":    "platform team, G… H…, É… Z…",
		"Ada Lovelace, ada@lovelace.co.uk":           "A… L…, a…@l…",
		"Platform Team, Harbour":                     "Platform Team, Harbour",
		"with ada lovelace, Harbour":                 "with a… l…, Harbour",
		"":                                           "",
		"Rotate " + keys.Replace("{{github}}") + ".": "Rotate ….",
	} {
		if got := mask.Owners(list); got != want {
			t.Errorf("the owners %q are shown as %q, want %q", list, got, want)
		}
	}
	in.Config.Roles = []string{"Grace Hopper"}
	if got := check.NewMask(in).Owners("Grace Hopper"); got != "Grace Hopper" {
		t.Errorf("a role in the config is shown as %q", got)
	}
}

// TestSourceHidesAll checks that the source line of a finding shows no name or secret of the
// document, not even those that other findings are about, and that a line that is too long is
// not shown.
func TestSourceHidesAll(t *testing.T) {
	token := keys.Replace("{{github}}")
	body := "It was careless of Ada Lovelace (ada@lovelace.co.uk) to post " + token + " there.\n\nadalov77 was careless.\n" +
		"\ncareless é" + strings.Repeat(" long", 817) + "\n\ncareless é" + strings.Repeat(" long", 818) + "\n"
	in := site{people: ada + "\nAda Lovelace <adalov77@lovelace.co.uk> adalov77"}.input(t, map[string]string{"a.md": documentOf("", body)})
	found := runAll(in)
	for _, f := range found {
		if all := f.Source + f.Message + f.Hint; strings.Contains(all, "Lovelace") || strings.Contains(all, "lovelace") || strings.Contains(all, token) || strings.Contains(all, "adalov77") {
			t.Errorf("a finding of %s shows a name or a secret: %+v", f.Rule, f)
		}
	}
	sources := map[int]string{}
	for _, f := range of("blaming-phrase", found) {
		sources[f.Line] = f.Source
	}
	for line, want := range map[int]string{
		11: "It was careless of A••••••••••• (a•••••••••••••••••) to post g" + strings.Repeat("•", 39) + " there.",
		13: "a••••••• was careless.",
		15: "careless é" + strings.Repeat(" long", 817),
		17: "",
	} {
		if sources[line] != want {
			t.Errorf("line %d is shown as %q, want %q", line, sources[line], want)
		}
	}
}

// TestShortTextsAreAllDots checks that short texts, and texts that begin with a digit, are
// masked completely.
func TestShortTextsAreAllDots(t *testing.T) {
	s := site{people: "Ada Li <al@li.dev> a1234\nMax Mus <m@mus.dev> m99\nIda B <7ofnine@b.dev> 7ofnine"}
	s.check(t, "person-name", []ruling{
		{"six characters are masked completely", "", "Ada Li did\n", `11 "••••••" error: the text contains the name of a person, A… L…`},
		{"seven characters are masked completely", "", "Max Mus did\n", `11 "•••••••" error: the text contains the name of a person, M… M…`},
		{"the first of eight characters is shown", "", "m@mus.dev did\n", `11 "m••••••••" error: the text contains an e-mail address, m…@m…`},
		{"a leading digit is masked", "", "7ofnine@b.dev did\n", `11 "•••••••••••••" error: the text contains an e-mail address, 7…@b…`},
	})
}

// TestFixesShowNothing checks that no fix is offered that would contain a hidden text.
func TestFixesShowNothing(t *testing.T) {
	s := site{people: ada, config: "vocabularies: {severity: {values: [Ada Lovelace], synonyms: {worst: Ada Lovelace}}}"}
	s.check(t, "vocabulary", []ruling{
		{"a fix that writes a name is not offered", "severity: worst\nsummary: Ada Lovelace", "", "5 \"worst\" info: \"worst\" stands for \"A… L…\" | write `A… L…`"},
	})
}
