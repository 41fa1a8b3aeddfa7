package metrics

import (
	"cmp"
	"slices"
)

// A VendorSummary summarizes the post mortems of a vendor.
type VendorSummary struct {
	Vendor  string
	Posts   int
	Outage  Summary // durations of the outages
	Engage  Summary // detected to vendor contacted
	Restore Summary // vendor contacted to last Outage ends
}

// Vendors returns a summary for each vendor. Vendors with the most post mortems come first.
func Vendors(records []Record) (out []VendorSummary) {
	byName := map[string][]Record{}
	for _, r := range records {
		if r.PM.Vendor != "" {
			byName[r.PM.Vendor] = append(byName[r.PM.Vendor], r)
		}
	}
	of := func(records []Record, key string) Summary { return Summarize(column(records, figureIndex(key))) }
	for name, records := range byName {
		out = append(out, VendorSummary{
			name, len(records), of(records, "duration"), of(records, "time_to_engage_vendor"), of(records, "vendor_to_restore"),
		})
	}
	slices.SortFunc(out, func(a, b VendorSummary) int {
		return cmp.Or(cmp.Compare(b.Posts, a.Posts), cmp.Compare(b.Outage.Total, a.Outage.Total), cmp.Compare(a.Vendor, b.Vendor))
	})
	return out
}
