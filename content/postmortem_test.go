package content_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
)

func TestParseAtTheLimit(t *testing.T) {
	text := front()
	for size, fits := range map[int]bool{1 << 20: true, 1<<20 + 1: false} {
		src := text + strings.Repeat(strings.Repeat("a b c ", 1000)+"\n\n", 200)
		pm, problems := content.Parse("a.md", []byte(src[:size]), content.Options{})
		if fits != (pm != nil) || fits != (len(problems) == 0) {
			t.Errorf("%d bytes: %v", size, problems)
		}
	}
}

func TestSlugs(t *testing.T) {
	for name, want := range map[string]string{
		"content/a/2026-03-05-x.md": "2026-03-05-x", "content/a/index.md": "a", "index.md": "index", "content/v1.2.md": "v1.2", "content/Größe.md": "Größe",
		"content/gro\u0308sse.md": "gr\u00f6sse", "content/a b&c.md": "a-b-c", "content/a_b-c.d.md": "a_b-c.d", "content/x²Ⅳ.md": "x²Ⅳ", "content/a b/index.md": "a-b", "content/हिन्दी.md": "हिन्दी", "content/#?%.md": "---",
	} {
		pm, _ := content.Parse(name, []byte(front()), content.Options{})
		if pm.Slug != want {
			t.Errorf("%s has the slug %q, want %q", name, pm.Slug, want)
		}
	}
}

func TestTickets(t *testing.T) {
	pm, _ := content.Parse("a.md", []byte(front("incident: [INC1]", "change: CHG1", "vendor_case: VC1")+"## Action Items\n- Do it (open; CHG2)\n"), content.Options{})
	want := []content.Ticket{{Number: "INC1"}, {Number: "CHG1"}, {Number: "VC1"}, {Number: "CHG2", Anchor: "action-1", Title: "Do it"}}
	if got := pm.Tickets(); !slices.Equal(got, want) {
		t.Errorf("tickets %v, want %v", got, want)
	}
}

func TestOverdue(t *testing.T) {
	due, _ := content.ParseDate("2026-03-05")
	day := func(text string) content.Date { d, _ := content.ParseDate(text); return d }
	for _, test := range []struct {
		state string
		due   content.Date
		asOf  string
		want  bool
	}{
		{content.Open, due, "2026-03-05", false},
		{content.Open, due, "2026-03-06", true},
		{content.InProgress, due, "2026-03-06", true},
		{content.Done, due, "2026-03-06", false},
		{content.Cancelled, due, "2026-03-06", false},
		{content.Open, content.Date{}, "2026-03-06", false},
	} {
		item := content.ActionItem{State: test.state, Due: test.due}
		if got := item.Overdue(day(test.asOf)); got != test.want {
			t.Errorf("%s, due %v, on %s: overdue %v", test.state, test.due, test.asOf, got)
		}
	}
}

// TestStanding checks the standing of an action item on a day.
func TestStanding(t *testing.T) {
	due, asOf := content.Date{Year: 2026, Month: 3, Day: 5}, content.Date{Year: 2026, Month: 3, Day: 6}
	for state, want := range map[string]string{content.Open: "overdue", content.InProgress: "overdue", content.Done: "done", content.Cancelled: "cancelled"} {
		item := content.ActionItem{State: state, Due: due}
		if got := item.StateOn(asOf); got != want {
			t.Errorf("past its due date, an item that is %s has the standing %q, want %q", state, got, want)
		}
		if got := item.StateOn(due); got != state {
			t.Errorf("on its due date, an item that is %s has the standing %q", state, got)
		}
		if got, want := item.Closed(), state == content.Done || state == content.Cancelled; got != want {
			t.Errorf("an item that is %s is closed: %v, want %v", state, got, want)
		}
	}
}

// TestLateBy checks the number of days by which a post mortem that is not completed is
// past the target.
func TestLateBy(t *testing.T) {
	day := func(d int) content.Date { return content.DateOf(time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC)) }
	for _, test := range []struct {
		status string
		date   content.Date
		asOf   content.Date
		target int
		want   int
	}{
		{content.Review, day(5), day(15), 10, 0},
		{content.Review, day(5), day(16), 10, 1},
		{content.Draft, day(5), day(16), 10, 1},
		{"", day(5), day(36), 10, 21},
		{content.Review, day(5), day(1), 10, 0},
		{content.Completed, day(5), day(16), 10, 0},
		{content.Review, day(5), day(16), 0, 0},
		{content.Review, content.Date{}, day(16), 10, 0},
		{content.Review, day(5), content.Date{}, 10, 0},
	} {
		pm := content.PostMortem{Status: test.status, Date: test.date}
		if got := pm.LateBy(test.asOf, test.target); got != test.want {
			t.Errorf("%q of %s is on %s, with a target of %d days, late by %d days, want %d", test.status, test.date, test.asOf, test.target, got, test.want)
		}
	}
}

// TestIsDraft checks that only review and completed are past draft.
func TestIsDraft(t *testing.T) {
	for status, want := range map[string]bool{"": true, content.Draft: true, content.Review: false, content.Completed: false, "archived": false} {
		pm := content.PostMortem{Status: status}
		if got := pm.IsDraft(); got != want {
			t.Errorf("a post mortem with the status %q is a draft: %v, want %v", status, got, want)
		}
	}
}

// TestKey checks the name by which other documents cite a post mortem.
func TestKey(t *testing.T) {
	pm := content.PostMortem{ID: "PM-1", Slug: "slow"}
	if pm.Key() != "PM-1" {
		t.Errorf("cited as %s, want its id", pm.Key())
	}
	if pm.ID = ""; pm.Key() != "slow" {
		t.Errorf("without an id cited as %s, want its slug", pm.Key())
	}
}

// TestSectionText checks that the text of a section includes the author's own sections
// within it, and nothing else.
func TestSectionText(t *testing.T) {
	pm, _ := read(t, front()+`
## Root cause
One.

Two.

### Mine
Three.

#### Deeper
Four.

### Resolution
Five.

## Elsewhere
Six.

### Causes
Seven.

## What went well
- data

Prose.
`)
	for kind, want := range map[content.SectionKind]string{
		content.CausesSection:     "One.\n\nTwo.\n\nThree.\n\nFour.\n\nSeven.",
		content.ResolutionSection: "Five.",
		content.WellSection:       "Prose.",
		"":                        "Text.\n\nSix.",
		content.TriggerSection:    "",
	} {
		if got := pm.Text(kind); got != want {
			t.Errorf("the text of the section %q is %q, want %q", kind, got, want)
		}
	}
}

// TestLinks checks that relative links are found everywhere in a document, and which
// files they refer to.
func TestLinks(t *testing.T) {
	pm, problems := read(t, front()+`
## Head [1](1.md)
[2](2.md) ![3](3.png) [x](https://example.org/) [y](#y)

## Timeline
- 10:00 Note: [4](4.md)

## Action Items
- [5](5.md)

## What went well
- [6](6.md)

## What went wrong
- [7](7.md)

## Where we got lucky
- [8](8.md)
`)
	want := []string{"1.md", "2.md", "3.png", "4.md", "5.md", "6.md", "7.md", "8.md"}
	if got := pm.Links(); !slices.Equal(got, want) || problems != "" {
		t.Errorf("links %q, want %q; %s", got, want, problems)
	}
	pm.Path = "content/2026/a.md"
	for dest, want := range map[string]string{
		"b.md": "content/2026/b.md", "../c/d.md#e": "content/c/d.md", "b.md?x#y": "content/2026/b.md", "b%20c.md": "content/2026/b c.md", "b%2.md": "content/2026/b%2.md",
		"../../../x": "../x", "./b/../c.png": "content/2026/c.png", "#only": "content/2026", "a%3Fb%23c.md": "content/2026/a?b#c.md",
	} {
		if got := pm.Target(dest); got != want {
			t.Errorf("a link to %s means the file %s, want %s", dest, got, want)
		}
	}
}

// TestHistory checks when a document was added, last changed, and reached a status, also
// for a truncated history.
func TestHistory(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC) }
	h := &content.History{Revisions: []content.Revision{
		{Time: at(9), Status: "completed"}, {Time: at(7), Status: "review"}, {Time: at(6), Status: "review"}, {Time: at(5), Status: "draft"},
	}}
	expect := func(what string, got time.Time, want int) {
		t.Helper()
		if want == 0 && !got.IsZero() || want > 0 && !got.Equal(at(want)) {
			t.Errorf("%s at %v, want March %d (0: not known)", what, got, want)
		}
	}
	expect("added", h.Created(), 5)
	expect("changed", h.Changed(), 9)
	expect("in review", h.Reached("review"), 6)
	expect("a draft", h.Reached("draft"), 5)
	expect("completed", h.Reached("completed"), 9)
	expect("archived", h.Reached("archived"), 0)
	h.Truncated = true
	expect("added before the clone begins", h.Created(), 0)
	expect("changed", h.Changed(), 9)
	expect("in review", h.Reached("review"), 6)
	expect("a draft before the clone begins", h.Reached("draft"), 0)
	for what, h := range map[string]*content.History{"no history": nil, "an empty history": {}} {
		expect(what+": added", h.Created(), 0)
		expect(what+": changed", h.Changed(), 0)
		expect(what+": in review", h.Reached("review"), 0)
	}
}

// TestProblems checks how a problem is formatted, which ones stop a build, and their
// order in a report.
func TestProblems(t *testing.T) {
	p := content.Problem{File: "a.md", Pos: content.Pos{Line: 3, Column: 7}, Level: content.Warning, Rule: "date", Message: "late", Hint: "hurry"}
	if got, want := p.String(), "a.md:3:7: warning: late [date]"; got != want {
		t.Errorf("written as %q, want %q", got, want)
	}
	if got, want := (content.Problem{File: "a.md", Rule: "date", Message: "late"}).String(), "a.md:1:1: error: late [date]"; got != want {
		t.Errorf("about the whole file: %q, want %q", got, want)
	}
	for level, word := range map[content.Level]string{content.Error: "error", content.Warning: "warning", content.Info: "info", content.Off: "off"} {
		if level.String() != word {
			t.Errorf("a level is called %s, want %s", level, word)
		}
		if got := content.HasErrors([]content.Problem{p, {Level: level}}); got != (level == content.Error) {
			t.Errorf("a problem of the level %s stops a build: %v", word, got)
		}
	}
	sorted := []content.Problem{
		{File: "a.md", Rule: "z"},
		{File: "a.md", Pos: content.Pos{Line: 1, Column: 2}},
		{File: "a.md", Pos: content.Pos{Line: 2, Column: 1}, Rule: "a", Message: "b"},
		{File: "a.md", Pos: content.Pos{Line: 2, Column: 1}, Rule: "b", Message: "a", Hint: "first"},
		{File: "a.md", Pos: content.Pos{Line: 2, Column: 1}, Rule: "b", Message: "a", Hint: "second"},
		{File: "a.md", Pos: content.Pos{Line: 2, Column: 1}, Rule: "b", Message: "c", Level: content.Warning},
		{File: "a.md", Pos: content.Pos{Line: 10, Column: 1}},
		{File: "b.md"},
	}
	shuffled := []content.Problem{sorted[7], sorted[6], sorted[5], sorted[3], sorted[4], sorted[2], sorted[1], sorted[0]}
	if content.SortProblems(shuffled); !slices.Equal(shuffled, sorted) {
		t.Errorf("in the order\n%+v\nwant\n%+v", shuffled, sorted)
	}
}

// TestParseLevels checks that a site may change the levels of problems in a document, but
// not of those that keep it from being read.
func TestParseLevels(t *testing.T) {
	text := []byte(front("titel: x", "duration: 90"))
	levels := map[string]content.Level{"unknown-key": content.Info, "duration": content.Off}
	if pm, problems := content.Parse("a.md", text, content.Options{Levels: levels}); pm == nil || reported(problems) != "a.md:10:1: info: unknown key `titel` [unknown-key]" {
		t.Errorf("reported %s", reported(problems))
	}
	levels = map[string]content.Level{"front-matter": content.Off}
	for _, text := range []string{"---\ntitle: [\n---\n", "none", "\x00", strings.Repeat("a", 1<<20+1)} {
		if pm, problems := content.Parse("a.md", []byte(text), content.Options{Levels: levels}); pm != nil || len(problems) != 1 || problems[0].Level != content.Error {
			t.Errorf("%.20q cannot be read, but a site that turns the rule off reports %v", text, problems)
		}
	}
}

// TestFingerprint checks that the fingerprint is the same exactly for options that read
// documents alike.
func TestFingerprint(t *testing.T) {
	zone, err := content.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	usual := content.Options{}.Fingerprint()
	for what, o := range map[string]content.Options{
		"the defaults written out": {Zone: time.UTC, Vocabularies: content.BuiltinVocabularies()},
		"what does not matter":     {Levels: map[string]content.Level{"date": content.Off}},
	} {
		if o.Fingerprint() != usual {
			t.Errorf("%s: another fingerprint", what)
		}
	}
	seen := map[string]string{usual: "the defaults"}
	others := map[string]content.Options{"another zone": {Zone: zone}}
	for name, of := range map[string]func(*content.Vocabularies) *content.Vocabulary{
		"severity": func(v *content.Vocabularies) *content.Vocabulary { return v.Severity }, "impact": func(v *content.Vocabularies) *content.Vocabulary { return v.Impact },
		"detection": func(v *content.Vocabularies) *content.Vocabulary { return v.Detection }, "status": func(v *content.Vocabularies) *content.Vocabulary { return v.Status },
		"event": func(v *content.Vocabularies) *content.Vocabulary { return v.Event }, "action type": func(v *content.Vocabularies) *content.Vocabulary { return v.ActionType },
		"action state": func(v *content.Vocabularies) *content.Vocabulary { return v.ActionState },
	} {
		v, w := content.BuiltinVocabularies(), content.BuiltinVocabularies()
		of(v).Extend([]string{"so far unknown"}, nil)
		of(w).Extend(nil, map[string]string{"so far unknown": of(w).Values[0]})
		others["another "+name], others["another word for a "+name] = content.Options{Vocabularies: v}, content.Options{Vocabularies: w}
	}
	for what, o := range others {
		print := o.Fingerprint()
		if same, taken := seen[print]; taken {
			t.Errorf("%s has the fingerprint of %s", what, same)
		}
		seen[print] = what
	}
}

// TestWordsOfTheFormat checks the meaning of column heads, labels and headings for other
// packages.
func TestWordsOfTheFormat(t *testing.T) {
	for head, want := range map[string]string{
		"Action Item": "title", "TASK": "title", "Description": "title", "Type": "type", "Owner": "owner", "Tracking information": "tracking", "Ticket": "tracking", "Bug": "tracking",
		"Due": "due", "Due date": "due", "Status": "state", "State": "state", "Priority": "", "": "",
	} {
		if got := content.ActionColumn(head); got != want {
			t.Errorf("a column %q of the action items holds %q, want %q", head, got, want)
		}
	}
	for label, want := range map[string]string{
		"Service name": "service", "Services affected": "service", "Impact severity": "severity", "Incident / Change #": "incident", "Vendor Case #": "vendor_case",
		"Post-Mortem Status": "status", "Time zone": "timezone", "Author": "authors", "Title": "title", "Weather": "",
	} {
		if got := content.KeyForLabel(label); got != want {
			t.Errorf("a row %q has the key %q, want %q", label, got, want)
		}
	}
	for heading, want := range map[string]content.SectionKind{
		"Summary": content.SummarySection, "TIMELINE": content.TimelineSection, "Contributing factors": content.CausesSection, "root-cause": content.CausesSection, "Failed controls": content.ControlsSection,
		"Which controls failed?": content.ControlsSection, "Trigger": content.TriggerSection, "Resolution": content.ResolutionSection, "Review": content.ReviewSection, "Action Items": content.ActionsSection,
		"Lessons": content.LessonsSection, "What went well": content.WellSection, "What went wrong?": content.WrongSection, "Where we got lucky": content.LuckySection,
		"References": content.ReferencesSection, "Tags": content.TagsSection, "Reminders": content.RemindersSection, "Own": "",
	} {
		if got := content.SectionOf(heading); got != want {
			t.Errorf("the heading %q names the section %q, want %q", heading, got, want)
		}
	}
	for _, key := range content.Keys() {
		if found, ok := content.LookupKey(key.Name); !ok || found.Name != key.Name {
			t.Errorf("the key %s is not found", key.Name)
		}
		if key.Label != "" && content.KeyForLabel(key.Label) != key.Name {
			t.Errorf("the row %q has the key %q, want %s", key.Label, content.KeyForLabel(key.Label), key.Name)
		}
	}
	for plural, want := range map[string]string{"services": "service", "impacts": "impact", "incidents": "incident", "changes": "change", "vendor_cases": "vendor_case"} {
		if key, ok := content.LookupKey(plural); !ok || key.Name != want {
			t.Errorf("%s is another spelling of %q, want %s", plural, key.Name, want)
		}
	}
	if key, ok := content.LookupKey("Title"); ok {
		t.Errorf("Title is found as %s", key.Name)
	}
	if content.Keys()[0].Name = "x"; content.Keys()[0].Name != "title" {
		t.Error("a caller can change the keys of the format")
	}
	if got := content.FoldHeading(" What went_well? "); got != "what went well" {
		t.Errorf("folded to %q", got)
	}
}

// TestIsPlaceholder checks which values count as empty: the template's, dashes, and n/a
// for an optional key.
func TestIsPlaceholder(t *testing.T) {
	for _, test := range []struct {
		key, value string
		want       bool
	}{
		{"title", "Post Mortem Title", true},
		{"title", "Another title", false},
		{"date", "xxxx / xx / xx", true},
		{"due", "x", true},
		{"duration", "xx", true},
		{"date", "2026-03-05", false},
		{"vendor", "xx", false},
		{"date", "??", false},
		{"severity", "critical / high / medium / low / near miss", true},
		{"impact", "Data loss / latency / availability / cosmetic", true},
		{"detection", "manual / configured alarm / other", true},
		{"status", "Draft / Review / Completed", true},
		{"status", "draft", false},
		{"vendor", "", true},
		{"vendor", " – — - ", true},
		{"vendor", "N/A", true},
		{"vendor", "none", true},
		{"vendor", "- none -", true},
		{"service", "none", false},
		{"authors", "n/a", false},
		{"title", "None", false},
		{"no such key", "n/a", true},
	} {
		if got := content.IsPlaceholder(test.key, test.value); got != test.want {
			t.Errorf("%s: %q counts as empty: %v, want %v", test.key, test.value, got, test.want)
		}
	}
}

// TestPointerIsNoDocument checks that a Git LFS pointer is reported, and that a longer
// text with the same beginning is read.
func TestPointerIsNoDocument(t *testing.T) {
	const mark = "version https://git-lfs.github.com/spec/"
	for size, want := range map[int]string{
		len(mark): "content/a.md:1:1: error: the file is a Git LFS pointer; its content was not fetched [front-matter]",
		1024:      "content/a.md:1:1: error: the file is a Git LFS pointer; its content was not fetched [front-matter]",
		1025:      "content/a.md:1:1: error: no front matter [front-matter]",
	} {
		if pm, got := read(t, mark+strings.Repeat("x", size-len(mark))); pm != nil || got != want {
			t.Errorf("a document of %d bytes: reported %s, want %s", size, got, want)
		}
	}
}
