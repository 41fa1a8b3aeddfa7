package check

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

func always(_, _ string) verdict { return judgement }

// ofSubject judges a phrase by the subject before it.
func ofSubject(head, _ string) verdict {
	switch subjectOf(head) {
	case others:
		return judgement
	case us:
		return hindsight
	}
	return harmless
}

var reason = lazyregexp.New(`(?i)\b(?:because|since|due\s+to|as\s+(?:it|he|she|they|the|there|no|nothing))\b`)

// noted judges as a function does, but only notes what it finds: the words say what was not
// done or went wrong, which may be all that they mean. With a reason they are harmless.
func noted(blames func(head, tail string) verdict) func(head, tail string) verdict {
	return func(head, tail string) verdict {
		if reason().MatchString(tail) {
			return harmless
		}
		return min(blames(head, tail), hindsight)
	}
}

// allowedNots are the verbs with which “did not” or “had not” says what somebody could know,
// or what happened to them.
var allowedNots = wordSet(`know known see seen have had been get got receive received expect expected hear heard need needed want wanted mean meant
	agree agreed reach reached find found lose lost own owned suspect suspected recognise recognised recognize recognized change changed yet`)

// notDone judges “did not” and “had not” by the verb that follows.
func notDone(head, tail string) verdict {
	words := lowerWords(tail)
	for len(words) > 0 && onlyAdverbs(words[:1]) {
		words = words[1:]
	}
	if len(words) == 0 || allowedNots[words[0]] {
		return harmless
	}
	return noted(ofOthers)(head, tail)
}

var noticed = lazyregexp.New(`(?i)\b(?:noticed|found|saw|seen|spotted|reported|fixed|corrected|replaced|is|was|were)\s*$`)

// wrongChoice judges “the wrong button”, unless somebody noticed that it was.
func wrongChoice(head, tail string) verdict {
	verb := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(head), " the"), " a")
	if verb == strings.TrimSpace(head) || noticed().MatchString(verb) {
		return harmless
	}
	return noted(ofOthers)(verb, tail)
}

// avoidable judges what could have been: by the people before it or, if it was avoidable, by
// those after by.
func avoidable(head, tail string) verdict {
	if agent, found := strings.CutPrefix(strings.TrimSpace(tail), "by "); found {
		return noted(ofPeople)(head, agent)
	}
	return noted(ofSubject)(head, tail)
}

// describesPeople judges an adjective by whom it describes: the subject, as in “the operator
// was distracted”, or who follows, as in “an inexperienced operator”.
func describesPeople(head, tail string) verdict {
	if passive().MatchString(head) && subjectOf(head) == others || isPeople(tail) {
		return judgement
	}
	return harmless
}

var passive = lazyregexp.New(`(?i)\b(?:is|are|was|were|be|been|being|got|gets)(?:\s+(?:\w+ly|too|so|very))*\s*$`)

// byPeople judges a verb by who did it: the subject before it or, in the passive voice, the
// one after by.
func byPeople(head, tail string) verdict {
	if !passive().MatchString(head) {
		return ofSubject(head, tail)
	}
	if agent, found := strings.CutPrefix(strings.TrimSpace(tail), "by "); found {
		return ofPeople(head, agent)
	}
	return harmless
}

// ofPeople judges a phrase by whom the words after it name.
func ofPeople(_, tail string) verdict {
	if isPeople(tail) {
		return judgement
	}
	return harmless
}

// ofOwner judges a phrase by the word before it: the engineer's fault.
func ofOwner(head, _ string) verdict {
	words := lowerWords(head)
	if len(words) == 0 {
		return harmless
	}
	switch owner := words[len(words)-1]; {
	case personNouns[strings.TrimRight(owner, "'’")], personNouns[strings.TrimSuffix(strings.TrimSuffix(owner, "'s"), "’s")]:
		return judgement
	}
	return harmless
}

// mendsPeople judges an action by whether it is about people, as in “remind the operators”
// and “operators will be reminded”. What a system does, such as reminding an owner, is
// harmless.
func mendsPeople(head, tail string) verdict {
	subject := subjectOf(head)
	switch {
	case passive().MatchString(head):
		if (subject == others || subject == us) && !strings.HasPrefix(strings.TrimSpace(tail), "by ") {
			return judgement
		}
	case subject != nobody:
		return ofPeople(head, tail)
	}
	return harmless
}

// ofOthers judges a phrase by the subject before it, unless that is the authors.
func ofOthers(head, _ string) verdict {
	if subjectOf(head) == others {
		return judgement
	}
	return harmless
}

// remindsAll judges a reminder by whether it goes to all of some people. One that goes to the
// owner of something may be sent by a system.
func remindsAll(head, tail string) verdict {
	if words := lowerWords(tail); len(words) == 0 || !slices.Contains([]string{"all", "every", "everyone", "everybody"}, words[0]) {
		return harmless
	}
	return ofPeople(head, tail)
}

var toldTo = lazyregexp.New(`(?i)\bto\s+(?:be|double-check|check|remember|read|follow|think|pay|take|always|never)\b`)

// tellsPeople judges an action by whether it tells people how to behave.
func tellsPeople(head, tail string) verdict {
	if !toldTo().MatchString(tail) {
		return harmless
	}
	return mendsPeople(head, tail)
}

// diligent matches what people with hindsight wish that somebody had done.
const diligent = `(?:checked|read|looked|asked|followed|paid|noticed|listened|waited|verified|thought|tested|been\s+(?:paying|more|careful)|done\s+(?:his|her|their|its)\s+(?:homework|job))\b`

var (
	condition     = lazyregexp.New(`(?i)\bif\s[^,]*$`)
	diligentNext  = lazyregexp.New(`(?i)^\s+(?:only\s+|just\s+)?` + diligent)
	diligentLater = lazyregexp.New(`(?i)^\s+(?:[\w’'-]+\s+){1,6}?` + diligent)
)

// ifOnly judges “if the engineer had read” and “had the engineer read”. What would have
// happened to a system, or after another action, is harmless.
func ifOnly(head, tail string) verdict {
	people := diligentNext().MatchString(tail) && condition().MatchString(head) && subjectOf(head) >= us ||
		diligentLater().MatchString(tail) && isPeople(tail) && subjectOf(head) == omitted
	if people {
		return hindsight
	}
	return harmless
}
