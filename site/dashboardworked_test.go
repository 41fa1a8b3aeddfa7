package site_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/metrics"
	pages "github.com/pmsite/pmsite/site/render"
)

// outages makes a post mortem for each day with an outage of so many minutes.
func outages(docs fstest.MapFS, minutes int, days ...string) {
	for i, day := range days {
		docs[fmt.Sprintf("postmortems/%s-%d-%d.md", day, minutes, i)] = &fstest.MapFile{Data: fmt.Appendf(nil, `---
title: %d minutes on %s
service: dns
impact: availability
severity: high
detection: manual
date: %s
status: completed
---
## Timeline
| Date | Time | Metadata | Notes |
|---|---|---|---|
| %s | 10:00 | Outage begins | |
| | %02d:%02d | Outage ends | |
`, minutes, day, day, day, 10+minutes/60, minutes%60)}
	}
}

// both returns the panels and answers of the page and those of the script.
func both(t *testing.T, docs fstest.MapFS, filter dashboardFilter) (page, script string) {
	t.Helper()
	c, err := collection.Load(t.Context(), docs, collection.Options{Root: "postmortems"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.PostMortems) != len(docs) {
		t.Fatalf("%d of %d documents are post mortems", len(c.PostMortems), len(docs))
	}
	records := metrics.Records(c.PostMortems)
	frame := frameOf(records)
	picked := metrics.Select(records, metrics.Filter{Service: filter.Service, Severity: filter.Severity})
	frame.Span, frame.Until = metrics.Fit(picked, asOf), asOf
	panels, answers := pages.DashboardPanels(&pages.Page{}, metrics.NewDashboard(picked, frame), filter.scope())
	list := make([]shown, len(panels))
	for i, p := range panels {
		list[i] = shown{Key: p.Key, Note: p.Note, Few: p.Few, Head: p.Table.Head, Rows: p.Table.Rows}
	}
	dashboard := runDashboard(t, records, []dashboardFilter{filter})[0]
	return written(list, answers), written(dashboard.Panels, dashboard.Answers)
}

// written writes panels and answers as text, one line a row.
func written(panels []shown, answers []pages.Answer) string {
	var out strings.Builder
	line := func(cells []pages.Cell) {
		words := make([]string, len(cells))
		for i, cell := range cells {
			words[i] = strings.TrimSpace(cell.Text + " " + cell.After)
		}
		out.WriteString(strings.TrimRight(strings.Join(words, " | "), " ") + "\n")
	}
	for _, answer := range answers {
		fmt.Fprintf(&out, "%s %s: %s: ", answer.Question, answer.Text, answer.Basis)
		line(answer.Details)
	}
	for _, p := range panels {
		fmt.Fprintf(&out, "\n%s: %s\n%s\n", p.Key, p.Note, strings.Join(p.Head, " | "))
		for _, row := range p.Rows {
			line(row)
		}
	}
	return out.String()
}

// TestWhetherOutagesGetShorter checks the answer for six outages in the 365 days to 14
// November 2026 and six in the 365 before.
func TestWhetherOutagesGetShorter(t *testing.T) {
	t.Parallel()
	now := []string{"2025-11-15", "2026-01-10", "2026-03-05", "2026-05-05", "2026-07-01", "2026-11-14"}
	before := []string{"2024-11-15", "2025-01-10", "2025-03-05", "2025-05-05", "2025-07-01", "2025-11-14"}
	for _, test := range []struct {
		name        string
		now, before int // minutes
		nowDays     []string
		want        string
	}{
		{"of the same length", 60, 60, now, "Median 1 h, 1 times as long as before (95 %: 1): 12 outages cannot tell"},
		{"of a minute less", 60, 61, now, "Shorter: median 1 h, 0.98 times as long as before (95 %: 0.98)"},
		{"of a minute more", 61, 60, now, "Longer: median 1 h 1 min, 1.02 times as long as before (95 %: 1.02)"},
		{"of five outages", 60, 120, now[:5], "Too few to compare; median 1 h"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			docs := fstest.MapFS{}
			outages(docs, test.now, test.nowDays...)
			outages(docs, test.before, before...)
			page, script := both(t, docs, dashboardFilter{})
			for who, text := range map[string]string{"the page": page, "its script": script} {
				if !strings.Contains(text, "\nHow long does it take to restore service? "+test.want+": ") {
					t.Errorf("%s says %q, want %q", who, text, test.want)
				}
			}
		})
	}
}

// TestDashboardWorkedOut compares the dashboards of a few post mortems, the page's
// and the script's, with numbers worked out by hand.
func TestDashboardWorkedOut(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/dashboard.txtar")
	if err != nil {
		t.Fatal(err)
	}
	docs, want := fstest.MapFS{}, ""
	for _, file := range archive.Files {
		if file.Name == "want" {
			want = string(file.Data)
			continue
		}
		docs[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	page, script := both(t, docs, dashboardFilter{})
	for who, text := range map[string]string{"the page": page, "its script": script} {
		if text != want {
			t.Errorf("%s says\n%s\nwant\n%s", who, text, want)
		}
	}
}
