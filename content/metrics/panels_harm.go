package metrics

var impactsPanel = Panel{
	Topic: Topic{
		Key: "impacts", Name: "Figures by impact",
		Counts: "How long incidents of each impact lasted, and the time to detect them. Availability and data loss, or what " +
			"the config lists under `availability: {impacts: …}`, are outages; other impacts are degradations.",
		Unknown: "With fewer than five known values, no median is shown. Near misses are left out.",
		Caveat: "An incident with several impacts is in the row of each. If one of them is an outage, all of it counts " +
			"as one, so the row of a degradation may include times of outages.",
	},
	Series: Source{Kind: KindImpacts},
	Note:   "How long incidents lasted, as outages or degradations; one with several impacts is in the row of each",
	Head:   "Impact", Columns: []Column{
		{Head: "On its own, counts as", Text: "{kind}"},
		{Head: "Incidents", Count: "n"},
		{Head: "Lasted, median", Text: "{median} ({known})"},
		{Head: "Interval of the median", Text: "{interval}"},
		{Head: "Longest", Text: "{longest}"},
		{Head: "Time to detect, median", Text: "{detect} ({detected})"},
	},
}

var caughtPanel = Panel{
	Topic: Topic{
		Key: "caught", Name: "What caught near misses",
		Counts:  "Near misses by what kept them from doing harm: a control, a person or luck (`caught_by`).",
		Unknown: "Near misses that do not say what caught them are shown as “not given”.",
		Caveat:  "Near misses that nobody noticed or wrote up are not counted.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "caught_by", Harm: Averted}},
	Shape:  ShapeRows,
	Note:   "{n|near miss}, which had no outage and are in no figure of outages, availability or detection",
	Desc:   "Bars of near misses by what caught them." + numbers,
	Hint:   "{name}: {n|near miss}",
	End:    "{n} ({n/all})",
	Head:   "Caught by", Columns: []Column{{Head: "Near misses", Count: "n"}, {Head: "Share", Text: "{n/all}"}},
}

var marginsPanel = Panel{
	Topic: Topic{
		Key: "margins", Name: "Margins of near misses",
		Counts: "The latent time of near misses, from the first row of the timeline to their detection, and the margin, " +
			"from there to the row “Would have begun”.",
		Unknown: "The table has the numbers of each class. With fewer than five known values, nothing is drawn.",
		Caveat:  "The margin is an estimate of the time that was left. The first row of the timeline need not be the moment in which the flaw got in.",
	},
	Series: Source{Kind: KindSpreads, Figures: []string{LatentTime, Margin}},
	Shape:  ShapeRanges,
	Note:   spread,
	Desc:   "A dot at the median of each figure, with a line to the longest." + numbers,
	Few:    "Too few to say: no figure has five known values.",
	Hint:   spreadHint,
	Head:   "Figure", Columns: spreadColumns,
}
