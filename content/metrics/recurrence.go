package metrics

import (
	"fmt"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// A Recurrence is a pair of post mortems that may be about the same thing.
type Recurrence struct {
	Later, Earlier *content.PostMortem
	Days           int              // between their dates
	Reasons        []Reason         // what they share; none if only a person has paired them
	Verdict        *content.Verdict // nil if nobody has compared them yet
}

// A Reason is something that both post mortems of a pair share.
type Reason struct {
	Kind   ReasonKind
	Values []string // as the newest post mortem that has them spells them
}

// A ReasonKind says what it is that both share.
type ReasonKind string

// Kinds of reasons, in their order.
const (
	CitesItem     ReasonKind = "prevented_by" // references by which one names action items of the other
	SharedControl ReasonKind = "control"
	SharedService ReasonKind = "service"
	SharedFactor  ReasonKind = "factor"
	SharedWords   ReasonKind = "words" // that few have, from titles and summaries
)

// String returns the reason in words, such as: control “load test”.
func (r Reason) String() string {
	switch r.Kind {
	case CitesItem:
		return "prevented by " + and(r.Values)
	case SharedControl:
		return plural(len(r.Values), "control") + " " + and(quoted(r.Values))
	case SharedService:
		return plural(len(r.Values), "service") + " " + and(r.Values)
	case SharedFactor:
		return plural(len(r.Values), "factor") + " " + and(r.Values)
	}
	return "both mention " + and(quoted(r.Values))
}

// ReasonText returns all reasons of the pair in words, with the same meaning as the reason for a related post mortem.
func (r Recurrence) ReasonText() string {
	parts := make([]string, len(r.Reasons))
	for i, reason := range r.Reasons {
		parts[i] = reason.String()
	}
	return strings.Join(parts, "; ")
}

// Seen counts the pairs that somebody has looked at, and those found to be the same.
func Seen(pairs []Recurrence) (seen, same int) {
	for _, p := range pairs {
		if p.Verdict != nil {
			seen++
			if p.Verdict.Same {
				same++
			}
		}
	}
	return seen, same
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

func quoted(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = fmt.Sprintf("“%s”", text)
	}
	return out
}

func and(texts []string) string {
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:last], ", ") + " and " + texts[last]
}
