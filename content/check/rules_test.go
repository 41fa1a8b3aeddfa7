package check_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

var update = flag.Bool("update", false, "rewrite the golden files with the actual output")

// asOf is the day on which the archives are checked.
var asOf = content.Date{Year: 2026, Month: 6, Day: 1}

// keys replaces placeholders by made-up secrets. They are assembled here, because secret
// scanners would report them in a file of the repository.
var keys = strings.NewReplacer(
	"{{github}}", "ghp_"+"x7Kd9QmZ2vRtB4nYw8LsPc1HfGjA3eUo6TiN", "{{aws}}", "AKIA"+"Z7QX3LMN5PR2TUVW",
	"{{private}}", "-----BEGIN RSA "+"PRIVATE KEY-----\n"+strings.Repeat("MIIEpAIBAAKCAQEA7bqLwXk3Vt9Zr\n", 4)+"-----END RSA "+"PRIVATE KEY-----",
)

// about has the text that each rule must mark in its bad.md, and the level of that finding.
// Unlike want, it is not rewritten with -update.
var about = map[string]struct {
	marked string
	level  content.Level
}{
	"action-overdue":      {"2026-05-31", content.Info},
	"action-owner":        {"Load-test", content.Warning},
	"action-tracking":     {"Load-test", content.Warning},
	"action-type":         {"Load-test", content.Warning},
	"attachment-missing":  {"Graph.png", content.Error},
	"file-name":           {"./queue-14:05.png", content.Warning},
	"attachment-size":     {"all.log", content.Warning},
	"blaming-phrase":      {"Human error", content.Warning},
	"broken-link":         {"PM-1999-0001", content.Error},
	"control-wording":     {"load tests in production", content.Info},
	"date":                {"2026/3/5", content.Info},
	"dst":                 {"01:30", content.Error},
	"duplicate-id":        {"---", content.Error},
	"duplicate-slug":      {"---", content.Error},
	"duplicate-address":   {"/tags/dns/", content.Error},
	"duration-mismatch":   {"2h", content.Error},
	"duration":            {"45", content.Error},
	"front-matter":        {"title: Checkout: slow", content.Error},
	"git-filter":          {"---", content.Warning},
	"review-approved":     {"completed", content.Warning},
	"action-vanished":     {"Warm the cache", content.Warning},
	"action-slipped":      {"2026-08-15", content.Info},
	"heading-order":       {"#### Action Items", content.Warning},
	"merge-conflict":      {"<<<<<<< HEAD", content.Error},
	"missing-field":       {"---", content.Error},
	"name-spelling":       {"Checkout", content.Warning},
	"no-preventative":     {"Load-test", content.Info},
	"not-published":       {"checkout.html", content.Warning},
	"owner-not-role":      {"ship cat", content.Warning},
	"person-name":         {"A•••••••••••", content.Error},
	"picture-parts":       {"labels.svg", content.Warning},
	"placeholder":         {"TODO", content.Warning},
	"refused-link":        {"[dial in](tel:+1-555-0100)", content.Warning},
	"undefined-reference": {"log", content.Warning},
	"review-late":         {"review", content.Warning},
	"secret":              {"g•••••••••••••••••••••••••••••••••••••••", content.Error},
	"section-missing":     {"review", content.Warning},
	"silencer-reason":     {"<!-- pmsite: allow blaming-phrase -->", content.Warning},
	"status-requirements": {"completed", content.Error},
	"status-transition":   {"completed", content.Error},
	"table-columns":       {"Channel", content.Warning},
	"timeline-ends":       {"Outage begins", content.Error},
	"timeline-order":      {"13:45", content.Error},
	"timezone":            {"IST", content.Error},
	"unknown-key":         {"vendr: Harbour", content.Warning},
	"not-hidden":          {"private: true", content.Error},
	"recurrence-verdict":  {"samee", content.Error},
	"removed-reference":   {"PM-2026-0001#action-1", content.Info},
	"address-gone":        {"Checkout slower", content.Error},
	"unused-silencer":     {"<!-- pmsite: allow blaming-phrase: a quotation -->", content.Warning},
	"vocabulary":          {"paymnts", content.Warning},
}

// badFiles name the file that a rule's archive has in place of bad.md.
var badFiles = map[string]string{"recurrence-verdict": "content/_recurrences.yaml"}

// TestRules checks the archive of each rule: bad.md must have a finding of the rule, and
// good.md must have no findings at all. An archive may also contain pmsite.yaml, people
// (names and addresses that git knows), base/ (the files that the branch started from),
// filters (paths of files that git converts), history (see addHistory), and other files of the collection. For x.large, the collection has a file x of 11 MB. The
// file want lists all findings.
func TestRules(t *testing.T) {
	for _, rule := range check.Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			name := filepath.Join("testdata", rule.Name+".txtar")
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			inputs, want := archive.Files, ""
			if last := len(inputs) - 1; inputs[last].Name == "want" {
				inputs, want = inputs[:last], string(inputs[last].Data)
			}
			findings, bad := run(t, inputs), cmp.Or(badFiles[rule.Name], "content/bad.md")
			if !slices.ContainsFunc(findings, func(f check.Finding) bool { return f.Rule == rule.Name && f.File == bad }) {
				t.Errorf("%s has no finding of the rule", bad)
			}
			if !slices.ContainsFunc(findings, func(f check.Finding) bool {
				runes := []rune(f.Source)
				return f.Rule == rule.Name && f.File == bad && f.Level == about[rule.Name].level && f.EndColumn <= len(runes)+1 && string(runes[f.Column-1:f.EndColumn-1]) == about[rule.Name].marked
			}) {
				t.Errorf("%q in %s is not marked with level %s", about[rule.Name].marked, bad, about[rule.Name].level)
			}
			for _, f := range findings {
				if f.File == "content/good.md" {
					t.Errorf("good.md has a finding: %d:%d: %s", f.Line, f.Column, f.Message)
				}
			}
			got := dump(findings)
			if *update {
				archive.Files = append(slices.Clip(inputs), txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("%s (run with -update to accept): got\n%swant\n%s", name, got, want)
			}
		})
	}
}

// run checks the files of an archive.
func run(t *testing.T, files []txtar.File) []check.Finding {
	t.Helper()
	return check.Run(context.Background(), inputOf(t, files))
}

// inputOf returns the files of an archive as what is checked.
func inputOf(t *testing.T, files []txtar.File) check.Input {
	t.Helper()
	in := check.Input{Config: config.Default(), AsOf: asOf}
	now, base, filters, history := fstest.MapFS{}, fstest.MapFS{}, "", ""
	for _, file := range files {
		file.Data = []byte(keys.Replace(string(file.Data)))
		switch before, isBase := strings.CutPrefix(file.Name, "base/"); {
		case file.Name == "pmsite.yaml":
			cfg, problems := config.Parse(file.Name, file.Data)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			in.Config = cfg
		case file.Name == "filters":
			filters = string(file.Data)
		case file.Name == "history":
			history = string(file.Data)
		case file.Name == "people":
			in.People = people(string(file.Data))
		case isBase:
			base["content/"+before] = &fstest.MapFile{Data: file.Data}
		case strings.HasSuffix(file.Name, ".large"):
			now["content/"+strings.TrimSuffix(file.Name, ".large")] = &fstest.MapFile{Data: make([]byte, 11<<20)}
		default:
			now["content/"+file.Name] = &fstest.MapFile{Data: file.Data}
		}
	}
	in.Collection = load(t, filtered{now, filters}, in.Config)
	addHistory(t, in.Collection, history)
	if len(base) > 0 {
		in.Base = load(t, base, in.Config)
	}
	return in
}

// filtered is a tree with files that git converts.
type filtered struct {
	fstest.MapFS
	names string
}

func (f filtered) Unconverted(name string) string {
	if slices.Contains(strings.Fields(f.names), name) {
		return `filter "shorten"`
	}
	return ""
}

func load(t testing.TB, fsys fs.FS, cfg *config.Config) *collection.Collection {
	t.Helper()
	c, err := collection.Load(context.Background(), fsys, collection.OptionsOf(cfg), nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// addHistory sets histories by lines of the form "a.md: release manager: reviewed platform team": who wrote the only
// revision, and how who agreed to it.
func addHistory(t *testing.T, c *collection.Collection, lines string) {
	t.Helper()
	for line := range strings.Lines(lines) {
		fields := strings.Split(strings.TrimSpace(line), ": ")
		for _, pm := range c.PostMortems {
			if pm.Path != "content/"+fields[0] {
				continue
			}
			pm.History = &content.History{Revisions: []content.Revision{{Role: fields[1], Status: pm.Status}}}
			for _, agreed := range fields[2:] {
				how, role, _ := strings.Cut(agreed, " ")
				pm.History.Agreements = append(pm.History.Agreements, content.Agreement{How: content.How(how), Role: role})
			}
		}
	}
}

// people parses lines of the form "Name <address> login".
func people(text string) (out []check.Person) {
	for line := range strings.Lines(text) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), "<")
		email, login, _ := strings.Cut(rest, ">")
		out = append(out, check.Person{Name: strings.TrimSpace(name), Email: email, Login: strings.TrimSpace(login)})
	}
	return out
}

// dump returns findings as text, each followed by its hint, fix and marked text.
func dump(findings []check.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s:%d:%d-%d:%d: %s: %s [%s]\n", strings.TrimPrefix(f.File, "content/"), f.Line, f.Column, f.EndLine, f.EndColumn, f.Level, f.Message, f.Rule)
		if f.Hint != "" {
			fmt.Fprintf(&b, "hint: %s\n", f.Hint)
		}
		if f.Fix != nil {
			fmt.Fprintf(&b, "fix: %d:%d-%d:%d %q\n", f.Fix.Line, f.Fix.Column, f.Fix.EndLine, f.Fix.EndColumn, f.Fix.Text)
		}
		if runes := []rune(f.Source); f.EndLine == f.Line && f.EndColumn <= len(runes)+1 {
			fmt.Fprintf(&b, "at: %q\n", string(runes[f.Column-1:f.EndColumn-1]))
		}
	}
	return b.String()
}
