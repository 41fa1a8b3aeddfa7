package metrics

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A Control is a control and the places that mention it.
type Control struct {
	Name  string    // as in the newest mention
	Key   string    // shared by the spellings of the name
	Where []Mention // in the order of the records
}

// A Mention is one place that says what became of a control.
type Mention struct {
	PM      *content.PostMortem
	Control *content.Control
}

// Outcomes counts the mentions by outcome, in the order of [content.Outcomes], without those
// that do not occur.
func (c Control) Outcomes() (out []Count) {
	for _, outcome := range content.Outcomes() {
		n := 0
		for _, m := range c.Where {
			if m.Control.Outcome == outcome {
				n++
			}
		}
		if n > 0 {
			out = append(out, Count{outcome, n})
		}
	}
	return out
}

// Posts returns the number of post mortems that mention the control.
func (c Control) Posts() (n int) {
	var last *content.PostMortem
	for _, m := range c.Where {
		if m.PM != last {
			n++
		}
		last = m.PM
	}
	return n
}

// Controls groups the controls that the records name by the key of their name. Those that
// failed most often come first, then those that are named most often.
func Controls(records []Record) []Control {
	out := grouped(records, func(content.Control) bool { return true })
	failed := make(map[string]int, len(out))
	for _, c := range out {
		for _, m := range c.Where {
			if m.Control.Failed() {
				failed[c.Key]++
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Control) int {
		return cmp.Or(cmp.Compare(failed[b.Key], failed[a.Key]), cmp.Compare(len(b.Where), len(a.Where)))
	})
	return out
}

// Failed returns the controls that failed, in the order of their first failures, with only the
// mentions in which they failed.
func Failed(records []Record) []Control { return grouped(records, content.Control.Failed) }

// Recurring returns the controls that [Failed] more than once, most failures first.
func Recurring(records []Record) []Control {
	out := slices.DeleteFunc(Failed(records), func(c Control) bool { return len(c.Where) < 2 })
	slices.SortStableFunc(out, func(a, b Control) int { return cmp.Compare(len(b.Where), len(a.Where)) })
	return out
}

// grouped groups mentions of controls, in the order of their first mentions.
func grouped(records []Record, counts func(content.Control) bool) (out []Control) {
	at := map[string]int{}
	for _, r := range records {
		for k := range r.PM.Controls {
			control, key := &r.PM.Controls[k], r.controls[k]
			if !counts(*control) {
				continue
			}
			i, seen := at[key]
			if !seen {
				i = len(out)
				at[key] = i
				out = append(out, Control{Name: control.Name, Key: key})
			}
			out[i].Where = append(out[i].Where, Mention{r.PM, control})
		}
	}
	return out
}

// UnsaidOutcomes returns the number of mentions of controls that do not say what became of the
// control, and so count neither as failures nor otherwise.
func UnsaidOutcomes(records []Record) (n int) {
	for _, r := range records {
		for i := range r.PM.Controls {
			if r.PM.Controls[i].Outcome == content.Named {
				n++
			}
		}
	}
	return n
}
