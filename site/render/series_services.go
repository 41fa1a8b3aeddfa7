package render

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// outages returns the time out of service by service and month.
func (d dashboard) outages(p metrics.Panel) series {
	o := d.Outages
	s := series{facts: facts{"unknown": o.Unknown, "ongoing": o.Ongoing, "several": o.Several}, span: o.Span}
	list := o.Services
	if o.Others != nil {
		list = append(list[:len(list):len(list)], *o.Others)
	}
	s.empty = len(list) == 0 || o.Span.Len() == 0
	for i := range o.Span.Len() {
		s.values = append(s.values, value{name: o.Span.At(i).String(), said: o.Span.At(i).Words(), query: []string{"out", in(o.Span.At(i))}})
	}
	var listed []string
	for _, service := range list {
		r := row{name: given(service.Service), query: []string{"service", service.Service}}
		if service.Merged > 0 {
			r.name, r.query = Plural(service.Merged, "other service"), []string{"not_service", strings.Join(listed, "|")}
		}
		listed = append(listed, cmp.Or(service.Service, "-"))
		r.facts = facts{
			"n": service.Posts, "time": content.FormatDuration(service.Total()), "inside": content.FormatDuration(service.Inside()),
		}
		for _, t := range service.Time {
			r.values = append(r.values, t.Seconds())
			r.each = append(r.each, facts{
				"n": int(t), "minutes": int(t.Minutes()), "time": content.FormatDuration(t),
			})
		}
		s.rows = append(s.rows, r)
	}
	return s
}

// availability returns the share of hours in which services worked.
func (d dashboard) availability(metrics.Panel) series {
	s := series{facts: facts{}, empty: len(d.Availability) == 0}
	for _, n := range metrics.Windows {
		s.values = append(s.values, value{name: strconv.Itoa(n) + " days", query: []string{"reaching", strconv.Itoa(n)}})
	}
	for _, a := range d.Availability {
		year := a.Windows[len(a.Windows)-1]
		r := row{name: a.Service.Name, query: []string{"service", a.Service.Name}, facts: facts{
			"hours": a.Service.Hours.String(), "posts": year.Posts, "down": content.FormatDuration(year.Down), "missing": year.Missing,
		}}
		for _, w := range a.Windows {
			r.each = append(r.each, facts{"n": w.Posts, "share": available(w)})
		}
		s.rows = append(s.rows, r)
	}
	return s
}

// available formats an availability, rounded down: 99.999 % is not 100 %.
func available(w metrics.Window) string {
	if w.Hours == 0 {
		return "–"
	}
	text := strconv.FormatFloat(math.Floor(w.Share()*1e5)/1e3, 'f', -1, 64) + " %"
	if w.Missing > 0 {
		return "≤ " + text
	}
	return text
}
