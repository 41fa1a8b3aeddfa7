package drift_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/drift"
)

// A compared is a comparison of one action item.
type compared struct {
	row    string // owner | tracking | state
	files  []string
	config map[string]string // addresses by number
	want   string
}

// run compares an item with files and returns what is found in short.
func (c compared) run(t *testing.T) string {
	t.Helper()
	cells := strings.Split(c.row, "|")
	src := "---\ntitle: a\n---\n## Action Items\n| Action Item | Owner | Tracking | Status |\n|--|--|--|--|\n| One | " + cells[0] + " | " + cells[1] + " | " + cells[2] + " |\n"
	pm, _ := content.Parse("a.md", []byte(src), content.Options{})
	var exports []*drift.Export
	for i, file := range c.files {
		e, err := drift.Read(fmt.Sprint(i), []byte(file), states)
		if err != nil {
			t.Fatal(err)
		}
		exports = append(exports, e)
	}
	roles := map[string]string{"ana": "platform team", "bob": "payments team", "carol@example.org": "platform team"}
	r := drift.Compare([]*content.PostMortem{pm}, exports, drift.Options{
		Address: func(number string) string { return c.config[number] },
		Role:    func(a drift.Assignee) string { return roles[a.Login+a.Email] },
	})
	var out []string
	for _, d := range r.Differences {
		text := string(d.Finding)
		for _, tracked := range d.Tracked {
			text += " " + tracked.Number
		}
		if d.Finding == drift.OtherOwner {
			text += fmt.Sprintf(" %v %q", d.Owners.Assigned, d.Owners.Roles)
		}
		out = append(out, strings.TrimSpace(text+" "+d.State+d.Doubt))
	}
	for _, g := range r.Gaps {
		out = append(out, fmt.Sprintf("gap %s %d/%d -%d", g.Place, g.Closed, g.Count, g.Missing))
	}
	for _, e := range r.Elsewhere {
		out = append(out, fmt.Sprintf("elsewhere %s %s %d", e.Place, e.Place.Kind, e.Count))
	}
	if r.Matched == 0 {
		out = append(out, "unmatched")
	}
	return strings.Join(out, "; ")
}

// issues returns an export of gh with issues of acme/web, each "12 COMPLETED" or "12 OPEN ana,bob".
func issues(of ...string) string {
	var out []string
	for _, issue := range of {
		fields := strings.Fields(issue)
		text := fmt.Sprintf(`{"url": "https://github.com/acme/web/issues/%s", "state": "CLOSED", "stateReason": %q`, fields[0], fields[1])
		if fields[1] == "OPEN" {
			text = strings.ReplaceAll(strings.ReplaceAll(text, "CLOSED", "OPEN"), `"stateReason": "OPEN"`, `"stateReason": ""`)
		}
		if len(fields) > 2 {
			text += `, "assignees": [`
			if fields[2] != "-" {
				text += `{"login": "` + strings.ReplaceAll(fields[2], ",", `"}, {"login": "`) + `"}`
			}
			text += "]"
		}
		out = append(out, text+"}")
	}
	return "[" + strings.Join(out, ",\n") + "]"
}

// TestCompareStates compares the state of an item with those of its tickets.
func TestCompareStates(t *testing.T) {
	for _, c := range []compared{
		{"a|acme/web#1|open", []string{issues("1 COMPLETED")}, nil, "closed-there acme/web#1 done"},
		{"a|acme/web#1|in progress", []string{issues("1 NOT_PLANNED")}, nil, "closed-there acme/web#1 cancelled"},
		{"a|acme/web#1|", []string{issues("1 DUPLICATE")}, nil, "closed-there acme/web#1 acme/web#1 was closed as a duplicate"},
		{"a|acme/web#1|open", []string{`{"state": "CLOSED", "url": "https://github.com/acme/web/issues/1"}`}, nil, "closed-there acme/web#1 acme/web#1 was closed in a way that the file does not tell"},
		{"a|acme/web#1|open", []string{issues("1 OPEN")}, nil, ""},
		{"a|acme/web#1|done", []string{issues("1 COMPLETED")}, nil, ""},
		{"a|acme/web#1|cancelled", []string{issues("1 NOT_PLANNED")}, nil, ""},
		{"a|acme/web#1|done", []string{issues("1 DUPLICATE")}, nil, ""},
		{"a|acme/web#1|done", []string{issues("1 OPEN")}, nil, "open-there acme/web#1 either may be right"},
		{"a|acme/web#1|cancelled", []string{issues("1 OPEN")}, nil, "open-there acme/web#1 either may be right"},
		{"a|acme/web#1|done", []string{issues("1 NOT_PLANNED")}, nil, "closed-otherwise acme/web#1 either may be right"},
		{"a|acme/web#1|cancelled", []string{issues("1 COMPLETED")}, nil, "closed-otherwise acme/web#1 either may be right"},

		{"a|acme/web#1, acme/web#2|open", []string{issues("1 COMPLETED", "2 OPEN")}, nil, ""},
		{"a|acme/web#1, acme/web#2|open", []string{issues("1 COMPLETED", "2 COMPLETED")}, nil, "closed-there acme/web#1 acme/web#2 done"},
		{"a|acme/web#1, acme/web#2|open", []string{issues("1 COMPLETED", "2 NOT_PLANNED")}, nil, "closed-there acme/web#1 acme/web#2 its tickets ended in different ways"},
		{"a|acme/web#1, acme/web#2|done", []string{issues("1 COMPLETED", "2 NOT_PLANNED")}, nil, ""},
		{"a|acme/web#1, acme/web#2|done", []string{issues("1 COMPLETED", "2 OPEN")}, nil, "open-there acme/web#2 either may be right"},
		{"a|acme/web#1, acme/web#2|open", []string{issues("1 COMPLETED")}, nil, "closed-there acme/web#1 acme/web#2 is in no file; not-in-file acme/web#2; gap github.com/acme/web 1/1 -1"},
		{"a|acme/web#1, OPS-2|open", []string{issues("1 COMPLETED")}, nil, "closed-there acme/web#1 OPS-2 is in no file; elsewhere OPS project 1"},
		{"a|acme/web#1, by hand|open", []string{issues("1 COMPLETED")}, nil, "closed-there acme/web#1 by hand is in no file"},
	} {
		if got := c.run(t); got != c.want {
			t.Errorf("%s with %s:\n%s\nwant\n%s", c.row, c.files, got, c.want)
		}
	}
}

// TestCompareOwners compares owners with assignees.
func TestCompareOwners(t *testing.T) {
	for _, c := range []compared{
		{"Platform  Team|acme/web#1|open", []string{issues("1 OPEN ana")}, nil, ""},
		{"platform team|acme/web#1|open", []string{issues("1 OPEN ana,bob")}, nil, ""},
		{"ops|acme/web#1|open", []string{issues("1 OPEN bob,ana,ana")}, nil, `other-owner acme/web#1 true ["payments team" "platform team"]`},
		{"ops|acme/web#1|open", []string{issues("1 OPEN ana,stranger")}, nil, ""},
		{"ops|acme/web#1|open", []string{issues("1 OPEN -")}, nil, `other-owner acme/web#1 false []`},
		{"ops|acme/web#1, acme/web#2|open", []string{issues("1 OPEN -", "2 OPEN stranger")}, nil, ""},
		{"|acme/web#1|open", []string{issues("1 OPEN -")}, nil, ""},
		{"|acme/web#1|open", []string{issues("1 OPEN stranger")}, nil, `other-owner acme/web#1 true []`},
		{"|acme/web#1|open", []string{issues("1 OPEN ana")}, nil, `other-owner acme/web#1 true ["platform team"]`},
		{"ops|acme/web#1|open", []string{issues("1 OPEN")}, nil, ""},
		{"ops|acme/web#1|open", []string{issues("1 COMPLETED -")}, nil, "closed-there acme/web#1 done"},
		{"ops|acme/web#1|done", []string{issues("1 OPEN -")}, nil, "open-there acme/web#1 either may be right"},
		{"ops|OPS-1|open", []string{"Issue key,Status,Assignee\nOPS-1,Open,carol@example.org\n"}, nil, `other-owner OPS-1 true ["platform team"]`},
		{"ops|OPS-1|open", []string{"Issue key,Status,Assignee\nOPS-1,Open,Carol King\n"}, nil, ""},
		{"ops|OPS-1|open", []string{"Issue key,Status,Assignee\nOPS-1,Open,\n"}, nil, `other-owner OPS-1 false []`},
		{"ops|OPS-1|open", []string{"Issue key,Status\nOPS-1,Open\n"}, nil, ""},
	} {
		if got := c.run(t); got != c.want {
			t.Errorf("%s with %s:\n%s\nwant\n%s", c.row, c.files, got, c.want)
		}
	}
}

// TestMatch finds tickets by their addresses, or else by their numbers.
func TestMatch(t *testing.T) {
	const (
		pull   = `{"state": "MERGED", "url": "https://github.com/acme/web/pull/1"}`
		gitlab = `[{"iid": 1, "state": "closed", "web_url": "https://gitlab.com/Acme/ops/web/-/issues/1"}, {"iid": 1, "state": "opened", "web_url": "https://gitlab.com/Acme/ops/web/-/merge_requests/1"}]`
		other  = `[{"state": "OPEN", "url": "https://ghe.example.org/acme/web/issues/1"}]`
		jira   = `{"issues": [{"key": "OPS-1", "self": "https://acme.atlassian.net/rest/api/3/issue/7", "fields": {"status": {"name": "Done"}, "updated": "2026-05-01T10:00:00.000+0000"}}]}`
		csv    = "Issue key,Status,Updated\nOPS-1,Open,25/Feb/26 10:17 PM\n"
		newer  = "Issue key,Status,Updated\nOPS-1,Open,25/May/26 10:17 PM\n"
		done   = "closed-there acme/web#1 done"
	)
	one := issues("1 COMPLETED")
	for _, c := range []compared{
		{"a|HTTP://www.GitHub.com/Acme/Web/pull/1/?a=b#c|open", []string{one}, nil, "closed-there Acme/Web#1 done"},
		{"a|https://github.com/acme/web/issues/1#issuecomment-3|open", []string{pull}, nil, done},
		{"a|[the alarm](https://github.com:443/acme/web/issues/1)|open", []string{one}, nil, done},
		{"a|ACME/web#1|open", []string{one}, nil, "closed-there ACME/web#1 done"},
		{"a|#1|open", []string{one}, nil, "closed-there #1 done"},
		{"a|#1|open", []string{one, other}, nil, "unmatched"},
		{"a|#2|open", []string{one}, nil, "not-in-file #2; gap github.com/acme/web 1/1 -1; unmatched"},
		{"a|acme/web#1|open", []string{one, other}, nil, "unmatched"},
		{"a|#1|open", []string{one}, map[string]string{"#1": "https://github.com/acme/docs/issues/1"}, "elsewhere github.com/acme/docs issues 1; unmatched"},
		{"a|#1|open", []string{one, other}, map[string]string{"#1": "https://github.com/acme/web/issues/1"}, "closed-there #1 done"},
		{"a|acme/ops/web#1|open", []string{gitlab}, nil, "closed-there acme/ops/web#1 done"},
		{"a|acme/ops/web!1|done", []string{gitlab}, nil, "open-there acme/ops/web!1 either may be right"},
		{"a|https://gitlab.com/acme/ops/web/issues/1|open", []string{gitlab}, nil, "closed-there acme/ops/web#1 done"},
		{"a|https://gitlab.com/acme/ops/web/-/work_items/1|open", []string{gitlab}, nil, "closed-there acme/ops/web#1 done"},

		{"a|ops-1|open", []string{jira}, nil, "closed-there ops-1 done"},
		{"a|https://acme.atlassian.net/browse/OPS-1?focusedId=1|open", []string{jira}, nil, "closed-there OPS-1 done"},
		{"a|https://acme.atlassian.net/jira/software/projects/OPS/boards/1?selectedIssue=OPS-1|done", []string{csv}, nil, "open-there OPS-1 either may be right"},
		{"a|https://other.atlassian.net/browse/OPS-1|open", []string{jira}, nil, "elsewhere OPS project 1; unmatched"},
		{"a|OPS-1|open", []string{jira, csv}, nil, "closed-there OPS-1 done"},
		{"a|OPS-1|done", []string{newer, jira}, nil, "open-there OPS-1 either may be right"},
		{"a|OPS-1|open", []string{jira}, map[string]string{"OPS-1": "https://tracker.example.org/OPS-1"}, "closed-there OPS-1 done"},
		{"a|[OPS-1](https://tracker.example.org/t/7)|open", []string{jira}, nil, "closed-there OPS-1 done"},
		{"a|acme/web#1|open", []string{one, issues("1 OPEN")}, nil, ""},
	} {
		if got := c.run(t); got != c.want {
			t.Errorf("%s with %s:\n%s\nwant\n%s", c.row, c.files, got, c.want)
		}
	}
}

// TestMissing says which tickets the files should have, and how to export them.
func TestMissing(t *testing.T) {
	const view = `{"state": "OPEN", "url": "https://github.com/acme/web/issues/1"}`
	const mr = `[{"iid": 1, "state": "opened", "web_url": "https://git.example.org/acme/web/-/merge_requests/1"}]`
	for _, c := range []compared{
		{"a|acme/web#2|open", []string{issues("1 OPEN")}, nil, "not-in-file acme/web#2; gap github.com/acme/web 0/1 -1; unmatched"},
		{"a|acme/web#2|done", []string{issues("1 OPEN")}, nil, "unmatched"},
		{"a|acme/web#2|open", []string{view}, nil, "elsewhere acme/web  1; unmatched"},
		{"a|https://github.com/acme/web/pull/2|open", []string{issues("1 OPEN")}, nil, "elsewhere github.com/acme/web requests 1; unmatched"},
		{"a|https://github.com/acme/api/issues/2|open", []string{issues("1 OPEN")}, nil, "elsewhere github.com/acme/api issues 1; unmatched"},
		{"a|acme/web!2|open", []string{mr}, nil, "not-in-file acme/web!2; gap git.example.org/acme/web 0/1 -1; unmatched"},
		{"a|OPS-2, OPS-3|open", []string{"Issue key,Status\nOPS-1,Done\n"}, nil, "not-in-file OPS-2 OPS-3; gap OPS 1/1 -2; unmatched"},
		{"a|acme/web#2|open", []string{"[]"}, nil, "elsewhere acme/web  1; unmatched"},
		{"a|tomorrow|open", []string{issues("1 OPEN")}, nil, "unmatched"},
		{"a||open", []string{issues("1 OPEN")}, nil, "unmatched"},
	} {
		if got := c.run(t); got != c.want {
			t.Errorf("%s with %s:\n%s\nwant\n%s", c.row, c.files, got, c.want)
		}
	}
}

// TestCommands checks the commands that export what is missing.
func TestCommands(t *testing.T) {
	const ghIssues = " --state all --limit 1000 --json number,state,stateReason,closedAt,updatedAt,assignees,url"
	many := func(n int, form string) string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprintf(form, i+1)
		}
		return "[" + strings.Join(out, ",") + "]"
	}
	for _, c := range []struct{ tracking, file, want string }{
		{"acme/web#9", issues("1 OPEN"), "gh issue list -R acme/web" + ghIssues},
		{"acme/web#9999", many(1000, `{"state": "OPEN", "url": "https://github.com/acme/web/issues/%d"}`), "gh issue list -R acme/web" + strings.Replace(ghIssues, "1000", "10000", 1)},
		{"acme/web#9", `[{"state": "OPEN", "url": "https://ghe.example.org/acme/web/pull/1"}]`, "gh pr list -R ghe.example.org/acme/web" + strings.Replace(ghIssues, "stateReason,", "", 1)},
		{"acme/web#9", `[{"iid": 1, "state": "closed", "web_url": "https://gitlab.com/acme/web/-/issues/1"}]`, "glab issue list -R acme/web --all --per-page 100 --output json"},
		{"acme/web#999", many(100, `{"iid": 1, "state": "closed", "web_url": "https://gitlab.com/acme/web/-/issues/%d"}`), "glab issue list -R acme/web --all --per-page 100 --output json --page 2"},
		{"acme/web!9", `[{"iid": 1, "state": "merged", "web_url": "https://git.example.org/acme/web/-/merge_requests/1"}]`, "glab mr list -R https://git.example.org/acme/web --all --per-page 100 --output json"},
		{"OPS-9, https://acme.atlassian.net/browse/OPS-10, ops-9", "Issue key,Status\nOPS-1,Done\n", "key in (OPS-10, OPS-9)"},
	} {
		src := "---\ntitle: a\n---\n## Action Items\n| Action Item | Tracking |\n|--|--|\n| One | " + c.tracking + " |\n"
		pm, _ := content.Parse("a.md", []byte(src), content.Options{})
		e, err := drift.Read("f", []byte(c.file), states)
		if err != nil {
			t.Fatal(err)
		}
		none := drift.Options{Address: func(string) string { return "" }, Role: func(drift.Assignee) string { return "" }}
		r := drift.Compare([]*content.PostMortem{pm}, []*drift.Export{e}, none)
		if len(r.Gaps) != 1 || r.Gaps[0].Command != c.want {
			t.Errorf("%s: %+v, want %s", c.tracking, r.Gaps, c.want)
		}
	}
}
