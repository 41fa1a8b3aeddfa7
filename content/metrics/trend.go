package metrics

import (
	"slices"
	"time"
)

// A Trend is a figure by period.
type Trend struct {
	Definition
	Span    Span
	Points  []Point // one per period
	Outside int     // post mortems with a date outside the span, or without one
}

// A Point summarizes a figure over the post mortems of one period.
type Point struct{ Summary }

// TrendOf returns a figure by period.
func TrendOf(records []Record, key string, span Span) Trend {
	k := figureIndex(key)
	t := Trend{Definition: definitions[k], Span: span, Points: make([]Point, span.Len())}
	figures := make([][]Figure, span.Len())
	for _, r := range records {
		if i := span.Index(r.PM.Date); i >= 0 {
			figures[i] = append(figures[i], r.Figures[k])
		} else {
			t.Outside++
		}
	}
	for i, list := range figures {
		t.Points[i] = pointOf(list)
	}
	return t
}

func pointOf(figures []Figure) Point { return Point{Summarize(figures)} }

// known returns the known values, sorted.
func known(figures []Figure) (out []time.Duration) {
	out = make([]time.Duration, 0, len(figures))
	for _, f := range figures {
		if f.Known() {
			out = append(out, f.Value)
		}
	}
	slices.Sort(out)
	return out
}
