package check_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

// TestControlWording checks which controls have the same words as another, and which of the
// names is proposed.
func TestControlWording(t *testing.T) {
	document := func(controls string) string {
		return documentOf("", "## Proximal and Root Causes\n- Control: "+strings.ReplaceAll(controls, "; ", "\n- Control: ")+"\n")
	}
	for _, c := range []struct{ holds, config, a, b, want string }{
		{"the name of most is proposed", "", "alarms on expiry", "expiry alarm; the alarm on expiry; expiry alarm", "12 \"alarms on expiry\" info: other post mortems call this control “expiry alarm”\n"},
		{"of equally many, the first in the alphabet is proposed", "", "expiry alarm", "alarm on expiry, held", "12 \"expiry alarm\" info: other post mortems call this control “alarm on expiry”\n"},
		{"a different case is the same name", "", "Expiry-Alarm", "expiry alarm", ""},
		{"other words are another control", "", "expiry alarm", "disk alarm; expiry alarm of certificates", ""},
		{"one word says too little", "", "alarms", "the alarm; alarm", ""},
		{"a synonym in the config is the same name", "vocabularies: {control: {synonyms: {alarms on expiry: expiry alarm}}}", "alarms on expiry", "expiry alarm", ""},
		{"people are not named", "", "alarms of Ada Lovelace", "Ada Lovelace alarm; Ada Lovelace alarm", "12 \"alarms of A•••••••••••\" info: other post mortems call this control “A… L… alarm”\n"},
	} {
		in := site{config: c.config, people: "Ada Lovelace <ada@l.dev>"}.input(t, map[string]string{"a.md": document(c.a), "b.md": document(c.b)})
		var got strings.Builder
		for _, f := range of("control-wording", runAll(in)) {
			if f.File == "content/a.md" {
				got.WriteString(written([]check.Finding{f}, false))
			}
		}
		if got.String() != c.want {
			t.Errorf("%s: got\n%swant\n%s", c.holds, &got, c.want)
		}
	}
}
