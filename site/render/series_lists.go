package render

import (
	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// controls returns the controls that failed more than once.
func (d dashboard) controls(metrics.Panel) series {
	s := series{facts: facts{"n": len(d.Recurring), "unsaid": d.UnsaidOutcomes}, empty: len(d.Recurring) == 0}
	for _, c := range d.Recurring {
		newest := c.Where[0]
		f := facts{
			"times": len(c.Where), "fewer": 0,
			"date": newest.PM.Date.String(), "page": newest.PM.Address() + "#" + newest.Control.Anchor,
		}
		if n := c.Posts(); n < len(c.Where) {
			f["fewer"] = n // some post mortems name it several times
		}
		s.rows = append(s.rows, row{name: c.Name, facts: f, query: query(c)})
	}
	return s
}

// query returns the query for a control, as names and values.
func query(c metrics.Control) []string { return []string{"control", c.Key} }

// vendors returns the figures of each vendor.
func (d dashboard) vendors(metrics.Panel) series {
	s := series{facts: facts{"n": len(d.Vendors)}, empty: len(d.Vendors) == 0}
	for _, v := range d.Vendors {
		engage, restore := summary(v.Engage), summary(v.Restore)
		r := row{name: v.Vendor, query: []string{"vendor", v.Vendor}, facts: facts{
			"n": v.Posts, "duration": v.Outage.Count,
			"time_to_engage_vendor": v.Engage.Count, "engaged": engage["median"], "engaged_interval": engage["interval"],
			"vendor_to_restore": v.Restore.Count, "restored": restore["median"], "restored_interval": restore["interval"],
		}}
		if v.Outage.Enough() {
			r.facts["total"] = content.FormatDuration(v.Outage.Total)
		}
		s.rows = append(s.rows, r)
	}
	return s
}

// impacts returns how long the incidents of each impact lasted.
func (d dashboard) impacts(metrics.Panel) series {
	s := series{facts: facts{}, empty: d.Stats.Harmed == 0}
	for _, i := range d.Impacts {
		kind := "degradation"
		if i.Outage {
			kind = "outage"
		}
		f := summary(i.Lasted)
		f["n"], f["kind"], f["detected"], f["detect"] = i.Posts, kind, i.Detect.Count, summary(i.Detect)["median"]
		s.rows = append(s.rows, row{name: given(i.Impact), query: []string{"impact", i.Impact, "harm", metrics.Occurred}, facts: f})
	}
	return s
}

// luck returns lines for luck that is hedged, to be hedged and not hedged; it has
// no rows.
func (d dashboard) luck(metrics.Panel) series {
	l := d.Luck
	n := l.Hedged + l.Open + l.Unhedged
	return series{
		facts: facts{"n": n, "hedged": l.Hedged, "open": l.Open, "unhedged": l.Unhedged, "unlucky": len(l.Posts)},
		empty: n == 0, list: d.unlucky(),
	}
}

// late returns the reviews that are not completed in time.
func (d dashboard) late() (out []row) {
	for _, l := range d.Late {
		out = append(out, row{name: l.PM.Title, path: l.PM.Address(), facts: facts{"days": l.Days}})
	}
	return out
}

// unlucky returns the post mortems with luck that is not hedged, or not yet.
func (d dashboard) unlucky() (out []row) {
	for _, u := range d.Luck.Posts {
		f := facts{"hedge": "not hedged", "due": ""}
		if u.Hedge == content.HedgeOpen {
			f["hedge"], f["due"] = "to be hedged", "no date"
			if !u.Due.IsZero() {
				f["due"] = "by " + u.Due.String()
			}
		}
		out = append(out, row{name: u.PM.Title, path: u.PM.Address(), facts: f})
	}
	return out
}
