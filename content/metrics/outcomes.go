package metrics

// Outcomes say whether outages get shorter, and what becomes of what was learned.
type Outcomes struct {
	Change        Change // of the time to restore
	FollowThrough FollowThrough
	Publishing    Incidence // see [PublishWaits]
	Luck          Luck
}

// OutcomesOf returns the outcomes of records. Its follow-through has the periods of f.Span.
func OutcomesOf(records []Record, f Settings) Outcomes {
	return Outcomes{
		Change:        Compare(records, "time_to_restore", f),
		FollowThrough: FollowThroughOf(records, f.AsOf, f.Span),
		Publishing:    IncidenceOf(PublishWaits(records, f.AsOf)),
		Luck:          LuckOf(records),
	}
}
