package feed

import (
	"math"
	"strconv"

	"github.com/pmsite/pmsite/content/metrics"
)

// outcomesJSON is the part of the stats that is about all post mortems, not about those of a
// period. Shares and ratios are rounded to three digits after the point.
type outcomesJSON struct {
	CameBack      cameBackJSON      `json:"came_back"`
	Surprises     surprisesJSON     `json:"surprises"`
	NeedsDecision needsDecisionJSON `json:"needs_decision"`
	Comparison    comparisonJSON    `json:"comparison"`
	FollowThrough followThroughJSON `json:"follow_through"`
	Publishing    publishingJSON    `json:"publishing"`
	Luck          luckJSON          `json:"luck"`
}

// cameBackJSON has the action items to which later post mortems point back, and the controls
// that failed more than once, all of them.
type cameBackJSON struct {
	ActionItems []returnJSON    `json:"action_items"`
	Controls    []recurringJSON `json:"controls"`
}

type returnJSON struct {
	Title   string `json:"title"`
	Of      string `json:"postmortem"` // slug
	Anchor  string `json:"anchor"`
	CitedBy string `json:"cited_by"` // slug
	Days    int    `json:"days_between"`
}

type recurringJSON struct {
	Name  string `json:"name"`
	Times int    `json:"times"`
	Days  *int   `json:"days_between_last"` // null if they are not known
}

// surprisesJSON counts post mortems of the recent days.
type surprisesJSON struct {
	Since    *string    `json:"since"`
	Until    *string    `json:"until"`
	Count    int        `json:"count"`         // all post mortems
	Unhedged int        `json:"unhedged_luck"` // those with luck that nothing hedges
	Hurt     []hurtJSON `json:"controls_that_hurt"`
}

// hurtJSON is a control that worked as designed and hurt.
type hurtJSON struct {
	Name   string `json:"name"`
	Of     string `json:"postmortem"` // slug
	Anchor string `json:"anchor"`
}

// needsDecisionJSON counts action items past their due date.
type needsDecisionJSON struct {
	Count      int            `json:"count"`
	BySeverity map[string]int `json:"by_severity"`
	Undated    int            `json:"open_without_due_date"`
}

type comparisonJSON struct {
	Figure  string         `json:"figure"`
	Verdict string         `json:"verdict"` // shorter, longer, unclear or few
	Ratio   *ratioJSON     `json:"ratio"`   // null if a side has fewer than six durations
	Now     comparisonSide `json:"now"`
	Before  comparisonSide `json:"before"`
	LagDays int            `json:"lag_days"`        // days by which the later year ends early
	Needed  *int           `json:"needed_to_halve"` // about how many durations a year would show a halving
}

// ratioJSON has null for a number that has no bound, because something has not ended.
type ratioJSON struct {
	Estimate *float64 `json:"estimate"`
	AtMost   *float64 `json:"at_most"` // equal to the estimate unless something has not ended
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
}

type comparisonSide struct {
	Since      *string `json:"since"`
	Until      *string `json:"until"`
	Known      int     `json:"known"`
	Ongoing    int     `json:"ongoing"`
	Unfinished int     `json:"not_completed"`
}

// shareJSON is null if too few are known.
type shareJSON struct {
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

type followThroughJSON struct {
	Known     int                   `json:"known"`   // action items of which git shows when they were agreed on
	Unknown   int                   `json:"unknown"` // others
	Moved     int                   `json:"moved"`
	Reopened  int                   `json:"reopened"`
	Done      map[string]*shareJSON `json:"done_within_days"`
	Cancelled map[string]*shareJSON `json:"cancelled_within_days"`
	Periods   []cohortJSON          `json:"periods"`
}

type cohortJSON struct {
	Period string                `json:"period"`
	Known  int                   `json:"known"`
	Done   map[string]*shareJSON `json:"done_within_days"`
}

type publishingJSON struct {
	Known  int                   `json:"known"` // completed, or not yet
	Within map[string]*shareJSON `json:"completed_within_days"`
	Median *int                  `json:"median_days"`
	P90    *int                  `json:"p90_days"`
}

type luckJSON struct {
	Hedged   int `json:"hedged"`
	Open     int `json:"open"`
	Unhedged int `json:"unhedged"`
}

func outcomesOf(o *metrics.Outcomes) *outcomesJSON {
	if o == nil {
		return nil
	}
	return &outcomesJSON{
		cameBackOf(o), surprisesOf(o),
		needsDecisionJSON{o.FollowUp.Overdue, counts(o.Decisions), o.FollowUp.NoDue},
		comparisonOf(o.Change), followThroughOf(o.FollowThrough), publishingOf(o.Publishing),
		luckJSON{o.Luck.Hedged, o.Luck.Open, o.Luck.Unhedged},
	}
}

func cameBackOf(o *metrics.Outcomes) cameBackJSON {
	out := cameBackJSON{[]returnJSON{}, []recurringJSON{}}
	for _, r := range o.Returns {
		out.ActionItems = append(out.ActionItems, returnJSON{r.Item.Title, r.PM.Slug, r.Item.Anchor, r.Later.Slug, r.Days})
	}
	for _, c := range o.Recurring {
		one := recurringJSON{Name: c.Name, Times: len(c.Where)}
		if days, ok := c.Gap(); ok {
			one.Days = &days
		}
		out.Controls = append(out.Controls, one)
	}
	return out
}

func surprisesOf(o *metrics.Outcomes) surprisesJSON {
	s := o.Surprises
	out := surprisesJSON{text(o.Recent.Since.String()), text(o.Recent.Until.String()), s.All, s.Lucky, []hurtJSON{}}
	for _, m := range s.Hurt {
		out.Hurt = append(out.Hurt, hurtJSON{m.Control.Name, m.PM.Slug, m.Control.Anchor})
	}
	return out
}

func comparisonOf(c metrics.Change) comparisonJSON {
	out := comparisonJSON{Figure: c.Key + "_seconds", Verdict: string(c.Verdict()), Now: sideOf(c.Now), Before: sideOf(c.Before), LagDays: c.Lag}
	if c.Compared {
		r := c.Ratio
		out.Ratio = &ratioJSON{finite(r.Estimate), finite(r.AtMost), finite(r.Low), finite(r.High)}
	}
	if c.Needed > 0 {
		out.Needed = &c.Needed
	}
	return out
}

func sideOf(s metrics.Side) comparisonSide {
	return comparisonSide{text(s.Since.String()), text(s.Until.String()), len(s.Known), len(s.Over), s.Unfinished}
}

func finite(v float64) *float64 {
	if math.IsInf(v, 1) {
		return nil
	}
	v = rounded(v)
	return &v
}

func rounded(v float64) float64 { return math.Floor(1000*v+0.5) / 1000 }

func followThroughOf(f metrics.FollowThrough) followThroughJSON {
	out := followThroughJSON{
		Known: f.All.Len(), Unknown: f.Unknown, Moved: f.Moved, Reopened: f.Reopened,
		Done: within(f.All, metrics.Happened), Cancelled: within(f.All, metrics.Otherwise), Periods: []cohortJSON{},
	}
	for i, c := range f.Cohorts {
		cohort := cohortJSON{Period: f.Span.At(i).String(), Known: c.Items, Done: map[string]*shareJSON{}}
		for k, s := range c.Done {
			cohort.Done[strconv.Itoa(metrics.Horizons[k])] = shareOf(s.Share, s.Known)
		}
		out.Periods = append(out.Periods, cohort)
	}
	return out
}

func publishingOf(in metrics.Incidence) publishingJSON {
	return publishingJSON{in.Len(), within(in, metrics.Happened), quantile(in, 0.5), quantile(in, 0.9)}
}

func within(in metrics.Incidence, end metrics.End) map[string]*shareJSON {
	out := map[string]*shareJSON{}
	for _, days := range metrics.Horizons {
		out[strconv.Itoa(days)] = shareOf(in.Within(float64(days), end))
	}
	return out
}

func shareOf(s metrics.Share, known bool) *shareJSON {
	if !known {
		return nil
	}
	return &shareJSON{rounded(s.Value), rounded(s.Low), rounded(s.High)}
}

func quantile(in metrics.Incidence, share float64) *int {
	days, ok := in.Quantile(share)
	if !ok {
		return nil
	}
	n := int(math.Ceil(days))
	return &n
}
