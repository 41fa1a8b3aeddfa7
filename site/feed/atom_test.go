package feed_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
)

// feedOf returns a feed of two post mortems, the second of which has only what is
// required.
func feedOf(t testing.TB) feed.Feed {
	t.Helper()
	one := parse(t, "content/one.md", `---
title: Shop & <mail>
id: PM-1
service: [shop, "a<b"]
severity: high
impact: availability
detection: manual
date: 2026-03-05
status: completed
authors: [x]
tags: [cache]
summary: It broke <script>alert(1)</script> & came back.
---
`)
	two := parse(t, "content/two.md", "---\ntitle: Two\nstatus: draft\ndate: 2026-03-07\n---\n")
	known := content.Publication{Published: time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC), Updated: time.Date(2026, 6, 1, 14, 0, 0, 0, time.FixedZone("", 7200))}
	return feed.Feed{
		Title: "A & B", Description: "What <failed>", Language: "en", Home: "https://pm.example.org/", Self: "https://pm.example.org/feed.xml",
		Entries: []feed.Entry{{PM: one, URL: "https://pm.example.org/postmortems/one/", Publication: known}, {PM: two, URL: "https://pm.example.org/postmortems/two/"}},
	}
}

// TestAtom checks every word of an Atom feed. What authors write is text, never
// markup, also in the summary, and the feed's date is that of its last change. An entry whose publication is unknown has the date of the incident, and says so.
func TestAtom(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := feed.Atom(&b, feedOf(t)); err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">
  <title>A &amp; B</title>
  <id>urn:uuid:89db663b-8820-5112-9711-959cd19b4332</id>
  <updated>2026-06-01T12:00:00Z</updated>
  <subtitle>What &lt;failed&gt;</subtitle>
  <author>
    <name>A &amp; B</name>
  </author>
  <entry>
    <title>Shop &amp; &lt;mail&gt;</title>
    <updated>2026-06-01T12:00:00Z</updated>
    <id>urn:uuid:685f2e1e-df15-5538-b42e-0ebf68dc77d5</id>
    <published>2026-04-01T09:00:00Z</published>
    <link href="https://pm.example.org/postmortems/one/" rel="alternate" type="text/html"></link>
    <summary type="html">&lt;p&gt;high · shop, a&amp;lt;b · 2026-03-05&lt;/p&gt;&lt;p&gt;It broke &amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt; &amp;amp; came back.&lt;/p&gt;</summary>
  </entry>
  <entry>
    <title>Two</title>
    <updated>2026-03-07T00:00:00Z</updated>
    <id>urn:uuid:97f77a33-3911-5240-91ea-a29e8069dc3d</id>
    <published>2026-03-07T00:00:00Z</published>
    <link href="https://pm.example.org/postmortems/two/" rel="alternate" type="text/html"></link>
    <summary type="html">&lt;p&gt;2026-03-07&lt;/p&gt;&lt;p&gt;&lt;/p&gt;&lt;p&gt;It is not known when this was published; the date is that of the incident.&lt;/p&gt;</summary>
  </entry>
  <link href="https://pm.example.org/" rel="alternate" type="text/html"></link>
  <link href="https://pm.example.org/feed.xml" rel="self" type="application/atom+xml"></link>
</feed>`
	if b.String() != want {
		t.Errorf("the feed is\n%s\nwant\n%s", b.String(), want)
	}
}

// TestJSONFeed checks every word of a JSON feed.
func TestJSONFeed(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := feed.JSON(&b, feedOf(t)); err != nil {
		t.Fatal(err)
	}
	want := `{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "A \u0026 B",
  "language": "en",
  "home_page_url": "https://pm.example.org/",
  "feed_url": "https://pm.example.org/feed.xml",
  "description": "What \u003cfailed\u003e",
  "items": [
    {
      "id": "urn:uuid:685f2e1e-df15-5538-b42e-0ebf68dc77d5",
      "url": "https://pm.example.org/postmortems/one/",
      "title": "Shop \u0026 \u003cmail\u003e",
      "content_html": "\u003cp\u003ehigh · shop, a\u0026lt;b · 2026-03-05\u003c/p\u003e\u003cp\u003eIt broke \u0026lt;script\u0026gt;alert(1)\u0026lt;/script\u0026gt; \u0026amp; came back.\u003c/p\u003e",
      "summary": "It broke \u003cscript\u003ealert(1)\u003c/script\u003e \u0026 came back.",
      "date_published": "2026-04-01T09:00:00Z",
      "date_modified": "2026-06-01T12:00:00Z",
      "tags": [
        "cache"
      ]
    },
    {
      "id": "urn:uuid:97f77a33-3911-5240-91ea-a29e8069dc3d",
      "url": "https://pm.example.org/postmortems/two/",
      "title": "Two",
      "content_html": "\u003cp\u003e2026-03-07\u003c/p\u003e\u003cp\u003e\u003c/p\u003e\u003cp\u003eIt is not known when this was published; the date is that of the incident.\u003c/p\u003e",
      "date_published": "2026-03-07T00:00:00Z",
      "date_modified": "2026-03-07T00:00:00Z"
    }
  ]
}
`
	if b.String() != want {
		t.Errorf("the feed is\n%s\nwant\n%s", b.String(), want)
	}
}

// TestEntryIDs checks that the id of an entry derives from the id of its post
// mortem, in both feeds alike, so that a reader does not show it again when its
// file is renamed. Without an id, it derives from the slug.
func TestEntryIDs(t *testing.T) {
	t.Parallel()
	ids := func(name, id string) (atom, jsonFeed string) {
		pm := parse(t, name, "---\ntitle: T\ndate: 2026-01-01\nstatus: draft\n"+id+"---\n")
		f := feed.Feed{Entries: []feed.Entry{{PM: pm}}}
		var a, j bytes.Buffer
		if err := errors.Join(feed.Atom(&a, f), feed.JSON(&j, f)); err != nil {
			t.Fatal(err)
		}
		_, atom, _ = strings.Cut(a.String()[strings.Index(a.String(), "<entry>"):], "<id>")
		_, jsonFeed, _ = strings.Cut(j.String(), `"id": "`)
		atom, _, _ = strings.Cut(atom, "<")
		jsonFeed, _, _ = strings.Cut(jsonFeed, `"`)
		return atom, jsonFeed
	}
	a1, j1 := ids("content/a.md", "id: PM-1\n")
	a2, j2 := ids("content/renamed.md", "id: PM-1\n")
	if a1 != a2 || j1 != j2 || a1 != j1 {
		t.Errorf("before and after renaming the file, the ids are %s and %s in Atom, %s and %s in JSON", a1, a2, j1, j2)
	}
	b1, b2 := ids("content/a.md", "")
	c1, _ := ids("content/b.md", "")
	if b1 != b2 || b1 == a1 || b1 == c1 {
		t.Errorf("post mortems without an id have the entry ids %s, %s and %s", b1, b2, c1)
	}
}

// short is a full disk: it accepts a number of bytes and then fails.
type short struct{ room int }

var errFull = errors.New("the disk is full")

func (s *short) Write(p []byte) (int, error) {
	if s.room -= len(p); s.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// TestFullDisk checks that every writer returns the error of a full disk, at the
// beginning, in the middle and at the end.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	records := slices.Values([]feed.Record{fullRecord(t)})
	stats := metrics.Compute(nil, asOf, content.BuiltinVocabularies())
	writers := map[string]func(io.Writer) error{
		"feed.xml":    func(w io.Writer) error { return feed.Atom(w, feedOf(t)) },
		"feed.json":   func(w io.Writer) error { return feed.JSON(w, feedOf(t)) },
		"sitemap.xml": func(w io.Writer) error { return feed.Sitemap(w, []feed.Page{{URL: "https://a/"}, {URL: "https://b/"}}) },
		"due.ics":     func(w io.Writer) error { return feed.Calendar(w, "T", records, "2026-05-01") },
		"index.json":  func(w io.Writer) error { return feed.PostMortem(w, fullRecord(t), "2026-05-01") },
		"stats.json":  func(w io.Writer) error { return feed.StatsJSON(w, stats, nil, "2026-05-01") },
		"stats.csv":   func(w io.Writer) error { return feed.StatsCSV(w, stats, nil) },
		"register":    func(w io.Writer) error { return feed.Register(w, nil, asOf, content.BuiltinVocabularies(), nil) },
	}
	for what, formats := range feed.Exports {
		for format, export := range formats {
			writers[what+"."+format] = func(w io.Writer) error { return export(w, records, "2026-05-01") }
		}
	}
	for name, write := range writers {
		var whole bytes.Buffer
		if err := write(&whole); err != nil {
			t.Fatal(err)
		}
		for _, room := range []int{0, whole.Len() / 2, whole.Len() - 1} {
			if err := write(&short{room}); !errors.Is(err, errFull) {
				t.Errorf("%s of %d bytes on a disk with room for %d: %v, want %v", name, whole.Len(), room, err, errFull)
			}
		}
	}
}
