package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

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

// answers gives what the panels of a page say in short.
func answers(b board, panels []Panel) []Answer {
	list := []Answer{shorter(b), noticed(b), overdue(b), failing(b)}
	for i, a := range list {
		if !slices.ContainsFunc(panels, func(p Panel) bool { return p.Key == a.Chart }) {
			list[i].Chart = ""
		}
	}
	return list
}

var verdicts = map[metrics.Verdict]string{
	metrics.TooFew: "Too few to say", metrics.Unclear: "No certain change", metrics.Shorter: "Yes, shorter", metrics.Longer: "No, longer",
}

func shorter(b board) Answer {
	c := b.Change
	side := func(name string, p metrics.Point, f metrics.Filter) Cell {
		cell := number(p.Count, b.posts("since", f.Since.String(), "until", f.Until.String(), c.Key, "known"))
		cell.Text = fmt.Sprintf("%s: %d known", name, p.Count)
		if p.Enough() {
			cell.Text += ", median " + content.FormatDuration(p.Median)
		}
		if p.HasInterval {
			cell.Text += " (95 %: " + interval(p) + ")"
		}
		return cell
	}
	return Answer{Question: "Are outages getting shorter?", Chart: "trend", Text: verdicts[c.Verdict()], Rests: []Cell{
		side(fmt.Sprintf("last %d days", metrics.RecentDays), c.Now, c.Recent), side(fmt.Sprintf("%d days before", metrics.RecentDays), c.Before, c.Earlier),
	}}
}

func noticed(b board) Answer {
	a := Answer{Question: "Who finds them first?", Chart: "detection", Text: "Nobody had to"}
	all := 0
	for _, c := range b.Noticed {
		all += c.N
	}
	most := 0
	for _, c := range b.Noticed {
		if c.N == 0 {
			continue
		}
		if c.N > most {
			most = c.N
			a.Text = fmt.Sprintf("%s: %d of %d", capitalize(given(c.Value)), c.N, all)
		}
		cell := number(c.N, b.posts("since", b.Change.Recent.Since.String(), "until", b.Change.Recent.Until.String(), "detection", c.Value))
		cell.Text = fmt.Sprintf("%s: %d", given(c.Value), c.N)
		a.Rests = append(a.Rests, cell)
	}
	a.Rests = append(a.Rests, Cell{Text: fmt.Sprintf("in the last %d days", metrics.RecentDays)})
	return a
}

// maxRests is how many owners and controls an answer names.
const maxRests = 3

func overdue(b board) Answer {
	f := b.FollowUp
	a := Answer{Question: "Which promises are overdue?", Chart: "owners", Text: fmt.Sprintf("%d of %d open", f.Overdue, f.Open+f.Overdue), Late: f.Overdue > 0}
	if f.Overdue == 0 {
		a.Text = "None"
		a.Rests = []Cell{{Text: "of " + strconv.Itoa(f.Open) + " open"}}
		return a
	}
	a.Rests = []Cell{{Text: fmt.Sprintf("all %d, the longest %s", f.Overdue, Plural(f.Longest, "day")), Path: b.items("state", content.Overdue)}}
	owners := b.Owners()
	for _, owner := range owners[:min(maxRests, len(owners))] {
		if late := owner.N[1]; late > 0 {
			name := cmp.Or(owner.Name, "nobody")
			a.Rests = append(a.Rests, Cell{Text: fmt.Sprintf("%s: %d", name, late), Path: b.items("owner", owner.Name, "state", content.Overdue)})
		}
	}
	return a
}

func failing(b board) Answer {
	a := Answer{Question: "Which controls keep failing?", Chart: "controls", Text: "None failed twice"}
	controls := b.Recurring
	if len(controls) == 0 {
		return a
	}
	a.Text = strconv.Itoa(len(controls)) + " failed again"
	for _, c := range controls[:min(maxRests, len(controls))] {
		a.Rests = append(a.Rests, Cell{Text: fmt.Sprintf("%s: %s", c.Name, Plural(len(c.Where), "time")), Path: b.posts(query(c)...)})
	}
	return a
}
