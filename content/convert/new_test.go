package convert_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

func template(t testing.TB) []byte {
	t.Helper()
	src, err := content.Sample.ReadFile("_template.md")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

var day = content.Date{Year: 2026, Month: time.March, Day: 5}

// TestNewChoices checks that the comments of a new post mortem offer the site's words.
func TestNewChoices(t *testing.T) {
	v := content.BuiltinVocabularies()
	v.Severity.Replace([]string{"SEV1", "SEV2"})
	v.Impact.Extend([]string{"security"}, nil)
	out, err := convert.New(template(t), convert.Values{Title: "Slow", Date: day, Vocabularies: v})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\nseverity: # SEV1 / SEV2\n", "\nimpact: # data loss / latency / availability / cosmetic / security (one, or a list)\n", "\ndetection: # manual / configured alarm / other\n"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
}

func TestNew(t *testing.T) {
	out, err := convert.New(template(t), convert.Values{Title: "Slow: why?", ID: "PM-2026-0007", Service: "checkout", Severity: "near miss", Date: day})
	if err != nil {
		t.Fatal(err)
	}
	pm, problems := content.Parse("content/a.md", out, content.Options{})
	if content.HasErrors(problems) {
		t.Fatal(problems)
	}
	if pm.Title != "Slow: why?" || pm.ID != "PM-2026-0007" || pm.Services[0] != "checkout" || pm.Severity != "near miss" || pm.Date != day || pm.Status != content.Draft {
		t.Errorf("%+v", pm)
	}
	for _, kept := range []string{"impact: # data loss / latency", "\n# aliases: []", "## Where we got lucky"[3:]} {
		if !strings.Contains(string(out), kept) {
			t.Errorf("the template's %q is gone:\n%s", kept, out)
		}
	}
}

func TestNewOwnTemplates(t *testing.T) {
	for name, c := range map[string]struct{ template, want string }{
		"table form": {"# Post Mortem Title\n\n## Summary\n", "---\ntitle: T\nid: PM-2026-0001\ndate: 2026-03-05\nstatus: draft\n---\n# Post Mortem Title\n\n## Summary\n"},
		"lists":      {"---\ndate: x\nservices:\n  - a\n  # b\n# own\nteam: x\n---\r\n", "---\ntitle: T\nid: PM-2026-0001\ndate: 2026-03-05\nservice: S\n# own\nteam: x\n---\n"},
		"empty":      {"", "---\ntitle: T\nid: PM-2026-0001\ndate: 2026-03-05\nstatus: draft\n---\n"},
	} {
		v := convert.Values{Title: "T", ID: "PM-2026-0001", Date: day}
		if name == "lists" {
			v.Service = "S"
		}
		got, err := convert.New([]byte(c.template), v)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, c.want)
		}
	}
	for _, broken := range []string{"---\ntitle: [\n---\n", "---\n{title: a, date: b}\n---\n"} {
		if _, err := convert.New([]byte(broken), convert.Values{Title: "T"}); !errors.Is(err, convert.ErrTemplate) {
			t.Errorf("%q: %v", broken, err)
		}
	}
}

// TestNewKeepsWords checks that the template's text stays where no value is given, and
// that given values are written so that they are read back unchanged.
func TestNewKeepsWords(t *testing.T) {
	const src = "---\ntitle: Its title # short\nid:\nseverity: low\ndate:\n---\n# Its title\n"
	for _, c := range []struct {
		values convert.Values
		want   string
	}{
		{convert.Values{}, "title: Its title # short\nid:\nseverity: low\ndate:\n"},
		{convert.Values{Severity: "high"}, "title: Its title # short\nid:\nseverity: high\ndate:\n"},
		{convert.Values{Title: "  Two\n lines\x00 "}, "title: Two lines\nid:\nseverity: low\ndate:\n"},
		{convert.Values{Title: "a: b"}, "title: \"a: b\"\nid:\nseverity: low\ndate:\n"},
		{convert.Values{Title: "Yes"}, "title: \"Yes\"\nid:\nseverity: low\ndate:\n"},
		{convert.Values{Title: "~"}, "title: \"~\"\nid:\nseverity: low\ndate:\n"},
		{convert.Values{Title: "It's 5 % (of it), or & so!"}, "title: \"It's 5 % (of it), or & so!\"\nid:\nseverity: low\ndate:\n"},
		{convert.Values{Title: "It's 5 % (of it) or & so!"}, "title: It's 5 % (of it) or & so!\nid:\nseverity: low\ndate:\n"},
		{convert.Values{Service: "checkout"}, "title: Its title # short\nid:\nservice: checkout\nseverity: low\ndate:\n"},
		{convert.Values{Date: day, ID: "PM-2026-0007"}, "title: Its title # short\nid: PM-2026-0007\nseverity: low\ndate: 2026-03-05\n"},
	} {
		got, err := convert.New([]byte(src), c.values)
		if want := "---\n" + c.want + "---\n# Its title\n"; err != nil || string(got) != want {
			t.Errorf("with %+v, the template becomes (%v)\n%s\nwant\n%s", c.values, err, got, want)
		}
	}
	windowsTemplate := "\ufeff" + strings.ReplaceAll(src, "\n", "\r\n")
	if got, _ := convert.New([]byte(windowsTemplate), convert.Values{}); string(got) != windowsTemplate {
		t.Errorf("a template with Windows line endings becomes %q", got)
	}
}

// FuzzNew uses any text as title, service and id, and checks that it is read back
// unchanged.
func FuzzNew(f *testing.F) {
	for _, text := range []string{"null", "a: b", "# c", "'", `"`, "x\u2028y", "- a", "{a}", "2026-01-01", "~", "é", "a,b", "*a", "---", "yes"} {
		f.Add(text)
	}
	src := template(f)
	f.Fuzz(func(t *testing.T, text string) {
		out, err := convert.New(src, convert.Values{Title: text, Date: day})
		if err != nil {
			t.Fatal(err)
		}
		pm, problems := content.Parse("content/a.md", out, content.Options{})
		if pm == nil {
			t.Fatalf("%q: %v\n%s", text, problems, out)
		}
		if want := convert.Line(text); pm.Title != want && want != "" && !strings.EqualFold(strings.Trim(want, "-–— "), "n/a") && pm.Title != "" {
			t.Fatalf("%q is read as %q", want, pm.Title)
		}
	})
}
