package metrics

var severityPanel = Panel{
	Topic: Topic{
		Key: "severity", Name: "Severity over time",
		Counts: "Post mortems by period of their date and by severity. Periods are months, quarters or years, the shortest of " +
			"which the chart has room for all. A period without post mortems counts as " +
			"zero.",
		Unknown: "Post mortems without a severity are shown as “not given”. Those without a date, or dated " +
			"before the first period, are left out of the chart and counted above it.",
		Caveat: "This counts what was written up, not what happened: more post mortems may mean more care. " +
			"A severity is a judgement, and what counts as high may change over the years. Counts of 0 to 3 " +
			"a period can follow each other by chance alone. The last period ends on the “as of” day, so it is often shorter than the others.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "period", Split: "severity"}},
	Shape:  ShapeColumns,
	Note:   "Post mortems by date and severity" + outside + scarce,
	Desc:   "Stacked columns of {shown|post mortem}, from {first} to {last}." + numbers,
	Hint:   "{name}: {n|post mortem}, {value}",
	Head:   "Period", Columns: []Column{{Each: true, Text: "{n}"}, {Head: "All", Count: "n"}},
	Total: true, Shares: true,
}

var detectionPanel = Panel{
	Topic: Topic{
		Key: "detection", Name: "Who noticed",
		Counts:  "Incidents by period of their date and by detection process. Near misses are counted apart, by what caught them.",
		Unknown: "Post mortems without a detection process are shown as “not given”.",
		Caveat:  "“manual” means that a person noticed before an alarm did; “other” means neither.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "period", Split: "detection", Harm: Occurred}},
	Shape:  ShapeColumns,
	Note:   "{shown|incident}, without near misses" + outside + scarce,
	Desc:   "Stacked columns of {shown|incident}, from {first} to {last}." + numbers,
	Hint:   "{name}: {n|incident}, {value}",
	Head:   "Period", Columns: []Column{{Each: true, Text: "{n}"}, {Head: "All", Count: "n"}},
	Total: true, Shares: true,
}

var impactPanel = Panel{
	Topic: Topic{
		Key: "impact", Name: "Impact",
		Counts:  "Post mortems by impact: what happened, and what a near miss averted.",
		Unknown: "Post mortems without an impact are shown as “not given”.",
		Caveat:  "A post mortem may have several impacts, so the rows may add up to more than all post mortems.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "impact", Split: "harm"}},
	Shape:  ShapeRows,
	Note:   "{happened|incident} whose impact happened[, {averted|near miss} whose impact was averted]; each may have several impacts",
	Desc:   "Bars of post mortems by impact: what happened, and what was averted." + numbers,
	Hint:   "{name}: {n|post mortem}, {value} ({n/of})",
	End:    "{happened} happened[, {averted} averted]",
	Head:   "Impact", Columns: []Column{
		{Head: "Happened", Count: "happened", Query: []string{"harm", Occurred}},
		{Head: "Averted", Count: "averted", Query: []string{"harm", Averted}},
	},
}
