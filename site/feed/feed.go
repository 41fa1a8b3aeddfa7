package feed

import (
	"crypto/sha1" //nolint:gosec // names, not secrets: RFC 9562 builds version 5 ids with it
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"github.com/pmsite/pmsite/content"
)

// MaxEntries is the largest number of entries in a feed.
const MaxEntries = 50

// A Feed holds what Atom and JSON feeds have in common.
type Feed struct {
	Title, Description, Language string
	Home, Self                   string // addresses of the page and of the feed
	Entries                      []Entry
}

// An Entry is a post mortem in a feed.
type Entry struct {
	PM  *content.PostMortem
	URL string
	content.Publication
}

// published returns when the entry was published or, if that is not known, the day of the incident.
func (e Entry) published() time.Time {
	if e.Published.IsZero() {
		return e.PM.Date.Time()
	}
	return e.Published
}

// updated is never before published, as readers of feeds expect.
func (e Entry) updated() time.Time {
	if e.Updated.Before(e.published()) {
		return e.published()
	}
	return e.Updated
}

// Newest returns the entries of a feed: those updated last, newest first.
func Newest(entries []Entry) []Entry {
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b Entry) int { return b.updated().Compare(a.updated()) })
	return entries[:min(len(entries), MaxEntries)]
}

func (f Feed) updated() time.Time {
	var newest time.Time
	for _, entry := range f.Entries {
		if t := entry.updated(); t.After(newest) {
			newest = t
		}
	}
	return newest
}

// Atom writes the feed as Atom (RFC 4287).
func Atom(w io.Writer, f Feed) error {
	out := &feeds.AtomFeed{
		Xmlns: "http://www.w3.org/2005/Atom", Title: f.Title, Subtitle: f.Description, Id: urn("feed:" + f.Title + f.Self),
		Updated: stamp(f.updated()), Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: f.Title}},
	}
	links := []feeds.AtomLink{{Href: f.Home, Rel: "alternate", Type: "text/html"}, {Href: f.Self, Rel: "self", Type: "application/atom+xml"}}
	for _, e := range f.Entries {
		out.Entries = append(out.Entries, &feeds.AtomEntry{
			Title: e.PM.Title, Id: urn("postmortem:" + e.PM.Key()), Updated: stamp(e.updated()), Published: stamp(e.published()),
			Links:   []feeds.AtomLink{{Href: e.URL, Rel: "alternate", Type: "text/html"}},
			Summary: &feeds.AtomSummary{Type: "html", Content: e.summary()},
		})
	}
	return feeds.WriteXML(atomFeed{out, links}, w)
}

// JSON writes the feed as JSON Feed 1.1.
func JSON(w io.Writer, f Feed) error {
	out := &feeds.JSONFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Description: f.Description, Language: f.Language,
		HomePageUrl: f.Home, FeedUrl: f.Self,
	}
	for _, e := range f.Entries {
		published, updated := e.published().UTC(), e.updated().UTC()
		out.Items = append(out.Items, &feeds.JSONItem{
			Id: urn("postmortem:" + e.PM.Key()), Url: e.URL, Title: e.PM.Title, Summary: e.PM.Summary,
			ContentHTML: e.summary(), PublishedDate: &published, ModifiedDate: &updated, Tags: e.PM.Tags,
		})
	}
	text, err := out.ToJSON()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text+"\n")
	return err
}

// atomFeed makes the library write an Atom feed that was not made by it, and one with several links.
type atomFeed struct {
	*feeds.AtomFeed
	Links []feeds.AtomLink
}

func (a atomFeed) FeedXml() interface{} { return a } //nolint:revive,stylecheck // the library's name

// summary returns HTML, with the last correction. It says so if the dates of the entry are not those of its publication.
func (e Entry) summary() string {
	pm := e.PM
	var facts []string
	for _, fact := range []string{pm.Severity, strings.Join(pm.Services, ", "), pm.Date.String()} {
		if fact != "" {
			facts = append(facts, html.EscapeString(fact))
		}
	}
	text := "<p>" + strings.Join(facts, " · ") + "</p><p>" + html.EscapeString(pm.Summary) + "</p>"
	if e.Published.IsZero() {
		text += "<p>It is not known when this was published; the date is that of the incident.</p>"
	}
	if pm.History != nil && len(pm.History.Corrections) > 0 {
		c := pm.History.Corrections[0]
		text += "<p>Corrected on " + content.DateOf(c.Time.In(pm.Zone)).String() + ": " + html.EscapeString(strings.Join(c.Facts, "; ")) + "</p>"
	}
	return text
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// urn returns a permanent identifier that does not depend on where the site is:
// a version 5 UUID (RFC 9562) in the URL name space.
func urn(name string) string {
	space := []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	sum := sha1.Sum(append(space, "pmsite:"+name...)) //nolint:gosec // see above
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// A Page is an entry of a sitemap.
type Page struct {
	URL      string    // absolute
	Modified time.Time // zero if not known
}

// Sitemap writes a sitemap (sitemaps.org 0.9).
func Sitemap(w io.Writer, pages []Page) error {
	if _, err := io.WriteString(w, xml.Header+`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`+"\n"); err != nil {
		return err
	}
	for _, page := range pages {
		modified := ""
		if !page.Modified.IsZero() {
			modified = "<lastmod>" + stamp(page.Modified) + "</lastmod>"
		}
		if _, err := fmt.Fprintf(w, "<url><loc>%s</loc>%s</url>\n", html.EscapeString(page.URL), modified); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "</urlset>\n")
	return err
}
