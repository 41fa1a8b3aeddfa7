package site_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site"
)

// TestDashboardPages checks the dashboards of all years and of single years: the
// eight services with the most post mortems, the years newest first, all years
// or the months of the year, and what is late.
func TestDashboardPages(t *testing.T) {
	t.Parallel()
	var archive strings.Builder
	for i := 1; i <= 10; i++ {
		fmt.Fprintf(&archive, "-- content/p%02d.md --\n---\nservice: service %02d\ndate: %d-0%d-05\nseverity: high\n---\n", i, i, 2025+i%2, 1+i%9)
	}
	archive.WriteString("-- content/again.md --\n---\nservice: service 10\ndate: 2019-05-05\n---\n-- content/open.md --\n---\nservice: service 10\ndate: 2026-11-01\nstatus: review\n---\n")
	s := newSite(t, collected(t, archive.String()), func(in *site.Input) {
		in.Config.Review.TargetDays = 14
		in.AsOf = content.Date{Year: 2026, Month: 11, Day: 23}
	})
	all := read(t, render(t, s, "dashboard/index.html"))
	says(t, "the dashboard", all, []string{
		"Figures of 12 post mortems.", "- [All years](../dashboard/)\n- [2026](../dashboard/2026/)\n- [2025](../dashboard/2025/)\n- [2019](../dashboard/2019/)\n",
		"## In short\nWhat came back?: Nothing that the post mortems tell of", "| 2019 | 0 |", "| 2020 | 0 |",
		"| [service 10](../services/service-10/) |  | [3](../services/service-10/) | 25 % |\n| [service 01](../services/service-01/) |  | [1](../services/service-01/) | 8 % |\n",
		"| [service 07](../services/service-07/) |", "[2 more services](../services/)", "1 post mortem not completed, 1 of them late", "| [open](../postmortems/open/) | 22 days | late |", "[post mortems as CSV](../data/postmortems.csv)",
	}, []string{"service 08", "| 2026 Q4 |"})
	says(t, "the dashboard of a year", read(t, render(t, s, "dashboard/2026/index.html")), []string{
		"title: Dashboard 2026 – Post mortems", "description: Severity, duration and action items of the post mortems of 2026", "1. [Dashboard](../../dashboard/)", "Figures of 6 post mortems of 2026.", "Post mortems: 6 in 2026",
		"| 2026-01 |", "| 2026-11 |", "| [service 01](../../services/service-01/) |  | [1](../../postmortems/?in=2026&service=service%2001) | 17 % |",
	}, []string{"In short", "2026-12", "2025-", "more service"})
	says(t, "the dashboard of a past year", read(t, render(t, s, "dashboard/2025/index.html")), []string{"| 2025-01 |", "| 2025-12 |"}, nil)
	if html := render(t, s, "dashboard/2025/index.html"); !strings.Contains(html, `<a href="../../dashboard/2025/" aria-current="page">2025</a>`) || strings.Contains(html, `class="refine"`) {
		t.Error("the dashboard of a year does not mark its year, or offers filters that it does not have")
	}
	if html := render(t, s, "dashboard/index.html"); !strings.Contains(html, `<a href="../dashboard/" aria-current="page">All years</a>`) || !strings.Contains(html, `data-figures="../data/figures.json"`) {
		t.Error("the dashboard of all years does not mark itself as such, or offers no filters")
	}
	says(t, "figures.json", render(t, s, "data/figures.json"), []string{`"target_days":14`, `"services":["service 10",`, `"slugs":{"severities":["critical","high","medium","low","near-miss"]`}, nil)
	for name, n := range map[string]string{"tags": "0 tags", "services": "10 services"} {
		says(t, "/"+name+"/", read(t, render(t, s, name+"/index.html")), []string{n + " in 12 post mortems"}, nil)
	}
	says(t, "the home page", read(t, render(t, s, "index.html")), []string{"11 post mortems from 2024 Q1 to 2026 Q4.", "| 2026 Q4 | [1](postmortems/?in=2026Q4) |"}, []string{"2019 Q2"})
}

// TestSearchPage checks that the page offers the severities of the site's
// vocabulary.
func TestSearchPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, "-- content/a.md --\n"), func(in *site.Input) {
		in.Config.Vocabularies.Severity.Extend([]string{"security"}, nil)
	})
	_, html, _ := strings.Cut(render(t, s, "search/index.html"), `<template id="pm-severities">`)
	at := 0
	for _, value := range []string{"critical", "high", "medium", "low", "near miss", "security"} {
		i := strings.Index(html, "</span> "+value+"</span>")
		if i < at {
			t.Errorf("the search page does not offer %q, or offers it before a graver one", value)
		}
		at = i
	}
}

// TestDataAddresses checks which addresses and texts data files hold. Addresses
// are absolute if the site has a base_url, and else start at its root.
func TestDataAddresses(t *testing.T) {
	t.Parallel()
	c := collected(t, `
-- content/é.md --
## Proximal and Root Causes
It was small.

### Triggering Condition
A change.

### Resolution
Rolled back.

### Action Items
- One
`)
	for base, want := range map[string]string{"": "postmortems/%C3%A9/", "https://pm.example.org/x/": "https://pm.example.org/x/postmortems/%C3%A9/"} {
		s := newSite(t, c, func(in *site.Input) { in.Config.BaseURL = base })
		texts := `"causes":"It was small.","controls":[],"control_outcomes":[],"triggering_condition":"A change.","resolution":"Rolled back."`
		says(t, "postmortems.json", render(t, s, "data/postmortems.json"), []string{`"url":"` + want + `","source":"content/é.md"`, texts, `"as_of": "2026-11-23"`}, nil)
		says(t, "index.json", render(t, s, "postmortems/é/index.json"), []string{`"url":"` + want + `"`, texts, `"as_of": "2026-11-23"`}, nil)
		says(t, "postmortems.csv", render(t, s, "data/postmortems.csv"), []string{"é,," + "é," + want + ","}, nil)
		says(t, "action-items.json", render(t, s, "data/action-items.json"), []string{`"url":"` + want + `#action-1"`, `"as_of": "2026-11-23"`}, nil)
		says(t, "action-items.csv", render(t, s, "data/action-items.csv"), []string{want + "#action-1,action-1,One,"}, nil)
		says(t, "feed.xml", render(t, s, "feed.xml"), []string{`<link href="` + want + `"`}, nil)
		home, entry := "https://pm.example.org/x/services/shop/", want
		if base == "" {
			home, entry = "../../services/shop/", "../../"+want
		}
		says(t, "the feed of a service", render(t, s, "services/shop/feed.xml"), []string{`<link href="` + home + `" rel="alternate"`, `<link href="` + entry + `" rel="alternate"`}, nil)
		if one, other := feedID(render(t, s, "services/shop/feed.xml")), feedID(render(t, s, "feed.xml")); one == other {
			t.Errorf("two feeds have one id: %s", one)
		}
	}
}

func feedID(feed string) string {
	_, id, _ := strings.Cut(feed, "<id>")
	id, _, _ = strings.Cut(id, "<")
	return id
}

// TestDashboardGroups checks that each group of a dashboard has its heading and the link to it, in the same order, and that
// a group without panels has neither.
func TestDashboardGroups(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, "-- content/a.md --\n---\ndate: 2026-05-05\nseverity: high\n---\n"), nil)
	html := render(t, s, "dashboard/index.html")
	links := regexp.MustCompile(`<li><a href="#([^"]+)">([^<]+)</a></li>`).FindAllStringSubmatch(html, -1)
	headings := regexp.MustCompile(`<h2 id="([^"]+)">([^<]+)</h2>`).FindAllStringSubmatch(html, -1)
	var got, want []string
	for _, link := range links {
		got = append(got, link[1]+" "+link[2])
	}
	for _, heading := range headings {
		want = append(want, heading[1]+" "+heading[2])
	}
	if !slices.Equal(got, want) || slices.Contains(got, "group-actions Action items") || !slices.Contains(got, "group-often Severity and how often") {
		t.Errorf("the links lead to %q, the headings are %q", got, want)
	}
}
