package metrics

import (
	"cmp"
	"maps"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// A Digest is what happened to a collection from one day to another, both included. Days of commits are in UTC.
type Digest struct {
	From, To  content.Date
	New       []*content.PostMortem // that became visible, in the order of the records; by the day of the incident where git does not tell
	Completed []*content.PostMortem // before, they were drafted or in review
	Returns   []Return              // action items that new post mortems name as what would have prevented them
	Decide    []DueItem             // action items that were due in these days and are still open, in the order of [CompareNeed]
	Again     *OldLesson            // nil if there is none
}

// Empty reports whether nothing happened.
func (d Digest) Empty() bool {
	return len(d.New)+len(d.Completed)+len(d.Returns)+len(d.Decide) == 0
}

// An OldLesson is worth reading again.
type OldLesson struct {
	PM     *content.PostMortem
	Lesson *content.Lesson
	Shares string // a service of a new post mortem that it shares; "" if there is none
}

// Digests are what digests are made from.
type Digests struct {
	Records   []Record
	Published map[*content.PostMortem]content.Publication
	Returns   []Return // in the order of [ReturnsOf]
	AsOf      content.Date
	V         *content.Vocabularies
}

// Of returns the digest of some days. It has nothing from after AsOf.
func (s Digests) Of(from, to content.Date) Digest {
	d := &Digest{From: from, To: to}
	s.sort(func(day content.Date) *Digest {
		if day.Before(from) || to.Before(day) {
			return nil
		}
		return d
	})
	d.Again = s.again(*d)
	return *d
}

// Months returns the digests of the months in which something happened, the newest first. Each is of a whole month, also the
// one of AsOf.
func (s Digests) Months() []Digest {
	byMonth := map[string]*Digest{}
	s.sort(func(day content.Date) *Digest {
		month := day.String()[:len("2006-01")]
		d := byMonth[month]
		if d == nil {
			first := content.Date{Year: day.Year, Month: day.Month, Day: 1}
			d = &Digest{From: first, To: content.DateOf(first.Time().AddDate(0, 1, -1))}
			byMonth[month] = d
		}
		return d
	})
	out := make([]Digest, 0, len(byMonth))
	for _, month := range slices.Backward(slices.Sorted(maps.Keys(byMonth))) {
		byMonth[month].Again = s.again(*byMonth[month])
		out = append(out, *byMonth[month])
	}
	return out
}

// sort puts what happened on a day into the digest that place returns for the day, unless that is nil.
func (s Digests) sort(place func(day content.Date) *Digest) {
	on := func(day content.Date, add func(d *Digest)) {
		if day.IsZero() || s.AsOf.Before(day) {
			return
		}
		if d := place(day); d != nil {
			add(d)
		}
	}
	touched := map[*Digest]bool{}
	for _, r := range s.Records {
		pm := r.PM
		on(s.appeared(pm), func(d *Digest) { d.New = append(d.New, pm) })
		on(completedOn(pm), func(d *Digest) { d.Completed = append(d.Completed, pm) })
		for i := range pm.ActionItems {
			if item := &pm.ActionItems[i]; item.Overdue(s.AsOf) {
				on(item.Due, func(d *Digest) { d.Decide, touched[d] = append(d.Decide, DueItem{pm, item}), true })
			}
		}
	}
	for _, back := range s.Returns {
		on(s.appeared(back.Later), func(d *Digest) { d.Returns = append(d.Returns, back) })
	}
	for d := range touched {
		slices.SortStableFunc(d.Decide, func(x, y DueItem) int { return CompareNeed(x.PM, y.PM, x.Item.Due, y.Item.Due, s.V) })
	}
}

// appeared returns the day on which readers could first see a post mortem, or that of the incident if this is not known.
func (s Digests) appeared(pm *content.PostMortem) content.Date {
	if p := s.Published[pm]; !p.Published.IsZero() {
		return content.DateOf(p.Published.UTC())
	}
	return pm.Date
}

// completedOn returns the day on which a post mortem was first completed; zero if it was not, if git does not tell, or if it was
// added as it is.
func completedOn(pm *content.PostMortem) content.Date {
	h := pm.History
	if h == nil || len(h.Revisions) == 0 || h.Revisions[len(h.Revisions)-1].Status == content.Completed {
		return content.Date{}
	}
	if at := h.Reached(content.Completed); !at.IsZero() {
		return content.DateOf(at.UTC())
	}
	return content.Date{}
}

// again returns the lesson worth reading again: of completed post mortems from the same days of earlier years, first those
// that share a service with what is new, then those of the gravest incidents, then the newest; and of that one what
// went wrong, or else was luck, or else went well.
func (s Digests) again(d Digest) *OldLesson {
	services := map[string]bool{}
	for _, pm := range d.New {
		for _, service := range pm.Services {
			services[content.FoldName(service)] = true
		}
	}
	shares := func(pm *content.PostMortem) string {
		for _, service := range pm.Services {
			if services[content.FoldName(service)] {
				return service
			}
		}
		return ""
	}
	without := func(service string) int {
		if service == "" {
			return 1
		}
		return 0
	}
	var best *OldLesson
	for _, r := range s.Records {
		pm := r.PM
		lesson := firstLesson(pm)
		if pm.Status != content.Completed || lesson == nil || !sameDays(pm.Date, d.From, d.To) {
			continue
		}
		found := &OldLesson{pm, lesson, shares(pm)}
		if best == nil || cmp.Or(
			cmp.Compare(without(found.Shares), without(best.Shares)),
			cmp.Compare(s.V.Severity.Rank(pm.Severity), s.V.Severity.Rank(best.PM.Severity)),
			best.PM.Date.Time().Compare(pm.Date.Time()),
		) < 0 {
			best = found
		}
	}
	return best
}

// sameDays reports whether a day of an earlier year is from one day to another, but for the year.
func sameDays(day, from, to content.Date) bool {
	if day.IsZero() || !day.Before(from) {
		return false
	}
	for year := from.Year; year <= to.Year; year++ {
		same := content.Date{Year: year, Month: day.Month, Day: day.Day}
		if year > day.Year && !same.Before(from) && !to.Before(same) {
			return true
		}
	}
	return false
}

func firstLesson(pm *content.PostMortem) *content.Lesson {
	for _, lessons := range [][]content.Lesson{pm.WentWrong, pm.GotLucky, pm.WentWell} {
		if len(lessons) > 0 {
			return &lessons[0]
		}
	}
	return nil
}
