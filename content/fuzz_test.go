package content

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content/markdown"
)

// seeds returns every document of the golden cases.
func seeds(f *testing.F) (out []string) {
	f.Helper()
	archives, err := filepath.Glob("testdata/parse/*.txtar")
	if err != nil || len(archives) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".md") {
				out = append(out, string(file.Data))
			}
		}
	}
	return out
}

// checkParse checks what is true of every document: no position is outside of the file,
// parsing is deterministic, data and parts fit together.
func checkParse(t *testing.T, src []byte) {
	t.Helper()
	if len(src) > 1<<16 {
		t.Skip("large files are slow, not different")
	}
	zone, err := LoadZone("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	opts := Options{Zone: zone}
	pm, problems := Parse("content/a.md", src, opts)
	again, problemsAgain := Parse("content/a.md", src, opts)
	if !reflect.DeepEqual(pm, again) || !reflect.DeepEqual(problems, problemsAgain) {
		t.Fatalf("parsing twice differs:\n%+v %v\n%+v %v", pm, problems, again, problemsAgain)
	}
	lines := strings.Split(string(markdown.Normalize(src)), "\n")
	inside := func(what string, pos Pos) {
		t.Helper()
		if pos.Line < 1 || pos.Line > len(lines) || pos.Column < 1 || pos.Column > len([]rune(lines[pos.Line-1]))+1 {
			t.Errorf("%s: %v is outside of a file of %d lines", what, pos, len(lines))
		}
	}
	for _, p := range problems {
		inside(p.String(), p.Pos)
		if p.Message == "" || p.Rule == "" || p.File != "content/a.md" || p.Level == Off {
			t.Errorf("incomplete problem %+v", p)
		}
		if strings.Contains(p.Message, "goldmark") || strings.HasPrefix(p.Message, "front matter: yaml") {
			t.Errorf("the two readers of YAML disagree: %v", p)
		}
	}
	if pm == nil {
		if !HasErrors(problems) {
			t.Error("nothing was read, and no problem says why")
		}
		return
	}
	checkModel(t, pm, inside)
}

func checkModel(t *testing.T, pm *PostMortem, inside func(string, Pos)) {
	t.Helper()
	anchors := map[string]bool{}
	anchor := func(name string) {
		t.Helper()
		if name == "" || anchors[name] {
			t.Errorf("anchor %q is empty or not unique", name)
		}
		anchors[name] = true
	}
	html := func(f markdown.Fragment) {
		t.Helper()
		got := f.HTML(func(string) (string, bool) { return "x", true }) + f.HTML(func(string) (string, bool) { return "", false })
		if !utf8.ValidString(got) {
			t.Errorf("the HTML is invalid UTF-8: %q", got)
		}
		for _, bad := range []string{"<script", "<iframe", "<style", "<object", "\x00", `href="javascript`, `src="data`, `src="http`} {
			if strings.Contains(strings.ToLower(got), bad) {
				t.Errorf("the HTML has %q: %s", bad, got)
			}
		}
	}
	for _, e := range pm.Timeline {
		anchor(e.Anchor)
		inside(e.Anchor, e.Pos)
		html(e.NoteHTML)
		if e.Exact() && (e.Time.Year() < 1 || e.Time.Location() != pm.Zone) {
			t.Errorf("time %v", e.Time)
		}
	}
	for _, a := range pm.ActionItems {
		anchor(a.Anchor)
		inside(a.Anchor, a.Pos)
		html(a.HTML)
	}
	for _, c := range pm.Controls {
		anchor(c.Anchor)
		inside(c.Anchor, c.Pos)
		if !slices.Contains(Outcomes(), c.Outcome) {
			t.Errorf("%s: outcome %q", c.Anchor, c.Outcome)
		}
	}
	for _, list := range pm.Lessons() {
		for _, l := range list.Lessons {
			anchor(l.Anchor)
			html(l.HTML)
		}
	}
	lengths := map[PartKind]int{TimelineRun: len(pm.Timeline), ActionRun: len(pm.ActionItems), WellRun: len(pm.WentWell), WrongRun: len(pm.WentWrong), LuckyRun: len(pm.GotLucky)}
	for _, list := range pm.OtherLessons {
		lengths[PartKind(list.Kind)] = len(list.Lessons)
	}
	shown := map[PartKind]int{}
	for _, s := range pm.Sections {
		if s.Level > 0 {
			anchor(s.Anchor)
		}
		if s.Level > 6 {
			t.Errorf("section of level %d", s.Level)
		}
		html(s.Head)
		for _, p := range s.Parts {
			html(p.Prose)
			if p.Kind != Prose {
				if p.From != shown[p.Kind] || p.To <= p.From {
					t.Errorf("%s %d to %d, after %d", p.Kind, p.From, p.To, shown[p.Kind])
				}
				shown[p.Kind] = p.To
			}
		}
	}
	for kind, n := range lengths {
		if shown[kind] != n {
			t.Errorf("%d of %d %s are in a section", shown[kind], n, kind)
		}
	}
	for _, interval := range pm.Outage().Intervals {
		if !interval.End.IsZero() && interval.End.Before(interval.Begin) {
			t.Errorf("interval %v", interval)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add([]byte(text))
	}
	if template, err := os.ReadFile("_template.md"); err == nil {
		f.Add(template)
	}
	f.Fuzz(checkParse)
}

// FuzzFrontMatter varies only the block.
func FuzzFrontMatter(f *testing.F) {
	for _, text := range seeds(f) {
		if _, rest, ok := strings.Cut(text, "---\n"); ok {
			block, _, _ := strings.Cut(rest, "---\n")
			f.Add(block)
		}
	}
	f.Fuzz(func(t *testing.T, block string) {
		checkParse(t, []byte("---\n"+block+"\n---\n## Summary\nText.\n"))
	})
}

// FuzzTimeline varies the date, time and text of a row, in a table and in a list, in a
// zone with daylight-saving time.
func FuzzTimeline(f *testing.F) {
	for _, row := range [][4]string{
		{"2026-11-01", "01:30 EDT", "Outage begins", "a"},
		{"", "~14:30", "", "b"},
		{"xxxx/xx/xx", "14:??", "Outage ends", ""},
		{"2026/3/8", "02:30", "Note", "|"},
		{"2026-03-05", "2:05 PM", "**Outage detected:**", "&amp;"},
		{"", "10:05-11:20", "a -> b", "`x`"},
	} {
		f.Add(row[0], row[1], row[2], row[3])
	}
	const front = "---\ntitle: a\nservice: a\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-11-01\nstatus: draft\n---\n## Timeline\n"
	f.Fuzz(func(t *testing.T, date, clock, event, note string) {
		table := "| Date | Time | Metadata | Notes |\n|---|---|---|---|\n| " + date + " | " + clock + " | " + event + " | " + note + " |\n| | 12:00 | Outage ends | |\n"
		both := "\n| When | Description |\n|---|---|\n| " + date + " " + clock + " | " + event + ": " + note + " |\n"
		list := "\n- " + date + " " + clock + " " + event + ": " + note + "\n- 13:00 Incident ends\n"
		checkParse(t, []byte(front+table+both+list))
	})
}

func FuzzDuration(f *testing.F) {
	for _, text := range []string{"2h15m", "135m", "1d 4h", "PT2H15M", "2 hours 15 minutes", "2:15", "1 week, 2 days and 3 min.", "-1h", "9999999999d", "1.5h"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDuration(text)
		if err != nil {
			return
		}
		if d < 0 || d > maxDuration {
			t.Fatalf("%q is %v", text, d)
		}
		// The formatted duration can be parsed again, to the accuracy shown.
		shown := FormatDuration(d)
		again, err := ParseDuration(shown)
		if off := (again - d).Abs(); err != nil || off > max(time.Second, time.Minute/2) && off > d/24 {
			t.Fatalf("%q is %v, shown as %q, read as %v, %v", text, d, shown, again, err)
		}
	})
}
