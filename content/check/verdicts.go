package check

import (
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

var passive = lazyregexp.New(`(?i)\b(?:is|are|was|were|be|been|being|got|gets)(?:\s+\w+ly)?\s*$`)

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

var toldTo = lazyregexp.New(`(?i)\bto\s+(?:be|double-check|check|remember|read|follow|think|pay|take|always|never)\b`)

// tellsPeople judges an action by whether it tells people how to behave.
func tellsPeople(head, tail string) verdict {
	if !toldTo().MatchString(tail) {
		return harmless
	}
	return mendsPeople(head, tail)
}

// diligent matches what people with hindsight wish that somebody had done.
const diligent = `(?:checked|read|looked|asked|followed|paid|noticed|listened|waited|verified|thought|tested|been\s+(?:paying|more|careful))\b`

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
