package meeting_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/meeting"
)

const night = `---
title: Gates offline
id: PM-2026-0001
service: gates
severity: high
date: 2026-03-05
authors: [on-call engineer]
status: review
---
## Timeline
| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-05 | 01:00 | Outage begins | Gates at both terminals show "closed" |
| | 01:20 | Outage detected | The terminal operations lead calls |
| | 01:22 | Incident created | INC12 |
| | 01:25 | | Restart of the controller, no effect |
| | 01:30 | | Network suspected at first {not markup}* |
| | ~01:50 | | Somebody from the vendor calls back |
| | 02:40 | | Database administrators find the full disk |
| | 02:55 | | Old logs deleted by hand |
| | 03:00 | Outage ends | Gates open |
| 2026-03-06 | 09:00 | Incident ends | Alarm for the disk in place |

## Action items
| Action Item | Owner | Due | Status |
| --- | --- | --- | --- |
| Alarm \| for the disk | platform team | 2026-03-20 | open |
| Second gate | platform team | | done |
`

func prepare(t *testing.T, src string, roles ...string) meeting.Sheet {
	t.Helper()
	pm, problems := content.Parse("gates.md", []byte(src), content.Options{})
	if pm == nil {
		t.Fatal(problems)
	}
	return meeting.Prepare(pm, roles, []meeting.Voice{{Role: "Service owner (gates)", Why: []string{"owns gates"}}})
}

// TestQuestions checks each kind of question on one timeline.
func TestQuestions(t *testing.T) {
	s := prepare(t, night, "database administrator", "terminal operations lead", "administrator")
	want := []struct{ begin, rows string }{
		{"It began at 01:00 and was noticed at 01:20, 20 min later.", "timeline-1 timeline-2"},
		{"At 01:20, the timeline names the terminal operations lead for the first time.", "timeline-2"},
		{"At 01:25, “Restart of the controller, no effect”. What pointed that way", "timeline-4"},
		{"At 01:30, “Network suspected at first \\{not markup\\}\\*”. What pointed that way", "timeline-5"},
		{"Nothing is written down for 1 h 10 min between 01:30", "timeline-5 timeline-7"},
		{"“Somebody from the vendor calls back” has no exact time (about 01:50).", "timeline-6"},
		{"At 02:40, the timeline names the database administrator for the first time.", "timeline-7"},
		{"The last thing before the end was, at 02:55, “Old logs deleted by hand”.", "timeline-8"},
	}
	for i, q := range s.Questions {
		if i >= len(want) || !strings.HasPrefix(q.Text, want[i].begin) || strings.Join(q.Rows, " ") != want[i].rows {
			t.Errorf("question %d is %q about %v", i+1, q.Text, q.Rows)
		}
	}
	if len(s.Questions) != len(want) || len(want) != meeting.MaxQuestions {
		t.Errorf("%d questions, want %d", len(s.Questions), len(want))
	}
}

// TestSense checks the questions about rows that say how people made sense of the incident.
func TestSense(t *testing.T) {
	s := prepare(t, strings.NewReplacer(
		"| 01:25 | |", "| 01:25 | Decision |", "| 01:30 | |", "| 01:30 | Hypothesis |", "| ~01:50 | |", "| 01:50 | Surprise |", " at first", "",
	).Replace(night))
	var text string
	for _, q := range s.Questions {
		text += q.Text + "\n"
	}
	for _, want := range []string{
		"The decision at 01:25 was “Restart of the controller, no effect”. What else was there to choose from",
		"At 01:30, “Network suspected \\{not markup\\}\\*”. What pointed that way",
		"At 01:50, “Somebody from the vendor calls back” was a surprise. What had people expected",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no question %q in:\n%s", want, text)
		}
	}
}

// TestEnd checks what a short timeline is asked: nothing is left out, up to its last row.
func TestEnd(t *testing.T) {
	s := prepare(t, strings.NewReplacer("~01:50", "", " suspected at first", "", ", no effect", "").Replace(night))
	last := s.Questions[len(s.Questions)-1]
	if !strings.HasPrefix(last.Text, "The timeline ends at 09:00 on 6 March 2026 with “Alarm for the disk in place”.") {
		t.Errorf("the last question is %q", last.Text)
	}
}

// TestOngoing checks that nothing is asked about an end that has not come.
func TestOngoing(t *testing.T) {
	src := strings.Replace(night, "| | 03:00 | Outage ends | Gates open |\n| 2026-03-06 | 09:00 | Incident ends | Alarm for the disk in place |\n", "", 1)
	for _, q := range prepare(t, src).Questions {
		if strings.Contains(q.Text, "the end") || strings.Contains(q.Text, "ends at") || strings.Contains(q.Text, "over") {
			t.Errorf("asked: %s", q.Text)
		}
	}
}

func TestVoices(t *testing.T) {
	s := prepare(t, night, "database administrator", "administrator", "terminal operations lead", "lead")
	var got []string
	for _, v := range s.Voices {
		got = append(got, v.Role+" | "+strings.Join(v.Why, ", "))
	}
	want := []string{
		"on-call engineer | ",
		"Service owner (gates) | owns gates",
		"platform team | owns 2 action items",
		"terminal operations lead | in the timeline from 01:20",
		"database administrator | in the timeline from 02:40",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if heard := s.Heard(); len(heard) != 1 || heard[0].Role != "on-call engineer" || len(s.NotHeard()) != 4 {
		t.Errorf("heard %v", heard)
	}
}

// TestSample checks that each post mortem of the sample has five to eight questions, in the order of its timeline.
func TestSample(t *testing.T) {
	names, err := fs.Glob(content.Sample, "postmortems/*/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		src, err := fs.ReadFile(content.Sample, name)
		if err != nil {
			t.Fatal(err)
		}
		pm, _ := content.Parse(name, src, content.Options{})
		if n := len(meeting.Prepare(pm, nil, nil).Questions); n < 5 || n > meeting.MaxQuestions {
			t.Errorf("%s: %d questions", name, n)
		}
	}
}

// TestPages checks that the first page has no action items, and that nothing of a document becomes markup.
func TestPages(t *testing.T) {
	hostile := strings.Replace(night, "Old logs deleted by hand", "Old <script>alert(1)</script> **logs** deleted", 1)
	s := prepare(t, hostile)
	d := meeting.Details{AsOf: content.Date{Year: 2026, Month: 4, Day: 1}, URL: "https://pm.example/postmortems/gates/", Findings: slices.Repeat([]meeting.Finding{{Line: 3, Rule: "a", Message: "first"}}, 12)}
	first, second, found := strings.Cut(s.Markdown(d), "\n---\n")
	if !found || strings.Contains(first, "Alarm \\| for") || !strings.Contains(second, "| Alarm \\| for the disk | platform team | 2026-03-20 | overdue |") {
		t.Errorf("first page:\n%s\nsecond page:\n%s", first, second)
	}
	for _, want := range []string{
		"# [Gates offline](https://pm.example/postmortems/gates/)\n", "PM-2026-0001 · 2026-03-05 · gates · high · 2 h · review",
		"([row 1](https://pm.example/postmortems/gates/#timeline-1), [row 2](",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("the first page lacks %q:\n%s", want, first)
		}
	}
	if strings.Count(second, "- line 3: first (`a`)\n") != 10 || !strings.Contains(second, "- and 2 more, which `pmsite check` lists\n") || strings.Contains(first, "first (") {
		t.Errorf("second page:\n%s", second)
	}
	page := s.HTML(d)
	if strings.Contains(page, "<script") || strings.Contains(page, "<strong>logs") || strings.Count(page, "<section>") != 2 || strings.Count(page, "<h1>") != 2 {
		t.Errorf("page:\n%s", page)
	}
}

// TestWithoutTimeline checks a document of which nothing is known.
func TestWithoutTimeline(t *testing.T) {
	pm, _ := content.Parse("a.md", []byte("---\ntitle: a\n---\n"), content.Options{})
	page := meeting.Prepare(pm, nil, nil).Markdown(meeting.Details{})
	if !strings.Contains(page, "The timeline has no rows to ask about.") || !strings.Contains(page, "nobody; the post mortem names no authors") {
		t.Errorf("page:\n%s", page)
	}
}
