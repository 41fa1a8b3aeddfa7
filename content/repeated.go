package content

import (
	"slices"
	"strings"
	"time"
)

// A repeatedTime is a time in the timeline that clocks show twice that night.
type repeatedTime struct {
	problem     int       // index of the problem that says so
	clock       string    // as written
	bare        string    // the clock without the name of a place, such as Eastern
	first, last time.Time // the two instants, in the zone of the clock; equal once one is ruled out
}

// explainRepeated names both instants of a time that occurs twice, and how to write each.
// The row is the next of the timeline.
func (b *bodyReader) explainRepeated(src rowSource, day Date, zone *time.Location) {
	clock, _ := parseClock(src.clock)
	bare := strings.TrimSpace(strings.TrimSuffix(src.clock, clock.zone))
	all := instants(clock.on(day), zone)
	var at, ways []string
	for _, t := range all {
		utc := t.UTC().Format("15:04Z")
		at = append(at, utc)
		ways = append(ways, "`"+strings.Join(spellings(bare, t), "` or `")+"` for "+utc)
	}
	if b.repeated == nil {
		b.repeated = map[int]*repeatedTime{}
	}
	b.repeated[len(b.pm.Timeline)] = &repeatedTime{len(b.problems), src.clock, bare, all[0], all[1]}
	b.error("dst", src.clockPos, "clocks were set back that night; write "+strings.Join(ways, ", "),
		"%s occurs twice on %s in %s, at %s", src.clock, day, zone, strings.Join(at, " and at "))
}

// spellings returns how to write a clock that means an instant: with the abbreviation of
// the zone, if it has one, and with the offset.
func spellings(clock string, t time.Time) (all []string) {
	if name, _ := t.Zone(); !strings.ContainsAny(name, "+-") {
		all = append(all, clock+" "+name)
	}
	return append(all, clock+t.Format("-07:00"))
}

// decideRepeated adds fixes where the rows above and below decide which instant is meant,
// since rows are in the order of their times. If rows are not, it adds none.
func (b *bodyReader) decideRepeated() {
	if len(b.repeated) == 0 {
		return
	}
	var bound time.Time // no row below is earlier
	for i, entry := range b.pm.Timeline {
		r := b.repeated[i]
		if r != nil {
			if r.first.Before(bound) {
				r.first = r.last
			}
			if r.first.Before(bound) {
				return
			}
			bound = r.first
		} else if entry.Exact() {
			bound = entry.Time
		}
	}
	bound = time.Time{} // no row above is later
	for i, entry := range slices.Backward(b.pm.Timeline) {
		r := b.repeated[i]
		if r != nil {
			if !bound.IsZero() && r.last.After(bound) {
				r.last = r.first
			}
			if !bound.IsZero() && r.last.After(bound) {
				return
			}
			bound = r.last
		} else if entry.Exact() {
			bound = entry.Time
		}
	}
	for _, r := range b.repeated {
		if r.first.Equal(r.last) {
			b.problems[r.problem].Fix = Fix{Old: r.clock, New: spellings(r.bare, r.first)[0]}
		}
	}
}
