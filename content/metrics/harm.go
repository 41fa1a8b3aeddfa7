package metrics

import "github.com/pmsite/pmsite/content"

// Whether the impact of a post mortem happened, or was averted because the incident was a near
// miss. Figures of outages, availability and detection count only what happened.
const (
	Occurred = "happened"
	Averted  = "averted"
)

// Harm returns [Averted] for a near miss, and else [Occurred].
func Harm(pm *content.PostMortem) string {
	if pm.NearMiss {
		return Averted
	}
	return Occurred
}

// harmed returns the records of incidents whose impact happened, or of those whose impact was
// averted, in the same order.
func harmed(records []Record, harm string) (out []Record) {
	for _, r := range records {
		if Harm(r.PM) == harm {
			out = append(out, r)
		}
	}
	return out
}

// Lasted returns how long the outage lasted, or the degradation if it was none.
func (f Figures) Lasted() Figure {
	if degraded := f.Get(Degradation); degraded.Class != NotApplicable {
		return degraded
	}
	return f.Get(Duration)
}

// Restored returns the time from the first Outage begins to the last Outage ends, of outages and
// degradations. It does not apply to near misses.
func Restored(pm *content.PostMortem) Figure { return ofHarm(untilRestored(content.OutageBegins))(pm) }

// An ImpactSummary summarizes the incidents with an impact that happened. An incident with
// several impacts is in the summary of each.
type ImpactSummary struct {
	Impact string // "" if none is given
	Posts  int
	Lasted Summary // outages and degradations
	Detect Summary // time to detect
	Outage bool    // the impact counts as an outage
}

// Impacts returns a summary for each impact, those of the vocabulary first.
func Impacts(records []Record, v *content.Vocabularies) (out []ImpactSummary) {
	records = harmed(records, Occurred)
	field, at := FieldOf("impact"), map[string][]Record{}
	for _, r := range records {
		for _, impact := range field.values(thing{pm: r.PM}, content.Date{}) {
			at[impact] = append(at[impact], r)
		}
	}
	for _, count := range tally(records, "impact", v) {
		of, lasted := at[count.Value], make([]Figure, count.N)
		for i, r := range of {
			lasted[i] = r.Figures.Lasted()
		}
		out = append(out, ImpactSummary{
			Impact: count.Value, Posts: count.N, Lasted: Summarize(lasted), Detect: Summarize(column(of, figureIndex(TimeToDetect))),
			Outage: v.IsOutage(count.Value),
		})
	}
	return out
}
