package metrics

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A FollowUp is what became of the action items of a set of post mortems.
type FollowUp struct {
	Types   []Standing // of each type, in the vocabulary's order; "" stands for "not given"
	Owners  []Standing // of each owner with open items, most overdue first; "" stands for nobody
	Ages    []AgeCount // of open items, by the age of their post mortem
	Cohorts []Standing // of the post mortems of each period of Span, oldest first
	Span    Span
	Outside Standing // of post mortems of a day outside the span, or of none
	All     Standing
	States  []Count // in the vocabulary's order, with "overdue" before them: an item that is overdue is in no other
	Tracked int     // with a tracking number
	NoDue   int     // open, without a due date: they can never be overdue
	Longest int     // days by which the item that is late longest is late
}

// A Standing counts action items. Closed, Open and Overdue add up to all.
type Standing struct {
	Name    string
	Closed  int // done or cancelled
	Open    int // not closed and not overdue
	Overdue int
}

// Count is the number of all items.
func (s Standing) Count() int { return s.Closed + s.Open + s.Overdue }

func (s *Standing) add(item *content.ActionItem, asOf content.Date) {
	switch {
	case item.Closed():
		s.Closed++
	case item.Overdue(asOf):
		s.Overdue++
	default:
		s.Open++
	}
}

// An AgeCount counts what is so many days old: from From up to, but without,
// To.
type AgeCount struct {
	From, To int // To is 0 for the last, which has no end; both -1 when the age is unknown
	N        int
	Overdue  int // of action items
}

// ages part ages, in days.
var ages = []int{0, 30, 90, 180, 365}

func newAges() []AgeCount {
	out := make([]AgeCount, 0, len(ages)+1)
	for i, from := range ages {
		age := AgeCount{From: from}
		if i+1 < len(ages) {
			age.To = ages[i+1]
		}
		out = append(out, age)
	}
	return append(out, AgeCount{From: -1, To: -1})
}

// ageAt gives the place of an age in what newAges gives. A day after "as of"
// counts as new.
func ageAt(from, asOf content.Date) int {
	if from.IsZero() || asOf.IsZero() {
		return len(ages)
	}
	i, exact := slices.BinarySearch(ages, max(0, days(from, asOf)))
	if !exact {
		i--
	}
	return i
}

func days(from, to content.Date) int { return int(to.Time().Sub(from.Time()).Hours() / 24) }

// FollowUpOf gives what became of the action items of records, as of a day.
func FollowUpOf(records []Record, asOf content.Date, span Span, v *content.Vocabularies) FollowUp {
	f := FollowUp{Ages: newAges(), Span: span, Cohorts: make([]Standing, span.Len())}
	for i := range f.Cohorts {
		f.Cohorts[i].Name = span.At(i).String()
	}
	types, owners, states := map[string]*Standing{}, map[string]*Standing{}, map[string]int{}
	for _, value := range v.ActionType.Values {
		types[value] = &Standing{Name: value}
	}
	for _, r := range records {
		cohort := &f.Outside
		if i := span.Index(r.PM.Date); i >= 0 {
			cohort = &f.Cohorts[i]
		}
		age := &f.Ages[ageAt(r.PM.Date, asOf)]
		for i := range r.PM.ActionItems {
			item := &r.PM.ActionItems[i]
			cohort.add(item, asOf)
			named(types, item.Type).add(item, asOf)
			f.count(item, asOf)
			states[item.Standing(asOf)]++
			if !item.Closed() {
				named(owners, item.Owner).add(item, asOf)
				age.N++
				if item.Overdue(asOf) {
					age.Overdue++
				}
			}
		}
	}
	f.States = []Count{{content.Overdue, states[content.Overdue]}}
	delete(states, content.Overdue)
	f.States = append(f.States, ordered(states, v.ActionState)...)
	f.Types = standings(types, func(s Standing) int { return v.ActionType.Rank(s.Name) })
	f.Owners = standings(owners, func(s Standing) int { return -s.Overdue })
	return f
}

func (f *FollowUp) count(item *content.ActionItem, asOf content.Date) {
	f.All.add(item, asOf)
	if len(item.Tracking) > 0 {
		f.Tracked++
	}
	if item.Closed() {
		return
	}
	if item.Due.IsZero() {
		f.NoDue++
	}
	if item.Overdue(asOf) {
		f.Longest = max(f.Longest, days(item.Due, asOf))
	}
}

func named(all map[string]*Standing, name string) *Standing {
	s := all[name]
	if s == nil {
		s = &Standing{Name: name}
		all[name] = s
	}
	return s
}

func standings(all map[string]*Standing, rank func(Standing) int) (out []Standing) {
	for _, s := range all {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Count(), a.Count()), cmp.Compare(a.Name, b.Name))
	})
	return out
}
