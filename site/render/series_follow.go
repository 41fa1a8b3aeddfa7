package render

import (
	"fmt"
	"math"
	"strconv"

	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/chart"
)

// followThrough returns the shares of action items that are done within some days,
// by period.
func (d dashboard) followThrough(p metrics.Panel) series {
	f := d.FollowThrough()
	s := series{
		facts: facts{"n": f.All.Len(), "outside": f.Outside, "unknown": f.Unknown, "moved": f.Moved, "reopened": f.Reopened},
		span:  f.Span, scale: shareScale, few: true, empty: f.All.Len() == 0 && f.Unknown == 0,
	}
	for k, days := range metrics.Horizons {
		name := "done" + strconv.Itoa(days)
		s.facts[name] = within(f.All, days, metrics.Happened)
		s.lines = append(s.lines, chart.Line{Name: fmt.Sprintf("within %d days", days), Class: "tone-" + strconv.Itoa(k+1)})
	}
	s.facts["dropped"] = within(f.All, metrics.Horizons[len(metrics.Horizons)-1], metrics.Otherwise)
	if f.All.Len() == f.Outside {
		return s // the periods have no items
	}
	for i, c := range f.Cohorts {
		r := row{name: f.Span.At(i).String(), facts: facts{"n": c.Items}}
		for k, share := range c.Done {
			r.facts[strconv.Itoa(metrics.Horizons[k])] = cohortShare(c, share)
			point := chart.Point{Known: share.Known, Mid: share.Value, Low: share.Value, High: share.Value, From: share.Low, To: share.High, Whisker: true}
			if share.Known {
				s.few = false
				point.Note.Text = hint(p, facts{"name": r.name, "figure": s.lines[k].Name, "share": shareText(share.Share), "n": c.Items})
			}
			s.lines[k].Points = append(s.lines[k].Points, point)
		}
		s.rows = append(s.rows, r)
	}
	return s
}

// publishing returns the shares of post mortems that are completed within some
// days.
func (d dashboard) publishing(metrics.Panel) series {
	in, f := d.Publishing(), summaryOf(d.Stats, metrics.TimeToPublish)
	s := series{
		facts: facts{"known": f.Count, "ongoing": f.Ongoing, "unknown": f.Unknown, "half": quantile(in, 0.5), "most": quantile(in, 0.9)},
		empty: f.Count+f.Ongoing == 0,
	}
	for _, days := range metrics.Horizons {
		s.rows = append(s.rows, row{name: Plural(days, "day"), facts: facts{"n": within(in, days, metrics.Happened)}})
	}
	return s
}

func summaryOf(s metrics.Stats, key string) metrics.Summary {
	for _, f := range s.Figures {
		if f.Key == key {
			return f.Summary
		}
	}
	return metrics.Summary{}
}

// shareScale is the scale of shares.
var shareScale = []chart.Tick{{Value: 0, Text: "0 %"}, {Value: 0.25, Text: "25 %"}, {Value: 0.5, Text: "50 %"}, {Value: 0.75, Text: "75 %"}, {Value: 1, Text: "100 %"}}

func within(in metrics.Incidence, days int, end metrics.End) string {
	share, ok := in.Within(float64(days), end)
	if !ok {
		return "too few"
	}
	return shareText(share)
}

func cohortShare(c metrics.Cohort, s metrics.CohortShare) string {
	switch {
	case c.Items == 0:
		return ""
	case s.Early:
		return "not yet"
	case !s.Known:
		return "too few"
	}
	return shareText(s.Share)
}

func shareText(s metrics.Share) string {
	whole := func(v float64) int { return int(math.Floor(100*v + 0.5)) }
	return fmt.Sprintf("%d %% (95 %%: %d to %d)", whole(s.Value), whole(s.Low), whole(s.High))
}

func quantile(in metrics.Incidence, share float64) string {
	days, ok := in.Quantile(share)
	switch {
	case in.Len() < metrics.MinCount:
		return "too few"
	case !ok:
		return "not yet"
	}
	return "within " + Plural(int(math.Ceil(days)), "day")
}
