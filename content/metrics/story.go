package metrics

import (
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Story is the course of an incident in its main moments.
type Story struct {
	Moments []Moment // in the order of their times; those without a time where they usually come
	Stages  []Stage  // between them, in the same order
	Ongoing bool     // the outage has not ended
	SoFar   Figure   // from the first moment to the last exact row of the timeline; known only if the incident is ongoing
}

// A Moment is a moment of an incident, such as its detection. Moments that do not apply are in no story.
type Moment struct {
	Name   string    // such as Detected
	At     time.Time // zero unless Class is Known
	Anchor string    // of its row in the timeline, "" without a time
	Class  Class     // Known, Unknown or Ongoing: it has not come yet
	Reason string    // why it has no time

	order int // its usual place
}

// A Stage leads from one moment to the next, or to where the timeline ends.
type Stage struct {
	From, To int           // indexes of moments; -1 if it has no such end
	Length   time.Duration // 0 without both ends, except for the stage that is still going on
	Unknown  bool          // it has no such end, or a moment on the way has no time
}

// Known reports whether a moment has a time.
func (s Story) Known() bool {
	return slices.ContainsFunc(s.Moments, func(m Moment) bool { return m.Class == Known })
}

// Began returns when the outage or degradation of an incident began, or the zero time if that is not known.
func Began(pm *content.PostMortem) time.Time {
	at, reason := pm.First(content.OutageBegins)
	if pm.NearMiss || reason != "" {
		return time.Time{}
	}
	return at
}

// StoryOf returns the course of an incident. That of a near miss ends where the outage would have begun.
func StoryOf(pm *content.PostMortem) Story {
	s := Story{Ongoing: pm.Outage().Ongoing}
	for order, turn := range turns {
		if turn.applies != nil && !turn.applies(pm) {
			continue
		}
		m := Moment{Name: turn.name, Class: Known, order: order}
		m.At, m.Reason = turn.at(pm)
		switch {
		case !m.At.IsZero():
			m.Anchor = rowAt(pm, m.At, turn.events)
		case s.Ongoing && turn.last:
			m.Class, m.Reason = Ongoing, ongoing.Reason
		default:
			m.Class = Unknown
		}
		s.Moments = append(s.Moments, m)
	}
	s.Moments = inTime(s.Moments)
	s.Stages = stages(s.Moments)
	if s.Ongoing {
		s.addSoFar(pm)
	}
	return s
}

// turns are the moments of a story in their usual order.
var turns = []struct {
	name    string
	events  []string // of the rows that say when it was
	at      func(pm *content.PostMortem) (at time.Time, reason string)
	applies func(pm *content.PostMortem) bool // nil means always
	last    bool                              // it comes only when the outage is over
}{
	{"Began", []string{content.OutageBegins}, first(content.OutageBegins), harmful, false},
	{"Detected", []string{content.OutageDetected}, first(content.OutageDetected), nil, false},
	{"Declared", []string{content.IncidentCreated}, first(content.IncidentCreated), harmfulOr(content.IncidentCreated), false},
	{"Communicated", communications, firstCommunication, func(pm *content.PostMortem) bool {
		return !pm.NearMiss && pm.Communication != content.NoneNeeded || slices.ContainsFunc(communications, pm.Has)
	}, false},
	{"Restored", []string{content.OutageEnds}, func(pm *content.PostMortem) (time.Time, string) {
		at, none := restored(pm)
		return at, none.Reason
	}, harmful, true},
	{"Would have begun", []string{content.WouldHaveBegun}, first(content.WouldHaveBegun), func(pm *content.PostMortem) bool { return pm.NearMiss }, false},
	{"Closed", []string{content.IncidentEnds}, func(pm *content.PostMortem) (time.Time, string) { return pm.Last(content.IncidentEnds) }, harmfulOr(content.IncidentEnds), true},
}

func harmful(pm *content.PostMortem) bool { return !pm.NearMiss }

// harmfulOr leaves out moments of a near miss that has no such row.
func harmfulOr(event string) func(*content.PostMortem) bool {
	return func(pm *content.PostMortem) bool { return !pm.NearMiss || pm.Has(event) }
}

func first(event string) func(*content.PostMortem) (time.Time, string) {
	return func(pm *content.PostMortem) (time.Time, string) { return pm.First(event) }
}

var communications = []string{content.InternalCommunication, content.ExternalCommunication}

// firstCommunication returns the first communication of either kind. It is not known if the first one of a kind has
// no exact time, since that may be the first.
func firstCommunication(pm *content.PostMortem) (earliest time.Time, reason string) {
	reason = "the timeline has no communication"
	for _, event := range communications {
		if !pm.Has(event) {
			continue
		}
		at, why := pm.First(event)
		if why != "" {
			return time.Time{}, why
		}
		if earliest.IsZero() || at.Before(earliest) {
			earliest, reason = at, ""
		}
	}
	return earliest, reason
}

// rowAt returns the anchor of the row of one of the events at an instant.
func rowAt(pm *content.PostMortem, at time.Time, events []string) string {
	for i := range pm.Timeline {
		if entry := &pm.Timeline[i]; entry.Exact() && entry.Time.Equal(at) && slices.Contains(events, entry.Event) {
			return entry.Anchor
		}
	}
	return ""
}

// inTime sorts moments by their times. One without a time stays behind the one that usually comes before it.
func inTime(all []Moment) []Moment {
	out := slices.DeleteFunc(slices.Clone(all), func(m Moment) bool { return m.Class != Known })
	slices.SortStableFunc(out, func(a, b Moment) int { return a.At.Compare(b.At) })
	for i, m := range all {
		if m.Class == Known {
			continue
		}
		at := 0
		if i > 0 {
			at = 1 + slices.IndexFunc(out, func(before Moment) bool { return before.order == all[i-1].order })
		}
		out = slices.Insert(out, at, m)
	}
	return out
}

// stages returns the stages between moments. Before the first and after the last one that has a time, what has none is
// one stage without a length.
func stages(moments []Moment) (out []Stage) {
	last, unknown := -1, false
	for i, m := range moments {
		if m.Class != Known {
			unknown = unknown || m.Class == Unknown
			continue
		}
		stage := Stage{From: last, To: i, Unknown: unknown}
		if last >= 0 {
			stage.Length = m.At.Sub(moments[last].At)
		}
		if last >= 0 || unknown {
			out = append(out, stage)
		}
		last, unknown = i, false
	}
	if unknown {
		out = append(out, Stage{From: last, To: -1, Unknown: true})
	}
	return out
}

// addSoFar adds the stage that is still going on, to the last exact row of the timeline.
func (s *Story) addSoFar(pm *content.PostMortem) {
	end := pm.Timeline[0].Time
	for _, entry := range pm.Timeline {
		if entry.Exact() && entry.Time.After(end) {
			end = entry.Time
		}
	}
	s.SoFar = span(Began(pm), end)
	last := -1
	for i, m := range s.Moments {
		if m.Class == Known {
			last = i
		}
	}
	s.Stages = append(s.Stages, Stage{From: last, To: -1, Length: end.Sub(s.Moments[last].At)})
}
