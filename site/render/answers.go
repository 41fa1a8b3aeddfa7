package render

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// An Answer is a dashboard's answer to one of its readers' main questions.
type Answer struct {
	Question string
	Chart    string // key of the panel that shows more; "" if the page has no such panel
	Text     string
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

// recent is the length of the recent period.
var recent = facts{"days": metrics.RecentDays}

// noticed answers who or what noticed most of the recent outages.
func (d dashboard) noticed(a metrics.Answer) Answer {
	out, all, most := Answer{Text: a.None}, 0, 0
	for _, c := range d.RecentDetections {
		all += c.N
	}
	days := d.Recent
	for _, c := range d.RecentDetections {
		if c.N == 0 {
			continue
		}
		if c.N > most {
			most = c.N
			out.Text = fill(a.Text, facts{"most": capitalize(given(c.Value)), "n": c.N, "all": all})
		}
		out.Details = append(out.Details, Cell{
			Text: fill(a.Detail, facts{"name": given(c.Value), "n": c.N}),
			Path: d.posts("since", days.Since.String(), "until", days.Until.String(), "detection", c.Value),
		})
	}
	out.Details = append(out.Details, Cell{Text: fill(a.Extra["within"], recent)})
	return out
}

// overdue answers how many action items are overdue, and who owns them.
func (d dashboard) overdue(a metrics.Answer) Answer {
	f := d.followed()
	if f.empty("overdue") {
		return Answer{Text: a.None, Details: []Cell{{Text: fill(a.Extra["of"], f)}}}
	}
	out := Answer{Text: fill(a.Text, f), Late: true}
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
		return Answer{Text: a.None}
	}
	out := Answer{Text: fill(a.Text, facts{"n": len(controls)})}
	for _, c := range controls[:min(a.Max, len(controls))] {
		text := fill(a.Detail, facts{"name": c.Name, "times": len(c.Where)})
		out.Details = append(out.Details, Cell{Text: text, Path: d.posts(query(c)...)})
	}
	return out
}
