package metrics

var severityPanel = Panel{
	Topic: Topic{
		Key: "severity", Name: "Severity over time",
		Counts: "Post mortems by period of their date and by severity. A period without post mortems counts as " +
			"zero.",
		Unknown: "Post mortems without a severity are shown as “not given”. Those without a date, or dated " +
			"before the first period, are left out of the chart and counted above it.",
		Caveat: "This counts what was written up, not what happened: more post mortems may mean more care.",
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
		Counts:  "Post mortems by period of their date and by detection process.",
		Unknown: "Post mortems without a detection process are shown as “not given”.",
		Caveat:  "“manual” means that a person noticed before an alarm did; “other” means neither.",
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
		Unknown: "Post mortems without an impact are shown as “not given”.",
		Caveat:  "A post mortem may have several impacts, so the shares add up to more than 100 %.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "impact"}},
	Shape:  ShapeRows,
	Note:   "{n|post mortem}; each may have several impacts",
	Desc:   "Bars of post mortems by impact." + numbers,
	End:    "{n}, {n/all}",
	Head:   "Impact", Columns: []Column{{Head: "Post mortems", Count: "n"}, {Head: "Share", Text: "{n/all}"}},
}
