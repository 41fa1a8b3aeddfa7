package metrics

import (
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Frame is what the series of a dashboard are seen in.
type Frame struct {
	Span         Span           // of the series
	AsOf         content.Date   // the day on which ages and "overdue" are seen
	Zone         *time.Location // of the services' hours; nil for UTC
	Services     []content.Service
	TargetDays   int // within which a post mortem is to be completed; 0 for none
	Vocabularies *content.Vocabularies
}

// How much a dashboard shows: its size does not grow with the collection.
const (
	maxServices = 10
	maxLongest  = 10
	maxMonths   = 24
)

// A Board is every series of a dashboard.
type Board struct {
	Stats        Stats
	Span         Span
	Severity     Series
	Detection    Series
	Duration     Distribution
	Trends       []Trend // time to restore, time to detect
	Outages      Outages
	Availability []Availability
	FollowUp     FollowUp
	Controls     []FailedControl // those that failed more than once
	Vendors      []VendorSummary
	Luck         Luck
	Pipeline     Pipeline
}

// NewBoard computes the series of records.
func NewBoard(records []Record, f Frame) Board {
	b := Board{
		Stats:        Compute(records, f.AsOf, f.Vocabularies),
		Span:         f.Span,
		Severity:     BySeverity(records, f.Span, f.Vocabularies),
		Detection:    ByDetection(records, f.Span, f.Vocabularies),
		Duration:     Distribute(records, "duration", maxLongest),
		Outages:      OutagesBy(records, f.Span.In(Month).Last(maxMonths), maxServices),
		Availability: AvailabilityOf(records, f.Services, f.AsOf, f.Zone),
		FollowUp:     FollowUpOf(records, f.AsOf, f.Span, f.Vocabularies),
		Vendors:      Vendors(records),
		Luck:         LuckOf(records),
		Pipeline:     PipelineOf(records, f.AsOf, f.TargetDays),
	}
	for _, key := range []string{"time_to_restore", "time_to_detect"} {
		b.Trends = append(b.Trends, Follow(records, key, f.Span))
	}
	for _, control := range FailedControls(records) {
		if len(control.Where) > 1 {
			b.Controls = append(b.Controls, control)
		}
	}
	return b
}
