package check

import "github.com/pmsite/pmsite/content/lazyregexp"

const (
	askWhy    = "say what made the action look right at the time, and what would have caught it"
	foresight = "say what was known then, and what would have made the better choice the easy one"
	character = "describe what was done and seen, not what somebody is like"
	reminder  = "say what would have served as a reminder, or made one unnecessary"
	mend      = "say what the system will do differently: a check, a default, a limit or an alarm"
)

// phrases has what always blames, then what depends on its subject, then actions that mend
// people.
var phrases = []phrase{
	{"human operator operator's operator’s pilot engineer engineer's engineer’s user", lazyregexp.New(`(?i)^(?:human|operator|pilot|engineer|user)(?:['’]s)?\s+(?:errors?|mistakes?)\b` +
		`(\s+(?:rates?|pages?|messages?|codes?|counts?|counters?|budgets?|handling|handlers?|reports?|logs?|dashboards?|of\s+the)\b)?`), always, askWhy},
	{"known knew know", lazyregexp.New(`(?i)^(?:known|knew|know)\s+better\b`), always, foresight},
	{"careless negligen incompeten slopp inattenti stupid reckless irresponsib foolish unprofessional thoughtless complacen", lazyregexp.New(
		`(?i)^(?:careless(?:ly|ness)?|negligen(?:t|tly|ce)|incompeten(?:t|tly|ce)|slopp(?:y|ily|iness)|inattenti(?:on|ve|vely)|stupid(?:ly|ity)?|reckless(?:ly|ness)?|` +
			`irresponsib(?:le|ly|ility)|foolish(?:ly|ness)?|unprofessional(?:ly)?|thoughtless(?:ly|ness)?|complacen(?:t|tly|cy))\b`), always, character},
	{"lack", lazyregexp.New(`(?i)^lack(?:ed|ing)?(?:\s+of)?(?:\s+the)?\s+(?:attention|discipline|care|diligence|professionalism)\b`), always, character},
	{"competent experienced careful attentive diligent good", lazyregexp.New(`(?i)^(?:competent|experienced|careful|attentive|diligent|good)\s+[\w-]+(?:\s+[\w-]+)?\s+(?:would|could)\s+(?:not\s+|never\s+)?have\b`), always, foresight},
	{"anyone anybody", lazyregexp.New(`(?i)^any(?:one|body)\b[^,]{0,40}\s(?:would|could)\s+have\s+(?:seen|noticed|known|spotted|guessed)\b`), always, foresight},

	{"should ought", lazyregexp.New(`(?i)^(?:should(?:n['’]t|\s+not|\s+never)?\s+have\b|should['’]ve\b|ought\s+(?:not\s+)?to\s+have\b)`), inHindsight, foresight},
	{"had", lazyregexp.New(`(?i)^had\b`), ifOnly, foresight},
	{"failed", lazyregexp.New(`(?i)^failed\s+(?:to|the|in|us)\b((?:\s+[\w’'-]+){1,5}?\s+(?:over|back)\b)?`), byPeople, askWhy},
	{"ignored neglected overlooked disregarded violated", lazyregexp.New(`(?i)^\w+`), byPeople, askWhy},
	{"forgot", lazyregexp.New(`(?i)^forgot(?:ten)?\b`), byPeople, reminder},
	{"did never", lazyregexp.New(`(?i)^(?:did\s+not|didn['’]t|never)\s+(?:even\s+)?(?:follow(?:ed)?|bother(?:ed)?)\b`), byPeople, character},
	{"broke panicked", lazyregexp.New(`(?i)^(?:broke\s+the\s+rules?|panicked)\b`), byPeople, character},
	{"to", lazyregexp.New(`(?i)^to\s+blame\b`), ofSubject, askWhy},
	{"fault mistake blunder", lazyregexp.New(`(?i)^(?:fault|mistake|blunder)s?(?:\s+made)?\s+(?:of|by)\b`), ofPeople, askWhy},
	{"fault", lazyregexp.New(`(?i)^fault\b`), ofOwner, askWhy},

	{"retrain remind reprimand discipline", lazyregexp.New(`(?i)^(?:retrain(?:ed)?|remind(?:ed)?|reprimand(?:ed)?|disciplined?)\b`), mendsPeople, mend},
	{"tell instruct urge", lazyregexp.New(`(?i)^(?:tell|instruct|urge)\b`), tellsPeople, mend},
	{"spoken", lazyregexp.New(`(?i)^spoken\s+to\b`), ofSubject, mend},
	{"pay", lazyregexp.New(`(?i)^pay(?:ing)?\s+(?:(?:more|closer|better|enough|full|proper)\s+)?attention\b`), always, mend},
	{"take", lazyregexp.New(`(?i)^take\s+(?:more|greater|better|extra)\s+care\b`), always, mend},
	{"more", lazyregexp.New(`(?i)^more\s+(?:careful(?:ly)?|vigilant|vigilance|diligent|diligence)\b`), always, mend},
	{"vigilant vigilance", lazyregexp.New(`(?i)^vigilan(?:t|ce)\b`), always, mend},
	{"refresher", lazyregexp.New(`(?i)^refresher\b`), always, mend},
	{"raise", lazyregexp.New(`(?i)^raise\s+(?:the\s+)?awareness\b`), always, mend},
}
