package render

import (
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
	"returned":  dashboard.returned,
	"surprised": dashboard.surprised,
	"decide":    dashboard.decide,
	"severe":    dashboard.severe,
	"change":    dashboard.change,
	"noticed":   dashboard.noticed,
}

// answers returns the answers of a page, each linked to its panel if the page has
// that. One may be left out by its key.
func answers(b dashboard, panels []Panel, without string) []Answer {
	var out []Answer
	for _, a := range metrics.Answers() {
		if a.Key == without {
			continue
		}
		answer := answerers[a.Key](b, a)
		answer.Question = a.Question
		if slices.ContainsFunc(panels, func(p Panel) bool { return p.Key == a.Chart }) {
			answer.Chart = a.Chart
		}
		out = append(out, answer)
	}
	return out
}

// returned answers which action items and controls came back in a later incident.
func (d dashboard) returned(a metrics.Answer) Answer {
	items, controls := d.Returns, d.Recurring
	out := Answer{Text: a.None, Basis: a.Basis}
	f := facts{"items": len(items), "controls": len(controls), "and": joint(len(items), len(controls))}
	if len(items)+len(controls) > 0 {
		out.Text = fill(a.Text, f)
	}
	for _, r := range items[:min(a.Max, len(items))] {
		out.Details = append(out.Details, Cell{Text: r.Item.Title, Path: r.PM.Address() + "#" + r.Item.Anchor, After: fill(a.Detail, facts{"days": r.Days})})
	}
	if n := len(items) - a.Max; n > 0 {
		out.Details = append(out.Details, Cell{Text: fill(a.Extra["items"], facts{"more": n})})
	}
	for _, c := range controls[:min(a.Max, len(controls))] {
		days, _ := c.Gap()
		text := fill(a.Extra["control"], facts{"name": c.Name, "times": len(c.Where), "days": days})
		out.Details = append(out.Details, Cell{Text: text, Path: d.posts(query(c)...)})
	}
	if n := len(controls) - a.Max; n > 0 {
		out.Details = append(out.Details, Cell{Text: fill(a.Extra["controls"], facts{"more": n}), Path: "controls/"})
	}
	return out
}

// surprised answers what went otherwise than was believed, in recent post mortems.
func (d dashboard) surprised(a metrics.Answer) Answer {
	s := d.RecentSurprises
	window, f := d.window()
	f["hurt"], f["lucky"], f["all"], f["and"] = len(s.Hurt), s.Lucky, s.All, joint(len(s.Hurt), s.Lucky)
	out := Answer{Text: fill(a.None, f), Basis: fill(a.Basis, f)}
	switch {
	case s.All == 0:
		out.Text = fill(a.Extra["empty"], f)
	case len(s.Hurt)+s.Lucky > 0:
		out.Text = capitalize(fill(a.Text, f)) // it may begin with its second part
	}
	for _, m := range s.Hurt[:min(a.Max, len(s.Hurt))] {
		out.Details = append(out.Details, Cell{Text: fill(a.Detail, facts{"name": m.Control.Name}), Path: m.PM.Address() + "#" + m.Control.Anchor})
	}
	if n := len(s.Hurt) - a.Max; n > 0 {
		out.Details = append(out.Details, Cell{Text: fill(a.Extra["more"], facts{"more": n}), Path: "controls/"})
	}
	if s.Lucky > 0 {
		out.Details = append(out.Details, Cell{Text: fill(a.Extra["luck"], f), Path: d.posts(slices.Concat(window, []string{"luck", "unhedged"})...)})
	}
	return out
}

// joint returns what stands between two parts of a text, if it has both.
func joint(a, b int) string {
	if a > 0 && b > 0 {
		return "; "
	}
	return ""
}

// decide answers how many action items are past their due date, by what they were to prevent.
func (d dashboard) decide(a metrics.Answer) Answer {
	f := d.followed()
	f["as_of"] = d.AsOf().String()
	out := Answer{Text: fill(a.None, f), Basis: fill(a.Basis, f), Late: !f.empty("overdue")}
	switch {
	case f.empty("items"):
		out.Text = a.Extra["empty"]
	case out.Late:
		out.Text = fill(a.Text, f)
		out.Details = append(out.Details, Cell{Text: fill(a.Extra["all"], f), Path: d.items("state", content.Overdue)})
	}
	for _, c := range d.Decisions {
		out.Details = append(out.Details, Cell{
			Text: fill(a.Detail, facts{"name": given(c.Value), "n": c.N}), Path: d.items("severity", c.Value, "state", content.Overdue),
		})
	}
	if !f.empty("undated") {
		out.Details = append(out.Details, Cell{Text: fill(a.Extra["undated"], f), Path: d.items("state", "unfinished", "due", "")})
	}
	return out
}

// severe answers how many of the recent post mortems are of the two highest severities.
func (d dashboard) severe(a metrics.Answer) Answer {
	window, f := d.window()
	out := Answer{Text: fill(a.None, f), Basis: fill(a.Basis, f)}
	before := map[string]int{}
	for _, c := range d.BeforeSeverities {
		before[c.Value] = c.N
	}
	severest, n, all := d.Severest(), 0, 0
	for _, c := range d.RecentSeverities {
		if all += c.N; slices.Contains(severest, c.Value) {
			n += c.N
		}
		if c.N == 0 && before[c.Value] == 0 {
			continue
		}
		out.Details = append(out.Details, d.counted(fill(a.Detail, facts{"name": given(c.Value), "n": c.N, "before": before[c.Value]}), c.N, slices.Concat(window, []string{"severity", c.Value})))
	}
	if all > 0 {
		out.Text = fill(a.Text, facts{"n": n, "all": all, "severest": strings.Join(severest, a.Extra["or"])})
	}
	return out
}

// counted returns a text that links to the post mortems that it counts, unless there are none.
func (d dashboard) counted(text string, n int, pairs []string) Cell {
	cell := number(n, d.posts(pairs...))
	cell.Text = text
	return cell
}

// window returns the query that selects the recent days, and the facts about them.
func (d dashboard) window() ([]string, facts) {
	since, until := d.Recent.Since.String(), d.Recent.Until.String()
	return []string{"since", since, "until", until}, facts{"since": since, "until": until, "days": metrics.RecentDays}
}

// noticed answers who or what noticed most of the recent incidents.
func (d dashboard) noticed(a metrics.Answer) Answer {
	window, f := d.window()
	f["averted"] = d.RecentAverted
	out := Answer{Text: fill(a.None, f), Basis: fill(a.Basis, f)}
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
			Path: d.posts(slices.Concat(window, []string{"harm", metrics.Occurred, "detection", c.Value})...),
		})
	}
	f["most"], f["n"], f["all"] = strings.Join(names, a.Extra["as"]), most, all
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
