package metrics

// A Topic explains what a panel counts.
type Topic struct {
	Key     string `json:"key"` // identifies the chart
	Name    string `json:"title"`
	Counts  string `json:"-"` // what is counted
	Unknown string `json:"-"` // how unknown values are counted
	Caveat  string `json:"-"` // what to keep in mind
}
