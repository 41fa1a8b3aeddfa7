package site

import (
	"cmp"
	"io"
	"maps"
	"net/url"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
	"github.com/pmsite/pmsite/site/render"
)

const (
	homeRows      = 10
	sparkQuarters = 12
)

func (b *builder) addHome() {
	p := b.at("home", "home", "", b.page.Site.Title, b.page.Site.Description)
	b.addPage(p, "home.html", func(k *key) {
		b.fromFigures(b.records)(k)
		k.add(b.branches(&p, b.in.Branches[:min(homeRows, len(b.in.Branches))]))
	}, func(p render.Page) any {
		page := &render.HomePage{
			Page: p, Stats: b.stats(b.records), Newest: b.rows(&p, b.records[:min(homeRows, len(b.records))]),
			Spark: render.Spark(&p, metrics.CountBy(b.records, metrics.Counting{By: "period"}, b.settings(metrics.Latest(b.records, b.in.AsOf, metrics.Quarter, sparkQuarters), nil))),
		}
		page.InReview, _ = b.withStatus(&p, content.Review, homeRows)
		page.Branches = b.branches(&p, b.in.Branches[:min(homeRows, len(b.in.Branches))])
		for _, action := range b.shown(&p, b.items()[:min(homeRows, len(b.items()))]) {
			if action.Overdue {
				page.Overdue = append(page.Overdue, action)
			}
		}
		return page
	})
}

func (b *builder) stats(records []metrics.Record) metrics.Stats {
	return metrics.Compute(records, b.in.AsOf, b.in.Config.Vocabularies)
}

// actions returns every action item: overdue ones first, by what they were to prevent; then
// open ones by due date; then closed ones, newest first.
func (b *builder) actions() (out []feed.RegisterItem) {
	for _, pm := range b.posts {
		for i := range pm.ActionItems {
			recorded, _ := metrics.ItemOf(pm, i, b.in.AsOf)
			out = append(out, feed.RegisterItem{PM: pm, Item: &pm.ActionItems[i], Moved: recorded.Slipped, Moves: render.Moves(recorded)})
		}
	}
	rank := func(p feed.RegisterItem) int {
		switch {
		case p.Item.Overdue(b.in.AsOf):
			return 0
		case !p.Item.Closed() && !p.Item.Due.IsZero():
			return 1
		case !p.Item.Closed():
			return 2
		}
		return 3
	}
	slices.SortStableFunc(out, func(x, y feed.RegisterItem) int {
		c := cmp.Compare(rank(x), rank(y))
		switch {
		case c == 0 && rank(x) == 0:
			return metrics.CompareNeed(x.PM, y.PM, x.Item.Due, y.Item.Due, b.in.Config.Vocabularies)
		case c == 0 && rank(x) == 1:
			return x.Item.Due.Time().Compare(y.Item.Due.Time())
		}
		return c
	})
	return out
}

// shown returns action items as pages show them.
func (b *builder) shown(page *render.Page, items []feed.RegisterItem) []render.Action {
	out := make([]render.Action, len(items))
	for i, p := range items {
		out[i] = render.Action{
			ActionItem: *p.Item, PM: p.PM, DisplayState: p.Item.StateOn(b.in.AsOf), Overdue: p.Item.Overdue(b.in.AsOf),
			Tickets: page.TicketLinks(p.PM, p.Item.Tracking), Href: page.Href(p.PM.Address(), p.Item.Anchor), Moves: p.Moves,
		}
		if !p.Item.Due.IsZero() {
			out[i].Due = p.Item.Due.String()
		}
		if out[i].Overdue {
			out[i].DaysLate = int(b.in.AsOf.Time().Sub(p.Item.Due.Time()).Hours() / 24)
		}
	}
	return out
}

// registerPath is the data file that the script of the register reads.
const registerPath = "data/register.json"

func (b *builder) addActions() {
	stats := b.stats(b.records).Actions
	items := b.items()
	b.paginate("action-items/", len(items), PageSize, func(pager render.Pager, from, to int) {
		p := b.at("actions", "actions", pager.PagePath(pager.Number), "Action items", "All action items of the post mortems; those that need a decision come first")
		b.addPage(p, "actions.html", b.facts(fromValues(items[from:to], pager, stats)), func(p render.Page) any {
			return &render.ActionsPage{Page: p, Actions: b.shown(&p, items[from:to]), Pager: pager, Stats: stats}
		})
	})
	b.add(registerPath, fromSum(b.allFacts), func(w io.Writer) error {
		return feed.Register(w, items, b.in.AsOf, b.in.Config.Vocabularies, b.trackerURL)
	})
	b.add("action-items/due.ics", fromSum(b.allFacts), func(w io.Writer) error {
		return feed.Calendar(w, b.page.Site.Title+": action items", mapped(b.records, b.dataRecord), b.in.AsOf.String())
	})
}

// addOwnerFeeds adds a feed for each role, of the post mortems with action items that it owns. The
// feed's own page leads to the list of these items.
func (b *builder) addOwnerFeeds() {
	owned := map[string][]metrics.Record{}
	for _, r := range b.records {
		for _, owner := range ownersOf(r.PM) {
			owned[owner] = append(owned[owner], r)
		}
	}
	for _, owner := range slices.Sorted(maps.Keys(owned)) {
		folder := "action-items/owners/" + content.NameSlug(owner) + "/"
		b.addRedirect(folder+"index.html", "action-items/?owner="+url.QueryEscape(owner))
		b.addFeed(folder, b.page.Site.Title+": action items of "+owner, owned[owner], "feed.xml", feed.Atom)
	}
}

// ownersOf returns the roles that own action items of a post mortem, sorted.
func ownersOf(pm *content.PostMortem) (owners []string) {
	for i := range pm.ActionItems {
		if owner := pm.ActionItems[i].Owner; owner != "" {
			owners = append(owners, owner)
		}
	}
	slices.Sort(owners)
	return slices.Compact(owners)
}

func (b *builder) addControls() {
	controls := metrics.Controls(b.records)
	b.paginate("controls/", len(controls), PageSize, func(pager render.Pager, from, to int) {
		p := b.at("controls", "controls", pager.PagePath(pager.Number), "Controls", "Controls, what became of them, and the post mortems that mention them")
		b.addPage(p, "controls.html", b.facts(fromValues(controls[from:to], pager)), func(p render.Page) any {
			page := &render.ControlsPage{Page: p, Pager: pager}
			for _, c := range controls[from:to] {
				shown := render.Control{Text: c.Name, Outcomes: c.Outcomes()}
				for _, m := range c.Where {
					shown.Mentions = append(shown.Mentions, render.Mention{PM: m.PM, Anchor: m.Control.Anchor, Outcome: m.Control.Outcome})
				}
				page.Controls = append(page.Controls, shown)
			}
			return page
		})
	})
}
