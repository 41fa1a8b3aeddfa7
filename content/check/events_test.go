package check_test

import "testing"

// TestUnknownEvents checks which labels of the timeline are taken for misspelt events, and
// which are free text.
func TestUnknownEvents(t *testing.T) {
	rows := func(labels ...string) string {
		text := "## Timeline\n| Time | Metadata | Notes |\n| - | - | - |\n"
		for _, label := range labels {
			text += "| 14:00 | " + label + " | a |\n"
		}
		return text
	}
	warned := func(label, event string) string {
		return `14 "` + label + `" warning: "` + label + `" is not an event, so no figure is computed from this row | write ` + "`" + event + "`" +
			", and what else there is to say in the notes; `pmsite rules vocabulary` lists all events"
	}
	site{config: "vocabularies: {event: {values: [Rollback], synonyms: {All clear: Outage ends}}}"}.check(t, "vocabulary", []ruling{
		{"a misspelt event is a warning", "", rows("Outage endss"), warned("Outage endss", "Outage ends")},
		{"so is a misspelt synonym", "", rows("Mitigatd"), warned("Mitigatd", "Outage ends")},
		{"and one of the site's words", "", rows("Al clear"), warned("Al clear", "Outage ends")},
		{"an event with more words is a warning", "", rows("Outage detected by a customer"), warned("Outage detected by a customer", "Outage detected")},
		{"an event may be followed by a colon", "", rows("End of impact: EU"), warned("End of impact: EU", "Outage ends")},
		{"free text is not reported", "", rows("Hypothesis", "Fixed", "Deploy", "Vendor replies", "Outage continues", "Call", "1", "Detected a pattern"), ""},
		{"a long text is not reported", "", rows("Outage begins to be noticed by those who read the dashboards of the week"), ""},
		{"an event of the site is none", "", rows("Rollback"), ""},
		{"a draft is not checked", "status: draft", rows("Outage endss"), ""},
		{"text in a list is free", "", "## Timeline\n- 14:00 Outage endss\n", ""},
		{"a second word for the end is neither an event nor misspelt", "", rows("Outage begins", "Outage ends", "Resolved"), ""},
	})
}
