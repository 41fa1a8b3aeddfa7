package feed

import (
	"html"
	"io"
	"time"

	"github.com/gorilla/feeds"

	"github.com/pmsite/pmsite/content"
)

// A Month is an entry of a feed of digests.
type Month struct {
	Title, URL, Summary string
	Over                content.Date // its last day
}

// time returns when the month was over: an entry appears then.
func (m Month) time() time.Time { return m.Over.Time().AddDate(0, 0, 1) }

// Months writes a feed of months as Atom (RFC 4287), in the given order, newest first. It does not use f.Entries.
func Months(w io.Writer, f Feed, months []Month) error {
	var newest time.Time
	if len(months) > 0 {
		newest = months[0].time()
	}
	out := &feeds.AtomFeed{
		Xmlns: "http://www.w3.org/2005/Atom", Title: f.Title, Subtitle: f.Description, Id: urn("feed:" + f.Title + f.Self),
		Updated: stamp(newest), Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: f.Title}},
	}
	for _, m := range months {
		out.Entries = append(out.Entries, &feeds.AtomEntry{
			Title: m.Title, Id: urn("month:" + f.Self + m.Over.String()), Updated: stamp(m.time()), Published: stamp(m.time()),
			Links:   []feeds.AtomLink{{Href: m.URL, Rel: "alternate", Type: "text/html"}},
			Summary: &feeds.AtomSummary{Type: "html", Content: "<p>" + html.EscapeString(m.Summary) + "</p>"},
		})
	}
	links := []feeds.AtomLink{{Href: f.Home, Rel: "alternate", Type: "text/html"}, {Href: f.Self, Rel: "self", Type: "application/atom+xml"}}
	return feeds.WriteXML(atomFeed{out, links}, w)
}
