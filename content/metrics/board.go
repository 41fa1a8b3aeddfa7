package metrics

import (
	"cmp"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// A Frame is what the series of a dashboard are seen in.
type Frame struct {
	Span         Span           // of the series
	AsOf         content.Date   // the day on which ages and "overdue" are seen
	Until        content.Date   // the last of the recent days; zero for AsOf
	Zone         *time.Location // of the services' hours; nil for UTC
	Services     []config.Service
	TargetDays   int // within which a post mortem is to be completed; 0 for none
	Vocabularies *content.Vocabularies
}

// How much a dashboard shows: its size does not grow with the collection.
const (
	maxServices = 6
	maxLongest  = 6
	maxMonths   = 12
)

// A Board is what the dashboard of some post mortems shows.
type Board struct {
	Stats        Stats
	Span         Span
	Change       Change  // of the time to restore
	Noticed      []Count // the detection of the recent post mortems
	Outages      Outages
	Availability []Availability
	FollowUp     FollowUp
	Vendors      []VendorSummary
	Luck         Luck
	Late         []Late
	Recurring    []FailedControl // that failed more than once, most often first

	records []Record
	frame   Frame
}

// NewBoard computes what the dashboard of records shows.
func NewBoard(records []Record, f Frame) Board {
	b := Board{
		Stats:        Compute(records, f.AsOf, f.Vocabularies),
		Span:         f.Span,
		Outages:      OutagesBy(records, f.Span.In(Month).Until(f.AsOf).Last(maxMonths), maxServices),
		Availability: AvailabilityOf(records, f.Services, f.AsOf, f.Zone),
		FollowUp:     FollowUpOf(records, f.AsOf),
		Vendors:      Vendors(records),
		Luck:         LuckOf(records),
		Late:         LateOf(records, f.AsOf, f.TargetDays),
		Recurring:    recurring(records),
		records:      records,
		frame:        f,
	}
	b.Change = Compare(records, "time_to_restore", cmp.Or(f.Until, f.AsOf))
	b.Noticed = tally(Select(records, b.Change.Recent), "detection", f.Vocabularies)
	return b
}

// Count counts the post mortems of the board as a counting says.
func (b Board) Count(c Counting) Counts { return CountBy(b.records, c, b.frame) }

// Owners returns who has action items that are not closed: how many are open and on
// time, and how many overdue; those with most overdue first.
func (b Board) Owners() []Row { return b.Count(ownersPanel.Series.Counting).Rows }

// Distribution returns the distribution of a figure, with the longest.
func (b Board) Distribution(key string) Distribution { return Distribute(b.records, key, maxLongest) }

// Trends returns figures by period, of one span, which is that in which the first
// says enough.
func (b Board) Trends(keys ...string) (out []Trend) {
	span := dense(b.records, keys[0], b.Span)
	for _, key := range keys {
		out = append(out, Follow(b.records, key, span))
	}
	return out
}

func recurring(records []Record) (out []FailedControl) {
	for _, control := range FailedControls(records) {
		if len(control.Where) > 1 {
			out = append(out, control)
		}
	}
	return out
}

// dense returns the years of a span if fewer than half of its periods have
// enough known values to say something.
func dense(records []Record, key string, span Span) Span {
	k, counts, enough := place(key), make([]int, span.Len()), 0
	for _, r := range records {
		if i := span.Index(r.PM.Date); i >= 0 && r.Figures[k].Known {
			if counts[i]++; counts[i] == MinCount {
				enough++
			}
		}
	}
	if 2*enough < span.Len() {
		return span.In(Year)
	}
	return span
}
