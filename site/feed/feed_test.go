package feed_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
)

const document = `---
title: "=HYPERLINK(\"https://evil.example\") & <b>bold</b>"
id: PM-2026-0001
service: [shop, checkout]
impact: availability
severity: low
detection: manual
date: 2026-03-05
timezone: America/Halifax
status: completed
authors: [on-call engineer]
minutes_lost: 012
---
## Timeline

| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-05 | 14:00 | Outage begins | |
| | 14:06 | Outage detected | The "alarm" fires |
| | ~14:10 | Looked around | |
| | 14:45 | Outage ends | |

### Action Items

| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| +1 check | Detective | platform team | CHG0042 | 2026-04-01 | open |
`

func records(t *testing.T) []feed.Record {
	t.Helper()
	pm, problems := content.Parse("content/a.md", []byte(document), content.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	asOf := content.Date{Year: 2026, Month: 5, Day: 1}
	return []feed.Record{feed.NewRecord(metrics.Records([]*content.PostMortem{pm})[0], "postmortems/a/", asOf, desk).WithTexts(pm)}
}

// TestPostMortems checks the documented format: unknown values are null, lists
// are never null, durations are seconds, times are RFC 3339.
func TestPostMortems(t *testing.T) {
	var b bytes.Buffer
	if err := feed.PostMortems(&b, slices.Values(records(t)), "2026-05-01"); err != nil {
		t.Fatal(err)
	}
	var got struct {
		SchemaVersion int              `json:"schema_version"`
		AsOf          string           `json:"as_of"`
		PostMortems   []map[string]any `json:"postmortems"`
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, b.String())
	}
	if got.SchemaVersion != 2 || got.AsOf != "2026-05-01" || len(got.PostMortems) != 1 {
		t.Fatalf("%+v", got)
	}
	pm := got.PostMortems[0]
	for key, want := range map[string]any{
		"slug": "a", "duration_seconds": 2700.0, "time_to_detect_seconds": 360.0, "time_to_declare_seconds": nil,
		"stated_duration_seconds": nil, "vendor": nil, "ongoing": false, "created": nil, "timezone": "America/Halifax", "date": "2026-03-05",
	} {
		if value, there := pm[key]; !there || value != want {
			t.Errorf("%s: %v, want %v", key, value, want)
		}
	}
	if tags, isList := pm["tags"].([]any); !isList || len(tags) != 0 {
		t.Errorf("tags: %v, want an empty list", pm["tags"])
	}
	entry := pm["timeline"].([]any)[2].(map[string]any)
	if entry["time"] != "2026-03-05T14:10:00-04:00" || entry["approximate"] != true || entry["event"] != "Looked around" {
		t.Errorf("timeline: %v", entry)
	}
	if params := pm["params"].(map[string]any); params["minutes_lost"] != "012" {
		t.Errorf("params: %v", params)
	}
}

// TestEmptyList checks that data without post mortems is valid JSON.
func TestEmptyList(t *testing.T) {
	var b bytes.Buffer
	if err := feed.ActionItems(&b, slices.Values([]feed.Record(nil)), "2026-05-01"); err != nil || !json.Valid(b.Bytes()) {
		t.Errorf("%v: %s", err, b.String())
	}
}

// TestFeeds checks that feeds are well-formed, escape what authors write, and
// give entries permanent ids, which do not depend on where the site is.
func TestFeeds(t *testing.T) {
	pm, _ := content.Parse("content/a.md", []byte(document), content.Options{})
	ids := map[string]bool{}
	for _, base := range []string{"", "https://one.example/", "https://two.example/pm/"} {
		f := feed.Feed{Title: "A & B", Home: base + "./", Self: base + "feed.xml", Entries: []feed.Entry{{PM: pm, URL: base + "postmortems/a/"}}}
		var atom, jsonFeed bytes.Buffer
		if err := feed.Atom(&atom, f); err != nil {
			t.Fatal(err)
		}
		if err := feed.JSON(&jsonFeed, f); err != nil {
			t.Fatal(err)
		}
		var got struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			Entries []struct {
				ID    string `xml:"id"`
				Title string `xml:"title"`
				Link  struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
				Updated string `xml:"updated"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(atom.Bytes(), &got); err != nil {
			t.Fatalf("%v: %s", err, atom.String())
		}
		entry := got.Entries[0]
		if entry.Title != pm.Title || entry.Link.Href != base+"postmortems/a/" || entry.Updated != "2026-03-05T00:00:00Z" {
			t.Errorf("entry: %+v", entry)
		}
		ids[entry.ID] = true
		if !json.Valid(jsonFeed.Bytes()) || strings.Contains(jsonFeed.String(), "<b>bold") {
			t.Errorf("JSON feed: %s", jsonFeed.String())
		}
	}
	if len(ids) != 1 {
		t.Errorf("one entry has several ids: %v", ids)
	}
	for id := range ids {
		if !regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id) {
			t.Errorf("id %s is not a version 5 UUID", id)
		}
	}
}

// TestSitemap checks that a sitemap is well-formed.
func TestSitemap(t *testing.T) {
	var b bytes.Buffer
	if err := feed.Sitemap(&b, []feed.Page{{URL: "https://pm.example.org/?a&b"}, {URL: "https://pm.example.org/é/", Modified: time.Date(2026, 5, 2, 14, 0, 0, 0, time.FixedZone("", 7200))}}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		URLs     []string `xml:"url>loc"`
		Modified []string `xml:"url>lastmod"`
	}
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil || len(got.URLs) != 2 || got.URLs[0] != "https://pm.example.org/?a&b" ||
		len(got.Modified) != 1 || got.Modified[0] != "2026-05-02T12:00:00Z" {
		t.Errorf("%v: %v", err, got)
	}
}

// TestNewest checks that a feed has the entries that were updated last, newest first, whatever the days of the
// incidents.
func TestNewest(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	var entries []feed.Entry
	for n := range feed.MaxEntries {
		entries = append(entries, feed.Entry{URL: "new", PM: &content.PostMortem{Date: content.DateOf(day(2 + n))}})
	}
	old := content.Publication{Published: day(1), Updated: day(300)}
	entries = append(entries, feed.Entry{URL: "amended", PM: &content.PostMortem{Date: content.DateOf(day(1))}, Publication: old})
	if got := feed.Newest(entries); len(got) != feed.MaxEntries || got[0].URL != "amended" || got[1].PM.Date != content.DateOf(day(1+feed.MaxEntries)) {
		t.Errorf("of %d entries, a feed has %d, first %q of %v, then %v", len(entries), len(got), got[0].URL, got[0].PM.Date, got[1].PM.Date)
	}
}

// desk is a tracker that knows a single ticket.
func desk(number string) string {
	if number == "CHG4" {
		return "https://desk.example.org/CHG4"
	}
	return ""
}
