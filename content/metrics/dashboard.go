package metrics

import (
	"cmp"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// Settings are the settings that all series of a dashboard share.
type Settings struct {
	Span         Span           // the periods of the series
	AsOf         content.Date   // the day that decides ages and what is overdue
	Until        content.Date   // the last of the recent days; zero for AsOf
	Zone         *time.Location // time zone of the services' hours; nil for UTC
	Services     []config.Service
	TargetDays   int // days in which a post mortem should be completed; 0 for no target
	PublishLag   int // of all post mortems, see [PublishLag]; 0 if not known
	Vocabularies *content.Vocabularies
	Cited        func(reference string) *content.PostMortem // see [ReturnsOf]
}

// Limits on what a dashboard shows, so that its size does not grow with the collection.
const (
	maxServices = 6
	maxLongest  = 6
	maxMonths   = 12
)

// A Dashboard holds what the dashboard for a set of post mortems shows.
type Dashboard struct {
	Stats            Stats
	Span             Span
	Change           Change // change of the time to restore
	Returns          []Return
	Decisions        []Count   // overdue action items by the severity of their incidents
	Recent           Filter    // selects the post mortems of the recent days
	RecentSurprises  Surprises // of recent post mortems
	RecentSeverities []Count   // recent post mortems by severity
	BeforeSeverities []Count   // those of the year before
	RecentDetections []Count   // recent incidents by detection, without near misses
	RecentAverted    int       // recent near misses
	Outages          Outages
	Availability     []Availability
	FollowUp         FollowUp
	Vendors          []VendorSummary
	Impacts          []ImpactSummary
	Luck             Luck
	Late             []LateReview
	Recurring        []Control // controls that failed more than once; see [Recurring]
	UnsaidOutcomes   int       // see [UnsaidOutcomes]

	records  []Record
	settings Settings
}

// NewDashboard computes what the dashboard for the records shows.
func NewDashboard(records []Record, f Settings) Dashboard {
	b := Dashboard{
		Stats:          Compute(records, f.AsOf, f.Vocabularies),
		Span:           f.Span,
		Outages:        OutagesBy(records, f.Span.In(Month).Until(f.AsOf).Last(maxMonths), maxServices),
		Availability:   AvailabilityOf(records, f.Services, f.AsOf, f.Zone),
		FollowUp:       FollowUpOf(records, f.AsOf),
		Returns:        ReturnsOf(records, f.Cited),
		Decisions:      Decisions(records, f.AsOf, f.Vocabularies),
		Vendors:        Vendors(records),
		Impacts:        Impacts(records, f.Vocabularies),
		Luck:           LuckOf(records),
		Late:           LateOf(records, f.AsOf, f.TargetDays),
		Recurring:      Recurring(records),
		UnsaidOutcomes: UnsaidOutcomes(records),
		records:        records,
		settings:       f,
	}
	b.Change = Compare(records, "time_to_restore", f)
	if until := f.lastDay(); !until.IsZero() {
		b.Recent = back(until, 0)
		recent, before := Select(records, b.Recent), Select(records, back(until, RecentDays))
		b.RecentSurprises = SurprisesOf(recent)
		b.RecentSeverities, b.BeforeSeverities = tally(recent, "severity", f.Vocabularies), tally(before, "severity", f.Vocabularies)
		b.RecentDetections, b.RecentAverted = tally(harmed(recent, Occurred), "detection", f.Vocabularies), len(harmed(recent, Averted))
	}
	return b
}

// lastDay returns the last of the recent days.
func (f Settings) lastDay() content.Date { return cmp.Or(f.Until, f.AsOf) }

// AsOf returns the day that decides ages and what is overdue.
func (d Dashboard) AsOf() content.Date { return d.settings.AsOf }

// Vocabularies returns those of the site.
func (d Dashboard) Vocabularies() *content.Vocabularies { return d.settings.Vocabularies }

// Severest returns the two most severe values of the vocabulary.
func (d Dashboard) Severest() []string {
	values := d.settings.Vocabularies.Severity.Values
	return values[:min(2, len(values))]
}

// Count counts the dashboard's post mortems or action items as c specifies.
func (d Dashboard) Count(c Counting) Counts { return CountBy(d.records, c, d.settings) }

// FollowThrough returns how soon action items are done, by the dashboard's periods.
func (d Dashboard) FollowThrough() FollowThrough {
	return FollowThroughOf(d.records, d.settings.AsOf, d.Span)
}

// Publishing returns how soon post mortems are completed after the incident.
func (d Dashboard) Publishing() Incidence {
	return IncidenceOf(PublishWaits(d.records, d.settings.AsOf))
}

// Distribution returns the distribution of a figure, with the records of its greatest values.
func (d Dashboard) Distribution(key string) Distribution {
	return DistributionOf(d.records, key, maxLongest)
}

// Trends returns figures by period. All have the same span: the dashboard's, or its years if
// the first figure has too few values per period.
func (d Dashboard) Trends(keys ...string) (out []Trend) {
	span := dense(d.records, keys[0], d.Span)
	for _, key := range keys {
		out = append(out, TrendOf(d.records, key, span))
	}
	return out
}

// dense returns the years of a span if fewer than half of its periods have [MinCount] known
// values of a figure, and otherwise the span itself.
func dense(records []Record, key string, span Span) Span {
	k, counts := figureIndex(key), make([]int, span.Len())
	for _, r := range records {
		if i := span.Index(r.PM.Date); i >= 0 && r.Figures[k].Known() {
			counts[i]++
		}
	}
	return span.orYears(counts)
}
