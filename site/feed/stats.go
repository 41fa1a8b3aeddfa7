package feed

import (
	"encoding/json"
	"io"
	"iter"
	"strconv"

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

// summaryJSON holds percentiles and totals in seconds. They are null if nothing
// is known. The time to publish has no total, and null for a percentile if so many
// are not completed yet. Whether enough values are known is for the reader to judge.
type summaryJSON struct {
	Count   int    `json:"count"`
	Unknown int    `json:"unknown"`
	Ongoing int    `json:"ongoing"`
	Median  *int64 `json:"median"`
	P75     *int64 `json:"p75"`
	P90     *int64 `json:"p90"`
	Total   *int64 `json:"total"`
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
			"status": counts(s.ByStatus), "service": counts(s.ByService), "year": counts(s.ByYear),
		},
		ActionItems: actionsJSON{Count: s.Actions.Count, ByType: map[string]int{}, ByState: counts(s.Actions.ByState), Overdue: s.Actions.Overdue},
	}
	for _, f := range s.Figures {
		one := summaryJSON{Count: f.Count, Unknown: f.Unknown, Ongoing: f.Summary.Ongoing}
		if f.Count > 0 {
			for _, value := range []struct {
				to   **int64
				from float64
			}{{&one.Median, f.Median.Seconds()}, {&one.P75, f.P75.Seconds()}, {&one.P90, f.P90.Seconds()}, {&one.Total, f.Total.Seconds()}} {
				if n := int64(value.from + .5); f.Key != metrics.TimeToPublish || n > 0 { // it has no total, and no percentile that is not reached
					*value.to = &n
				}
			}
		}
		out.Figures[f.Key+"_seconds"] = one
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

var statsColumns = []string{"period", "figure", "known", "unknown", "ongoing", "median_seconds", "p75_seconds", "p90_seconds", "total_seconds"}

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
				}) {
					return
				}
			}
		}
	}
}
