package site

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

const homeRows = 10

func (b *builder) addHome() {
	p := b.at("home", "home", "", b.page.Site.Title, b.page.Site.Description)
	b.addPage(p, "home.html", func(p render.Page) any {
		page := &render.HomePage{Page: p, Stats: b.stats(b.records), Newest: b.rows(&p, b.records[:min(homeRows, len(b.records))])}
		for _, r := range b.records {
			if r.PM.Status == content.Review {
				page.InReview = append(page.InReview, b.row(&p, r))
			}
		}
		page.InReview = page.InReview[:min(homeRows, len(page.InReview))]
		for _, action := range b.shown(b.promises[:min(homeRows, len(b.promises))]) {
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

// yearOf is "" for a post mortem without a date.
func yearOf(pm *content.PostMortem) string {
	if pm.Date.IsZero() {
		return ""
	}
	return strconv.Itoa(pm.Date.Year)
}

// A promise is an action item of a post mortem.
type promise struct {
	pm   *content.PostMortem
	item *content.ActionItem
}

// actions gives every action item: overdue ones first, the longest overdue
// leading; then open ones by due date; then closed ones, newest first.
func (b *builder) actions() (out []promise) {
	for _, pm := range b.posts {
		for i := range pm.ActionItems {
			out = append(out, promise{pm, &pm.ActionItems[i]})
		}
	}
	rank := func(p promise) int {
		switch {
		case p.item.Overdue(b.in.AsOf):
			return 0
		case !p.item.Closed() && !p.item.Due.IsZero():
			return 1
		case !p.item.Closed():
			return 2
		}
		return 3
	}
	slices.SortStableFunc(out, func(x, y promise) int {
		if c := cmp.Compare(rank(x), rank(y)); c != 0 || rank(x) > 1 {
			return c
		}
		return x.item.Due.Time().Compare(y.item.Due.Time())
	})
	return out
}

// shown gives action items as pages show them.
func (b *builder) shown(promises []promise) []render.Action {
	out := make([]render.Action, len(promises))
	for i, p := range promises {
		out[i] = render.Action{ActionItem: *p.item, PM: p.pm, Overdue: p.item.Overdue(b.in.AsOf)}
		if out[i].Overdue {
			out[i].DaysLate = int(b.in.AsOf.Time().Sub(p.item.Due.Time()).Hours() / 24)
		}
	}
	return out
}

func (b *builder) addActions() {
	stats := b.stats(b.records).Actions
	b.paginate("action-items/", len(b.promises), PageSize, func(pager render.Pager, from, to int) {
		p := b.at("actions", "actions", pager.PagePath(pager.Number), "Action items", "Every promise made in a post mortem, overdue ones first")
		b.addPage(p, "actions.html", func(p render.Page) any {
			return &render.ActionsPage{Page: p, Actions: b.shown(b.promises[from:to]), Pager: pager, Stats: stats}
		})
	})
}

func (b *builder) addLessons() {
	var groups []render.LessonGroup
	for _, pm := range b.posts {
		if len(pm.WentWell)+len(pm.WentWrong)+len(pm.GotLucky) > 0 {
			groups = append(groups, render.LessonGroup{PM: pm})
		}
	}
	b.paginate("lessons/", len(groups), lessonsPageSize, func(pager render.Pager, from, to int) {
		p := b.at("lessons", "lessons", pager.PagePath(pager.Number), "Lessons", "What went well, what went wrong, and where we got lucky")
		b.addPage(p, "lessons.html", func(p render.Page) any {
			return &render.LessonsPage{Page: p, Groups: groups[from:to], Pager: pager}
		})
	})
}

func (b *builder) addControls() {
	controls := metrics.FailedControls(b.records)
	b.paginate("controls/", len(controls), PageSize, func(pager render.Pager, from, to int) {
		p := b.at("controls", "controls", pager.PagePath(pager.Number), "Failed controls", "Controls that failed, and where they failed again")
		b.addPage(p, "controls.html", func(p render.Page) any {
			page := &render.ControlsPage{Page: p, Pager: pager}
			for _, c := range controls[from:to] {
				shown := render.FailedControl{Text: c.Name}
				for _, failure := range c.Where {
					shown.Mentions = append(shown.Mentions, render.Mention{PM: failure.PM, Anchor: failure.Anchor})
				}
				page.Controls = append(page.Controls, shown)
			}
			return page
		})
	})
}
