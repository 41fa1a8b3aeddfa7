package metrics

import "github.com/pmsite/pmsite/content"

// A Series counts post mortems, or what is in them, by period and value.
type Series struct {
	Span    Span
	Values  []string // in the vocabulary's order; "" stands for "not given"
	N       [][]int  // [period][value]
	Outside int      // of a day before or after the span, or of none
}

// Total is the number in one period.
func (s Series) Total(period int) (sum int) {
	for _, n := range s.N[period] {
		sum += n
	}
	return sum
}

// Sum is the number of one value in all periods.
func (s Series) Sum(value int) (sum int) {
	for _, row := range s.N {
		sum += row[value]
	}
	return sum
}

// BySeverity counts post mortems by period and severity.
func BySeverity(records []Record, span Span, v *content.Vocabularies) Series {
	return over(records, span, v.Severity, func(pm *content.PostMortem) string { return pm.Severity })
}

// ByDetection counts post mortems by period and by who or what noticed.
func ByDetection(records []Record, span Span, v *content.Vocabularies) Series {
	return over(records, span, v.Detection, func(pm *content.PostMortem) string { return pm.Detection })
}

// detections counts post mortems by who or what noticed.
func detections(records []Record, v *content.Vocabularies) []Count {
	return Tally(records, v.Detection, func(pm *content.PostMortem) []string { return []string{pm.Detection} })
}

func over(records []Record, span Span, v *content.Vocabulary, of func(*content.PostMortem) string) Series {
	counts := Tally(records, v, func(pm *content.PostMortem) []string { return []string{of(pm)} })
	values := make([]string, len(counts))
	at := map[string]int{}
	for i, count := range counts {
		values[i], at[count.Value] = count.Value, i
	}
	s := newSeries(span, values)
	for _, r := range records {
		s.count(r.PM.Date, at[of(r.PM)])
	}
	return s
}

func newSeries(span Span, values []string) Series {
	s := Series{Span: span, Values: values, N: make([][]int, span.Len())}
	for i := range s.N {
		s.N[i] = make([]int, len(values))
	}
	return s
}

func (s *Series) count(day content.Date, value int) {
	if i := s.Span.Index(day); i >= 0 {
		s.N[i][value]++
	} else {
		s.Outside++
	}
}
