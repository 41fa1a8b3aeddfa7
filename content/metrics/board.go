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

// A Board is every series of a dashboard.
type Board struct {
	Stats        Stats
	Span         Span
	Severity     Series
	Detection    Series
	Duration     Distribution
	Trends       []Trend // time to restore, time to detect, of one span
	Change       Change  // of the time to restore
	Noticed      []Count // the detection of the recent post mortems
	Outages      Outages
	Availability []Availability
	FollowUp     FollowUp
	Vendors      []VendorSummary
	Luck         Luck
	Pipeline     Pipeline
	Recurring    []FailedControl // that failed more than once, most often first
}

// NewBoard computes the series of records.
func NewBoard(records []Record, f Frame) Board {
	b := Board{
		Stats:        Compute(records, f.AsOf, f.Vocabularies),
		Span:         f.Span,
		Severity:     BySeverity(records, f.Span, f.Vocabularies),
		Detection:    ByDetection(records, f.Span, f.Vocabularies),
		Duration:     Distribute(records, "duration", maxLongest),
		Outages:      OutagesBy(records, f.Span.In(Month).Until(f.AsOf).Last(maxMonths), maxServices),
		Availability: AvailabilityOf(records, f.Services, f.AsOf, f.Zone),
		FollowUp:     FollowUpOf(records, f.AsOf, f.Span, f.Vocabularies),
		Vendors:      Vendors(records),
		Luck:         LuckOf(records),
		Pipeline:     PipelineOf(records, f.AsOf, f.TargetDays),
		Recurring:    recurring(records),
	}
	b.Change = Compare(records, "time_to_restore", cmp.Or(f.Until, f.AsOf))
	b.Noticed = detections(Select(records, b.Change.Recent), f.Vocabularies)
	span := dense(records, "time_to_restore", f.Span)
	for _, key := range []string{"time_to_restore", "time_to_detect"} {
		b.Trends = append(b.Trends, Follow(records, key, span))
	}
	return b
}

func recurring(records []Record) (out []FailedControl) {
	for _, control := range FailedControls(records) {
		if len(control.Where) > 1 {
			out = append(out, control)
		}
	}
	return out
}

// dense gives the years of a span if fewer than half of its periods have
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
