package metrics

import "slices"

// howMany are the columns with how many post mortems have a figure of each class.
var howMany = []Column{
	{Head: "Known", Count: "known", Query: []string{"{key}", "known"}},
	{Head: "Unknown", Count: "unknown", Query: []string{"{key}", "unknown"}},
	{Head: "Does not apply", Count: "na", Query: []string{"{key}", "not applicable"}},
	{Head: "Ongoing", Count: "ongoing", Query: []string{"{key}", "ongoing"}},
	{Head: "None", Count: "none", Query: []string{"{key}", "none"}},
	{Head: "Before it began", Count: "before", Query: []string{"{key}", "before"}},
}

var durationPanel = Panel{
	Topic: Topic{
		Key: "durations", Name: "How long outages last",
		Counts: "Durations of outages in bins of roughly doubling width, with the median, its interval, the " +
			"longest outages, and their share of the total. The 75th percentile (type 7 of Hyndman and Fan) " +
			"is shown from 13 known values on, the 90th from 36.",
		Unknown: "Unknown and ongoing outages are in no bin; their numbers are above the chart. Near misses, and " +
			"incidents whose impact is no outage, such as latency, have none.",
		Caveat: "The scale is logarithmic: each bin is about twice as wide as the one before. No " +
			"mean is shown, because most outages are shorter than the mean. A few long outages often make up " +
			"most of the total, so it says little about the others. How long an outage lasted says little about how much " +
			"harm it did, or how hard it was to end.",
	},
	Series: Source{Kind: KindDistribution, Figures: []string{"duration"}},
	Shape:  ShapeHistogram,
	Note:   "{known} known, {unknown} unknown[, {ongoing} ongoing][; {na|post mortem} without an outage]",
	Desc: "Columns that show how long {known|outage} lasted, on a logarithmic scale. The table below has the numbers " +
		"and the longest.",
	Few:  "Too few to show a median.",
	Hint: "{name}: {n|post mortem} ({share})",
	Head: "Duration", Columns: []Column{{Head: "Post mortems", Count: "n", Text: "{n}[ ({share})]"}},
	Lines: []Line{
		{Name: "median", Text: "{median}[ ({interval})]"},
		{Name: "p75", Text: "{p75}"},
		{Name: "p90", Text: "{p90}"},
		{Name: "total", Text: "{total}[, of which the {top} longest are {most}]"},
		{Name: "known", Count: "known", Query: []string{"duration", "known"}},
		{Name: "unknown", Count: "unknown", Query: []string{"duration", "unknown"}},
		{Name: "ongoing", Count: "ongoing", Query: []string{"duration", "ongoing"}},
		{Name: "no outage", Count: "na", Query: []string{"duration", "not applicable"}},
	},
	List: &List{
		Key: "longest", Title: "The longest outages", Desc: "A dot for each of the longest outages, listed in the table below.",
		Max: maxLongest, Texts: []string{"{duration}"},
	},
}

var trendPanel = Panel{
	Topic: Topic{
		Key: "trend", Name: "Are outages getting shorter?",
		Counts: "The median by period, with a band from the 25th to the 75th percentile from 13 known values on. The " +
			"whisker is a confidence interval for the median between two order statistics, whose level is in " +
			"the table. It is at least 95 % for any continuous distribution if incidents are independent, by the " +
			"binomial with p = ½ (Hahn and Meeker, Statistical Intervals, 1991, section 5.2).",
		Unknown: "Periods with fewer than five known values have no point; with fewer than six, no " +
			"whisker. If most periods have fewer than five, they are years.",
		Caveat: "Medians may differ although their whiskers overlap: the short answer compares two years " +
			"with a more sensitive method. With a dozen outages per period, medians that are a third apart " +
			"are common even if nothing has changed. Shorter times need not mean better work: they depend on which " +
			"incidents happen.",
	},
	Series: Source{Kind: KindTrends, Figures: []string{"time_to_restore", "time_to_detect"}},
	Shape:  ShapeLines,
	Note:   "Median with its interval, logarithmic scale" + outside,
	Desc: "Lines of the median time to restore and to detect by period, with whiskers for the uncertainty of the " +
		"median, and bands from the 25th to the 75th percentile where there are enough values." + numbers,
	Few:  "Too few to say: no period has five known values.",
	Hint: "{figure}, {name}: median {median} of {known}",
	Head: "Period", Columns: slices.Concat([]Column{{Head: "Figure", Text: "{figure}"}}, howMany, []Column{
		{Head: "p25", Text: "{p25}"},
		{Head: "Median", Text: "{median}"},
		{Head: "p75", Text: "{p75}"},
		{Head: "Interval of the median", Text: "{interval}"},
	}),
}

var timesPanel = Panel{
	Topic: Topic{
		Key: "times", Name: "Where the time goes",
		Counts: "Every duration in the post mortems, each measured between two named ends; see the " +
			"list below.",
		Unknown: "The table has the numbers of each class: known, unknown (it should be in the document, and is not), " +
			"does not apply, ongoing, none (no communication is recorded) and before it began (the best detection). With fewer " +
			"than five known values, nothing is drawn.",
		Caveat: "The dot is the median, the bar runs from the 25th to the 75th percentile if there are 13 known values, " +
			"and the line ends at the 90th percentile if there are 36, and else at the longest. The figures overlap, so " +
			"they do not add up.",
	},
	Series: Source{Kind: KindSpreads, Figures: figuresOfIncidents()},
	Shape:  ShapeRanges,
	Note:   spread,
	Desc: "A dot at the median of each figure, with a bar from the 25th to the 75th percentile and a line to the 90th " +
		"percentile or the longest." + numbers,
	Few:  "Too few to say: no figure has five known values.",
	Hint: spreadHint,
	Head: "Figure", Columns: spreadColumns,
}

// Texts and columns of spreads.
const (
	spread     = "Median, p25 to p75 from 13 values on, and p90 from 36 on or else the longest; logarithmic scale"
	spreadHint = "{name}: median {median} of {known}[, p25 {p25}][, p75 {p75}][, p90 {p90}], longest {longest}"
)

var spreadColumns = slices.Concat(howMany, []Column{
	{Head: "Median", Text: "{median}"},
	{Head: "Interval of the median", Text: "{interval}"},
	{Head: "p75", Text: "{p75}"},
	{Head: "p90", Text: "{p90}"},
	{Head: "Longest", Text: "{longest}"},
	{Head: "Longest of all", Text: "{title}", Page: true},
})

// figuresOfIncidents returns the keys of all figures but those of near misses and the time to publish, which have panels
// of their own.
func figuresOfIncidents() (keys []string) {
	for _, d := range definitions {
		if d.Key != LatentTime && d.Key != Margin && d.Key != TimeToPublish {
			keys = append(keys, d.Key)
		}
	}
	return keys
}

var outagesPanel = Panel{
	Topic: Topic{
		Key: "outages", Name: "Outage time by service and month",
		Counts: "Outage time by month, in the post mortem's time zone. An outage that crosses the end of " +
			"a month is split between both.",
		Unknown: "Unknown and ongoing outages add no time and are counted above the chart. If only " +
			"the duration of an outage is stated, it counts in the month of the date.",
		Caveat: "An outage of several services is in the row of each, so the rows add up to more than the " +
			"time of all outages. Latency and other degradations are not outages.",
	},
	Series: Source{Kind: KindOutages},
	Shape:  ShapeHeat,
	Note:   "{first} to {last}; in the table, minutes by month. Without time: {unknown} unknown, {ongoing} ongoing[; {several|outage} of several services in the row of each]",
	Desc:   "A row for each service, a cell for each month, the darker the longer the service was out." + numbers,
	End:    "{inside}",
	Hint:   "{name}, {value}: {time}",
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
		Caveat: "An outage is an incident whose impact is availability or data loss, or one of those that the config " +
			"lists under `availability: {impacts: …}`. It counts in full, however few users it affected; latency does not count. Only " +
			"services with `hours` in the config have hours of operation.",
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
