package metrics

// A Topic says what a series of a [Board] counts.
type Topic struct {
	Key     string // names the chart
	Name    string
	Counts  string
	Unknown string // what is not known, and where it is counted
	Caveat  string
}

var topics = []Topic{
	{
		"severity", "Severity over time", "Post mortems by the period of their date and by severity. A period without any is a zero.",
		"Without a severity: “not given”. Without a date, or before the first period: left out of the chart and named above it.",
		"Counts what was written up, not what happened: more post mortems may mean more care.",
	},
	{
		"detection", "Who noticed", "Post mortems by the period of their date and by detection process.",
		"Without a detection process: “not given”.",
		"“manual” is a person who noticed before an alarm did; “other” names neither.",
	},
	{
		"durations", "How long outages last", "Durations of outages in bins that about double, with median, 75th and 90th percentile (type 7 of Hyndman and Fan) and the longest.",
		"Unknown and ongoing outages are in no bin; their numbers stand beside the chart. A near miss has no outage.",
		"The scale is logarithmic: each bin is about twice as wide as the one before. No mean is given, since most outages are shorter than it.",
	},
	{
		"trend", "Are outages getting shorter?", "The median by period, with the band from the 25th to the 75th percentile. The whisker is an interval that holds the median with a confidence of at least 95 %: two order statistics, exact for every distribution, from the binomial with p = ½ (Hahn and Meeker, Statistical Intervals, 1991, section 5.2).",
		"Periods with fewer than five known values have no point; with fewer than six, no whisker. Periods are years where most quarters have fewer than five.",
		"Whiskers that are apart show a change; whiskers that overlap show none for certain. The answer in short compares the last 365 days with the 365 before in the same way. With a dozen outages a period, two draws from the same distribution differ by 30 % in a third of all cases.",
	},
	{
		"times", "Where the time goes", "Every duration that post mortems hold, each from one named end to another; see the list below.",
		"Known, unknown and ongoing stand in the table. With fewer than five known values nothing is drawn.",
		"The bar is the middle half, the dot the median, the line ends at the 90th percentile. The figures overlap: they do not add up.",
	},
	{
		"outages", "Outage time by service and month", "Time out of service, in the month in which it passed by the post mortem's clock. An outage over the end of a month counts in both.",
		"Unknown and ongoing outages have no time here and are named above the chart. A duration that is only stated counts in the month of the date.",
		"An outage of two services counts for both, so the rows add up to more than the whole.",
	},
	{
		"availability", "Availability", "The share of a service's hours of operation in which it was not out, over the days up to “as of”. Outages that overlap count once.",
		"Outages without exact times are left out and named: the service was available at most so much.",
		"Every outage counts in full, whatever its impact. Only services with `hours` in the config have hours of operation.",
	},
	{
		"impact", "Impact", "Post mortems by impact.",
		"Without an impact: “not given”.",
		"A post mortem may have several, so the shares add up to more than the whole.",
	},
	{
		"actions", "Action items by type", "Promises made in the post mortems, by type: closed (done or cancelled), open, and open past the due date on the day of “as of”.",
		"Without a type: “not given”. Open without a due date: never overdue, and named.",
		"A cancelled item counts as closed.",
	},
	{
		"states", "Action items by state", "Action items by state on the day of “as of”; one that is overdue counts as overdue alone.",
		"Without a tracking number, or open without a due date: in rows of their own.",
		"An item without a due date is never overdue.",
	},
	{
		"cohorts", "Are promises kept?", "The action items of each period's post mortems, by what became of them.",
		"When an item was closed is not recorded, so the period is that of the incident.",
		"The newest periods have had the least time.",
	},
	{
		"owners", "Open action items by owner", "Open and overdue action items by the role that owns them, most overdue first.",
		"Without an owner: “nobody”.",
		"Says who has promised most, not who works least.",
	},
	{
		"ages", "Age of open action items", "Open action items by the days since the incident.",
		"Of a post mortem without a date: “unknown”.",
		"When an item was promised is not recorded; it was after the incident.",
	},
	{
		"controls", "Controls that failed again", "Failed controls that several mentions name alike: by their first sentence, without case and punctuation.",
		"Post mortems that name no failed control are not here.",
		"The same control in other words is another one.",
	},
	{
		"vendors", "Vendors", "Post mortems by vendor, their outage time, and the median time to engage the vendor.",
		"Below five known values there is too little to say.",
		"The vendor was involved, which is not to say at fault.",
	},
	{
		"luck", "Where we got lucky", "Lessons under “Where we got lucky” that name the action item that hedges them, and those that do not.",
		"A lesson that names an action item in words only counts as not hedged.",
		"Says what was written down: luck that nobody noticed is in no number.",
	},
	{
		"pipeline", "Review", "Post mortems that are drafts or in review, by the days since the incident; late are those not completed within `review.target_days` of it.",
		"Without a date: “unknown”. Drafts count only on a site that shows them.",
		"An incident that nobody wrote a document for is in no number.",
	},
}

// Topics gives what the series of a board count, in page order.
func Topics() []Topic { return append([]Topic(nil), topics...) }
