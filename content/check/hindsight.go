package check

import (
	"slices"
	"strings"
)

var (
	// irregular are past participles that do not end in ed.
	irregular = wordSet(`been begun bound bought brought built caught chosen come cut done drawn driven fallen felt fixed foreseen forgotten found
		given gone got gotten grown had heard held kept known laid led left let lost made meant met paid put read reset rolled run said seen
		sent set shown shut spent spoken split spotted stood taken taught thought thrown told understood undone woken won written`)

	// things are words ending in ed that are no participles, or that describe a thing which
	// somebody should have, unless an article follows: dedicated hardware, shared dashboards.
	neverVerbs = wordSet("need speed feed seed bed shed embed hundred red bleed breed")
	things     = wordSet(`automated dedicated detailed distributed documented encrypted fixed limited managed mirrored named redundant
		replicated reserved restricted separated shared signed tested typed improved agreed scheduled`)

	// human are participles of what people do, so that “should have been noticed” judges them
	// even if it names nobody. obvious and clear are not participles, but do the same.
	human = wordSet(`asked caught checked clear considered escalated followed known monitored noticed obvious paid questioned read reviewed
		seen spotted tested thought told verified watched`)
)

// inHindsight judges “should have”: by its subject if a participle follows, as in “should
// have checked”; “should have two owners” is a wish. Without people as the subject, “should
// have been noticed” is hindsight, and what a system should have done is harmless.
func inHindsight(head, tail string) verdict {
	words := lowerWords(tail)
	for len(words) > 0 && (onlyAdverbs(words[:1]) || slices.Contains([]string{"never", "not", "at", "least", "all"}, words[0])) && words[0] != "had" {
		words = words[1:]
	}
	if !participle(words) {
		return harmless
	}
	switch subjectOf(head) {
	case others:
		return judgement
	case us, omitted:
		return hindsight
	}
	if len(words) > 1 && words[0] == "been" && human[words[1]] && !slices.Contains(words, "by") {
		return hindsight
	}
	return harmless
}

// participle reports whether words begin with a past participle that makes a verb with have.
func participle(words []string) bool {
	switch {
	case len(words) == 0:
		return false
	case irregular[words[0]]:
		return true
	case things[words[0]]:
		return len(words) == 1 || determiners[words[1]] || linkWords[words[1]]
	}
	return strings.HasSuffix(words[0], "ed") && !neverVerbs[words[0]]
}
