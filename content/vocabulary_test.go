package content

import (
	"fmt"
	"strings"
	"testing"
)

func ExampleVocabulary() {
	v := BuiltinVocabularies().Severity
	v.Extend([]string{"security"}, map[string]string{"SEV1": "critical"})
	for _, word := range []string{"Near-Miss", "sev_1", "Security", "hihg"} {
		value, ok := v.Match(word)
		fmt.Printf("%q %v\n", value, ok)
	}
	// Output:
	// "near miss" true
	// "critical" true
	// "security" true
	// "" false
}

func TestExtend(t *testing.T) {
	v := NewVocabulary("color", []string{"red", "dark blue"}, map[string]string{"crimson": "RED", "sky": "light blue"})
	v.Extend([]string{"Dark-Blue", "green"}, nil)
	if got := fmt.Sprint(v.Values); got != "[red dark blue green]" {
		t.Errorf("values %s: a known value under another spelling is not a new one", got)
	}
	if value, ok := v.Match("Crimson"); value != "red" || !ok {
		t.Errorf("synonym of a value in another case: %q", value)
	}
	if _, ok := v.Match("sky"); ok {
		t.Error("a synonym of nothing was added")
	}
	if v.Rank("red") != 0 || v.Rank("green") != 2 || v.Rank("mauve") != 3 {
		t.Error("ranks")
	}
}

func TestVocabulariesAreFresh(t *testing.T) {
	BuiltinVocabularies().Impact.Extend([]string{"security"}, nil)
	if _, known := BuiltinVocabularies().Impact.Match("security"); known {
		t.Error("one site's vocabulary changed another's")
	}
}

func TestNearest(t *testing.T) {
	words := []string{"title", "tags", "severity", "summary", "date", "data protection", "data protections"}
	for text, want := range map[string]string{
		"titel": "title", "tag": "tags", "severty": "severity", "Severity": "severity", "sumary": "summary", "dates": "date",
		"ta": "", "colour": "", "": "", "update": "", "xyz": "",
		"datta protectionn": "data protection", "dat protect": "", "dataxprotxctixn": "", "data-protectio": "data protection", "severity severity": "",
	} {
		if got := Nearest(fold(text), words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestHints checks the hint for a word that is not a value: the nearest value, of two
// equally near ones the graver or earlier, or else a list of all values.
func TestHints(t *testing.T) {
	v := NewVocabulary("kind", []string{"planned-a", "planned-b", "other"}, map[string]string{"unplanned": "other"})
	for word, want := range map[string]string{
		"planned-c": "did you mean `planned-a`?", "PLANNED B.": "did you mean `planned-b`?", "othre": "did you mean `other`?", "unplaned": "use one of: planned-a, planned-b, other", "x": "use one of: planned-a, planned-b, other",
	} {
		if got := v.Hint(word); got != want {
			t.Errorf("for %q a reader is offered %q, want %q", word, got, want)
		}
	}
}

// TestHintsInDocuments checks that the hint for a word of a document says what to write in
// the config, unless a value is near or the config cannot define the word.
func TestHintsInDocuments(t *testing.T) {
	v := BuiltinVocabularies()
	own := BuiltinVocabularies().Severity
	own.Replace([]string{"SEV1", "SEV2"})
	const severities = "use one of: critical, high, medium, low, near miss"
	for _, test := range []struct {
		v          *Vocabulary
		word, want string
	}{
		{v.Severity, "SEV1", severities + "; or say in pmsite.yaml what it stands for: `vocabularies: {severity: {synonyms: {SEV1: critical}}}`"},
		{v.Severity, " P2 ", severities + "; or say in pmsite.yaml what it stands for: `vocabularies: {severity: {synonyms: {P2: high}}}`"},
		{v.Severity, "grave", severities + "; or say in pmsite.yaml what it stands for: `vocabularies: {severity: {synonyms: {grave: …}}}`"},
		{own, "Near-Miss", "use one of: SEV1, SEV2; or in pmsite.yaml, add `near miss` to `only`, or name the severity that is one: `near_miss: SEV2`"},
		{v.Severity, "SEV9", severities + "; or say in pmsite.yaml what it stands for: `vocabularies: {severity: {synonyms: {SEV9: …}}}`"},
		{v.Severity, "hihg", "did you mean `high`?"},
		{v.Severity, "a: {b}", severities},
		{v.ActionType, "hope", "use one of: Mitigation, Preventative, Detective, Remediative; or say in pmsite.yaml what it stands for: `vocabularies: {action_type: {synonyms: {hope: …}}}`"},
		{v.CaughtBy, "chance", "use one of: control, person, luck"},
	} {
		if got := test.v.HintInDocument(test.word); got != test.want {
			t.Errorf("for %q a reader is offered %q, want %q", test.word, got, test.want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "xbc", 1}, {"abcd", "abxcd", 1}, {"größe", "grosse", 3},
	} {
		if got := EditDistance(test.a, test.b); got != test.want {
			t.Errorf("EditDistance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
		if EditDistance(test.a, test.b) != EditDistance(test.b, test.a) {
			t.Errorf("%q and %q: the distance depends on the order", test.a, test.b)
		}
	}
}

func TestFoldHeading(t *testing.T) {
	for text, want := range map[string]string{
		"What went well?": "what went well", "  Proximal & Root-Causes ": "proximal root causes", "Incident / Change #": "incident change", "ÄRGER": "ärger", "???": "",
	} {
		if got := foldHeading(text); got != want {
			t.Errorf("foldHeading(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestBuiltinWords checks which everyday words stand for which value.
func TestBuiltinWords(t *testing.T) {
	v := BuiltinVocabularies()
	for _, test := range []struct {
		v     *Vocabulary
		words map[string]string
	}{
		{v.Detection, map[string]string{"alarm": "configured alarm", "configured alert": "configured alarm", "Other": "other"}},
		{v.Status, map[string]string{"complete": Completed, "in review": Review, "DRAFT": Draft}},
		{v.Event, map[string]string{
			"internal communication": InternalCommunication, "External communication": ExternalCommunication, "Detected": OutageDetected, "outage began": OutageBegins, "Outage starts": OutageBegins,
			"outage started": OutageBegins, "outage ended": OutageEnds, "incident declared": IncidentCreated, "incident ended": IncidentEnds, "incident closed": IncidentEnds,
			"acknowledged": Acknowledged, "vendor contacted": VendorContacted, "vendor escalated": VendorEscalated,
		}},
		{v.ActionType, map[string]string{
			"mitigating": "Mitigation", "mitigative": "Mitigation", "mitigate": "Mitigation", "preventive": "Preventative", "prevention": "Preventative", "prevent": "Preventative",
			"detection": "Detective", "detect": "Detective", "remediation": "Remediative", "remedial": "Remediative",
		}},
		{v.ActionState, map[string]string{
			"todo": Open, "to do": Open, "new": Open, "wip": InProgress, "started": InProgress, "doing": InProgress, "closed": Done, "complete": Done, "completed": Done,
			"canceled": Cancelled, "wont do": Cancelled, "won't do": Cancelled,
		}},
	} {
		for word, want := range test.words {
			if got, _ := test.v.Match(word); got != want {
				t.Errorf("as %s, %q stands for %q, want %q", test.v.Name, word, got, want)
			}
		}
	}
	for _, test := range []struct {
		v    *Vocabulary
		want string
	}{
		{v.Severity, "severity: critical, high, medium, low, near miss"},
		{v.Impact, "impact: data loss, latency, availability, cosmetic"},
		{v.Detection, "detection: manual, configured alarm, other"},
		{v.Status, "status: draft, review, completed"},
		{v.Event, "event: Outage begins, Outage detected, Incident created, Acknowledged, Internal communications, Vendor contacted, Vendor escalated, External communications, Outage ends, Incident ends, Would have begun, Hypothesis, Ruled out, Decision, Joined, Workaround, Surprise"},
		{v.ActionType, "action type: Mitigation, Preventative, Detective, Remediative"},
		{v.ActionState, "action state: open, in progress, done, cancelled"},
		{v.CaughtBy, "caught_by: control, person, luck"},
		{v.Communication, "communication: none needed"},
	} {
		if got := test.v.Name + ": " + strings.Join(test.v.Values, ", "); got != test.want {
			t.Errorf("the values of %s, want %s", got, test.want)
		}
	}
}
