package render_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

// TestTicketPath checks the address of a number, which is in upper case, so that
// case does not matter.
func TestTicketPath(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"inc-42": "INC-42", "azAZ09_": "AZAZ09_", "#17": "17~f287251c", "a b": "A-B", "a/b": "a-b~c14cddc0", "é1": "é1~f382f97c", "": "x~e3b0c442", "ab:9": "ab-9~f394c03b", "a`": "a~5a0ff8a1", "a@": "a~3efc70fd", "a[": "a~346e4b60", "a{": "a~722cc9f9",
		strings.Repeat("a", 60): strings.Repeat("A", 60), strings.Repeat("a", 61): strings.Repeat("a", 61) + "~35d5fc17",
	} {
		if got := render.TicketPath(number); got != "tickets/"+want+"/" {
			t.Errorf("the page of the ticket %q is %s, want tickets/%s/", number, got, want)
		}
	}
}

// TestRelativeLinks checks the links from a page to others.
func TestRelativeLinks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ from, to, want string }{
		{"", "", "./"}, {"", "#a", "./#a"}, {"", "tags/", "tags/"}, {"tags/", "", "../"}, {"tags/", "#a", "../#a"}, {"tags/dns/", "feed.xml", "../../feed.xml"},
	} {
		if got := render.Relative(test.from, test.to); got != test.want {
			t.Errorf("the link from %q to %q is %q, want %q", test.from, test.to, got, test.want)
		}
	}
	site := &render.Site{BaseURL: "https://pm.example.org/x/", Title: "Site"}
	p := render.Page{Site: site, Path: "tags/dns/"}
	missing := render.NewNotFoundPage(render.Page{Site: site})
	without := render.NewNotFoundPage(render.Page{Site: &render.Site{}, Path: "a/"})
	pm := &content.PostMortem{Slug: "a"}
	for what, got := range map[string][2]string{
		"to a page":                           {p.URL("postmortems/"), "../../postmortems/"},
		"to a post mortem":                    {p.PostMortemURL(pm), "../../postmortems/a/"},
		"to a value":                          {p.TermURL("services", "Mail box"), "../../services/mail-box/"},
		"to a ticket":                         {p.TicketURL("inc1"), "../../tickets/INC1/"},
		"to the root":                         {p.Root(), "../../"},
		"from the page for what is not there": {missing.URL("tags/"), "https://pm.example.org/x/tags/"},
		"from there to the root":              {missing.Root(), "https://pm.example.org/x/"},
		"from there without a base_url":       {without.URL("tags/"), "/tags/"},
		"of a page that is canonical":         {p.Canonical(), "https://pm.example.org/x/tags/dns/"},
		"of one without a base_url":           {without.Canonical(), ""},
		"as an attribute":                     {string(p.Href("postmortems/é & b/", "a\"b c")), `href="../../postmortems/%C3%A9%20&amp;%20b/#a%22b%20c"`},
		"as an attribute without an anchor":   {string(p.Href("a/", "")), `href="../../a/"`},
		"of the first page of a list":         {render.PagePath("tags/", 1), "tags/"},
		"of no page of a list":                {render.PagePath("tags/", 0), "tags/"},
		"of the second page of a list":        {render.PagePath("tags/", 2), "tags/page/2/"},
	} {
		if got[0] != got[1] {
			t.Errorf("the link %s is %q, want %q", what, got[0], got[1])
		}
	}
}

// TestTicketLinks checks the links of a number: Mentions only if more than one place
// mentions it, Tracker if a tracker knows it.
func TestTicketLinks(t *testing.T) {
	t.Parallel()
	page := func(s render.Site) *render.Page { return &render.Page{Site: &s, Path: "a/"} }
	recurs := func(number string) bool { return number == "A" }
	tracker := func(number string) string { return "https://desk/" + number }
	for what, test := range map[string]struct {
		site render.Site
		want []render.TicketLink
	}{
		"on a site that knows nothing":         {render.Site{}, []render.TicketLink{{"A", "../tickets/A/", ""}, {"B", "../tickets/B/", ""}}},
		"on a site that knows what recurs":     {render.Site{HasTicket: recurs}, []render.TicketLink{{"A", "../tickets/A/", ""}, {"B", "", ""}}},
		"on a site that has a tracker as well": {render.Site{HasTicket: recurs, TrackerURL: tracker}, []render.TicketLink{{"A", "../tickets/A/", "https://desk/A"}, {"B", "", "https://desk/B"}}},
	} {
		if got := page(test.site).TicketLinks(&content.PostMortem{}, []string{"A", "B"}); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%s the numbers A and B lead to %v, want %v", what, got, test.want)
		}
	}
}

// TestDocumentTitle checks that the title has the site's title, however long it is.
func TestDocumentTitle(t *testing.T) {
	t.Parallel()
	site := &render.Site{Title: "Site"}
	for _, test := range []struct{ kind, title, want string }{
		{"home", "Site", "Site"}, {"list", "Tags", "Tags – Site"}, {"list", strings.Repeat("x", 99), strings.Repeat("x", 99) + " – Site"}, {"list", "Site", "Site"},
	} {
		p := render.Page{Site: site, Kind: test.kind, Title: test.title}
		if got := p.DocumentTitle(); got != test.want {
			t.Errorf("the tab of a page %q says %q, want %q", test.title, got, test.want)
		}
	}
}

// TestNameFigure checks how a figure is shown.
func TestNameFigure(t *testing.T) {
	t.Parallel()
	duration, detect := metrics.Definitions()[0], metrics.Definitions()[1]
	for _, test := range []struct {
		of           metrics.Definition
		figure       metrics.Figure
		text, reason string
	}{
		{duration, metrics.Figure{Class: metrics.Known, Value: 2 * time.Hour}, "2 h", ""},
		{duration, metrics.Figure{Class: metrics.Known, Value: time.Hour, Reason: "none"}, "1 h", ""},
		{duration, metrics.Figure{Class: metrics.Ongoing, Reason: "it lasts"}, "ongoing", ""},
		{duration, metrics.Figure{Reason: "no row"}, "unknown", "no row"},
		{duration, metrics.Figure{Class: metrics.NotApplicable, Reason: "a near miss"}, "no outage", ""},
		{detect, metrics.Figure{Class: metrics.NotApplicable, Reason: "a near miss"}, "does not apply", "a near miss"},
		{detect, metrics.Figure{Class: metrics.Before, Reason: "a minute before"}, "before it began", "a minute before"},
	} {
		got := render.NameFigure(test.of, test.figure)
		if got.Text != test.text || got.Reason != test.reason || got.Key != test.of.Key || got.Name != test.of.Name || got.Ends != test.of.Ends ||
			got.Known != test.figure.Known() || got.Ongoing != (test.figure.Class == metrics.Ongoing) || got.Tells != test.figure.Tells() {
			t.Errorf("%+v is shown as %+v, want %q because %q", test.figure, got, test.text, test.reason)
		}
	}
	// Figures that look the same share a piece; others do not.
	same := map[string]string{}
	for _, n := range []render.NamedFigure{
		render.NameFigure(duration, metrics.Figure{Class: metrics.Known, Value: time.Hour}), render.NameFigure(duration, metrics.Figure{Class: metrics.Known, Value: time.Hour, Stated: true}),
		render.NameFigure(detect, metrics.Figure{Class: metrics.Known, Value: time.Hour}), render.NameFigure(duration, metrics.Figure{Reason: "a"}), render.NameFigure(duration, metrics.Figure{Reason: "b"}),
	} {
		looks := fmt.Sprint(n.Key, n.Text, n.Reason, n.Stated)
		if other, taken := same[n.Same]; taken {
			t.Errorf("%q and %q are rendered once for both", other, looks)
		}
		same[n.Same] = looks
	}
}

// TestLead checks that the summary is shown above the text unless the text begins
// with it.
func TestLead(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"## Summary\n\nThe summary. And more.\n":       "",
		"## Summary\n\nOther words.\n\nThe summary.\n": "The summary.",
		"## Timeline\n\n## Notes\n\nThe summary.\n":    "",
		"## Action Items\n\n- [ ] One\n":               "The summary.",
		"":                                             "The summary.",
		"### What went well\n1. Good\n\n## Notes\n\nThe summary.\n": "",
	} {
		pm, _ := content.Parse("a.md", []byte("---\ntitle: T\ndate: 2026-01-01\nstatus: draft\nsummary: The summary.\n---\n"+body), content.Options{})
		p := render.PostMortemPage{PM: pm}
		if got := p.Lead(); got != want {
			t.Errorf("above the text\n%s\nis %q, want %q", body, got, want)
		}
	}
}

// TestTableOfContents checks that it has the headings of the second and third
// level.
func TestTableOfContents(t *testing.T) {
	t.Parallel()
	page := func(sections ...render.Section) *render.PostMortemPage {
		return &render.PostMortemPage{Sections: sections}
	}
	section := func(level int) render.Section {
		return render.Section{Level: level, Anchor: fmt.Sprint("a", level), Title: fmt.Sprint("T", level), Key: fmt.Sprint("k", level)}
	}
	p := page(section(0), section(2), section(3), section(4), section(2))
	if got, want := fmt.Sprint(p.TOC()), "[{2 a2 T2} {3 a3 T3} {2 a2 T2}]"; got != want {
		t.Errorf("the table of contents is %s, want %s", got, want)
	}
	if p.TOCKey() != page(section(2), section(3), section(2), section(5)).TOCKey() || p.TOCKey() == page(section(2), section(2), section(3)).TOCKey() {
		t.Error("the table of contents has the key of a page with other headings")
	}
}

// TestTemplateFunctions checks the functions that templates may call.
func TestTemplateFunctions(t *testing.T) {
	t.Parallel()
	for call, want := range map[string]string{
		`{{duration .D}}`: "1\u00a0h 30\u00a0min", `{{date .Day}}`: "5 March 2026", `{{date .None}}`: "no date",
		`{{glyph "critical"}}{{glyph "high"}}{{glyph "medium"}}{{glyph "low"}}{{glyph "near miss"}}{{glyph "other"}}`: "▲■◆●○▪",
		`{{slug "Near Miss"}}`: "near-miss", `{{plural 0 "day"}}, {{plural 1 "day"}}, {{plural 2 "day"}}`: "0 days, 1 day, 2 days",
		`{{percent 1 3}} {{percent 2 3}} {{percent 1 0}}`: "33 % 67 % –", `{{share 1 3}} {{share 1 0}} {{share 2 2}}`: "33.3 0 100.0", `{{join .List ", "}}`: "a, b",
		`{{title "ärger"}}{{title ""}}`: "Ärger", `{{ext "feed.xml"}}`: ".xml", `{{with dict "a" 1 "b" 2}}{{.a}}{{.b}}{{end}}`: "12",
	} {
		theme, err := render.LoadTheme(mapFS("page.html", call))
		if err != nil {
			t.Fatal(err)
		}
		data := map[string]any{"D": 90 * time.Minute, "Day": content.Date{Year: 2026, Month: 3, Day: 5}, "None": content.Date{}, "List": []string{"a", "b"}}
		var b strings.Builder
		if err := theme.Render(&b, "page.html", data); err != nil || b.String() != want {
			t.Errorf("%s returns %q, %v; want %q", call, b.String(), err, want)
		}
	}
}

// TestGroupLessons checks that lessons on other pages link to the post mortem, and
// to the action item that hedges luck.
func TestGroupLessons(t *testing.T) {
	t.Parallel()
	p := &render.Page{Site: &render.Site{}, Path: "lessons/"}
	pm := &content.PostMortem{
		Slug: "a", WentWell: []content.Lesson{{Anchor: "went-well-1", Text: "Well"}}, WentWrong: []content.Lesson{{Anchor: "went-wrong-1", Text: "Wrong"}},
		GotLucky:     []content.Lesson{{Anchor: "got-lucky-1", Text: "Luck", HedgedBy: "action-12"}, {Anchor: "got-lucky-2", Text: "More"}, {Anchor: "got-lucky-3", Text: "Gone", HedgedBy: "action-13"}},
		OtherLessons: []content.LessonList{{Kind: "surprise", Title: "What surprised us", Lessons: []content.Lesson{{Anchor: "surprise-1", Text: "Odd", HedgedBy: "action-12"}}}},
		ActionItems:  []content.ActionItem{{Anchor: "action-12", State: content.Done}},
	}
	g := p.GroupLessons(pm)
	want := `{href="../postmortems/a/" [{Well href="../postmortems/a/#went-well-1" {not hedged  true} }] [{Wrong href="../postmortems/a/#went-wrong-1" {not hedged  true} }] ` +
		`[{Luck href="../postmortems/a/#got-lucky-1" {hedged by action item 12 action-12 false} href="../postmortems/a/#action-12"} {More href="../postmortems/a/#got-lucky-2" {not hedged  true} } ` +
		`{Gone href="../postmortems/a/#got-lucky-3" {not hedged: there is no action item 13  true} }] ` +
		`[{of-surprise What surprised us [{Odd href="../postmortems/a/#surprise-1" {hedged by action item 12 action-12 false} href="../postmortems/a/#action-12"}]}]}`
	if item := g.Others[0].Lessons[0].Item(); item != "action item 12" {
		t.Errorf("the surprise names %q", item)
	}
	if got := fmt.Sprintf("{%v %v %v %v %v}", g.Href, g.Well, g.Wrong, g.Lucky, g.Others); got != want || g.PM != pm {
		t.Errorf("the lessons are\n%s\nwant\n%s", got, want)
	}
}

// TestKeysOfPieces checks that pages share a piece only if it looks the same on
// both.
func TestKeysOfPieces(t *testing.T) {
	t.Parallel()
	page := func(path, section string, feeds ...string) *render.Page {
		p := &render.Page{Site: &render.Site{}, Path: path, Section: section}
		for _, feed := range feeds {
			p.Feeds = append(p.Feeds, render.Link{Path: feed})
		}
		return p
	}
	for _, other := range []*render.Page{page("a/", "tags"), page("a/b/", "lists")} {
		if page("a/b/", "tags").NavKey() == other.NavKey() {
			t.Errorf("the navigation of /a/b/ in tags is that of /%s in %s", other.Path, other.Section)
		}
	}
	if page("a/b/", "tags").NavKey() != page("c/d/", "tags").NavKey() {
		t.Error("two pages of the same depth do not share the navigation")
	}
	for _, other := range []*render.Page{page("a/", "", "f", "g"), page("a/b/", "", "f"), page("a/b/", "", "g", "f"), page("a/b/", "", "fg")} {
		if page("a/b/", "", "f", "g").FeedsKey() == other.FeedsKey() {
			t.Errorf("the feeds of /a/b/ are those of /%s with %v", other.Path, other.Feeds)
		}
	}
	links := page("a/", "").TermLinks("services", "Mail", "mail")
	if links[0].Title != "Mail" || links[0].URL != "../services/mail/" || links[0].Key == links[1].Key {
		t.Errorf("two spellings of one service are linked as %v", links)
	}
}

// TestPager checks the numbers of the pages before and after.
func TestPager(t *testing.T) {
	t.Parallel()
	for number, want := range map[int][2]int{1: {0, 2}, 2: {1, 3}, 3: {2, 0}} {
		pager := render.Pager{Number: number, Total: 3, Base: "tags/"}
		if got := [2]int{pager.Previous(), pager.Next()}; got != want {
			t.Errorf("before and after page %d of 3 are %v, want %v", number, got, want)
		}
	}
}

// TestCode checks that texts with code between backticks are escaped.
func TestCode(t *testing.T) {
	t.Parallel()
	theme, err := render.LoadTheme(mapFS("page.html", "{{code .}}"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"plain <b>": "plain &lt;b&gt;", "write `a: <b>`, `c`": "write <code>a: &lt;b&gt;</code>, <code>c</code>", "": "",
	} {
		var got strings.Builder
		if err := theme.Render(&got, "page.html", text); err != nil || got.String() != want {
			t.Errorf("code %q is %q, %v, want %q", text, got.String(), err, want)
		}
	}
}

// TestBrief checks that a long summary is cut after a word, and any other stays as it is.
func TestBrief(t *testing.T) {
	long := strings.Repeat("séven, ", 34)
	for summary, want := range map[string]string{
		"": "", "Short. And sweet.": "Short. And sweet.", strings.Repeat("é", 240): strings.Repeat("é", 240),
		long + "an": "", strings.Repeat("é", 241): strings.Repeat("é", 240) + " …",
		long + "and more than that": strings.TrimSuffix(long, ", ") + " …",
	} {
		if want == "" {
			want = summary
		}
		if got := render.Brief(summary); got != want {
			t.Errorf("%q is cut to %q, want %q", summary, got, want)
		}
	}
}

// TestYears checks that a list says where a year begins, and what has no date.
func TestYears(t *testing.T) {
	t.Parallel()
	row := func(title string, year int) render.Row {
		pm := &content.PostMortem{Title: title}
		if year > 0 {
			pm.Date = content.Date{Year: year, Month: 1, Day: 2}
		}
		return render.Row{PostMortem: pm}
	}
	page := &render.ListPage{Rows: []render.Row{row("a", 2026), row("b", 2026), row("c", 2024), row("d", 0)}}
	var got []string
	for _, year := range page.Years() {
		got = append(got, year.Year)
		for _, row := range year.Rows {
			got = append(got, row.Title)
		}
	}
	if want := []string{"2026", "a", "b", "2024", "c", "No date", "d"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if years := (&render.ListPage{}).Years(); len(years) > 0 {
		t.Errorf("an empty list has the years %v", years)
	}
}
