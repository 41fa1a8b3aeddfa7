package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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
		for _, action := range b.shown(&p, b.promises()[:min(homeRows, len(b.promises()))]) {
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

func (b *builder) addDashboards() {
	byYear := map[string][]metrics.Record{}
	var years []render.Link
	for _, r := range b.records {
		year := yearOf(r.PM)
		if year == "" {
			continue
		}
		if _, seen := byYear[year]; !seen {
			years = append(years, render.Link{Title: year, Path: "dashboard/" + year + "/"})
		}
		byYear[year] = append(byYear[year], r)
	}
	slices.SortFunc(years, func(x, y render.Link) int { return cmp.Compare(y.Title, x.Title) })
	all := b.at("dashboard", "dashboard", "dashboard/", "Dashboard", "Severity, duration and action items of all post mortems")
	b.addPage(all, "dashboard.html", func(p render.Page) any {
		return &render.DashboardPage{Page: p, Years: years, Stats: b.stats(b.records)}
	})
	for year, records := range byYear {
		p := b.at("dashboard", "dashboard", "dashboard/"+year+"/", "Dashboard "+year,
			"Severity, duration and action items of the post mortems of "+year, render.Link{Title: "Dashboard", Path: "dashboard/"})
		b.addPage(p, "dashboard.html", func(p render.Page) any {
			return &render.DashboardPage{Page: p, Year: year, Years: years, Stats: b.stats(records)}
		})
	}
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
func (b *builder) shown(page *render.Page, promises []promise) []render.Action {
	out := make([]render.Action, len(promises))
	for i, p := range promises {
		out[i] = render.Action{
			ActionItem: *p.item, PM: p.pm, Standing: p.item.Standing(b.in.AsOf), Overdue: p.item.Overdue(b.in.AsOf),
			Tickets: page.TicketLinks(p.item.Tracking),
		}
		if !p.item.Due.IsZero() {
			out[i].Due = p.item.Due.String()
		}
		if out[i].Overdue {
			out[i].DaysLate = int(b.in.AsOf.Time().Sub(p.item.Due.Time()).Hours() / 24)
		}
	}
	return out
}

func (b *builder) addActions() {
	stats := b.stats(b.records).Actions
	promises := b.promises()
	b.paginate("action-items/", len(promises), PageSize, func(pager render.Pager, from, to int) {
		p := b.at("actions", "actions", pager.PagePath(pager.Number), "Action items", "Every promise made in a post mortem, overdue ones first")
		b.addPage(p, "actions.html", func(p render.Page) any {
			return &render.ActionsPage{Page: p, Actions: b.shown(&p, promises[from:to]), Pager: pager, Stats: stats}
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

// controlName is what failures of one control share: the first sentence of
// what authors write of it, without case and punctuation.
func controlName(text string) (name, key string) {
	name, _, _ = strings.Cut(text, ". ")
	name = strings.TrimSuffix(name, ".")
	return name, render.Slug(name)
}

func (b *builder) addControls() {
	byName := map[string]*render.FailedControl{}
	var controls []*render.FailedControl
	for _, pm := range b.posts {
		for _, control := range pm.Controls {
			name, key := controlName(control.Text)
			c, ok := byName[key]
			if !ok {
				c = &render.FailedControl{Text: name}
				byName[key] = c
				controls = append(controls, c)
			}
			c.Mentions = append(c.Mentions, render.Mention{PM: pm, Anchor: control.Anchor})
		}
	}
	slices.SortStableFunc(controls, func(x, y *render.FailedControl) int { return cmp.Compare(len(y.Mentions), len(x.Mentions)) })
	b.paginate("controls/", len(controls), PageSize, func(pager render.Pager, from, to int) {
		p := b.at("controls", "controls", pager.PagePath(pager.Number), "Failed controls", "Controls that failed, and where they failed again")
		b.addPage(p, "controls.html", func(p render.Page) any {
			page := &render.ControlsPage{Page: p, Pager: pager}
			for _, c := range controls[from:to] {
				page.Controls = append(page.Controls, *c)
			}
			return page
		})
	})
}
