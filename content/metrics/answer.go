package metrics

// An Answer is a dashboard's short answer to one of its readers' main questions, as data.
// Its texts contain facts in braces, like those of a [Panel].
type Answer struct {
	Key      string            `json:"key"`
	Question string            `json:"question"`
	Chart    string            `json:"chart"`           // the key of the panel that shows more
	Text     string            `json:"text,omitempty"`  // the answer
	None     string            `json:"none,omitempty"`  // the answer if there is nothing to report
	Basis    string            `json:"basis"`           // names the figure, its two ends, and whose it is
	Detail   string            `json:"detail"`          // a line for each item that the answer is based on
	Max      int               `json:"max,omitempty"`   // maximum number of these lines; 0 for all
	Extra    map[string]string `json:"extra,omitempty"` // texts that only this answer has
	Means    []string          `json:"-"`               // paragraphs on what it says and how that is found; empty if the chart says it
}

// Answers returns the answers of a dashboard, in page order.
func Answers() []Answer {
	return []Answer{
		{
			Key: "returned", Question: "What came back?", Chart: "controls",
			Text: "[{items|action item} cited by a later post mortem]{and}[{controls|control} failed again]", None: "Nothing that the post mortems tell of",
			Basis:  "Action items that a later post mortem names under prevented_by, and controls that were missing or not fully effective more than once; days between the dates of the post mortems",
			Detail: "cited after {days|day}", Max: 3,
			Extra: map[string]string{"control": "{name}: {times|time}[, the last two {days|day} apart]", "items": "{more|more action item}", "controls": "{more|more control}"},
			Means: returnedMeans,
		},
		{
			Key: "surprised", Question: "What surprised us?", Chart: "luck",
			Text: "[{hurt|control} worked as designed and hurt]{and}[luck not hedged in {lucky} of {all|post mortem}]", None: "Nothing that the post mortems tell of",
			Basis:  "Post mortems from {since} to {until}: controls that did harm by doing what they should, and luck that no action item hedges",
			Detail: "{name}", Max: 3,
			Extra: map[string]string{"empty": "No post mortem in these {days} days", "more": "{more|more control}", "luck": "post mortems with luck that nothing hedges: {lucky}"},
			Means: surprisedMeans,
		},
		{
			Key: "decide", Question: "What needs a decision?", Chart: "actions",
			Text: "{overdue} of {unfinished} open action items", None: "None of {unfinished|open action item}", Detail: "severity {name}: {n}",
			Basis: "Past the due date on {as_of}: do it, give it another date, or drop it with a reason",
			Extra: map[string]string{"all": "all {overdue}, the oldest {longest|day} late", "undated": "open without a due date: {undated}", "empty": "No action items"},
			Means: decideMeans,
		},
		{
			Key: "severe", Question: "How severe?", Chart: "severity",
			Text: "{n} of {all} {severest}", None: "No post mortem in these {days} days", Detail: "{name}: {n}[, the year before {before}]",
			Basis: "Post mortems from {since} to {until} by severity",
			Extra: map[string]string{"or": " or "},
		},
		{
			Key: "change", Question: "How long does it take to restore service?", Chart: "trend",
			Basis:  "{name}: {ends}, against the year before",
			Text:   "{ratio} times as long as before (95 %: {interval})",
			Detail: "{since} to {until}: {known} known[, {ongoing} ongoing][, median {median}][; {unfinished|post mortem} not completed yet]",
			Extra: map[string]string{
				"few": "Too few to compare[; median {now}]", "unclear": "Median {now}, {answer}: {n|outage} cannot tell",
				"shorter": "Shorter: median {now}, {answer}", "longer": "Longer: median {now}, {answer}",
				"least":  "a comparison needs {least} in each of both years",
				"lag":    "the later year ends {lag|day} early: 9 of 10 post mortems are completed by then",
				"nolag":  "how long a post mortem takes to be completed is unknown, so some of the newest outages may be missing",
				"needed": "about {needed} a year would show a halving in 4 of 5 cases", "more": "even 1000 a year would rarely show a halving",
			},
			Means: changeMeans,
		},
		{
			Key: "noticed", Question: "Who notices incidents first?", Chart: "detection",
			Text: "Most often {most}: {n} of {all}", None: "No incident in these {days} days[, but {averted|near miss}]",
			Basis:  "Detection process of incidents from {since} to {until}, without near misses",
			Detail: "{name}: {n}",
			Extra: map[string]string{
				"tie": "As often {most}: {n} each, of {all}", "as": " as ",
				"manual": "a person", "configured alarm": "an alarm", "other": "something else", "": "not recorded",
			},
		},
	}
}

// What the definitions say about the answers.
var (
	returnedMeans = []string{
		"A post mortem may point back to action items of older ones, under `prevented_by`: those that were to prevent such an incident. " +
			"The days are counted from the date of the post mortem that has the item to the date of the one that names it; " +
			"the page of the item says whether it was done by then. That it would have helped is the judgement of the later " +
			"post mortem. Controls that failed again are those of the chart; their days lie between the two newest post mortems in which they failed.",
		"Only what somebody wrote down can come back: without `prevented_by` and lines that say what became of a " +
			"control, this is empty, which does not mean that nothing came back.",
	}
	surprisedMeans = []string{
		"A surprise is what went otherwise than the people involved believed. Most surprises are only in the text, or in a list “What surprised us”, which the page of lessons shows. Two " +
			"things can be counted in the post mortems of the last 365 days: controls that worked as designed and hurt, " +
			"newest first, and post mortems with a lesson under “Where we got lucky” that no action item hedges. Controls that did not hold are in a chart of their own: " +
			"nearly every incident has one.",
		"Few surprises may also mean that nobody asked for them.",
	}
	decideMeans = []string{
		"An action item past its due date tells little about whoever owns it: other work came first, or it was no longer " +
			"a good idea. It needs a decision: do it, give it another date, or drop it with a reason. The list of action " +
			"items shows those of the most severe incidents first, and among these, those of outages.",
	}
)
