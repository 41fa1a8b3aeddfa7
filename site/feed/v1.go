package feed

import "github.com/pmsite/pmsite/content/metrics"

// A V1 has the values of version 1 of the data format for keys that mean something else in
// version 2. Version 3 will not have it. Other values of version 1 were wrong, and are gone: the
// time to publish of imports, and percentiles that so few values do not allow.
type V1 struct {
	Duration      *int64 `json:"v1_duration_seconds"` // of outages and degradations
	TimeToRestore *int64 `json:"v1_time_to_restore_seconds"`
}

func v1Of(r metrics.Record) V1 {
	return V1{seconds(r.Figures.Lasted()), seconds(metrics.Restored(r.PM))}
}
