package site_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/site"
)

// sixty returns the site of 60 post mortems, more than a page or a feed holds.
var sixty = once(func(t testing.TB) *site.Site {
	return newSite(t, numbered(t, 60), func(in *site.Input) {
		in.Config.BaseURL = "https://pm.example.org/"
		for i := range 12 {
			in.Branches = append(in.Branches, review.Branch{Name: fmt.Sprintf("work-%02d", i+1), Changed: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)})
		}
	})
})

// from returns titles from one number down to another.
func from(first, last int) (titles []string) {
	for i := first; i >= last; i-- {
		titles = append(titles, fmt.Sprintf("Post mortem %d", i))
	}
	return titles
}

// TestFeedHoldsTheNewest checks that a feed of 60 post mortems, or of a service
// with as many, has the newest 50, newest first.
func TestFeedHoldsTheNewest(t *testing.T) {
	t.Parallel()
	s, want := sixty(t), from(60, 11)
	for _, name := range []string{"feed.xml", "services/gates/feed.xml"} {
		var atom struct {
			Title   string `xml:"title"`
			Entries []struct {
				Title string `xml:"title"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(render(t, s, name)), &atom); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, entry := range atom.Entries {
			got = append(got, entry.Title)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s of 60 post mortems holds %d entries, %q; want the newest 50, newest first", name, len(got), got)
		}
		if title := map[string]string{"feed.xml": "Post mortems", "services/gates/feed.xml": "Post mortems: gates"}[name]; atom.Title != title {
			t.Errorf("%s is called %q in a feed reader, want %q", name, atom.Title, title)
		}
	}
	var feed struct {
		Items []struct{ Title string }
		Home  string `json:"home_page_url"`
		Self  string `json:"feed_url"`
	}
	if err := json.Unmarshal([]byte(render(t, s, "feed.json")), &feed); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, item := range feed.Items {
		got = append(got, item.Title)
	}
	if !slices.Equal(got, want) {
		t.Errorf("feed.json of 60 post mortems holds %d entries, %q; want the newest 50, newest first", len(got), got)
	}
	if feed.Home != "https://pm.example.org/" || feed.Self != "https://pm.example.org/feed.json" {
		t.Errorf("feed.json is at %q, of the site at %q", feed.Self, feed.Home)
	}
}

// TestPageCounts checks how many pages lists have: one for up to 50 entries (20
// lessons), one for no entries, and never an empty page after others.
func TestPageCounts(t *testing.T) {
	t.Parallel()
	for n, pages := range map[int]map[string]int{
		0:  {"postmortems/": 1, "action-items/": 1, "controls/": 1, "tickets/": 1, "lessons/": 1},
		20: {"postmortems/": 1, "lessons/": 1, "lessons/services/gates/": 1, "lessons/years/2026/": 1},
		21: {"postmortems/": 1, "lessons/": 2, "lessons/services/gates/": 2, "lessons/years/2026/": 2},
		50: {"postmortems/": 1, "action-items/": 1, "controls/": 1, "tickets/": 1, "lessons/": 3, "tags/all/": 1, "services/gates/": 1, "years/2026/": 1},
		51: {"postmortems/": 2, "action-items/": 2, "controls/": 2, "tickets/": 1, "lessons/": 3, "tags/all/": 2, "services/gates/": 2, "years/2026/": 2},
		60: {"postmortems/": 2, "action-items/": 2, "controls/": 2, "tickets/": 2, "lessons/": 3, "tags/all/": 2, "services/gates/": 2, "statuses/review/": 2},
	} {
		s := newSite(t, numbered(t, n), nil)
		for list, want := range pages {
			got := 0
			for _, name := range s.Paths() {
				if ok, _ := filepath.Match(list+"page/*/index.html", name); ok || name == list+"index.html" {
					got++
				}
			}
			if got != want {
				t.Errorf("/%s of %d post mortems has %d pages, want %d", list, n, got, want)
			}
		}
	}
}

// titles returns the post mortems that a page lists in its main table, by their
// numbers.
var rowForm = regexp.MustCompile(`\| \[Post mortem (\d+)\]`)

func listed(text string) (titles []string) {
	for _, m := range rowForm.FindAllStringSubmatch(text, -1) {
		titles = append(titles, "Post mortem "+m[1])
	}
	return titles
}

// TestPagesOfAList checks which entries are on which page, and where its pager
// leads.
func TestPagesOfAList(t *testing.T) {
	t.Parallel()
	s := sixty(t)
	for name, want := range map[string]struct {
		rows []string
		says []string
		not  []string
	}{
		"postmortems/":        {from(60, 11), []string{"60 post mortems, newest first, page 1 of 2", "- [2](../postmortems/page/2/)", "- [Next →](../postmortems/page/2/)"}, []string{"← Previous"}},
		"postmortems/page/2/": {from(10, 1), []string{"60 post mortems, newest first, page 2 of 2", "- [← Previous](../../../postmortems/)", "- [1](../../../postmortems/)"}, []string{"Next →"}},
		"tags/all/":           {from(60, 11), []string{"60 post mortems with this tag, page 1 of 2", "## Figures"}, nil},
		"tags/all/page/2/":    {from(10, 1), []string{"60 post mortems with this tag, page 2 of 2", "Post mortems: 60 in 2026"}, []string{"## Figures", "Are outages getting shorter?"}},
		"review/":             {from(60, 11), []string{"[All 60 in review](../statuses/review/)"}, nil},
	} {
		text := read(t, render(t, s, name+"index.html"))
		if got := listed(text); !slices.Equal(got, want.rows) {
			t.Errorf("/%s lists %q, want %q", name, got, want.rows)
		}
		says(t, "/"+name, text, want.says, want.not)
	}
}

// TestPagesOfOtherLists checks where the lists of action items, controls, tickets and
// lessons are divided into pages.
func TestPagesOfOtherLists(t *testing.T) {
	t.Parallel()
	s := sixty(t)
	for name, want := range map[string]struct {
		form        string
		first, last string
		n           int
		says        []string
		not         []string
	}{
		"action-items/":        {`\| \[(Item \d+)\]`, "Item 1", "Item 50", 50, []string{"60 action items, 60 open, 60 of them past the due date. Those need a decision: do it, give it another date, or drop it with a reason. They come first, by what they were to prevent, page 1 of 2", "| Mitigation |"}, nil},
		"action-items/page/2/": {`\| \[(Item \d+)\]`, "Item 51", "Item 60", 10, []string{"page 2 of 2"}, []string{"| Type | Done, open and overdue |"}},
		"controls/":            {`\| (guard \d+) \|`, "guard 060", "guard 011", 50, []string{"page 1 of 2", "| guard 060 | named | [Post mortem 60](../postmortems/p60/#control-1) 5 March 2026 |"}, nil},
		"controls/page/2/":     {`\| (guard \d+) \|`, "guard 010", "guard 001", 10, []string{"page 2 of 2"}, nil},
		"tickets/":             {`- \[(CHG\d+)\]`, "CHG002", "CHG051", 50, []string{"that several post mortems mention: 50 on this page, of 61 numbers in all", "- [List of all numbers](../tickets/all/) 61\n", "- [CHG002](../tickets/CHG002/) 2 post mortems"}, nil},
		"tickets/page/2/":      {`- \[(CHG\d+)\]`, "CHG052", "CHG060", 9, nil, nil},
		"lessons/":             {`(?m)^## \[(Post mortem \d+)\]`, "Post mortem 60", "Post mortem 41", 20, []string{"page 1 of 3", "▸ Lessons by service", "- [2026](../lessons/years/2026/)"}, nil},
		"lessons/page/3/":      {`(?m)^## \[(Post mortem \d+)\]`, "Post mortem 20", "Post mortem 1", 20, []string{"page 3 of 3", "- [2026](../../../lessons/years/2026/)"}, []string{"▸ Lessons by service"}},
		"":                     {`(?m)^\d+\. .* / \[(Post mortem \d+)\]`, "Post mortem 60", "Post mortem 51", 10, []string{"[All 60 post mortems](postmortems/)"}, nil},
	} {
		text := read(t, render(t, s, name+"index.html"))
		found := regexp.MustCompile(want.form).FindAllStringSubmatch(text, -1)
		if len(found) != want.n || found[0][1] != want.first || found[len(found)-1][1] != want.last {
			t.Errorf("/%s lists %q, want %d from %s to %s", name, found, want.n, want.first, want.last)
		}
		says(t, "/"+name, text, want.says, want.not)
	}
}

// TestHomeIsShort checks that the home page names ten of each thing.
func TestHomeIsShort(t *testing.T) {
	t.Parallel()
	text := read(t, render(t, sixty(t), "index.html"))
	for what, form := range map[string]string{
		"post mortems in review":        `(?m)^- \[Post mortem \d+\]`,
		"overdue action items":          `(?m)^- \[Item \d+\]`,
		"branches that wait for review": "branch `work-",
	} {
		if n := len(regexp.MustCompile(form).FindAllString(text, -1)); n != 10 {
			t.Errorf("the home page names %d %s of more, want 10:\n%s", n, what, text)
		}
	}
	if want := "- [Item 1](postmortems/p01/#action-1) platform team · 235 days late"; !strings.Contains(text, want) {
		t.Errorf("the home page does not begin with the longest overdue, %q:\n%s", want, text)
	}
	says(t, "the home page", text, []string{"branch `work-01`", "branch `work-10`"}, nil)
}

// TestDataHoldsAll checks that data files and the sitemap are complete where pages
// and feeds are limited.
func TestDataHoldsAll(t *testing.T) {
	t.Parallel()
	s := sixty(t)
	for _, name := range []string{"data/postmortems.csv", "data/action-items.csv"} {
		rows, err := csv.NewReader(strings.NewReader(render(t, s, name))).ReadAll()
		if err != nil || len(rows) != 61 {
			t.Errorf("%s has %d lines below its head, want 60, %v", name, len(rows)-1, err)
		}
	}
	for name, key := range map[string]string{"data/postmortems.json": "postmortems", "data/action-items.json": "action_items", "data/register.json": "items", "data/figures.json": "slug", "data/list/columns/service.json": "values"} {
		var data map[string]any
		if err := json.Unmarshal([]byte(render(t, s, name)), &data); err != nil {
			t.Fatal(err)
		}
		if n := len(data[key].([]any)); n != 60 {
			t.Errorf("%s holds %d of 60 %s", name, n, key)
		}
	}
	if n := strings.Count(render(t, s, "sitemap.xml"), "<loc>https://pm.example.org/postmortems/p"); n != 60 {
		t.Errorf("the sitemap has %d of 60 post mortems", n)
	}
	if n := strings.Count(render(t, s, "action-items/due.ics"), "BEGIN:VEVENT"); n != 60 {
		t.Errorf("the calendar has %d of 60 due dates", n)
	}
}

// TestWriteProgress checks that progress is reported for every hundredth file and
// for the last, and that the result counts the files that the site lists and their
// size.
func TestWriteProgress(t *testing.T) {
	t.Parallel()
	s := sixty(t)
	var heard []int
	result, err := s.Write(context.Background(), filepath.Join(t.TempDir(), "public"), site.WriteOptions{Jobs: 1, Progress: func(done, total int) {
		if total != len(s.Paths()) {
			t.Errorf("progress reports %d files in all, the site has %d", total, len(s.Paths()))
		}
		heard = append(heard, done)
	}})
	if err != nil {
		t.Fatal(err)
	}
	var want []int
	var size int64
	for i, name := range s.Paths() {
		if n := i + 1; n%100 == 0 || n == len(s.Paths()) {
			want = append(want, n)
		}
		size += int64(len(render(t, s, name)))
	}
	if !slices.Equal(heard, want) {
		t.Errorf("progress was reported at %v files, want %v", heard, want)
	}
	if result != (site.Result{Files: len(s.Paths()), Bytes: size, Rendered: len(s.Paths())}) {
		t.Errorf("the result is %+v, want %d files of %d bytes", result, len(s.Paths()), size)
	}
}

// TestManyLessons checks that the list of all lessons ends after ten pages, and says where the older ones are.
func TestManyLessons(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 203 {
		fmt.Fprintf(&text, "-- content/p%03d.md --\n---\ndate: 2026-01-02\nstatus: completed\n---\n## Lessons Learned\n### What went well\n- Lesson %d\n", i, i)
	}
	s := newSite(t, collected(t, text.String()), nil)
	says(t, "the last page", read(t, render(t, s, "lessons/page/10/index.html")), []string{"3 older post mortems with lessons: choose a year above.", "page 10 of 10"}, nil)
	says(t, "the page before it", read(t, render(t, s, "lessons/page/9/index.html")), []string{"page 9 of 10"}, []string{"older post mortems"})
	says(t, "the last page of the year", read(t, render(t, s, "lessons/years/2026/page/11/index.html")), []string{"page 11 of 11"}, []string{"older post mortems"})
	if _, err := s.Open("lessons/page/11/index.html"); err == nil {
		t.Error("the list of all lessons goes on")
	}
}

// TestLongLists checks that pages of a list of more than a thousand entries are twice as long.
func TestLongLists(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{1000: 20, 1001: 11} {
		var text strings.Builder
		text.WriteString("-- content/a.md --\n---\nstatus: completed\n---\n## Action Items\n")
		for i := range n {
			fmt.Fprintf(&text, "- [ ] Item %d\n", i)
		}
		s := newSite(t, collected(t, text.String()), nil)
		if _, err := s.Open(fmt.Sprintf("action-items/page/%d/index.html", want)); err != nil {
			t.Error(err)
		}
		if _, err := s.Open(fmt.Sprintf("action-items/page/%d/index.html", want+1)); err == nil {
			t.Errorf("%d action items are on more than %d pages", n, want)
		}
	}
}
