package metrics

import "github.com/pmsite/pmsite/content"

var controlsPanel = Panel{
	Topic: Topic{
		Key: "controls", Name: "Controls that failed again",
		Counts: "Controls that failed more than once: they did not hold, held partly or were not there. The " +
			"last clause of the first sentence says what became of a control, as in “load test, did not hold”. " +
			"One that worked as designed and hurt did not fail. Mentions with the same name, ignoring case " +
			"and punctuation, or with one that the config lists as a synonym, are about the same control.",
		Unknown: "Mentions that do not say what became of the control are not counted; their number is above the table.",
		Caveat:  "A control that is described in other words counts as a different one; `pmsite check` proposes synonyms.",
	},
	Series: Source{Kind: KindControls},
	Note:   "{n|control} missing or not fully effective more than once[; {unsaid|mention} without an outcome]",
	Head:   "Control", Columns: []Column{
		{Head: "Failed", Count: "times", Text: "{times|time}[ in {fewer|post mortem}]"},
		{Head: "Newest", Text: "{date}", Page: true},
	},
	Max:  maxRows,
	More: More{Text: "All controls", Path: "controls/"},
}

var factorsPanel = Panel{
	Topic: Topic{
		Key: "factors", Name: "Contributing factors",
		Counts: "Post mortems by contributing factor, as the front matter or the section “Contributing factors” names them. Of those that " +
			"name any, the share says how many name this one.",
		Unknown: "Post mortems that name no factor are not counted; their number is above the chart.",
		Caveat: "A post mortem may name several factors, so the shares add up to more than 100 %. None of them is a root cause: each was needed, " +
			"and only together were they enough. A count says how often authors saw a factor and named it, not how much it contributed.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "factor", Given: true}},
	Shape:  ShapeRows,
	Note:   "{shown|post mortem} with contributing factors[, {without} without]; each may have several, so the shares add up to more than 100 %",
	Desc:   "Bars of post mortems by contributing factor." + numbers,
	Hint:   "{name}: {n|post mortem} ({n/all})",
	End:    "{n}",
	Head:   "Factor", Columns: []Column{
		{Head: "Post mortems", Count: "n"},
		{Head: "Share", Text: "{n/all}"},
	},
	Max:  maxRows,
	More: More{Text: "All contributing factors", Path: "factors/"},
}

var vendorsPanel = Panel{
	Topic: Topic{
		Key: "vendors", Name: "Vendors",
		Counts:  "Post mortems by vendor, their outage time in all, and the medians of the time to engage the vendor and of the time from there to the restoration, each with its interval from six known values on.",
		Unknown: "With fewer than five known values, neither a median nor a total is shown.",
		Caveat:  "A vendor that is named was involved, but not necessarily at fault. With few post mortems each, vendors differ by chance alone.",
	},
	Series: Source{Kind: KindVendors},
	Note:   "{n|vendor}; times from detection to contact and from contact to restoration, with their intervals and the number of known values",
	Head:   "Vendor", Columns: []Column{
		{Head: "Post mortems", Count: "n"},
		{Head: "Outage time", Count: "duration", Text: "[{total}, ]{duration} of {n} known", Query: []string{"duration", "known"}},
		{
			Head: "Engaged, median", Count: "time_to_engage_vendor", Text: "{engaged}[, {engaged_interval}] ({time_to_engage_vendor})",
			Query: []string{"time_to_engage_vendor", "known"},
		},
		{
			Head: "Restored, median", Count: "vendor_to_restore", Text: "{restored}[, {restored_interval}] ({vendor_to_restore})",
			Query: []string{"vendor_to_restore", "known"},
		},
	},
	Max:  maxRows,
	More: More{Text: "All vendors", Path: "vendors/"},
}

var luckPanel = Panel{
	Topic: Topic{
		Key: "luck", Name: "Where we got lucky",
		Counts: "Lessons under “Where we got lucky”. Luck is hedged if the lesson names an action item that " +
			"makes it unnecessary next time, and that item is done. While the item is open, the luck is to be " +
			"hedged, by the item's due date. Otherwise it is not hedged: the lesson names no item, or a cancelled one.",
		Unknown: "A lesson that refers to an action item only in words counts as not hedged.",
		Caveat:  "Luck that nobody noticed is not counted. Not all luck needs an action item: what was accepted on purpose also counts as not hedged.",
	},
	Series: Source{Kind: KindLuck},
	Note:   "{n|lesson} about luck[; not hedged, or not yet, in {unlucky|post mortem}, the newest of them below]",
	Head:   "Luck", Columns: []Column{{Head: "Lessons", Count: "n"}, {Head: "Share", Text: "{n/all}"}},
	Lines: []Line{
		{Name: "hedged: the action item is done", Count: "hedged", Of: "n", Query: []string{"luck", "hedged"}},
		{Name: "to be hedged: the action item is open", Count: "open", Of: "n", Query: []string{"luck", "open"}},
		{Name: "not hedged", Count: "unhedged", Of: "n", Query: []string{"luck", "unhedged"}},
	},
	List: &List{Max: maxRows, Texts: []string{"{hedge}", "{due}"}},
	More: More{Text: "All lessons", Path: "lessons/"},
}

var pipelinePanel = Panel{
	Topic: Topic{
		Key: "pipeline", Name: "Review",
		Counts: "Post mortems that are drafts or in review, by days since the incident. Late ones were not " +
			"completed within `review.target_days` of it.",
		Unknown: "Post mortems without a date are shown as “unknown”. Drafts are counted only if the site shows them.",
		Caveat:  "An incident without a post mortem is not counted.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{
		By: "age", Split: "status", Only: []string{content.Draft, content.Review},
	}},
	Note: "{n|post mortem} not completed[, {late} of them late; the latest are listed below]",
	Head: "Days since the incident", Columns: []Column{
		{Head: "Drafts", Count: "draft", Query: []string{"status", content.Draft}},
		{Head: "In review", Count: "review", Query: []string{"status", content.Review}},
	},
	List: &List{Max: maxRows, Texts: []string{"{days|day}", "late"}},
	More: More{Text: "[All {late} late]", Path: "postmortems/", Query: []string{"late", "yes"}},
}

var publishPanel = Panel{
	Topic: Topic{
		Key: "publish", Name: "How soon post mortems are completed",
		Counts: "The days from the end of the outage, or of a near miss, to the first commit that says completed. The share that is " +
			"completed by a day is estimated by Kaplan and Meier (1958), so that post mortems that are not completed " +
			"yet count as longer than they have taken so far; its interval of about 95 % is Wilson's (1927) with " +
			"the variance of that estimate.",
		Unknown: "See the time to publish below: above all, imported documents, which are completed in their first commit.",
		Caveat:  "Incidents without a post mortem, and drafts that the site hides, are not counted, so the true times are probably longer.",
	},
	Series: Source{Kind: KindPublish},
	Note:   "{known} completed[, {ongoing} not yet][, {unknown} unknown]",
	Head:   "After the incident", Columns: []Column{{Head: "Completed", Count: "n"}},
	Lines: []Line{
		{Name: "half", Text: "{half}"},
		{Name: "nine of ten", Text: "{most}"},
		{Name: "known", Count: "known", Query: []string{TimeToPublish, "known"}},
		{Name: "not yet", Count: "ongoing", Query: []string{TimeToPublish, "ongoing"}},
		{Name: "unknown", Count: "unknown", Query: []string{TimeToPublish, "unknown"}},
	},
}
