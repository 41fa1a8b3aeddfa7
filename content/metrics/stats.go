package metrics

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Record is a post mortem with its figures, computed once; see [Records].
type Record struct {
	PM      *content.PostMortem
	Figures Figures
	Outage  content.Outage

	controls []string // key of each control
}

// Records computes the figures of each post mortem, in the order given.
func Records(posts []*content.PostMortem) []Record {
	out := make([]Record, len(posts))
	for i, pm := range posts {
		out[i] = Record{PM: pm, Figures: FiguresOf(pm), Outage: pm.Outage()}
		for _, control := range pm.Controls {
			out[i].controls = append(out[i].controls, control.Key())
		}
	}
	return out
}

// Stats are statistics of a set of post mortems.
type Stats struct {
	Count       int
	BySeverity  []Count
	Harmed      int     // post mortems whose impact happened: all but near misses
	ByImpact    []Count // of those; a post mortem may have several
	ByAverted   []Count // near misses by the impact they would have had
	ByDetection []Count // of those whose impact happened
	ByCaught    []Count // near misses by what caught them
	ByStatus    []Count
	ByService   []Count // a post mortem may have several
	ByYear      []Count // oldest first; empty years are included unless the gap is longer than 50 years
	Figures     []FigureSummary
	Actions     Actions
	Outcomes    *Outcomes // nil for the stats of a period
}

// A FigureSummary is the summary of a figure over a set of post mortems.
type FigureSummary struct {
	Definition
	Summary
	LongestOf *content.PostMortem // the first with the longest figure; nil if none is known
}

// Actions counts action items.
type Actions struct {
	Count   int
	Overdue int // open past their due date on the "as of" day
	Open    int // neither done nor cancelled; includes overdue items
	ByType  []TypeCount
	ByState []Count
}

// A TypeCount counts the action items of one type; the empty type stands for
// "not given".
type TypeCount struct {
	Type                 string
	Count, Open, Overdue int
}

// Compute returns the stats of records, as of a day.
func Compute(records []Record, asOf content.Date, v *content.Vocabularies) Stats {
	happened, averted := harmed(records, Occurred), harmed(records, Averted)
	return Stats{
		Count:       len(records),
		BySeverity:  tally(records, "severity", v),
		Harmed:      len(happened),
		ByImpact:    tally(happened, "impact", v),
		ByAverted:   tally(averted, "impact", v),
		ByDetection: tally(happened, "detection", v),
		ByCaught:    tally(averted, "caught_by", v),
		ByStatus:    Tally(records, v.Status.Values, one(func(pm *content.PostMortem) string { return pm.Status })),
		ByService:   tally(records, "service", v),
		ByYear:      years(records),
		Figures:     summaries(records, asOf),
		Actions:     actions(records, asOf, v),
	}
}

// Figure returns the summary of a figure. It panics if the key is unknown.
func (s Stats) Figure(key string) FigureSummary { return s.Figures[figureIndex(key)] }

// summaries returns the summary of each figure. The percentiles of the time to publish are those
// of Kaplan and Meier, 0 if so many are not completed yet, and it has neither a total nor
// an interval of the median.
func summaries(records []Record, asOf content.Date) (out []FigureSummary) {
	figures := make([]Figure, len(records))
	for k, d := range definitions {
		var longest *content.PostMortem
		var most time.Duration
		for i, r := range records {
			figures[i] = r.Figures[k]
			if f := figures[i]; f.Known() && (longest == nil || f.Value > most) {
				longest, most = r.PM, f.Value
			}
		}
		s := Summarize(figures)
		if d.Key == TimeToPublish {
			in := IncidenceOf(PublishWaits(records, asOf))
			s.P25, s.Median, s.P75, s.P90, s.Total = in.duration(0.25), in.duration(0.5), in.duration(0.75), in.duration(0.9), 0
			s.Low, s.High, s.Level = 0, 0, 0
		}
		out = append(out, FigureSummary{d, s, longest})
	}
	return out
}

// maxGap is the maximum gap in years that is filled with empty years, so that a mistyped
// year does not add two thousand.
const maxGap = 50

func years(records []Record) (out []Count) {
	counts := map[int]int{}
	for _, r := range records {
		if year := r.PM.Date.Year; year != 0 {
			counts[year]++
		}
	}
	last := 0
	for _, year := range slices.Sorted(maps.Keys(counts)) {
		for empty := last + 1; last > 0 && year-last <= maxGap && empty < year; empty++ {
			out = append(out, Count{strconv.Itoa(empty), 0})
		}
		out = append(out, Count{strconv.Itoa(year), counts[year]})
		last = year
	}
	return out
}

func actions(records []Record, asOf content.Date, v *content.Vocabularies) (out Actions) {
	byState, byType := map[string]int{}, map[string]*TypeCount{}
	for _, r := range records {
		for _, item := range r.PM.ActionItems {
			out.Count++
			byState[item.State]++
			t := byType[item.Type]
			if t == nil {
				t = &TypeCount{Type: item.Type}
				byType[item.Type] = t
			}
			t.Count++
			if !item.Closed() {
				t.Open++
				out.Open++
			}
			if item.Overdue(asOf) {
				t.Overdue++
				out.Overdue++
			}
		}
	}
	out.ByState = ordered(byState, v.ActionState.Values)
	totals := map[string]int{}
	for name, t := range byType {
		totals[name] = t.Count
	}
	for _, count := range ordered(totals, v.ActionType.Values) {
		if t := byType[count.Value]; t != nil {
			out.ByType = append(out.ByType, *t)
		} else {
			out.ByType = append(out.ByType, TypeCount{Type: count.Value})
		}
	}
	return out
}
