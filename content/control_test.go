package content

import (
	"strings"
	"testing"
)

// TestReadControl checks which name and outcome a control's text has.
func TestReadControl(t *testing.T) {
	v := BuiltinVocabularies()
	v.Control.Extend([]string{"expiry alarm"}, map[string]string{"alarm on expiry": "expiry alarm"})
	for text, want := range map[string][2]string{
		"load test":                           {"load test", Named},
		"load test.":                          {"load test", Named},
		"Load test of v1.2. It did not hold.": {"Load test of v1.2", Named},
		"load test, held. It ran at night.":   {"load test", Held},
		"load test: it held":                  {"load test", Held},
		"load test (held)":                    {"load test", Held},
		"load test held.":                     {"load test", Held},
		"load test, partly":                   {"load test", Partly},
		"load test – held in part.":           {"load test", Partly},
		"load test partly held":               {"load test", Partly},
		"load test, did not. It slept.":       {"load test", DidNot},
		"load test; it didn’t fire":           {"load test", DidNot},
		"the load test did not fire":          {"the load test", DidNot},
		"load test, failed":                   {"load test", DidNot},
		"load test — was not there.":          {"load test", NotThere},
		"load test: missing":                  {"load test", NotThere},
		"load test did not exist":             {"load test", NotThere},
		"fail-closed default, worked as designed and hurt. Twice.": {"fail-closed default", Hurt},
		"fail-closed default, worked as designed, and it hurt.":    {"fail-closed default", Hurt},
		"retries, made it worse":                                   {"retries", Hurt},
		"the load test that held back the release":                 {"the load test that held back the release", Named},
		"the check asks whether the port answers, and it did":      {"the check asks whether the port answers, and it did", Named},
		"review, by two people, did not":                           {"review, by two people", DidNot},
		"Alarm on expiry, was not there":                           {"expiry alarm", NotThere},
		"alarm-on-expiry":                                          {"expiry alarm", Named},
		"held":                                                     {"held", Named},
		", held":                                                   {", held", Named},
		"":                                                         {"", Named},
	} {
		c := ReadControl(text, v)
		if c.Text != text || c.Name != want[0] || c.Outcome != want[1] {
			t.Errorf("%q is %q, %s; want %q", text, c.Name, c.Outcome, want)
		}
		if c.Failed() != (c.Outcome == DidNot || c.Outcome == NotThere || c.Outcome == Partly) {
			t.Errorf("%q failed: %v", text, c.Failed())
		}
	}
	for name, want := range map[string]string{"Load-Test": "load test", "Größe of v1.2 checked": "größe of v1 2 checked", " — ": ""} {
		if got := (Control{Name: name}).Key(); got != want {
			t.Errorf("the key of %q is %q, want %q", name, got, want)
		}
	}
}

// TestAnswerOfControl checks that a control may end in the action item that answers it, which the page links to.
func TestAnswerOfControl(t *testing.T) {
	src := "---\ntitle: a\n---\n## Proximal and Root Causes\n- Control: load test, did not hold -> action-2\n- Control: alarm, was not there. It *rang* once. → action-1.\n\n  More -> action-3\n- Control: review, held\n- Cause -> action-1\n"
	pm, _ := Parse("a.md", []byte(src), Options{})
	var got []string
	for _, c := range pm.Controls {
		got = append(got, c.Name+"|"+c.Outcome+"|"+c.AnsweredBy)
	}
	if text := strings.Join(got, " "); text != "load test|did not hold|action-2 alarm|was not there|action-1 review|held|" {
		t.Errorf("the controls are %s", text)
	}
	page := string(pm.Sections[0].Parts[0].Prose.HTML(func(to string) (string, bool) { return to, true }))
	for _, want := range []string{`did not hold <a href="#action-2">action 2</a></p>`, `<em>rang</em> once. <a href="#action-1">action 1</a></p>`, "More -&gt; action-3", "Cause -&gt; action-1</p>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s:\n%s", want, page)
		}
	}
}
