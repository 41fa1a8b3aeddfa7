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
			Key: "change", Question: "Are outages getting shorter?", Chart: "trend",
			Basis:  "{name}: {ends}",
			Text:   "{ratio} times as long (95 %: {interval})",
			Detail: "{since} to {until}: {known} known[, {ongoing} ongoing][, median {median}][; {unfinished|post mortem} not completed yet]",
			Extra: map[string]string{
				"few": "Too few to say", "unclear": "{answer}: {n|outage} cannot tell", "shorter": "Yes, shorter: {answer}", "longer": "No, longer: {answer}",
				"least":  "a comparison needs {least} in each of both years",
				"lag":    "the later year ends {lag|day} early: 9 of 10 post mortems are completed by then",
				"nolag":  "how long a post mortem takes to be completed is unknown, so some of the newest outages may be missing",
				"needed": "about {needed} a year would show a halving in 4 of 5 cases", "more": "even 1000 a year would rarely show a halving",
			},
			Means: changeMeans,
		},
		{
			Key: "noticed", Question: "Who finds them first?", Chart: "detection",
			Text: "Most often {most}: {n} of {all}", None: "No incident in these {days} days[, but {averted|near miss}]",
			Basis:  "Detection process of incidents from {since} to {until}, without near misses",
			Detail: "{name}: {n}",
			Extra: map[string]string{
				"tie": "As often {most}: {n} each, of {all}", "as": " as ",
				"manual": "a person", "configured alarm": "an alarm", "other": "something else", "": "not recorded",
			},
		},
		{
			Key: "overdue", Question: "Which action items are overdue?", Chart: "owners",
			Text: "{overdue} of {unfinished} open", None: "None", Detail: "{name}: {n}", Max: 3,
			Basis: "Past the due date on {as_of}, and neither done nor cancelled",
			Extra: map[string]string{"all": "all {overdue}, the oldest {longest|day} late", "of": "of {open} open", "empty": "No action items", "unnamed": ownersPanel.Unnamed},
		},
		{
			Key: "failing", Question: "Which controls keep failing?", Chart: "controls",
			Text: "{n} failed again", None: "None is known to have failed twice", Detail: "{name}: {times|time}", Max: 3,
			Basis: "Controls that post mortems name more than once",
		},
	}
}
