package check_test

import (
	"context"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

// TestBlamingPhrases checks every phrase that blames, in each of its forms, and the hint for
// it.
func TestBlamingPhrases(t *testing.T) {
	const (
		askWhy    = "say what made the action look right at the time, and what would have caught it"
		hindsight = "say what was known then, and what would have made the better choice the easy one"
		character = "describe what was done and seen, not what somebody is like"
		reminder  = "say what would have served as a reminder, or made one unnecessary"
	)
	var body strings.Builder
	var want []string
	for _, of := range []struct{ hint, phrases string }{
		{askWhy, "human error|human errors|operator error|pilot error|engineer error|Engineer's errors|human mistake|human mistakes|to blame"},
		{hindsight, "should have|should not have|shouldn't have|shouldn’t have|should've|should’ve|ought to have|ought not to have|known better|SHOULD HAVE"},
		{character, "careless|carelessly|carelessness|negligent|negligently|negligence|incompetent|incompetently|incompetence|sloppy|inattention|inattentive|stupid|stupidly|stupidity"},
		{character, "didn't bother|didn’t bother|did not bother|did not even bother|didn't even bother"},
		{reminder, "forgot to"},
	} {
		for phrase := range strings.SplitSeq(of.phrases, "|") {
			body.WriteString("it was " + phrase + " then.\n")
			want = append(want, phrase+": “"+phrase+"” blames | "+of.hint)
		}
	}
	in := site{}.input(t, map[string]string{"a.md": documentOf("", body.String())})
	found := of("blaming-phrase", check.Run(context.Background(), in))
	if len(found) != len(want) {
		t.Errorf("%d of %d lines that blame are reported", len(found), len(want))
	}
	reported := map[int]string{}
	for _, f := range found {
		runes := []rune(f.Source)
		reported[f.Line] = string(runes[f.Column-1:f.EndColumn-1]) + ": " + f.Message + " | " + f.Hint
	}
	for i, want := range want {
		if reported[i+11] != want {
			t.Errorf("got %q, want %q", reported[i+11], want)
		}
	}
}

// TestNoBlame checks what is not blame, and that each place on a line is reported.
func TestNoBlame(t *testing.T) {
	site{}.check(t, "blaming-phrase", []ruling{
		{"words that only look like blame are not reported", "", "The inhuman errors, shoulder haven, thought to haven; unknown betters, sloppyjoe, too blame, forgot today, bothered.\n", ""},
		{"what should be is not hindsight", "", "The alarm should fire. It ought to be loud. He forgot it.\n", ""},
		{"each occurrence of each phrase on a line is reported", "", "Careless é careless: human error.\n", "11 \"Careless\" warning: “Careless” blames\n11 \"careless\" warning: “careless” blames\n11 \"human error\" warning: “human error” blames"},
		{"a draft is checked, too", "status: draft", "careless\n", `11 "careless" warning: “careless” blames`},
		{"front matter is checked, too", "summary: a careless change", "", `9 "careless" warning: “careless” blames`},
		{"code is not checked", "", "`careless`\n\n```\ncareless\n```\n", ""},
	})
}
