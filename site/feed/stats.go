package feed

import (
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"time"

	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/content/zone"
)

// A PeriodStats holds the stats of one period.
type PeriodStats struct {
	Period string
	Stats  metrics.Stats
}

type statsJSON struct {
	SchemaVersion int                       `json:"schema_version"`
	AsOf          string                    `json:"as_of"`
	TimeZones     string                    `json:"time_zones"`
	Count         int                       `json:"count"`
	By            map[string]map[string]int `json:"by"`
	Figures       map[string]summaryJSON    `json:"figures"`
	ActionItems   actionsJSON               `json:"action_items"`
	*outcomesJSON
	Periods []periodJSON `json:"periods,omitempty"`
}

type periodJSON struct {
	Period      string                    `json:"period"`
	Count       int                       `json:"count"`
	By          map[string]map[string]int `json:"by"`
	Figures     map[string]summaryJSON    `json:"figures"`
	ActionItems actionsJSON               `json:"action_items"`
}

// summaryJSON holds percentiles and totals in seconds. They are null if nothing is known, and
// p75 and p90 if so few values do not allow them. The time to publish has no total, and null for
// a percentile if so many are not completed yet.
type summaryJSON struct {
	Count         int      `json:"count"`
	Unknown       int      `json:"unknown"`
	NotApplicable int      `json:"not_applicable"`
	Ongoing       int      `json:"ongoing"`
	None          int      `json:"none"`
	Before        int      `json:"before"`
	Median        *int64   `json:"median"`
	MedianLow     *int64   `json:"median_low"` // the interval of the median and its level are null with fewer than 6 values
	MedianHigh    *int64   `json:"median_high"`
	MedianLevel   *float64 `json:"median_level"` // such as 0.984
	P75           *int64   `json:"p75"`
	P90           *int64   `json:"p90"`
	Longest       *int64   `json:"longest"`
	LongestOf     *string  `json:"longest_of"` // slug
	Total         *int64   `json:"total"`
}

func summaryOf(f metrics.FigureSummary) summaryJSON {
	out := summaryJSON{
		Count: f.Count, Unknown: f.Unknown, NotApplicable: f.NotApplicable, Ongoing: f.Ongoing, None: f.None, Before: f.Before,
	}
	if f.Count == 0 {
		return out
	}
	out.Median, out.Longest, out.Total = wholeSeconds(f.Median), wholeSeconds(f.Longest), wholeSeconds(f.Total)
	out.LongestOf = &f.LongestOf.Slug
	if f.HasInterval() {
		out.MedianLow, out.MedianHigh, out.MedianLevel = wholeSeconds(f.Low), wholeSeconds(f.High), &f.Level
	}
	percentile := wholeSeconds
	if f.Key == metrics.TimeToPublish {
		percentile = reached
		out.Median, out.Total = reached(f.Median), nil
	}
	if f.Allows(75) {
		out.P75 = percentile(f.P75)
	}
	if f.Allows(90) {
		out.P90 = percentile(f.P90)
	}
	return out
}

// reached returns a percentile of the time to publish, or nil if so many post mortems are not completed yet.
func reached(d time.Duration) *int64 {
	if d == 0 {
		return nil
	}
	return wholeSeconds(d)
}

// wholeSeconds returns a duration in seconds.
func wholeSeconds(d time.Duration) *int64 {
	n := int64(d.Seconds() + .5)
	return &n
}

type actionsJSON struct {
	Count   int            `json:"count"`
	ByType  map[string]int `json:"by_type"`
	ByState map[string]int `json:"by_state"`
	Overdue int            `json:"overdue"`
}

// StatsJSON writes stats, and those of each period if there are any.
func StatsJSON(w io.Writer, s metrics.Stats, periods []PeriodStats, asOf string) error {
	whole := periodOf("", s)
	out := statsJSON{SchemaVersion, asOf, zone.Version(), whole.Count, whole.By, whole.Figures, whole.ActionItems, outcomesOf(s.Outcomes), nil}
	for _, p := range periods {
		out.Periods = append(out.Periods, periodOf(p.Period, p.Stats))
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}

func periodOf(name string, s metrics.Stats) periodJSON {
	out := periodJSON{
		Period: name, Count: s.Count, Figures: map[string]summaryJSON{},
		By: map[string]map[string]int{
			"severity": counts(s.BySeverity), "impact": counts(s.ByImpact), "detection": counts(s.ByDetection),
			"averted_impact": counts(s.ByAverted), "caught_by": counts(s.ByCaught),
			"status": counts(s.ByStatus), "service": counts(s.ByService), "year": counts(s.ByYear),
		},
		ActionItems: actionsJSON{Count: s.Actions.Count, ByType: map[string]int{}, ByState: counts(s.Actions.ByState), Overdue: s.Actions.Overdue},
	}
	for _, f := range s.Figures {
		out.Figures[f.Key+"_seconds"] = summaryOf(f)
	}
	for _, t := range s.Actions.ByType {
		out.ActionItems.ByType[t.Type] = t.Count
	}
	return out
}

// counts maps each value to its number; "" stands for "not given".
func counts(list []metrics.Count) map[string]int {
	out := map[string]int{}
	for _, c := range list {
		out[c.Value] = c.N
	}
	return out
}

var statsColumns = []string{
	"period", "figure", "known", "unknown", "ongoing", "median_seconds", "p75_seconds", "p90_seconds", "total_seconds",
	"not_applicable", "none", "before", "median_low_seconds", "median_high_seconds", "median_level", "longest_seconds", "longest_of",
}

// StatsCSV writes one line for every figure: first for all post mortems, with the
// period "all", then for each period.
func StatsCSV(w io.Writer, s metrics.Stats, periods []PeriodStats) error {
	return writeCSV(w, statsColumns, statsLines(append([]PeriodStats{{"all", s}}, periods...)))
}

func statsLines(periods []PeriodStats) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, p := range periods {
			figures := periodOf(p.Period, p.Stats).Figures
			for _, f := range p.Stats.Figures {
				one := figures[f.Key+"_seconds"]
				if !yield([]string{
					p.Period, f.Key, strconv.Itoa(one.Count), strconv.Itoa(one.Unknown), strconv.Itoa(one.Ongoing),
					number(one.Median), number(one.P75), number(one.P90), number(one.Total),
					strconv.Itoa(one.NotApplicable), strconv.Itoa(one.None), strconv.Itoa(one.Before),
					number(one.MedianLow), number(one.MedianHigh), level(one.MedianLevel), number(one.Longest), value(one.LongestOf),
				}) {
					return
				}
			}
		}
	}
}

func level(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'f', 4, 64)
}
