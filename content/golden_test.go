package content_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/markdown"
	"github.com/pmsite/pmsite/content/metrics"
)

var update = flag.Bool("update", false, "write the results into the golden files")

// unwritable maps markers in the archives to bytes that an editor would lose.
var unwritable = strings.NewReplacer("{{BOM}}", "\ufeff", "{{CR}}", "\r", "{{FF}}", "\xff", "{{NUL}}", "\x00", "{{LS}}", "\u2028", "{{TAB}}", "\t", "{{NBSP}}", "\u00a0")

// TestParse reads the documents of each archive and compares the model and the problems
// with the last file, want, which is described at dump. A file pmsite.yaml configures the
// reading. The file before the last, holds, says what each document is about, one fact
// per line: the document's name, and a text that its part of the dump must contain or,
// after !, must not contain. -update does not change that file, and writes no dump that
// contradicts it.
func TestParse(t *testing.T) {
	archives, err := filepath.Glob("testdata/parse/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			cases, want := archive.Files, ""
			if last := len(cases) - 1; cases[last].Name == "want" {
				cases, want = cases[:last], string(cases[last].Data)
			}
			inputs, holds := cases[:len(cases)-1], cases[len(cases)-1]
			if holds.Name != "holds" {
				t.Fatalf("%s: the file holds is missing: it says what each document is about", name)
			}
			got := parseAll(inputs)
			checkHolds(t, got, string(holds.Data))
			if *update && !t.Failed() {
				archive.Files = append(slices.Clip(cases), txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("%s (run with -update to accept):\n%s", name, difference(want, got))
			}
		})
	}
}

// checkHolds compares each document's part of a dump with the lines about it. Every
// document needs at least one line.
func checkHolds(t *testing.T, dump, holds string) {
	t.Helper()
	parts := map[string]string{}
	for part := range strings.SplitSeq("\n"+dump, "\n== ") {
		name, text, _ := strings.Cut(part, "\n")
		parts[name] = text
	}
	about := map[string]int{"": 1} // text before the first document
	for line := range strings.Lines(holds) {
		name, has, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		part, known := parts[name]
		not, forbidden := strings.CutPrefix(has, "!")
		switch {
		case !known || has == "":
			t.Errorf("holds names %q, but there is no such document, or no text after its name", line)
		case forbidden && strings.Contains(part, not):
			t.Errorf("%s contains %s, which it must not", name, not)
		case !forbidden && !strings.Contains(part, has):
			t.Errorf("%s lacks %s\n%s", name, has, part)
		}
		about[name]++
	}
	for name := range parts {
		if about[name] == 0 {
			t.Errorf("holds has no line about %s", name)
		}
	}
}

func parseAll(files []txtar.File) string {
	var b strings.Builder
	opts := content.Options{}
	for _, file := range files {
		src := []byte(unwritable.Replace(string(file.Data)))
		if file.Name == "pmsite.yaml" {
			cfg, problems := config.Parse(file.Name, src)
			opts = cfg.Options()
			dumpProblems(&b, problems)
			continue
		}
		fmt.Fprintf(&b, "== %s\n", file.Name)
		pm, problems := content.Parse(file.Name, src, opts)
		dump(&b, pm)
		dumpProblems(&b, problems)
	}
	return b.String()
}

// difference returns the lines around the first one that differs.
func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	show := func(lines []string) string {
		return strings.Join(lines[min(max(n-2, 0), len(lines)):min(n+6, len(lines))], "\n")
	}
	return fmt.Sprintf("line %d differs\n--- want\n%s\n--- got\n%s", n+1, show(a), show(b))
}

// dump writes the fields of a post mortem that are set, one per line, then its data, its
// sections as pages show them, and its figures.
func dump(b *strings.Builder, pm *content.PostMortem) {
	if pm == nil {
		b.WriteString("not read\n")
		return
	}
	dumpFields(b, pm)
	if r := pm.Removal; r != nil {
		fmt.Fprintf(b, "removed: %s, %q, replaced by %q\n", r.Date, r.Reason, r.ReplacedBy)
		return
	}
	dumpData(b, pm)
	dumpSections(b, pm)
	dumpFigures(b, pm)
}

func dumpFields(b *strings.Builder, pm *content.PostMortem) {
	stated := ""
	if pm.HasStated {
		stated = pm.Stated.String()
	}
	for _, field := range []struct {
		name  string
		value any
	}{
		{"slug", pm.Slug},
		{"title", pm.Title},
		{"id", pm.ID},
		{"services", pm.Services},
		{"impacts", pm.Impacts},
		{"severity", pm.Severity},
		{"detection", pm.Detection},
		{"incidents", pm.Incidents},
		{"changes", pm.Changes},
		{"vendor", pm.Vendor},
		{"vendor cases", pm.VendorCases},
		{"date", pm.Date.String()},
		{"stated", stated},
		{"zone", pm.Zone.String()},
		{"authors", pm.Authors},
		{"status", pm.Status},
		{"tags", pm.Tags},
		{"summary", pm.Summary},
		{"aliases", pm.Aliases},
		{"prevented by", pm.PreventedBy},
		{"factors", pm.Factors},
		{"references", pm.References},
		{"causes", pm.Text(content.CausesSection)},
		{"trigger", pm.Text(content.TriggerSection)},
		{"resolution", pm.Text(content.ResolutionSection)},
	} {
		if text := fmt.Sprintf("%q", field.value); text != `""` && text != "[]" {
			fmt.Fprintf(b, "%s: %s\n", field.name, text)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pm.Params)) {
		fmt.Fprintf(b, "param %s: %#v\n", name, pm.Params[name])
	}
}

func dumpData(b *strings.Builder, pm *content.PostMortem) {
	for _, e := range pm.Timeline {
		at := "no time"
		if !e.Time.IsZero() {
			at = e.Time.Format("2006-01-02 15:04:05 -07:00 MST") + e.Time.UTC().Format(" = 01-02 15:04Z")
		}
		if e.Approximate {
			at += " approximate"
		}
		fmt.Fprintf(b, "%s %s: %q %q -> %s; event %q label %q note %q html %s\n", e.Anchor, e.Pos, e.Date, e.Clock, at, e.Event, e.Label, e.Note, inline(e.NoteHTML))
	}
	for _, c := range pm.Controls {
		fmt.Fprintf(b, "%s: %q\n%s %s: %q %s\n", c.Anchor, c.Text, c.Anchor, c.Pos, c.Name, c.Outcome)
	}
	for _, a := range pm.ActionItems {
		fmt.Fprintf(b, "%s %s: %q type %q owner %q tracking %q due %q state %q html %s\n", a.Anchor, a.Pos, a.Title, a.Type, a.Owner, a.Tracking, a.Due, a.State, inline(a.HTML))
	}
	for _, list := range pm.Lessons() {
		for _, l := range list.Lessons {
			fmt.Fprintf(b, "%s: %q hedged by %q html %s\n", l.Anchor, l.Text, l.HedgedBy, inline(l.HTML))
		}
	}
}

func dumpSections(b *strings.Builder, pm *content.PostMortem) {
	for _, s := range pm.Sections {
		fmt.Fprintf(b, "section %d %q #%s %q %s\n", s.Level, s.Kind, s.Anchor, s.Title, inline(s.Head))
		for _, p := range s.Parts {
			if p.Kind == content.Prose {
				fmt.Fprintf(b, "  %s\n", inline(p.Prose))
			} else {
				fmt.Fprintf(b, "  %s %d to %d\n", p.Kind, p.From, p.To)
			}
		}
	}
}

// inline returns a fragment on one line, with links as their destinations.
func inline(f markdown.Fragment) string {
	html := f.HTML(func(dest string) (string, bool) { return "(" + dest + ")", true })
	return strings.ReplaceAll(html, "\n", "⏎")
}

// dumpFigures writes the figures that tell something, and why the duration of the outage does
// not.
func dumpFigures(b *strings.Builder, pm *content.PostMortem) {
	figures := metrics.FiguresOf(pm)
	for _, d := range metrics.Definitions() {
		switch f := figures.Get(d.Key); {
		case f.Known() && f.Stated:
			fmt.Fprintf(b, "%s: %v stated\n", d.Key, f.Value)
		case f.Known():
			fmt.Fprintf(b, "%s: %v\n", d.Key, f.Value)
		case f.Tells():
			fmt.Fprintf(b, "%s: %s\n", d.Key, f.Class)
		case d.Key == metrics.Duration:
			fmt.Fprintf(b, "%s: %s, %s\n", d.Key, f.Class, f.Reason)
		}
	}
}

func dumpProblems(b *strings.Builder, problems []content.Problem) {
	for _, p := range problems {
		fmt.Fprintln(b, p)
		if p.Hint != "" {
			fmt.Fprintf(b, "    hint: %s\n", p.Hint)
		}
	}
}
