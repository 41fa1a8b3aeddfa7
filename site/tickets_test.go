package site_test

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
)

// TestTicketAddresses checks that the address that a document gives of a ticket is on its page, in the register, the data
// and the calendar, and that each ticket has one page, however it is written.
func TestTicketAddresses(t *testing.T) {
	t.Parallel()
	cfg, problems := config.Parse("pmsite.yaml", []byte("repository: {url: 'https://github.com/harbour/postmortems'}\ntrackers: [{pattern: 'CHG\\d+', url: 'https://desk.example.org/$0'}]\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s := newSite(t, collected(t, `
-- content/a.md --
---
date: 2026-02-02
status: completed
incident: https://harbour.pagerduty.com/incidents/Q1AB2CD
change: [CHG7, "[OPS1](https://ops.example.org/1)"]
---
## Action Items
| Action Item | Tracking | Due |
| --- | --- | --- |
| One | [the issue](https://github.com/acme/web/issues/12) | 2026-03-01 |
| Two | https://desk.example.org/CHG7 | 2026-03-01 |
| Three | acme/api#9, #5 | 2026-03-01 |
| Four | [x](javascript:alert(1)) | 2026-03-01 |
-- content/b.md --
---
date: 2026-02-03
status: completed
---
## Action Items
- [ ] One, see https://github.com/acme/web/issues/12#issuecomment-1 (due 2026-03-01)
- [ ] Two (acme/web#12)
- [ ] Three ([ops1](https://other.example.org/1))
`), func(in *site.Input) { in.Config = cfg })
	const issue, page = "https://github.com/acme/web/issues/12", "../../tickets/acme-web-12~"
	a := read(t, render(t, s, "postmortems/a/index.html"))
	says(t, "the page", a, []string{
		"Q1AB2CD](https://harbour.pagerduty.com/incidents/Q1AB2CD)", "[CHG7](https://desk.example.org/CHG7)", "(https://ops.example.org/1)",
		"[acme/web#12](" + page, "[↗](" + issue + ")", "(https://github.com/acme/api/issues/9)", "(https://github.com/harbour/postmortems/issues/5)", "| Four [#](#action-4) | none | nobody | x |",
	}, []string{"javascript"})
	says(t, "the other page", read(t, render(t, s, "postmortems/b/index.html")), []string{"[acme/web#12](" + page, issue + "#issuecomment-1"}, nil)
	var tickets []string
	for _, name := range s.Paths() {
		if strings.HasPrefix(name, "tickets/acme-web-12") {
			tickets = append(tickets, name)
		}
	}
	if len(tickets) != 1 {
		t.Fatalf("the ticket has the pages %q", tickets)
	}
	says(t, "the page of the ticket", read(t, render(t, s, tickets[0])), []string{"Mentioned 3 times · [acme/web#12 in its tracker](https://github.com/acme/web/issues/12"}, nil)
	for name, want := range map[string]string{
		"data/action-items.json":   `"tracking_urls":["https://github.com/acme/api/issues/9","https://github.com/harbour/postmortems/issues/5"]`,
		"data/action-items.csv":    "https://github.com/acme/web/issues/12",
		"postmortems/a/index.json": `"ticket_urls":{"CHG7":"https://desk.example.org/CHG7","OPS1":"https://ops.example.org/1","Q1AB2CD":"https://harbour.pagerduty.com/incidents/Q1AB2CD"}`,
		"data/register.json":       `["acme/web#12","https://github.com/acme/web/issues/12"]`,
		"action-items/due.ics":     "Tickets: https://github.com/acme/web/",
	} {
		if text := string(render(t, s, name)); !strings.Contains(strings.ReplaceAll(text, "\r\n ", ""), want) {
			t.Errorf("%s does not say %s:\n%s", name, want, text)
		} else if strings.Contains(text, "javascript:") {
			t.Errorf("%s has the address of a script", name)
		}
	}
}

// TestTicketsBesideLists checks that no ticket has the folder of a list where the file system ignores case.
func TestTicketsBesideLists(t *testing.T) {
	t.Parallel()
	numbers := []string{"all", "Page"}
	for i := range site.PageSize {
		numbers = append(numbers, fmt.Sprintf("CHG%d", i))
	}
	var text strings.Builder
	for _, name := range []string{"a", "b"} {
		fmt.Fprintf(&text, "-- content/%s.md --\n---\ndate: 2026-02-02\nstatus: completed\nincident: [%s]\n---\n", name, strings.Join(numbers, ", "))
	}
	s := newSite(t, collected(t, text.String()), nil)
	spelt := map[string]string{} // a file or a folder by its folded path
	for _, name := range s.Paths() {
		for at := name; at != "."; at = path.Dir(at) {
			key := content.FoldAddress(at)
			if other := spelt[key]; other != "" && other != at {
				t.Errorf("%s and %s are one where the file system ignores case", other, at)
			}
			spelt[key] = at
		}
	}
	for _, name := range []string{"tickets/all/index.html", "tickets/page/2/index.html"} {
		if spelt[name] != name {
			t.Errorf("the site has no %s", name)
		}
	}
	page := read(t, render(t, s, "postmortems/a/index.html"))
	says(t, "the post mortem", page, []string{"[all](../../tickets/all~", "[Page](../../tickets/page~"}, nil)
}

// TestTicketLists checks that every number is on one list, that a list has at most a thousand, and that the lists stay as
// they are when a number is added to another.
func TestTicketLists(t *testing.T) {
	t.Parallel()
	numbers := []string{"CHG", "chg 1", "'CHG#1'", "con", "Ä/1", "Ä/2"}
	for i := range 1500 {
		numbers = append(numbers, fmt.Sprintf("CHG%04d", i))
	}
	for i := range 900 {
		numbers = append(numbers, fmt.Sprintf("INC%d", i))
	}
	lists := func(numbers []string) map[string]string {
		var text strings.Builder
		for some := range slices.Chunk(numbers, 100) {
			fmt.Fprintf(&text, "-- content/%s.md --\n---\ndate: 2026-02-02\nstatus: completed\nincident: [%s]\n---\n", some[0], strings.Join(some, ", "))
		}
		s := newSite(t, collected(t, text.String()), nil)
		out := map[string]string{}
		for _, name := range s.Paths() {
			if strings.HasPrefix(name, "tickets/") && name != "tickets/index.html" {
				out[name] = render(t, s, name)
			}
		}
		says(t, "/tickets/", read(t, render(t, s, "tickets/index.html")), []string{"[CHG0…](../tickets/all/CHG0/) 1,000\n", "[I…](../tickets/all/I/) 90"}, nil)
		return out
	}
	before, after := lists(numbers), lists(append(numbers, "INC900"))
	entries := map[string]int{}
	for name, page := range before {
		found := regexp.MustCompile(`<li><a id="([^"]+)"`).FindAllStringSubmatch(page, -1)
		if len(found) == 0 || len(found) > 1000 {
			t.Errorf("%s lists %d numbers", name, len(found))
		}
		for _, m := range found {
			entries[m[1]]++
		}
		if changed := after[name] != page; changed != (name == "tickets/all/I/index.html") {
			t.Errorf("another number on another list changes %s: %v", name, changed)
		}
	}
	if len(entries) != 1500+900+6 || len(before) != len(after) {
		t.Errorf("%d numbers on %d and %d lists", len(entries), len(before), len(after))
	}
	for key, n := range entries {
		if n != 1 {
			t.Errorf("%s is on %d lists", key, n)
		}
	}
}
