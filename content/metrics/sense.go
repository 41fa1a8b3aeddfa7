package metrics

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/pmsite/pmsite/content"
)

// Sense is how people made sense of one incident: what they believed, decided, were surprised by, and who joined. It
// describes a single incident. Nothing is compared with it or counted over several.
type Sense struct {
	From, To   time.Time // from the beginning or the detection to the end, as far as these are known, with all rows of the lanes
	Lanes      []Lane    // those that have rows, in the order of [content.SenseEvents]
	Hypotheses []Hypothesis
	Held       int           // index of the one hypothesis that nothing ruled out, -1 if that is not known
	HeldAfter  time.Duration // from the detection until it came up, if [Sense.KnowsHeld]
	knowsAfter bool
}

// A Lane has the rows of one event.
type Lane struct {
	Event string
	Rows  []int // indexes in the timeline
}

// A Hypothesis is what people believed for some time.
type Hypothesis struct {
	Row      int // index in the timeline
	RuledOut int // index of the row that rules it out, -1 for none
}

// Known reports whether the timeline says anything about how people made sense of the incident.
func (s Sense) Known() bool { return len(s.Lanes) > 0 }

// KnowsHeld reports whether HeldAfter is known: the hypothesis and the detection have exact times, and it was not there before.
func (s Sense) KnowsHeld() bool { return s.knowsAfter }

// SenseOf returns how people made sense of an incident, as far as the timeline has rows for it.
func SenseOf(pm *content.PostMortem) Sense {
	s := Sense{Held: -1}
	for _, event := range content.SenseEvents {
		lane := Lane{Event: event}
		for i, entry := range pm.Timeline {
			if entry.Event == event {
				lane.Rows = append(lane.Rows, i)
			}
		}
		if len(lane.Rows) > 0 {
			s.Lanes = append(s.Lanes, lane)
		}
	}
	if s.Known() {
		s.span(pm)
		s.hypotheses(pm)
		s.held(pm)
	}
	return s
}

// span finds the first and the last exact time of the lanes, the beginning, the detection and the end.
func (s *Sense) span(pm *content.PostMortem) {
	for _, entry := range pm.Timeline {
		shown := slices.Contains(content.SenseEvents, entry.Event) ||
			slices.Contains([]string{content.OutageBegins, content.OutageDetected, content.OutageEnds}, entry.Event)
		if !shown || !entry.Exact() {
			continue
		}
		if s.From.IsZero() || entry.Time.Before(s.From) {
			s.From = entry.Time
		}
		if entry.Time.After(s.To) {
			s.To = entry.Time
		}
	}
}

// hypotheses finds the hypotheses and what ruled them out. A row rules out the last open hypothesis with which it has a word
// in common, or else the only open one. If several are open and it has no word of any, it rules out none.
func (s *Sense) hypotheses(pm *content.PostMortem) {
	for i, entry := range pm.Timeline {
		switch entry.Event {
		case content.Hypothesis:
			s.Hypotheses = append(s.Hypotheses, Hypothesis{Row: i, RuledOut: -1})
		case content.RuledOut:
			if h := s.ruledOutBy(pm, i); h != nil {
				h.RuledOut = i
			}
		}
	}
}

func (s *Sense) ruledOutBy(pm *content.PostMortem, row int) *Hypothesis {
	var open []*Hypothesis
	for i := range s.Hypotheses {
		if s.Hypotheses[i].RuledOut < 0 {
			open = append(open, &s.Hypotheses[i])
		}
	}
	words := tellingWords(pm.Timeline[row].Note)
	for _, h := range slices.Backward(open) {
		for word := range tellingWords(pm.Timeline[h.Row].Note) {
			if words[word] {
				return h
			}
		}
	}
	if len(open) == 1 {
		return open[0]
	}
	return nil
}

// minTelling is the minimum number of letters of a word that tells what a row is about.
const minTelling = 4

// tellingWords returns the words of a text that may tell what it is about, in lower case and without the s of a plural.
func tellingWords(text string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		word = strings.TrimSuffix(word, "s")
		if len([]rune(word)) >= minTelling && !slices.Contains(wordsOfDoubt, word) {
			out[word] = true
		}
	}
	return out
}

// wordsOfDoubt stand in rows about hypotheses of any kind.
var wordsOfDoubt = strings.Fields("suspected cause caused because hypothesi theory ruled with from that this after before since there their they were been does have could would should still only when what which while")

// held finds the hypothesis that was right: once the outage is over, the only one that nothing ruled out.
func (s *Sense) held(pm *content.PostMortem) {
	if pm.Outage().Ongoing {
		return
	}
	for i, h := range s.Hypotheses {
		if h.RuledOut >= 0 {
			continue
		}
		if s.Held >= 0 {
			s.Held = -1
			return
		}
		s.Held = i
	}
	if s.Held < 0 {
		return
	}
	detected, reason := pm.First(content.OutageDetected)
	if entry := pm.Timeline[s.Hypotheses[s.Held].Row]; reason == "" && entry.Exact() && !entry.Time.Before(detected) {
		s.HeldAfter, s.knowsAfter = entry.Time.Sub(detected), true
	}
}
