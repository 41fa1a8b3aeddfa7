package render

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// An Answer is a dashboard's answer to one of the questions that readers open it
// for.
type Answer struct {
	Question string
	Chart    string // key of the panel that shows more; "" if the page has no such panel
	Text     string
	Late     bool   // the answer is about something late; mark it, not by colour alone
	Details  []Cell // the numbers behind it
}

// answerers compute the text of an answer and the numbers behind it.
var answerers = map[string]func(board, metrics.Answer) Answer{
	"change":  board.change,
	"noticed": board.noticed,
	"overdue": board.overdue,
	"failing": board.failing,
}

// answers returns the answers of a page, each linked to its panel if the page has
// that.
func answers(b board, panels []Panel) []Answer {
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

// change compares the time to restore of the recent days with that of those before.
func (b board) change(a metrics.Answer) Answer {
	c := b.Change
	side := func(name string, p metrics.Point, days metrics.Filter) Cell {
		f := summary(p.Summary)
		f["name"], f["interval"] = fill(a.Also[name], recent), interval(p)
		if !p.Enough() {
			f["median"] = ""
		}
		cell := number(p.Count, b.posts("since", days.Since.String(), "until", days.Until.String(), c.Key, "known"))
		cell.Text = fill(a.Detail, f)
		return cell
	}
	return Answer{
		Text:    a.Also[string(c.Verdict())],
		Details: []Cell{side("now", c.Now, c.Recent), side("before", c.Before, c.Earlier)},
	}
}

// recent is the length of the recent period.
var recent = facts{"days": metrics.RecentDays}

// noticed answers who or what noticed most of the recent outages.
func (b board) noticed(a metrics.Answer) Answer {
	out, all, most := Answer{Text: a.None}, 0, 0
	for _, c := range b.RecentDetections {
		all += c.N
	}
	days := b.Change.Recent
	for _, c := range b.RecentDetections {
		if c.N == 0 {
			continue
		}
		if c.N > most {
			most = c.N
			out.Text = fill(a.Text, facts{"most": capitalize(given(c.Value)), "n": c.N, "all": all})
		}
		out.Details = append(out.Details, Cell{
			Text: fill(a.Detail, facts{"name": given(c.Value), "n": c.N}),
			Path: b.posts("since", days.Since.String(), "until", days.Until.String(), "detection", c.Value),
		})
	}
	out.Details = append(out.Details, Cell{Text: fill(a.Also["within"], recent)})
	return out
}

// overdue answers how many action items are overdue, and who owns them.
func (b board) overdue(a metrics.Answer) Answer {
	f := b.followed()
	if f.empty("overdue") {
		return Answer{Text: a.None, Details: []Cell{{Text: fill(a.Also["of"], f)}}}
	}
	out := Answer{Text: fill(a.Text, f), Late: true}
	out.Details = []Cell{{Text: fill(a.Also["all"], f), Path: b.items("state", content.Overdue)}}
	owners := b.Owners()
	for _, owner := range owners[:min(a.Most, len(owners))] {
		name := cmp.Or(owner.Name, a.Also["unnamed"])
		if late := owner.N[1]; late > 0 {
			out.Details = append(out.Details, Cell{
				Text: fill(a.Detail, facts{"name": name, "n": late}),
				Path: b.items("owner", owner.Name, "state", content.Overdue),
			})
		}
	}
	return out
}

// failing answers which controls failed more than once.
func (b board) failing(a metrics.Answer) Answer {
	controls := b.Recurring
	if len(controls) == 0 {
		return Answer{Text: a.None}
	}
	out := Answer{Text: fill(a.Text, facts{"n": len(controls)})}
	for _, c := range controls[:min(a.Most, len(controls))] {
		text := fill(a.Detail, facts{"name": c.Name, "times": len(c.Where)})
		out.Details = append(out.Details, Cell{Text: text, Path: b.posts(query(c)...)})
	}
	return out
}
