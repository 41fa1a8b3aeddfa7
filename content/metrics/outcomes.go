package metrics

// Outcomes say what came back and what surprised, whether outages get shorter, and what
// becomes of what was learned.
type Outcomes struct {
	Returns       []Return
	Recurring     []Control // see [Recurring]
	Recent        Filter    // selects the post mortems of the recent days
	Surprises     Surprises // of recent post mortems
	Decisions     []Count   // see [Decisions]
	FollowUp      FollowUp
	Change        Change // of the time to restore
	FollowThrough FollowThrough
	Publishing    Incidence // see [PublishWaits]
	Luck          Luck
}

// OutcomesOf returns the outcomes of records. Its follow-through has the periods of f.Span.
func OutcomesOf(records []Record, f Settings) Outcomes {
	out := Outcomes{
		Returns:       ReturnsOf(records, f.Cited),
		Recurring:     Recurring(records),
		Decisions:     Decisions(records, f.AsOf, f.Vocabularies),
		FollowUp:      FollowUpOf(records, f.AsOf),
		Change:        Compare(records, "time_to_restore", f),
		FollowThrough: FollowThroughOf(records, f.AsOf, f.Span),
		Publishing:    IncidenceOf(PublishWaits(records, f.AsOf)),
		Luck:          LuckOf(records),
	}
	if until := f.lastDay(); !until.IsZero() {
		out.Recent = back(until, 0)
		out.Surprises = SurprisesOf(Select(records, out.Recent))
	}
	return out
}
