package metrics

import "slices"

// howMany are the columns with how many post mortems have a known, unknown or ongoing figure.
var howMany = []Column{
	{Head: "Known", Count: "known", Query: []string{"{key}", "known"}},
	{Head: "Unknown", Count: "unknown", Query: []string{"{key}", "unknown"}},
	{Head: "Ongoing", Count: "ongoing", Query: []string{"{key}", "ongoing"}},
}

var durationPanel = Panel{
	Topic: Topic{
		Key: "durations", Name: "How long outages last",
		Counts: "Durations of outages in bins of roughly doubling width, with the median, the 75th and " +
			"90th percentile (type 7 of Hyndman and Fan) and the longest outages.",
		Unknown: "Unknown and ongoing outages are in no bin; their numbers are above the chart. A " +
			"near miss has no outage.",
		Caveat: "The scale is logarithmic: each bin is about twice as wide as the one before. No " +
			"mean is shown, because most outages are shorter than the mean.",
	},
	Series: Source{Kind: KindDistribution, Figures: []string{"duration"}},
	Shape:  ShapeHistogram,
	Note:   "{known} known, {unknown} unknown[, {ongoing} ongoing]",
	Desc: "Columns that show how long {known|outage} lasted, on a logarithmic scale. The table below has the numbers " +
		"and the longest.",
	Few:  "Too few to show percentiles.",
	Hint: "{name}: {n}",
	Head: "Duration", Columns: []Column{{Head: "Post mortems", Count: "n"}},
	Lines: []Line{
		{Name: "median", Text: "{median}"},
		{Name: "p75", Text: "{p75}"},
		{Name: "p90", Text: "{p90}"},
		{Name: "known", Count: "known", Query: []string{"duration", "known"}},
		{Name: "unknown", Count: "unknown", Query: []string{"duration", "unknown"}},
		{Name: "ongoing", Count: "ongoing", Query: []string{"duration", "ongoing"}},
	},
	List: &List{
		Key: "longest", Title: "The longest outages", Desc: "A dot for each of the longest outages, listed in the table below.",
		Max: maxLongest, Texts: []string{"{duration}"},
	},
}

var trendPanel = Panel{
	Topic: Topic{
		Key: "trend", Name: "Are outages getting shorter?",
		Counts: "The median by period, with a band from the 25th to the 75th percentile. The " +
			"whisker is a confidence interval of at least 95 % for the median: two order " +
			"statistics, exact for every distribution, from the binomial with p = ½ " +
			"(Hahn and Meeker, Statistical Intervals, 1991, section 5.2).",
		Unknown: "Periods with fewer than five known values have no point; with fewer than six, no " +
			"whisker. If most quarters have fewer than five, the periods are years.",
		Caveat: "Two whiskers that overlap may still be of different medians: the short answer compares two " +
			"years by a rule that sees more. With a dozen outages per period, two samples from the same " +
			"distribution differ by 30 % in a third of all cases.",
	},
	Series: Source{Kind: KindTrends, Figures: []string{"time_to_restore", "time_to_detect"}},
	Shape:  ShapeLines,
	Note:   "Median with 25th and 75th percentile, logarithmic scale" + outside,
	Desc: "Lines of the median time to restore and to detect by period, with bands from the 25th to the 75th percentile " +
		"and whiskers for the uncertainty of the median." + numbers,
	Few:  "Too few to say: no period has five known values.",
	Hint: "{figure}, {name}: median {median} of {known}",
	Head: "Period", Columns: slices.Concat([]Column{{Head: "Figure", Text: "{figure}"}}, howMany, []Column{
		{Head: "p25", Text: "{p25}"},
		{Head: "Median", Text: "{median}"},
		{Head: "p75", Text: "{p75}"},
		{Head: "Median, 95 % interval", Text: "{interval}"},
	}),
}

var timesPanel = Panel{
	Topic: Topic{
		Key: "times", Name: "Where the time goes",
		Counts: "Every duration in the post mortems, each measured between two named ends; see the " +
			"list below.",
		Unknown: "The table has the numbers of known, unknown and ongoing values. With fewer than five " +
			"known values, nothing is drawn.",
		Caveat: "The bar runs from the 25th to the 75th percentile, the dot is the median, and the line ends at the 90th " +
			"percentile. The figures overlap, so they do not add up.",
	},
	Series: Source{Kind: KindSpreads},
	Shape:  ShapeRanges,
	Note:   "Median with 25th, 75th and 90th percentile, logarithmic scale",
	Desc: "Bars from the 25th to the 75th percentile of each figure, with a dot at the median and a line to the 90th " +
		"percentile." + numbers,
	Few:  "Too few to say: no figure has five known values.",
	Hint: "{name}: median {median}, p25 {p25}, p75 {p75}, p90 {p90} of {known}",
	Head: "Figure", Columns: slices.Concat(howMany, []Column{
		{Head: "Median", Text: "{median}"}, {Head: "p75", Text: "{p75}"}, {Head: "p90", Text: "{p90}"}, {Head: "Total", Text: "{total}"},
	}),
}

var outagesPanel = Panel{
	Topic: Topic{
		Key: "outages", Name: "Outage time by service and month",
		Counts: "Outage time by month, in the post mortem's time zone. An outage that crosses the end of " +
			"a month is split between both.",
		Unknown: "Unknown and ongoing outages add no time and are counted above the chart. If only " +
			"the duration of an outage is stated, it counts in the month of the date.",
		Caveat: "An outage of two services counts for both, so the rows add up to more than the " +
			"total.",
	},
	Series: Source{Kind: KindOutages},
	Shape:  ShapeHeat,
	Note:   "{first} to {last}; in the table, minutes by month. Without time: {unknown} unknown, {ongoing} ongoing",
	Desc:   "A row for each service, a cell for each month, the darker the longer the service was out." + numbers,
	End:    "{inside}",
	Hint:   "{name}: {time}",
	Head:   "Service", Columns: []Column{
		{Head: "Outages", Count: "n", Query: []string{"duration", "known"}},
		{Head: "All time", Text: "{time}"},
		{Each: true, Text: "{minutes}"},
	},
	Lines: []Line{
		{Name: "unknown", Count: "unknown", SkipZero: true, Query: []string{"duration", "unknown"}},
		{Name: "ongoing", Count: "ongoing", SkipZero: true, Query: []string{"duration", "ongoing"}},
	},
}

var availabilityPanel = Panel{
	Topic: Topic{
		Key: "availability", Name: "Availability",
		Counts: "The share of a service's hours of operation in which it was not out, over the days " +
			"up to “as of”. Outages that overlap count once.",
		Unknown: "Outages without exact times are left out and counted in the table; availability is " +
			"then an upper bound.",
		Caveat: "Every outage counts in full, regardless of its impact. Only services with `hours` in the " +
			"config have hours of operation.",
	},
	Series: Source{Kind: KindAvailability},
	Note:   "Share of the hours of operation in the config; ≤ means that an outage without exact times is left out",
	Head:   "Service",
	Columns: []Column{
		{Each: true, Text: "{share}"},
		{Head: "Hours", Text: "{hours}"},
		{Head: "Out, 365 days", Count: "posts", Text: "{down}", Query: []string{"reaching", "365"}},
		{Head: "Without times", Count: "missing", Query: []string{"missing", "365"}},
	},
}
