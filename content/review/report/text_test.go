package report_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/review/report"
)

// written returns a report in a format.
func written(t *testing.T, form string, d report.Diff) string {
	t.Helper()
	format, ok := report.Lookup(form)
	if !ok {
		t.Fatalf("the format %s is missing", form)
	}
	var b strings.Builder
	if err := format.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// branch returns a diff with one document of each kind, findings in them and in other
// files, and totals of the collection.
func branch() report.Diff {
	closed := review.Change{Kind: review.ActionClosed, Item: "Disk", From: "open", To: "done"}
	reopened := review.Change{Kind: review.ActionReopened, Item: "Cable", From: "done", To: "open"}
	removed := review.Change{Kind: review.ActionRemoved, Item: "Docs", From: "open"}
	added := review.Change{Kind: review.ActionAdded, Item: "Alarm", Note: "team"}
	return report.Diff{
		Base: "main", Head: "topic", AsOf: content.Date{Year: 2026, Month: 6, Day: 2},
		Documents: []review.Document{
			{
				Kind: review.Added, Path: "c/new.md", Title: "New", ID: "PM-1", Status: "draft", Summary: "It stopped.",
				Severity: "high", Services: []string{"queue", "mail"}, Date: "2026-05-02", Lengths: []review.Length{{Name: "outage", After: "1 h"}},
				Facts:   []review.Fact{{Name: "severity", Value: "high"}, {Name: "timeline", Value: "3 entries"}},
				Changes: []review.Change{added}, Items: []review.Item{{Title: "Alarm", State: "open", Owner: "team", Due: "2026-06-01", Line: 20, Changes: []review.Change{added}}},
			},
			{
				Kind: review.Field, Path: "c/changed.md", Title: "Changed", Status: "review", Facts: []review.Fact{}, Corrects: []string{"severity: high → low", "services changed"},
				Severity: "low", Lengths: []review.Length{{Name: "outage", Before: "1 h", After: "2 h"}},
				Changes: []review.Change{
					{Kind: review.Field, Name: "status", From: "draft", To: "review"},
					{Kind: review.Field, Name: "severity", From: "high", To: "low"},
					{Kind: review.Field, Name: "title", From: "A", To: "Changed", Free: true},
					{Kind: review.Figure, Name: "duration of the outage", From: "1 h", To: "2 h"},
					{Kind: review.Figure, Name: "time to detect", From: "5 min", To: "1 h"},
					{Kind: review.Timeline, To: "1 entry changed", Note: "Outage begins"},
					added, closed, reopened, removed,
				},
				Items: []review.Item{
					{Title: "Alarm", State: "open", Line: 20, Changes: []review.Change{added}},
					{Title: "Disk", State: "done", Owner: "team", Tracking: []string{"OPS-1"}, Line: 21, Changes: []review.Change{closed}},
					{Title: "Cable", State: "open", Owner: "team", Due: "2026-06-02", Line: 22, Changes: []review.Change{reopened}},
					{Title: "Same", State: "in progress", Owner: "team", Due: "2026-06-01", Line: 23},
					{Title: "Docs", State: "open", Owner: "team", Due: "2026-06-01", Changes: []review.Change{removed}},
				},
				Rows: []review.Row{{Change: "changed", Event: "Outage begins", From: clock(10), To: clock(9), Line: 7}},
			},
			{Kind: review.Renamed, Path: "c/to.md", From: "c/from.md", Title: "Moved", Changes: []review.Change{{Kind: review.Text, To: "Summary"}}},
			{Kind: review.Removed, Path: "c/gone.md", Title: "Gone", Reason: "It was *twice* here.", Changes: []review.Change{}},
		},
		Totals: []review.Total{{Name: "post mortems", Before: "9", After: "10"}, {Name: "durée médiane", Before: "too few", After: "1 h"}},
		Findings: []check.Finding{
			{File: "c/new.md", Line: 3, Column: 1, Level: content.Warning, Message: "late", Rule: "late"},
			{File: "c/new.md", Line: 4, Level: content.Error, Message: "no owner", Hint: "name one", Rule: "owner"},
			{File: "c/new.md", Line: 5, Level: content.Info, Message: "a note", Rule: "note"},
			{File: "c/new.md", Line: 7, Level: content.Error, Message: "no owner", Hint: "name one", Rule: "owner"},
			{File: "c/new.md", Line: 8, Level: content.Error, Message: "no owner", Hint: "name one", Rule: "owner"},
			{File: "c/other.md", Line: 6, Level: content.Error, Message: "cannot be read", Rule: "yaml"},
			{File: "c/other.md", Line: 7, Level: content.Info, Message: "a note", Rule: "note"},
		},
		Ahead: []check.Finding{{File: "c/new.md", Line: 9, Level: content.Error, Message: "no cause", Hint: "say why", Rule: "cause"}},
	}
}

func clock(hour int) time.Time { return time.Date(2026, 5, 2, hour, 30, 0, 0, time.UTC) }

// TestText checks the whole report for people: documents with their findings, separated by
// empty lines, then findings in other files, then the totals in columns.
func TestText(t *testing.T) {
	t.Parallel()
	want := `new draft: New
  c/new.md
  It stopped.
  severity: high
  timeline: 3 entries
  action item: Alarm (team)
  error: lines 4, 7–8: no owner [owner]
  warning: line 3: late [late]
  to write before the review: line 9: no cause [cause]

ready for review; severity, timeline, action items and text changed: Changed
  c/changed.md
  severity high → low · draft → review · outage 1 h → 2 h
  the page will say: Corrected: severity: high → low; services changed
  status: draft → review
  severity: high → low
  title: A → Changed
  duration of the outage: 1 h → 2 h
  time to detect: 5 min → 1 h
  timeline: 1 entry changed (Outage begins)
  action item added: Alarm (team)
  action item closed: Disk
  action item reopened: Cable
  action item removed: Docs

renamed; text changed: Moved
  c/to.md
  from c/from.md
  text edited: Summary

removed: Gone
  c/gone.md
  reason: It was *twice* here.

  error: c/other.md:6: cannot be read [yaml]

the collection
  post mortems         9 → 10
  durée médiane  too few → 1 h
`
	if got := written(t, "text", branch()); got != want {
		t.Errorf("the report for people is\n%s, want\n%s", got, want)
	}
}

// TestTextOfNothing checks that the report names the base if nothing differs, unless there
// are findings.
func TestTextOfNothing(t *testing.T) {
	t.Parallel()
	if got := written(t, "text", report.Diff{Base: "main"}); got != "no post mortem differs from main\n" {
		t.Errorf("without changes, the report is %q", got)
	}
	wrong := report.Diff{Base: "main", Findings: []check.Finding{{File: "a.md", Line: 2, Level: content.Warning, Message: "late", Rule: "late"}}}
	if got := written(t, "text", wrong); got != "\n  warning: a.md:2: late [late]\n" {
		t.Errorf("with only a finding, the report is %q", got)
	}
}

// TestTextInColor checks that titles are bold, errors red, removed and reopened action items
// yellow, and closed ones green.
func TestTextInColor(t *testing.T) {
	t.Parallel()
	d := branch()
	d.Color = true
	got := written(t, "text", d)
	for _, want := range []string{
		"\x1b[1mnew draft: New\x1b[0m\n", "\x1b[31merror:\x1b[0m lines 4", "\x1b[33mwarning:\x1b[0m line 3", "\x1b[2mto write before the review:\x1b[0m line 9", "  \x1b[32maction item closed: Disk\x1b[0m\n",
		"  \x1b[33maction item reopened: Cable\x1b[0m\n", "  \x1b[33maction item removed: Docs\x1b[0m\n", "\n  action item added: Alarm (team)\n",
		"\n  status: draft → review\n", "\x1b[1mthe collection\x1b[0m\n", "\x1b[31merror:\x1b[0m c/other.md:6",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the coloured report lacks %q:\n%q", want, got)
		}
	}
}

// TestTextDoesNotControlTheTerminal checks that control characters are replaced in
// everything an author wrote.
func TestTextDoesNotControlTheTerminal(t *testing.T) {
	t.Parallel()
	const bad = "\x1b[2Jx"
	got := written(t, "text", report.Diff{
		Documents: []review.Document{{
			Kind: review.Renamed, Path: bad, From: bad, Title: bad, Summary: bad, Facts: []review.Fact{{Name: "vendor", Value: bad}},
			Changes: []review.Change{{Kind: review.Text, To: bad}},
		}},
		Findings: []check.Finding{{File: bad, Line: 1, Message: bad, Rule: "x"}, {File: "b" + bad, Line: 1, Message: "m", Rule: "x"}},
	})
	if strings.Contains(got, "\x1b") || strings.Count(got, "�[2Jx") != 8 {
		t.Errorf("a document controls the terminal, or its words are lost: %q", got)
	}
}

// TestJSON checks the report for programs: documents, totals and findings, lists that are
// never null, and a null head for the work tree.
func TestJSON(t *testing.T) {
	t.Parallel()
	type reportJSON struct {
		SchemaVersion int              `json:"schema_version"`
		Base          string           `json:"base"`
		Head          *string          `json:"head"`
		PostMortems   []map[string]any `json:"postmortems"`
		Totals        []review.Total   `json:"totals"`
		Findings      []map[string]any `json:"findings"`
		Ahead         []map[string]any `json:"before_review"`
	}
	read := func(d report.Diff) (got reportJSON, text string) {
		text = written(t, "json", d)
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		return got, text
	}
	d := branch()
	d.Documents[0].Title = "<New> & more"
	got, text := read(d)
	if got.SchemaVersion != 1 || got.Base != "main" || got.Head == nil || *got.Head != "topic" {
		t.Errorf("the schema version is %d, the base %q and the head %v, want 1, main and topic", got.SchemaVersion, got.Base, got.Head)
	}
	if len(got.PostMortems) != 4 || len(got.Totals) != 2 || got.Totals[0] != d.Totals[0] || len(got.Findings) != 7 || len(got.Ahead) != 1 {
		t.Errorf("the report has %d post mortems, the totals %v and %d findings, want all of them", len(got.PostMortems), got.Totals, len(got.Findings))
	}
	first := got.PostMortems[0]
	if s := fmt.Sprintf("%v %v %v %v %q %v %v", first["kind"], first["path"], first["id"], first["status"], first["summary"], first["facts"], first["changes"]); s !=
		`added c/new.md PM-1 draft "It stopped." [map[name:severity value:high] map[name:timeline value:3 entries]] [map[item:Alarm kind:action added note:team]]` {
		t.Errorf("a new post mortem is %s", s)
	}
	if s := fmt.Sprintf("%v %v %v %v %v %v", first["outcome"], first["severity"], first["services"], first["date"], first["lengths"], first["action_items"]); s !=
		`new draft high [queue mail] 2026-05-02 [map[after:1 h name:outage]] [map[changes:[map[item:Alarm kind:action added note:team]] due:2026-06-01 line:20 owner:team state:open title:Alarm]]` {
		t.Errorf("what a reviewer needs to know of a new post mortem is %s", s)
	}
	if s := fmt.Sprint(got.PostMortems[1]["timeline"]); s != "[map[change:changed event:Outage begins from:2026-05-02T10:30:00Z line:7 to:2026-05-02T09:30:00Z]]" {
		t.Errorf("the rows that differ are %s", s)
	}
	if s := fmt.Sprintf("%v %v %v %q %v", got.Findings[1]["file"], got.Findings[1]["level"], got.Findings[1]["rule"], got.Findings[1]["hint"], got.Findings[2]["level"]); s != `c/new.md error owner "name one" info` {
		t.Errorf("the findings are %s", s)
	}
	if !strings.Contains(text, `"<New> & more"`) || !strings.HasPrefix(text, "{\n  \"schema_version\": 1,\n") {
		t.Errorf("the report is not indented JSON with literal < and &:\n%s", text)
	}
	empty, text := read(report.Diff{Base: "main"})
	if empty.Head != nil || !strings.Contains(text, `"head": null`) {
		t.Errorf("the work tree has a name: %s", text)
	}
	for _, post := range got.PostMortems {
		if list, ok := post["looks_alike"].([]any); !ok || len(list) > 0 {
			t.Errorf("what looks alike is %v, want an empty list", post["looks_alike"])
		}
	}
	for _, list := range []string{`"postmortems": []`, `"totals": []`, `"findings": []`, `"before_review": []`} {
		if !strings.Contains(text, list) {
			t.Errorf("an empty report lacks %s:\n%s", list, text)
		}
	}
}

// TestLooksAlike checks that text and JSON name at most three post mortems that look like a new one, as the comment does.
func TestLooksAlike(t *testing.T) {
	t.Parallel()
	d := branch()
	for _, key := range []string{"PM-6", "PM-7", "PM-8", "PM-9"} {
		d.Alike = map[string][]report.Alike{"c/new.md": append(d.Alike["c/new.md"], report.Alike{Path: "c/old.md", Key: key, Title: "Old", Reason: "service mail"})}
	}
	text := written(t, "text", d)
	want := "  action item: Alarm (team)\n  looks alike: PM-6, Old (service mail)\n  looks alike: PM-7, Old (service mail)\n  looks alike: PM-8, Old (service mail)\n  error: "
	if !strings.Contains(text, want) {
		t.Errorf("the text lacks\n%s in\n%s", want, text)
	}
	var got struct {
		PostMortems []struct {
			LooksAlike []report.Alike `json:"looks_alike"`
		} `json:"postmortems"`
	}
	if err := json.Unmarshal([]byte(written(t, "json", d)), &got); err != nil {
		t.Fatal(err)
	}
	if list := got.PostMortems[0].LooksAlike; len(list) != 3 || list[2] != d.Alike["c/new.md"][2] {
		t.Errorf("what looks alike is %v in JSON, want the first three of %v", list, d.Alike["c/new.md"])
	}
}

// full is a writer that fails, like a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// TestFormats checks the list of formats, and that each reports a failed write.
func TestFormats(t *testing.T) {
	t.Parallel()
	var names []string
	for _, f := range report.Formats() {
		names = append(names, f.Name+": "+f.Doc)
		if err := f.Write(full{}, branch()); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%s on a full disk: the error is %v", f.Name, err)
		}
	}
	if got := strings.Join(names, "; "); got != "text: for people; markdown: the comment on a pull request; json: for programs, with schema_version" {
		t.Errorf("the formats are %q", got)
	}
	if _, ok := report.Lookup("xml"); ok {
		t.Error("Lookup found the format xml, which does not exist")
	}
}
