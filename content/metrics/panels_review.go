package metrics

import "github.com/pmsite/pmsite/content"

var controlsPanel = Panel{
	Topic: Topic{
		Key: "controls", Name: "Controls that failed again",
		Counts: "Failed controls that several mentions name alike: by their first sentence, without " +
			"case and punctuation.",
		Unknown: "Post mortems that name no failed control are not here.",
		Caveat:  "The same control in other words is another one.",
	},
	Series: Source{Kind: KindControls},
	Note:   "{n|control} failed more than once",
	Head:   "Control", Columns: []Column{
		{Head: "Failed", Count: "times", Text: "{times|time}[ in {fewer|post mortem}]"},
		{Head: "Newest", Text: "{date}", Page: true},
	},
	Max:  maxRows,
	More: More{Text: "All failed controls", Path: "controls/"},
}

var vendorsPanel = Panel{
	Topic: Topic{
		Key: "vendors", Name: "Vendors",
		Counts:  "Post mortems by vendor, their outage time, and the median time to engage the vendor.",
		Unknown: "Below five known values there is too little to say.",
		Caveat:  "The vendor was involved, which is not to say at fault.",
	},
	Series: Source{Kind: KindVendors},
	Note:   "{n|vendor}; times from detected to contacted, from contacted to restored, with how many are known",
	Head:   "Vendor", Columns: []Column{
		{Head: "Post mortems", Count: "n"},
		{Head: "Outage time", Count: "duration", Text: "{total}", Query: []string{"duration", "known"}},
		{
			Head: "Engaged, median", Count: "time_to_engage_vendor", Text: "{engaged} ({time_to_engage_vendor})",
			Query: []string{"time_to_engage_vendor", "known"},
		},
		{
			Head: "Restored, median", Count: "vendor_to_restore", Text: "{restored} ({vendor_to_restore})",
			Query: []string{"vendor_to_restore", "known"},
		},
	},
	Max:  maxRows,
	More: More{Text: "All vendors", Path: "vendors/"},
}

var luckPanel = Panel{
	Topic: Topic{
		Key: "luck", Name: "Where we got lucky",
		Counts: "Lessons under “Where we got lucky” that name the action item that hedges them, and " +
			"those that do not.",
		Unknown: "A lesson that names an action item in words only counts as not hedged.",
		Caveat:  "Says what was written down: luck that nobody noticed is in no number.",
	},
	Series: Source{Kind: KindLuck},
	Note:   "{unlucky|post mortem} with luck that no action item hedges; the newest below",
	Head:   "Luck", Columns: []Column{{Head: "Lessons", Count: "n"}, {Head: "Share", Text: "{n/all}"}},
	Lines: []Line{
		{Name: "hedged by an action item", Count: "hedged", Of: "n", Query: []string{"luck", "hedged"}},
		{Name: "not hedged", Count: "unhedged", Of: "n", Query: []string{"luck", "unhedged"}},
	},
	List: &List{Max: 3, Texts: []string{"not hedged", ""}},
	More: More{Text: "All lessons", Path: "lessons/"},
}

var pipelinePanel = Panel{
	Topic: Topic{
		Key: "pipeline", Name: "Review",
		Counts: "Post mortems that are drafts or in review, by the days since the incident; late are " +
			"those not completed within `review.target_days` of it.",
		Unknown: "Without a date: “unknown”. Drafts count only on a site that shows them.",
		Caveat:  "An incident that nobody wrote a document for is in no number.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{
		By: "age", Split: "status", Only: []string{content.Draft, content.Review},
	}},
	Note: "{n|post mortem} not completed[, {late} of them late; the longest late below]",
	Head: "Days since the incident", Columns: []Column{
		{Head: "Drafts", Count: "draft", Query: []string{"status", content.Draft}},
		{Head: "In review", Count: "review", Query: []string{"status", content.Review}},
	},
	List: &List{Max: maxRows, Texts: []string{"{days|day}", "late"}},
	More: More{Text: "[All {late} late]", Path: "postmortems/", Query: []string{"late", "yes"}},
}
