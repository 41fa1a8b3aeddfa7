package site

import (
	"io"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/index"
	"github.com/pmsite/pmsite/site/feed"
	"github.com/pmsite/pmsite/site/render"
)

// maxRecurrences is the most repeats, and the most pairs of a kind, on the page; its data has all of them.
const maxRecurrences = 100

// search says which pairs of post mortems are compared.
func (b *builder) search() index.Search {
	return index.Search{Window: b.in.Config.Recurrences.Window, AsOf: b.in.AsOf, Verdicts: b.published.Verdicts}
}

func (b *builder) addRecurrences() {
	from := func(k *key) {
		fromSum(b.allFacts)(k)
		k.add(b.published.Verdicts)
	}
	p := b.at("recurrences", "recurrences", "recurrences/", "What came back", "Repeats whose fix had been promised, and post mortems that look alike")
	b.addPage(p, "recurrences.html", from, func(p render.Page) any { return b.recurrencesPage(p) })
	data := func() feed.Recurrences {
		return feed.Recurrences{
			AsOf: b.in.AsOf, Window: b.in.Config.Recurrences.Window, Returns: metrics.ReturnsOf(b.records, b.cited), Pairs: b.pairs(),
			URL: func(pm *content.PostMortem) string { return b.page.Site.BaseURL + escapePath(pm.Address()) },
		}
	}
	b.add("data/recurrences.json", from, func(w io.Writer) error { return data().JSON(w) })
	b.add("data/recurrences.csv", from, func(w io.Writer) error { return data().CSV(w) })
}

func (b *builder) recurrencesPage(p render.Page) *render.RecurrencesPage {
	page := &render.RecurrencesPage{Page: p, Window: content.FormatDays(b.in.Config.Recurrences.Window), Pairs: len(b.pairs())}
	returns := metrics.ReturnsOf(b.records, b.cited)
	shown := returns[:min(len(returns), maxRecurrences)]
	page.MoreRepeats = len(returns) - len(shown)
	for _, back := range shown {
		page.Repeats = append(page.Repeats, b.repeat(&page.Page, back))
	}
	for _, pair := range b.pairs() {
		list := &page.Unseen
		if v := pair.Verdict; v != nil {
			page.Looked++
			if list = &page.Different; v.Same {
				list = &page.Same
			}
		}
		if len(*list) < maxRecurrences {
			*list = append(*list, pairOf(&page.Page, pair))
		}
	}
	page.MoreUnseen = page.Pairs - page.Looked - len(page.Unseen)
	return page
}

func (b *builder) repeat(p *render.Page, back metrics.Return) render.Repeat {
	out := render.Repeat{
		Item: back.Item, Href: p.Href(back.PM.Address(), back.Item.Anchor), PM: back.PM, State: back.Item.StateOn(b.in.AsOf), Days: back.Days,
		Later: back.Later, To: p.Href(back.Later.Address(), ""), Duration: lasted(metrics.Records([]*content.PostMortem{back.Later})[0]),
		Impacts: p.TermLinks("impacts", back.Later.Impacts...),
	}
	if item, known := back.Ledger(b.in.AsOf); known {
		out.Ledger, out.Then = render.LedgerOf(item), back.Then(item)
	}
	return out
}

func pairOf(p *render.Page, pair metrics.Recurrence) render.Pair {
	out := render.Pair{
		Later: pair.Later, Earlier: pair.Earlier, Days: pair.Days, Reasons: pair.ReasonText(),
		LaterHref: p.Href(pair.Later.Address(), ""), EarlierHref: p.Href(pair.Earlier.Address(), ""),
	}
	if v := pair.Verdict; v != nil {
		out.Why, out.By = v.Why, v.By
	}
	return out
}
