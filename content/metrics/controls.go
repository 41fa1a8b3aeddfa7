package metrics

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content"
)

// A FailedControl is a control and the places that mention its failures.
type FailedControl struct {
	Name  string
	Where []Failure // in the order of the records
}

// A Failure is one mention of a failed control.
type Failure struct {
	PM     *content.PostMortem
	Anchor string
}

// Posts returns the number of post mortems in which the control failed.
func (c FailedControl) Posts() (n int) {
	var last *content.PostMortem
	for _, f := range c.Where {
		if f.PM != last {
			n++
		}
		last = f.PM
	}
	return n
}

// ControlName returns the name of a control, which is the first sentence of the author's
// text, and the key by which controls are compared, which ignores case and punctuation.
func ControlName(text string) (name, key string) {
	name, _, _ = strings.Cut(text, ". ")
	name = strings.TrimSuffix(name, ".")
	return name, words(name)
}

// FailedControls groups the failed controls by the key of their name. Those that failed
// most often come first.
func FailedControls(records []Record) []FailedControl {
	at := map[string]int{}
	var out []FailedControl
	for _, r := range records {
		for k, control := range r.controls {
			name, key := control[0], control[1]
			i, seen := at[key]
			if !seen {
				i = len(out)
				at[key] = i
				out = append(out, FailedControl{Name: name})
			}
			out[i].Where = append(out[i].Where, Failure{r.PM, r.PM.Controls[k].Anchor})
		}
	}
	slices.SortStableFunc(out, func(a, b FailedControl) int { return cmp.Compare(len(b.Where), len(a.Where)) })
	return out
}

// words returns the letters and digits of a text in lower case, with everything else
// between them replaced by single blanks.
func words(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), " ")
}
