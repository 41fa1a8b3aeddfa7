package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// An Answer is a dashboard's answer to one of its readers' main questions.
type Answer struct {
	Question string
	Chart    string // key of the panel that shows more; "" if the page has no such panel
	Text     string
	Basis    string // names the figure, its two ends, and whose it is
	Late     bool   // the answer is about something late; mark it, not by colour alone
	Details  []Cell // the numbers behind it
}

// answerers compute the text of an answer and the numbers behind it.
var answerers = map[string]func(dashboard, metrics.Answer) Answer{
	"change":  dashboard.change,
	"noticed": dashboard.noticed,
	"overdue": dashboard.overdue,
	"failing": dashboard.failing,
}

// answers returns the answers of a page, each linked to its panel if the page has
// that.
func answers(b dashboard, panels []Panel) []Answer {
	var out []Answer
	for _, a := range metrics.Answers() {
		answer := answerers[a.Key](b, a)
		answer.Question = a.Question
		if slices.ContainsFunc(panels, func(p Panel) bool { return p.Key == a.Chart }) {
			answer.Chart = a.Chart
		}
		out = append(out, answer)
	}
	return out
}

// noticed answers who or what noticed most of the recent incidents.
func (d dashboard) noticed(a metrics.Answer) Answer {
	window := facts{"since": d.Recent.Since.String(), "until": d.Recent.Until.String(), "days": metrics.RecentDays, "averted": d.RecentAverted}
	out := Answer{Text: fill(a.None, window), Basis: fill(a.Basis, window)}
	all, most := 0, 0
	for _, c := range d.RecentDetections {
		all, most = all+c.N, max(most, c.N)
	}
	var names []string
	for _, c := range d.RecentDetections {
		if c.N == 0 {
			continue
		}
		if c.N == most {
			names = append(names, noticer(a, c.Value))
		}
		out.Details = append(out.Details, Cell{
			Text: fill(a.Detail, facts{"name": given(c.Value), "n": c.N}),
			Path: d.posts("since", d.Recent.Since.String(), "until", d.Recent.Until.String(), "harm", metrics.Occurred, "detection", c.Value),
		})
	}
	f := facts{"most": strings.Join(names, a.Extra["as"]), "n": most, "all": all}
	switch len(names) {
	case 0:
	case 1:
		out.Text = fill(a.Text, f)
	default:
		out.Text = fill(a.Extra["tie"], f)
	}
	return out
}

// noticer returns who or what a detection process is, or the process itself if the format does
// not define it.
func noticer(a metrics.Answer, process string) string {
	if words, known := a.Extra[process]; known {
		return words
	}
	return process
}

// overdue answers how many action items are overdue, and who owns them.
func (d dashboard) overdue(a metrics.Answer) Answer {
	f := d.followed()
	f["as_of"] = d.AsOf().String()
	basis := fill(a.Basis, f)
	switch {
	case f.empty("items"):
		return Answer{Text: a.Extra["empty"], Basis: basis}
	case f.empty("overdue"):
		return Answer{Text: a.None, Basis: basis, Details: []Cell{{Text: fill(a.Extra["of"], f)}}}
	}
	out := Answer{Text: fill(a.Text, f), Basis: basis, Late: true}
	out.Details = []Cell{{Text: fill(a.Extra["all"], f), Path: d.items("state", content.Overdue)}}
	owners := d.Owners()
	for _, owner := range owners[:min(a.Max, len(owners))] {
		name := cmp.Or(owner.Name, a.Extra["unnamed"])
		if late := owner.N[1]; late > 0 {
			out.Details = append(out.Details, Cell{
				Text: fill(a.Detail, facts{"name": name, "n": late}),
				Path: d.items("owner", owner.Name, "state", content.Overdue),
			})
		}
	}
	return out
}

// failing answers which controls failed more than once.
func (d dashboard) failing(a metrics.Answer) Answer {
	controls := d.Recurring
	if len(controls) == 0 {
		return Answer{Text: a.None, Basis: a.Basis}
	}
	out := Answer{Text: fill(a.Text, facts{"n": len(controls)}), Basis: a.Basis}
	for _, c := range controls[:min(a.Max, len(controls))] {
		text := fill(a.Detail, facts{"name": c.Name, "times": len(c.Where)})
		out.Details = append(out.Details, Cell{Text: text, Path: d.posts(query(c)...)})
	}
	return out
}
