package metrics

// A Topic says what a panel counts.
type Topic struct {
	Key     string `json:"key"` // names the chart
	Name    string `json:"title"`
	Counts  string `json:"-"`
	Unknown string `json:"-"` // what is not known, and where it is counted
	Caveat  string `json:"-"`
}
