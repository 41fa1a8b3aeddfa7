package check

import "github.com/pmsite/pmsite/content/lazyregexp"

const (
	askWhy    = "say what made the action look right at the time, and what would have caught it"
	foresight = "say what was known then, and what would have made the better choice the easy one"
	character = "describe what was done and seen, not what somebody is like"
	reminder  = "say what would have served as a reminder, or made one unnecessary"
	mend      = "say what the system will do differently: a check, a default, a limit or an alarm"
)

// phrases has what always blames, what depends on its subject, what people did badly or did
// not do, and actions that mend people.
var phrases = []phrase{
	{"human operator operator's operator’s pilot engineer engineer's engineer’s user", lazyregexp.New(`(?i)^(?:human|operator|pilot|engineer|user)(?:['’]s)?\s+(?:errors?|mistakes?|failures?)\b` +
		`(\s+(?:rates?|pages?|messages?|codes?|counts?|counters?|budgets?|handling|handlers?|reports?|logs?|dashboards?|of\s+the)\b)?`), always, askWhy},
	{"known knew know", lazyregexp.New(`(?i)^(?:known|knew|know)\s+better\b`), always, foresight},
	{"careless negligen incompeten slopp inattenti stupid reckless irresponsib foolish unprofessional thoughtless complacen unforgivabl inexcusabl laziness arrogan ignorance", lazyregexp.New(
		`(?i)^(?:careless(?:ly|ness)?|negligen(?:t|tly|ce)|incompeten(?:t|tly|ce)|slopp(?:y|ily|iness)|inattenti(?:on|ve|vely)|stupid(?:ly|ity)?|reckless(?:ly|ness)?|` +
			`irresponsib(?:le|ly|ility)|foolish(?:ly|ness)?|unprofessional(?:ly)?|thoughtless(?:ly|ness)?|complacen(?:t|tly|cy)|unforgivabl[ey]|inexcusabl[ey]|laziness|arrogan(?:t|tly|ce)|ignorance)\b`), always, character},
	{"lazy untrained inexperienced overconfident unqualified distracted asleep", lazyregexp.New(`(?i)^\w+`), describesPeople, character},
	{"poor bad lapse lapses", lazyregexp.New(`(?i)^(?:(?:poor|bad)\s+(?:judge?ment|decisions?)|lapses?\s+(?:of|in)\s+(?:judge?ment|attention|concentration|discipline))\b`), always, character},
	{"dropped cut cutting asleep sleeping", lazyregexp.New(`(?i)^(?:dropped\s+the\s+ball|cut(?:ting)?\s+corners|(?:asleep|sleeping)\s+(?:on\s+the\s+job|at\s+the\s+wheel))\b`), always, character},
	{"bothered cared nobody", lazyregexp.New(`(?i)^(?:bothered|cared(?:\s+enough)?|nobody\s+thought)\s+to\b`), always, character},
	{"know", lazyregexp.New(`(?i)^know\s+what\s+(?:he|she|they)\s+(?:was|were)\s+doing\b`), always, character},
	{"lack", lazyregexp.New(`(?i)^lack(?:ed|ing)?(?:\s+of)?(?:\s+the)?\s+(?:attention|discipline|care|diligence|professionalism)\b`), always, character},
	{"competent experienced careful attentive diligent good decent sensible", lazyregexp.New(`(?i)^(?:competent|experienced|careful|attentive|diligent|good|decent|sensible)\s+[\w-]+(?:\s+[\w-]+)?\s+(?:would|could)\s+(?:not\s+|never\s+)?have\b`), always, foresight},
	{"anyone anybody", lazyregexp.New(`(?i)^any(?:one|body)\b[^,]{0,40}\s(?:would|could)\s+have\s+(?:seen|noticed|known|spotted|guessed)\b`), always, foresight},

	{"should ought", lazyregexp.New(`(?i)^(?:should(?:n['’]t|\s+not|\s+never)?\s+have\b|should['’]ve\b|ought\s+(?:not\s+)?to\s+have\b)`), inHindsight, foresight},
	{"had", lazyregexp.New(`(?i)^had\b`), ifOnly, foresight},
	{"failed", lazyregexp.New(`(?i)^failed\s+(?:to|the|in|us)\b((?:\s+[\w’'-]+){1,5}?\s+(?:over|back)\b)?`), byPeople, askWhy},
	{"ignored neglected overlooked disregarded violated", lazyregexp.New(`(?i)^\w+`), byPeople, askWhy},
	{"forgot", lazyregexp.New(`(?i)^forgot(?:ten)?\b`), byPeople, reminder},
	{"did never", lazyregexp.New(`(?i)^(?:did\s+not|didn['’]t|never)\s+(?:even\s+)?(?:follow(?:ed)?|bother(?:ed)?)\b`), byPeople, character},
	{"broke panicked", lazyregexp.New(`(?i)^(?:broke\s+the\s+rules?|panicked)\b`), byPeople, character},
	{"to", lazyregexp.New(`(?i)^to\s+blame\b`), ofSubject, askWhy},
	{"at", lazyregexp.New(`(?i)^at\s+fault\b`), ofSubject, askWhy},
	{"fault mistake blunder oversight", lazyregexp.New(`(?i)^(?:fault|mistake|blunder|oversight)s?(?:\s+made)?\s+(?:of|by)\b`), ofPeople, askWhy},
	{"fault", lazyregexp.New(`(?i)^fault\b`), ofOwner, askWhy},

	{"mishandled misjudged botched bungled blundered disobeyed wasted", lazyregexp.New(`(?i)^\w+`), byPeople, askWhy},
	{"mis", lazyregexp.New(`(?i)^mis(?:typed|read|configured|interpreted|understood|diagnosed|calculated|placed|labell?ed|remembered|used)\b`), noted(byPeople), askWhy},
	{"screwed messed slipped", lazyregexp.New(`(?i)^\w+\s+up\b`), byPeople, askWhy},
	{"refused", lazyregexp.New(`(?i)^refused\s+to\b`), byPeople, askWhy},
	{"lacked", lazyregexp.New(`(?i)^lacked(?:\s+the)?\s+(?:necessary\s+|required\s+)?(?:experience|knowledge|skills?|competence|judge?ment|understanding|will)\b`), ofSubject, character},
	{"had", lazyregexp.New(`(?i)^had\s+no\s+(?:excuse|clue|business|idea\s+what)\b`), ofSubject, character},
	{"too", lazyregexp.New(`(?i)^too\s+(?:slow|slowly|late|long|proud|hasty|hastily|eager|trusting|confident|optimistic)\b`), ofSubject, foresight},
	{"responsible", lazyregexp.New(`(?i)^responsible\s+for\s+(?:the|this|that|our)\s+(?:\w+\s+)?(?:outage|incident|error|mistake|failure|damage|loss)\b`), ofSubject, askWhy},
	{"cause", lazyregexp.New(`(?i)^cause\s+(?:of\s+(?:the|this|that)\s+[\w-]+\s+)?(?:was|is)\b`), ofPeople, askWhy},
	{"despite", lazyregexp.New(`(?i)^despite\s+(?:[\w-]+\s+){0,3}(?:warnings?|instructions?|advice|reminders?|training)\b`), noted(always), askWhy},
	{"chose decided preferred", lazyregexp.New(`(?i)^\w+\s+to\s+(?:ignore|disregard|neglect|bypass|skip)\b`), noted(ofSubject), askWhy},
	{"went still did", lazyregexp.New(`(?i)^(?:went\s+(?:back\s+to\s+sleep|home)|went\s+ahead\s+(?:anyway|regardless)|still\s+went\s+ahead|did\s+it\s+anyway)\b`), noted(ofSubject), askWhy},
	{"waved let", lazyregexp.New(`(?i)^(?:waved\s+[^,]*\bthrough|let\s+(?:the|this|a|an|such)\s+(?:bug|error|mistake|fault|defect)\s+(?:through|pass|slip))\b`), noted(ofSubject), askWhy},
	{"lost", lazyregexp.New(`(?i)^lost\s+(?:control|track|sight)\b`), noted(ofSubject), askWhy},
	{"hurry haste", lazyregexp.New(`(?i)^\w+`), noted(ofSubject), askWhy},
	{"badly poorly", lazyregexp.New(`(?i)^\w+`), noted(byPeople), character},
	{"would", lazyregexp.New(`(?i)^would\s+(?:not|never)\s+have\s+(?:made|done|missed|overlooked|let)\b`), noted(ofSubject), foresight},
	{"slow", lazyregexp.New(`(?i)^slow\s+(?:to|in)\b`), noted(ofSubject), foresight},
	{"take", lazyregexp.New(`(?i)^take\s+(?:more\s+)?(?:responsibility|ownership|pride)\b`), ofOthers, mend},
	{"lied kept", lazyregexp.New(`(?i)^(?:lied|kept\s+quiet)\b`), byPeople, character},
	{"missed skipped underestimated overestimated confused", lazyregexp.New(`(?i)^\w+`), noted(byPeople), askWhy},
	{"by", lazyregexp.New(`(?i)^by\s+mistake\b`), noted(ofSubject), askWhy},
	{"without", lazyregexp.New(`(?i)^without\s+(?:first\s+)?(?:authori[sz]ation|permission|approval|reading|checking|testing|asking|looking|verifying|thinking|consulting)\b`), noted(ofSubject), askWhy},
	{"did didn had hadn", lazyregexp.New(`(?i)^(?:did|had)(?:\s+not|n['’]t)\b`), notDone, foresight},
	{"accidentally inadvertently mistakenly unintentionally wrongly incorrectly blindly hastily", lazyregexp.New(`(?i)^\w+`), noted(byPeople), askWhy},
	{"wrong", lazyregexp.New(`(?i)^wrong\s+\w+`), wrongChoice, askWhy},
	{"made rushed", lazyregexp.New(`(?i)^(?:made\s+(?:[\w-]+\s+){0,3}(?:mistakes?|errors?)|rushed)\b`), byPeople, askWhy},
	{"against", lazyregexp.New(`(?i)^against\s+(?:all\s+|the\s+|our\s+)*(?:rules?|polic(?:y|ies)|advice|procedures?)\b`), noted(ofOthers), askWhy},
	{"rubber", lazyregexp.New(`(?i)^rubber-?stamped\b`), byPeople, character},
	{"not", lazyregexp.New(`(?i)^not\s+(?:been\s+)?(?:very\s+)?(?:careful|attentive|diligent|thorough)\b`), ofSubject, character},
	{"did took", lazyregexp.New(`(?i)^(?:did\s+nothing|took\s+no\s+action)\b`), noted(ofSubject), askWhy},
	{"never", lazyregexp.New(`(?i)^never\s+(?:read|checked|verified|tested|looked|asked|thought)\b`), noted(ofSubject), foresight},
	{"could", lazyregexp.New(`(?i)^could\s+(?:easily\s+)?have\s+(?:been\s+)?(?:easily\s+)?(?:prevented|avoided|noticed|seen|known|checked|caught|spotted|stopped|asked)\b`), avoidable, foresight},

	{"must need needs have has", lazyregexp.New(`(?i)^(?:must|needs?\s+to|ha(?:ve|s)\s+to)\s+(?:always\s+|never\s+)?(?:be\s+(?:careful|aware|mindful)|follow|think|double-check|remember|learn)\b`), ofOthers, mend},
	{"additional more further better extra", lazyregexp.New(`(?i)^\w+\s+(?:training|coaching|education|supervision)\b(\s+(?:data|sets?|examples|samples|runs?|time|environments?)\b)?`), always, mend},
	{"reminder reminders", lazyregexp.New(`(?i)^reminders?\s+to\b`), remindsAll, mend},
	{"retrain remind reprimand discipline", lazyregexp.New(`(?i)^(?:retrain(?:ed)?|remind(?:ed)?|reprimand(?:ed)?|disciplined?)\b`), mendsPeople, mend},
	{"retraining", lazyregexp.New(`(?i)^retraining\s+(?:of|for)\b`), ofPeople, mend},
	{"tell instruct urge", lazyregexp.New(`(?i)^(?:tell|instruct|urge)\b`), tellsPeople, mend},
	{"spoken talked", lazyregexp.New(`(?i)^(?:spoken|talked)\s+to\b`), ofSubject, mend},
	{"pay", lazyregexp.New(`(?i)^pay(?:ing)?\s+(?:(?:more|closer|better|enough|full|proper)\s+)?attention\b`), always, mend},
	{"take", lazyregexp.New(`(?i)^take\s+(?:more|greater|better|extra)\s+care\b`), always, mend},
	{"more", lazyregexp.New(`(?i)^more\s+(?:careful(?:ly)?|attentive(?:ly)?|vigilant|vigilance|diligent|diligence)\b`), always, mend},
	{"vigilant vigilance", lazyregexp.New(`(?i)^vigilan(?:t|ce)\b`), always, mend},
	{"refresher", lazyregexp.New(`(?i)^refresher\b`), always, mend},
	{"raise", lazyregexp.New(`(?i)^raise\s+(?:the\s+)?awareness\b`), always, mend},
}
