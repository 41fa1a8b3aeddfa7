package metrics

var severityPanel = Panel{
	Topic: Topic{
		Key: "severity", Name: "Severity over time",
		Counts: "Post mortems by the period of their date and by severity. A period without any is a " +
			"zero.",
		Unknown: "Without a severity: “not given”. Without a date, or before the first period: left " +
			"out of the chart and named above it.",
		Caveat: "Counts what was written up, not what happened: more post mortems may mean more care.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "period", Split: "severity"}},
	Shape:  ShapeColumns,
	Note:   "{shown|post mortem}" + outside,
	Desc:   "Stacked columns of {shown|post mortem}, from {first} to {last}." + numbers,
	Hint:   "{name}: {n}{values}",
	Head:   "Period", Columns: []Column{{Each: true, Text: "{n}"}, {Head: "All", Count: "n"}},
	Total: true, Shares: true,
}

var detectionPanel = Panel{
	Topic: Topic{
		Key: "detection", Name: "Who noticed",
		Counts:  "Post mortems by the period of their date and by detection process.",
		Unknown: "Without a detection process: “not given”.",
		Caveat:  "“manual” is a person who noticed before an alarm did; “other” names neither.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "period", Split: "detection"}},
	Shape:  ShapeColumns,
	Note:   "{shown|post mortem}" + outside,
	Desc:   "Stacked columns of {shown|post mortem}, from {first} to {last}." + numbers,
	Hint:   "{name}: {n}{values}",
	Head:   "Period", Columns: []Column{{Each: true, Text: "{n}"}, {Head: "All", Count: "n"}},
	Total: true, Shares: true,
}

var impactPanel = Panel{
	Topic: Topic{
		Key: "impact", Name: "Impact",
		Counts:  "Post mortems by impact.",
		Unknown: "Without an impact: “not given”.",
		Caveat:  "A post mortem may have several, so the shares add up to more than the whole.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "impact"}},
	Shape:  ShapeRows,
	Note:   "{n|post mortem}, of which some have several",
	Desc:   "Bars of post mortems by impact." + numbers,
	End:    "{n}, {n/all}",
	Head:   "Impact", Columns: []Column{{Head: "Post mortems", Count: "n"}, {Head: "Share", Text: "{n/all}"}},
}
