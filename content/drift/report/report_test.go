package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/drift"
	"github.com/pmsite/pmsite/content/drift/report"
)

var day = time.Date(2026, 5, 3, 23, 0, 0, 0, time.UTC)

func tracked(number string, t drift.Ticket) drift.Tracked {
	return drift.Tracked{Number: number, Ticket: &t}
}

// TestDescribe checks the words for each finding.
func TestDescribe(t *testing.T) {
	one := tracked("#1", drift.Ticket{Outcome: drift.Completed, Closed: day})
	open, other := tracked("#2", drift.Ticket{Outcome: drift.Open}), tracked("#3", drift.Ticket{Outcome: drift.Open})
	done, owned := &content.ActionItem{State: "done"}, &content.ActionItem{State: "open", Owner: "ops"}
	for _, c := range []struct {
		d    drift.Difference
		want string
	}{
		{drift.Difference{Finding: drift.ClosedThere, Tracked: []drift.Tracked{one}}, "#1 was completed on 2026-05-03"},
		{drift.Difference{Finding: drift.ClosedThere, Tracked: []drift.Tracked{one}, Doubt: "OPS-1 is in no file"}, "#1 was completed on 2026-05-03; OPS-1 is in no file"},
		{drift.Difference{Finding: drift.ClosedThere, Tracked: []drift.Tracked{one}, Doubt: "#1 was completed"}, "#1 was completed on 2026-05-03"},
		{drift.Difference{Finding: drift.ClosedThere, Tracked: []drift.Tracked{one, tracked("#4", drift.Ticket{Outcome: drift.Unmerged})}}, "#1 was completed on 2026-05-03; #4 was closed without merging"},
		{drift.Difference{Finding: drift.ClosedThere, Tracked: []drift.Tracked{tracked("#4", drift.Ticket{Outcome: drift.Duplicate}), tracked("#5", drift.Ticket{Outcome: drift.Moved})}}, "#4 was closed as a duplicate; #5 was moved"},
		{drift.Difference{Finding: drift.ClosedThere, Tracked: []drift.Tracked{tracked("#4", drift.Ticket{Outcome: drift.Closed, Word: "x"}), tracked("#5", drift.Ticket{Outcome: drift.Merged})}}, `#4 was closed as "x"; #5 was merged`},
		{drift.Difference{Finding: drift.ClosedOtherwise, Item: done, Tracked: []drift.Tracked{tracked("#4", drift.Ticket{Outcome: drift.NotPlanned})}}, "#4 was closed as not planned; here, the item is done"},
		{drift.Difference{Finding: drift.OpenThere, Item: done, Tracked: []drift.Tracked{open}}, "#2 is open; here, the item is done"},
		{drift.Difference{Finding: drift.OpenThere, Item: done, Tracked: []drift.Tracked{open, other}}, "#2, #3 are open; here, the item is done"},
		{drift.Difference{Finding: drift.NotInFile, Tracked: []drift.Tracked{{Number: "#9"}}}, "#9 is in no file"},
		{drift.Difference{Finding: drift.OtherOwner, Item: owned, Tracked: []drift.Tracked{open}}, "#2 is assigned to nobody; here, the owner is ops"},
		{drift.Difference{Finding: drift.OtherOwner, Item: done, Tracked: []drift.Tracked{open}, Owners: drift.Owners{Assigned: true}}, "#2 is assigned; here, the item has no owner"},
		{drift.Difference{Finding: drift.OtherOwner, Item: owned, Tracked: []drift.Tracked{open}, Owners: drift.Owners{Assigned: true, Roles: []string{"dba", "web"}}}, "#2 is assigned to dba, web; here, the owner is ops"},
	} {
		if got := report.Describe(c.d); got != c.want {
			t.Errorf("%s\nwant\n%s", got, c.want)
		}
	}
}

// TestGaps checks the words for what is not in the files.
func TestGaps(t *testing.T) {
	web := drift.Place{Host: "github.com", Name: "acme/web", Kind: drift.Issues}
	for _, c := range []struct {
		gap  drift.Gap
		want string
	}{
		{
			drift.Gap{Place: web, Count: 30, Missing: 2, Command: "gh"},
			"github.com/acme/web: open action items name 2 issues that are not among the 30 in the files, of which none is closed\nhint: only 30 tickets that are open are listed unless you ask for more: gh\n",
		},
		{
			drift.Gap{Place: drift.Place{Host: "github.com", Name: "acme/web", Kind: drift.Requests}, Count: 3, Closed: 1, Missing: 1, Command: "gh"},
			"github.com/acme/web: open action items name 1 request that is not among the 3 in the files, of which 1 is closed\nhint: export more with gh; a ticket that is still missing was deleted or moved\n",
		},
		{
			drift.Gap{Place: drift.Place{Host: "x.atlassian.net", Name: "OPS", Kind: drift.Project}, Count: 3, Closed: 2, Missing: 1, Command: "key in (OPS-9)"},
			"OPS: open action items name 1 issue that is not among the 3 in the files, of which 2 are closed\nhint: search for key in (OPS-9) and export that; an issue with another key was moved, and one that is still missing was deleted, or you may not see it\n",
		},
	} {
		var b bytes.Buffer
		if err := report.Text(console.NewWriter(&b), report.Report{Result: drift.Result{Gaps: []drift.Gap{c.gap}}}); err != nil || !strings.HasPrefix(b.String(), c.want) {
			t.Errorf("%s %v\nwant\n%s", b.String(), err, c.want)
		}
	}
}

// hostile returns a report of n differences with what a forge or a terminal might obey.
func hostile(n int) report.Report {
	const evil = "::error::x\x1b[31m</a><img src=x>@all #1 [x](javascript:1) `"
	r := report.Report{Linked: true, URL: func(*content.PostMortem) string { return "https://pm.example.org/a/" }}
	for i := range n {
		r.Differences = append(r.Differences, drift.Difference{
			Finding: drift.ClosedThere, State: content.Done,
			PM:   &content.PostMortem{Path: "a.md", Slug: "a"},
			Item: &content.ActionItem{Title: evil, Owner: evil, Anchor: fmt.Sprint("action-", i+1)},
			Tracked: []drift.Tracked{
				{Number: evil, URL: "https://example.org/", Ticket: &drift.Ticket{Outcome: drift.Closed, Word: evil, Key: "Ana", Assignees: []drift.Assignee{{Login: "Ana", Email: "Ana"}}}},
			},
		})
	}
	r.Gaps = []drift.Gap{{Place: drift.Place{Name: evil}, Command: evil}}
	r.Elsewhere = []drift.Count{{Place: drift.Place{Name: evil}, Count: 1}}
	return r
}

// TestHostile checks that no format obeys what is in documents and exports, and that none names an assignee.
func TestHostile(t *testing.T) {
	r := hostile(1)
	var text, data bytes.Buffer
	if err := report.Text(console.NewWriter(&text), r); err != nil {
		t.Fatal(err)
	}
	if err := report.JSON(&data, r); err != nil || !json.Valid(data.Bytes()) {
		t.Fatalf("%v: %s", err, data.String())
	}
	markdown := report.Markdown(r)
	for name, out := range map[string]string{"text": text.String(), "markdown": markdown, "JSON": data.String()} {
		if strings.Contains(out, "\x1b") || strings.Contains(out, "\n::") || strings.Contains(out, "Ana") {
			t.Errorf("%s: %s", name, out)
		}
	}
	for _, bad := range []string{"<img", "@all", " #1", "](javascript"} {
		code := markdown[strings.Index(markdown, "only 30"):]
		if plain := strings.Replace(markdown, code, code[strings.Index(code, "\n"):], 1); strings.Contains(plain, bad) {
			t.Errorf("markdown has %q:\n%s", bad, markdown)
		}
	}
	if strings.Count(strings.ReplaceAll(markdown, "\\`", ""), "`")%2 != 0 {
		t.Errorf("code is not closed:\n%s", markdown)
	}
}

// TestLong keeps the markdown within the limit of an issue, and says how much is left out.
func TestLong(t *testing.T) {
	text := report.Markdown(hostile(1000))
	if len(text) > 65_536 || !strings.Contains(text, "more that do not fit in this issue; `pmsite drift` lists all.") {
		t.Errorf("%d bytes: …%s", len(text), text[len(text)-1000:])
	}
	if report.Markdown(report.Report{Result: drift.Result{Tickets: 3}}) != "" {
		t.Error("there is markdown though nothing differs")
	}
}
