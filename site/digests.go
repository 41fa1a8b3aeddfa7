package site

import (
	"io"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
	"github.com/pmsite/pmsite/site/render"
)

// digestsPath is where the list of months is, with the feed of those that are over.
const digestsPath = "digest/"

// digestsTitle names that list.
const digestsTitle = "Month by month"

func monthPath(d metrics.Digest) string { return digestsPath + d.From.String()[:len("2006-01")] + "/" }

// months returns the digests of the months in which something happened, the newest first.
func (b *builder) months() []metrics.Digest {
	return metrics.Digests{
		Records: b.records, Published: b.seen(), Returns: metrics.ReturnsOf(b.records, b.cited), AsOf: b.in.AsOf, V: b.in.Config.Vocabularies,
	}.Months()
}

// addDigests adds a page of each month in which something happened, a list of them, and a feed of those that are over.
func (b *builder) addDigests() {
	months := b.months()
	var list []render.DigestMonth
	for _, d := range months {
		list = append(list, render.DigestMonth{Link: render.Link{Title: render.MonthName(d.From), Path: monthPath(d)}, Counts: render.CountDigest(d)})
	}
	p := b.at("digests", "digest", digestsPath, digestsTitle, "What was new, was completed, came back or needs a decision, by month")
	if !b.in.Portable {
		p.Feeds = append([]render.Link{{Title: digestsTitle, Path: digestsPath + "feed.xml"}}, p.Feeds...)
	}
	b.addPage(p, "digests.html", fromValues(list), func(p render.Page) any { return &render.DigestsPage{Page: p, Months: list} })
	for i, d := range months {
		b.addDigest(d, list, i)
	}
	if !b.in.Portable {
		b.addDigestFeed(months)
	}
}

// addDigest adds the page of a month, which leads to those before and after it.
func (b *builder) addDigest(d metrics.Digest, list []render.DigestMonth, i int) {
	page := render.DigestPage{Digest: d, SoFar: !d.To.Before(b.in.AsOf)}
	if i > 0 {
		page.Newer = &list[i-1].Link
	}
	if i+1 < len(list) {
		page.Older = &list[i+1].Link
	}
	p := b.at("digest", "digest", list[i].Path, list[i].Title, list[i].Counts, render.Link{Title: digestsTitle, Path: digestsPath})
	b.addPage(p, "digest.html", func(k *key) {
		b.facts(fromDigest(d))(k)
		k.add(page.SoFar, page.Newer, page.Older)
	}, func(p render.Page) any {
		out := page
		out.Page = p
		return &out
	})
}

// fromDigest returns a function from for what happened in a month: facts of post mortems, and which of their action items
// and lessons it is about.
func fromDigest(d metrics.Digest) func(*key) {
	return func(k *key) {
		k.add(d.New, d.Completed)
		for _, back := range d.Returns {
			k.add(back.PM, back.Item.Anchor, back.Later, back.Days)
		}
		k.add(len(d.Returns))
		for _, x := range d.Decide {
			k.add(x.PM, x.Item.Anchor)
		}
		if d.Again != nil {
			k.add(d.Again.PM, d.Again.Lesson.Anchor, d.Again.Shares)
		}
	}
}

// addDigestFeed adds the feed of the months that are over, of which nothing new is to come except what is done at last.
func (b *builder) addDigestFeed(months []metrics.Digest) {
	var over []feed.Month
	for _, d := range months {
		if d.To.Before(b.in.AsOf) && len(over) < feed.MaxEntries {
			over = append(over, feed.Month{Title: render.MonthName(d.From), URL: b.address(digestsPath, monthPath(d)), Over: d.To, Summary: render.CountDigest(d)})
		}
	}
	b.add(digestsPath+"feed.xml", fromValues(over), func(w io.Writer) error {
		return feed.Months(w, feed.Feed{
			Title: b.page.Site.Title + ": " + digestsTitle, Description: b.page.Site.Description, Language: b.page.Site.Language,
			Home: b.address(digestsPath, digestsPath), Self: b.address(digestsPath, digestsPath+"feed.xml"),
		}, over)
	})
}

// eventMonths returns the months which may have a page because of a post mortem, besides that of its date, sorted.
func eventMonths(pm *content.PostMortem) []string {
	var months []string
	add := func(d content.Date) { months = append(months, d.String()[:len("2006-01")]) }
	for _, item := range pm.ActionItems {
		if !item.Closed() && !item.Due.IsZero() {
			add(item.Due)
		}
	}
	if pm.History != nil {
		for _, r := range pm.History.Revisions {
			add(content.DateOf(r.Time.UTC()))
		}
	}
	slices.Sort(months)
	return slices.Compact(months)
}
