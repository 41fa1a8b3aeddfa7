package render

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// An Answer is what a dashboard says to one of the questions that it is opened
// for.
type Answer struct {
	Question string
	Chart    string // key of the panel that shows more; "" where the page has none
	Text     string
	Late     bool   // to be told apart, not by colour alone
	Rests    []Cell // what it rests on
}

// answering are the ways to get the text of an answer and what it rests on.
var answering = map[string]func(board, metrics.Answer) Answer{
	"change":  board.change,
	"noticed": board.noticed,
	"overdue": board.overdue,
	"failing": board.failing,
}

// answers are what the panels of a page say in short.
func answers(b board, panels []Panel) []Answer {
	var out []Answer
	for _, a := range metrics.Answers() {
		answer := answering[a.Key](b, a)
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
		cell.Text = fill(a.Rest, f)
		return cell
	}
	return Answer{
		Text:  a.Also[string(c.Verdict())],
		Rests: []Cell{side("now", c.Now, c.Recent), side("before", c.Before, c.Earlier)},
	}
}

// recent is how long "recent" is.
var recent = facts{"days": metrics.RecentDays}

// noticed tells who or what noticed most of the recent outages.
func (b board) noticed(a metrics.Answer) Answer {
	out, all, most := Answer{Text: a.None}, 0, 0
	for _, c := range b.Noticed {
		all += c.N
	}
	days := b.Change.Recent
	for _, c := range b.Noticed {
		if c.N == 0 {
			continue
		}
		if c.N > most {
			most = c.N
			out.Text = fill(a.Text, facts{"most": capitalize(given(c.Value)), "n": c.N, "all": all})
		}
		out.Rests = append(out.Rests, Cell{
			Text: fill(a.Rest, facts{"name": given(c.Value), "n": c.N}),
			Path: b.posts("since", days.Since.String(), "until", days.Until.String(), "detection", c.Value),
		})
	}
	out.Rests = append(out.Rests, Cell{Text: fill(a.Also["within"], recent)})
	return out
}

// overdue tells how many action items are, and of whom.
func (b board) overdue(a metrics.Answer) Answer {
	f := b.followed()
	if f.empty("overdue") {
		return Answer{Text: a.None, Rests: []Cell{{Text: fill(a.Also["of"], f)}}}
	}
	out := Answer{Text: fill(a.Text, f), Late: true}
	out.Rests = []Cell{{Text: fill(a.Also["all"], f), Path: b.items("state", content.Overdue)}}
	owners := b.Owners()
	for _, owner := range owners[:min(a.Most, len(owners))] {
		name := cmp.Or(owner.Name, a.Also["unnamed"])
		if late := owner.N[1]; late > 0 {
			out.Rests = append(out.Rests, Cell{
				Text: fill(a.Rest, facts{"name": name, "n": late}),
				Path: b.items("owner", owner.Name, "state", content.Overdue),
			})
		}
	}
	return out
}

// failing tells which controls failed more than once.
func (b board) failing(a metrics.Answer) Answer {
	controls := b.Recurring
	if len(controls) == 0 {
		return Answer{Text: a.None}
	}
	out := Answer{Text: fill(a.Text, facts{"n": len(controls)})}
	for _, c := range controls[:min(a.Most, len(controls))] {
		text := fill(a.Rest, facts{"name": c.Name, "times": len(c.Where)})
		out.Rests = append(out.Rests, Cell{Text: text, Path: b.posts(query(c)...)})
	}
	return out
}
