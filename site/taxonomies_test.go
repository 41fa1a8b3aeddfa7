package site_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
	pages "github.com/pmsite/pmsite/site/render"
)

// spelled returns the site of post mortems that spell values in several ways.
var spelled = once(func(t testing.TB) *site.Site {
	return newSite(t, collected(t, `
-- content/a.md --
---
date: 2026-03-03
tags: [Load Balancer, load-balancer, zone]
service: [Mail, mail, web]
vendor: Acme Ltd
severity: near miss
impact: [cosmetic, data loss]
detection: other
status: review
---
### What went well
1. Mail came back
-- content/b.md --
---
date: 2025-02-02
tags: [load  balancer, Ärger]
service: web
vendor: ACME ltd
severity: critical
detection: configured alarm
---
### Where we got lucky
1. It was night -> action-2
2. Nobody looked

### Action Items
- One
- Two
-- content/c.md --
---
date: 2024-01-01
tags: [zone, "!?"]
severity: low
service: archive
---
-- content/d.md --
---
date: 2024-01-01
tags: [zone]
severity: low
service: archive
---
`), nil)
})

var termForm = regexp.MustCompile(`(?m)^- \[(.*)\]\(\.\./(.*)\) (\d+) newest (.*)$`)

// TestSpellings checks that spellings with the same address are one value, that a
// post mortem with several of them counts once, and the order of values: those of
// a vocabulary in its order, years newest first, others by number of post mortems,
// then by name.
func TestSpellings(t *testing.T) {
	t.Parallel()
	s := spelled(t)
	for name, want := range map[string][]string{
		"tags":       {"zone tags/zone/ 3 3 March 2026", "Load Balancer tags/load-balancer/ 2 3 March 2026", "!? tags/x~8faf838e/ 1 1 January 2024", "Ärger tags/%c3%a4rger/ 1 2 February 2025"},
		"services":   {"archive services/archive/ 2 1 January 2024", "web services/web/ 2 3 March 2026", "Mail services/mail/ 1 3 March 2026"},
		"severities": {"▲ critical severities/critical/ 1 2 February 2025", "● low severities/low/ 2 1 January 2024", "○ near miss severities/near-miss/ 1 3 March 2026"},
		"impacts":    {"data loss impacts/data-loss/ 1 3 March 2026", "latency impacts/latency/ 3 2 February 2025", "cosmetic impacts/cosmetic/ 1 3 March 2026"},
		"detections": {"manual detections/manual/ 2 1 January 2024", "configured alarm detections/configured-alarm/ 1 2 February 2025", "other detections/other/ 1 3 March 2026"},
		"statuses":   {"review statuses/review/ 1 3 March 2026", "completed statuses/completed/ 3 2 February 2025"},
		"vendors":    {"ACME ltd vendors/acme-ltd/ 2 3 March 2026"},
		"years":      {"2026 years/2026/ 1 3 March 2026", "2025 years/2025/ 1 2 February 2025", "2024 years/2024/ 2 1 January 2024"},
	} {
		var got []string
		for _, m := range termForm.FindAllStringSubmatch(read(t, render(t, s, name+"/index.html")), -1) {
			got = append(got, strings.Join(m[1:], " "))
		}
		if !slices.Equal(got, want) {
			t.Errorf("/%s/ lists\n\t%q\nwant\n\t%q", name, got, want)
		}
	}
	says(t, "the page of a tag with two spellings", read(t, render(t, s, "tags/load-balancer/index.html")), []string{
		"title: Load Balancer – Post mortems", "description: Post mortems with tag Load Balancer", "2 post mortems with this tag",
		"| 2026-03-03 | [a](../../postmortems/a/) ◐ in review | ○ near miss | [Mail](../../services/mail/), [web](../../services/web/) | no outage |",
		"| 2025-02-02 | [b](../../postmortems/b/) | ▲ critical |", "1. [Tags](../../tags/)", "Post mortems: 2 from 2025 to 2026",
	}, []string{"[c]"})
	says(t, "/tags/", read(t, render(t, s, "tags/index.html")), []string{"4 tags in 4 post mortems", "description: Post mortems by tag"}, nil)
	says(t, "/vendors/", read(t, render(t, s, "vendors/index.html")), []string{"1 vendor in 4 post mortems"}, nil)
}

// TestNamesApart checks that names that differ in punctuation have pages, feeds, filters and ticket pages of their own, and
// that the address that several had is that of the first.
func TestNamesApart(t *testing.T) {
	t.Parallel()
	document := func(name string) string {
		return "-- content/" + name + ".md --\n---\ndate: 2026-03-03\nstatus: completed\nservice: '" + names[name] + "'\ntags: ['" + names[name] + "']\nvendor: '" + names[name] + "'\nincident: '" + tickets[name] + "'\n---\n## Summary\nText.\n"
	}
	var all strings.Builder
	for _, name := range slices.Sorted(maps.Keys(names)) {
		all.WriteString(document(name) + strings.Replace(document(name), ".md", "-too.md", 1))
	}
	s := newSite(t, collected(t, all.String()), nil)
	for name, value := range names {
		for _, taxonomy := range []string{"tags", "services", "vendors"} {
			for _, file := range []string{"index.html", "feed.xml"} {
				page := render(t, s, pages.TermPath(taxonomy, value)+file)
				for other := range names {
					if has := strings.Contains(page, "postmortems/"+other+"/"); has != (other == name) {
						t.Errorf("%s of %s %q has %q: %v", file, taxonomy, value, names[other], has)
					}
				}
			}
		}
		page := render(t, s, pages.TicketPath(tickets[name])+"index.html")
		for other := range names {
			if has := strings.Contains(page, "postmortems/"+other+"/"); has != (other == name) {
				t.Errorf("the page of ticket %q has %q: %v", tickets[name], tickets[other], has)
			}
		}
	}
	says(t, "the address that node.js used to have, and node-js has", read(t, render(t, s, "tags/node-js/index.html")), []string{"# node-js"}, nil)
	says(t, "the address that a.b used to have", render(t, s, "tags/a-b/index.html"), []string{"<title>Moved</title>"}, nil)
}

var (
	names   = map[string]string{"a": "c", "b": "c++", "d": "C#", "e": "node.js", "f": "node-js", "g": "a.b", "h": "a/b"}
	tickets = map[string]string{"a": "CHG/1", "b": "CHG#1", "d": "CHG-1", "e": "acme/web#1", "f": "acme/web!1", "g": "acme-web-1", "h": "1"}
)

// TestTermPages checks which values have charts and feeds of their own.
func TestTermPages(t *testing.T) {
	t.Parallel()
	s := spelled(t)
	for name, own := range map[string]bool{
		"tags/zone": true, "services/web": true, "severities/low": true, "vendors/acme-ltd": true, "impacts/latency": false, "detections/other": false, "statuses/review": false, "years/2024": false,
	} {
		if got := strings.Contains(read(t, render(t, s, name+"/index.html")), "## Figures"); got != own {
			t.Errorf("/%s/ has charts: %v, want %v", name, got, own)
		}
		if got := slices.Contains(s.Paths(), name+"/feed.xml"); got != own {
			t.Errorf("/%s/ has a feed: %v, want %v", name, got, own)
		}
	}
}

// TestLessons checks where lessons are listed, and for which years and services.
func TestLessons(t *testing.T) {
	t.Parallel()
	s := spelled(t)
	says(t, "/lessons/", read(t, render(t, s, "lessons/index.html")), []string{
		"- [All](../lessons/)\n- [2026](../lessons/years/2026/)\n- [2025](../lessons/years/2025/)\n▸ Lessons by service\n- [Mail](../lessons/services/mail/)\n- [web](../lessons/services/web/)\n",
		"3 March 2026○ near miss◐ in review\n\n## [a](../postmortems/a/)\n\n### What went well\n1. [Mail came back](../postmortems/a/#went-well-1)\n",
		"## [b](../postmortems/b/)\n\n### Where we got lucky\n1. [It was night](../postmortems/b/#got-lucky-1) [to be hedged by action item 2, no date](../postmortems/b/#action-2)\n2. [Nobody looked](../postmortems/b/#got-lucky-2) not hedged\n",
	}, []string{"[2024]", "[archive]", "## [c]"})
	says(t, "/lessons/services/mail/", read(t, render(t, s, "lessons/services/mail/index.html")),
		[]string{"title: Lessons: Mail – Post mortems", "1. [Lessons](../../../lessons/)", "[all lessons](../../../lessons/)", "## [a]"}, []string{"## [b]"})
	says(t, "/lessons/years/2025/", read(t, render(t, s, "lessons/years/2025/index.html")), []string{"title: Lessons: 2025 – Post mortems", "## [b]"}, []string{"## [a]"})
	if got := render(t, s, "lessons/years/2025/index.html"); !strings.Contains(got, `<a href="../../../lessons/years/2025/" aria-current="page">2025</a>`) {
		t.Error("the year of the lessons is not marked as the current page")
	}
	for _, name := range s.Paths() {
		if strings.HasPrefix(name, "lessons/services/archive/") || strings.HasPrefix(name, "lessons/years/2024/") || strings.HasPrefix(name, "lessons/tags/") {
			t.Errorf("%s lists no lesson", name)
		}
	}
}

// TestEmptyLists checks that empty lists say that there is nothing yet.
func TestEmptyLists(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, "-- content/README.md --\n# Nothing yet\n"), nil)
	for name, want := range map[string]string{
		"":              "No post mortem has been published yet.",
		"postmortems/":  "0 post mortems, newest first\nThere are no post mortems here yet.",
		"tags/":         "0 tags in 0 post mortems\nNo post mortem has one.",
		"action-items/": "0 action items, 0 open, 0 of them past the due date\n",
		"controls/":     "No post mortem names a control.",
		"tickets/":      "0, of 0 numbers in all\nNo number is mentioned by more than one post mortem.",
		"lessons/":      "No post mortem has lessons yet.",
		"review/":       "No branch is waiting to be merged.\n\n## Under review\nNo post mortem of this site is in review.",
		"dashboard/":    "Figures of 0 post mortems.",
	} {
		says(t, "/"+name+" of nothing", read(t, render(t, s, name+"index.html")), []string{want}, nil)
	}
}

// TestSeverityMeanings checks that the site's own criteria are in the title of every severity,
// and in a legend for those who do not hover: on every page, and among the definitions.
func TestSeverityMeanings(t *testing.T) {
	t.Parallel()
	c := collected(t, "-- content/a.md --\n---\nseverity: high\n---\n-- content/b.md --\n---\nseverity: low\n---\n")
	const title, legend = `<span class="badge sev-high" title="a &lt;terminal&gt; is out">`, "<dd>a &lt;terminal&gt; is out</dd>"
	s := newSite(t, c, func(in *site.Input) {
		in.Config.Vocabularies.Severity.Definitions = map[string]string{"high": "a <terminal> is out"}
	})
	for _, name := range []string{"index.html", "postmortems/index.html", "postmortems/a/index.html", "lessons/index.html", "dashboard/definitions/index.html"} {
		page := render(t, s, name)
		if !strings.Contains(page, title) || strings.Count(page, legend) < 1 {
			t.Errorf("%s does not say what the severity means", name)
		}
		if strings.Contains(page, `sev-low" title`) {
			t.Errorf("%s says what an undefined severity means", name)
		}
	}
	if n := strings.Count(render(t, s, "dashboard/definitions/index.html"), legend); n != 2 {
		t.Errorf("the definitions say %d times what the severity means, want 2", n)
	}
	if page := render(t, newSite(t, c, nil), "postmortems/a/index.html"); strings.Contains(page, "sev-high\" title") || strings.Contains(page, "What the severities mean") {
		t.Error("without definitions, there is a legend")
	}
}

// TestServicePage checks that the page of a service begins with what the config says of it and its open action items, in
// the order of their due dates, followed by its post mortems and then the figures, which do not sum up the action items again.
func TestServicePage(t *testing.T) {
	t.Parallel()
	archive := "-- content/a.md --\n---\ntitle: Gates\nservice: gates\ndate: 2026-05-05\nseverity: high\n---\n## Action Items\n" +
		"| Action Item | Type | Owner | Due | Status |\n|---|---|---|---|---|\n| Undated | Detective | ops | | open |\n| Later | Detective | ops | 2030-01-01 | open |\n| Late | Detective | web | 2026-06-01 | open |\n| Latest | Detective | web | 2024-03-01 | open |\n| Over | Detective | web | 2026-06-01 | done |\n" +
		"-- content/b.md --\n---\ntitle: Other\nservice: other\ndate: 2026-05-05\n---\n## Action Items\n| Action Item | Type | Owner | Due | Status |\n|---|---|---|---|---|\n| Elsewhere | Detective | web | 2026-06-01 | open |\n"
	s := newSite(t, collected(t, archive), func(in *site.Input) {
		in.Config.Services = []config.Service{{Name: "gates", Title: "Ticket gates", Owner: "gate team", Tier: "1"}}
	})
	page := read(t, render(t, s, "services/gates/index.html"))
	at := 0
	for _, want := range []string{"Name: Ticket gates", "Owner: gate team", "Tier: 1", "(#pm-posts)", "## Open action items", "[Latest]", "web · 2.7 years late", "[Late]", "175 days late", "[Later]", "due 2030-01-01", "[Undated]", "no due date", "All 4 open action items](../../action-items/?service=gates&state=unfinished), 2 overdue", "## Post mortems", "[Gates]", "## Figures"} {
		i := strings.Index(page[at:], want)
		if i < 0 {
			t.Fatalf("the page does not say %q after the others:\n%s", want, page)
		}
		at += i
	}
	if strings.Contains(page, "Elsewhere") || strings.Contains(page, "Hours of operation") || strings.Contains(page, "What needs a decision?") || strings.Contains(page, "4 open, 2") || strings.Contains(page, "[Over]") {
		t.Errorf("the page has what is not of the service, or finished:\n%s", page)
	}
}
