package site

import (
	"cmp"
	"io"
	"slices"
	"strconv"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

// How much dashboards show: their size does not grow with the collection.
const (
	maxServices = 8
)

// smallDashboards are the taxonomies whose pages have panels.
var smallDashboards = map[string]bool{"tags": true, "services": true, "severities": true, "vendors": true, "factors": true}

// figuresPath is where the script of the dashboard finds what the figures are computed from.
const figuresPath = "data/figures.json"

func (b *builder) addDashboards() {
	byYear := map[int][]metrics.Record{}
	var years []render.Link
	for _, r := range b.records {
		year := r.PM.Date.Year
		if r.PM.Date.IsZero() {
			continue
		}
		if _, seen := byYear[year]; !seen {
			years = append(years, render.Link{Title: strconv.Itoa(year), Path: "dashboard/" + strconv.Itoa(year) + "/"})
		}
		byYear[year] = append(byYear[year], r)
	}
	slices.SortFunc(years, func(x, y render.Link) int { return cmp.Compare(y.Title, x.Title) })
	all := b.at("dashboard", "dashboard", "dashboard/", "Dashboard", "Severity, duration and action items of all post mortems")
	b.addPage(all, "dashboard.html", b.fromFigures(b.records, years, lastCommit(b.records...)), func(p render.Page) any {
		p.Commit = lastCommit(b.records...)
		return b.dashboard(p, "", years, b.dashboardOf(b.records, b.fit(b.records), b.in.Config.Services))
	})
	home := render.Link{Title: "Dashboard", Path: "dashboard/"}
	for year, records := range byYear {
		name := strconv.Itoa(year)
		p := b.at("dashboard", "dashboard", "dashboard/"+name+"/", "Dashboard "+name, "Severity, duration and action items of the post mortems of "+name, home)
		b.addPage(p, "dashboard.html", b.fromFigures(records, years, lastCommit(records...)), func(p render.Page) any {
			p.Commit = lastCommit(records...)
			return b.dashboard(p, name, years, b.dashboardOf(records, metrics.YearSpan(year, b.in.AsOf, metrics.Month), nil))
		})
	}
	b.add(figuresPath, b.fromFigures(b.records), func(w io.Writer) error { return b.columns().Write(w) })
	p := b.at("definitions", "dashboard", "dashboard/definitions/", "What the figures mean", "What every figure counts, what is unknown, and what to keep in mind", home)
	b.addPage(p, "definitions.html", alone, func(p render.Page) any {
		factors := b.in.Config.Vocabularies.Factor
		return &render.DefinitionsPage{
			Page: p, Answers: metrics.Answers(), Topics: metrics.Topics(), Figures: metrics.Definitions(),
			Factors: meanings(factors), FactorSources: factorSources(factors), Lessons: b.in.Config.Vocabularies.Lessons,
			Window: content.FormatDays(b.in.Config.Recurrences.Window),
		}
	})
}

// fromFigures returns a function from for the figures of post mortems, and more values.
func (b *builder) fromFigures(records []metrics.Record, more ...any) func(*key) {
	return b.facts(func(k *key) {
		fromRecords(records)(k)
		k.add(b.lag())
		k.add(more...)
	})
}

func (b *builder) dashboard(p render.Page, year string, years []render.Link, dashboard metrics.Dashboard) *render.DashboardPage {
	services := dashboard.Stats.ByService
	shown := min(maxServices, len(services))
	page := &render.DashboardPage{
		Page: p, Year: year, Years: years, Stats: dashboard.Stats, Services: services[:shown], MoreServices: len(services) - shown,
		Recencies: metrics.Recencies(b.in.AsOf),
	}
	page.SetFigures(dashboard)
	return page
}

func (b *builder) fit(records []metrics.Record) metrics.Span { return metrics.Fit(records, b.in.AsOf) }

// dashboardOf computes the series of records. It computes the availability of
// services, so records must hold all of their outages.
func (b *builder) dashboardOf(records []metrics.Record, span metrics.Span, services []config.Service) metrics.Dashboard {
	return metrics.NewDashboard(records, b.settings(span, services))
}

func (b *builder) settings(span metrics.Span, services []config.Service) metrics.Settings {
	c := b.in.Config
	return metrics.Settings{
		Span: span, AsOf: b.in.AsOf, Zone: c.Zone, Services: services, TargetDays: c.Review.TargetDays, PublishLag: b.lag(),
		Vocabularies: c.Vocabularies, Cited: b.cited,
	}
}
