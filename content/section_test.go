package content_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestSectionNames checks which headings of other formats and languages name which sections.
func TestSectionNames(t *testing.T) {
	for heading, want := range map[string]content.SectionKind{
		"Executive Summary": content.SummarySection, "What happened?": content.SummarySection, "Overview": content.SummarySection, "概要": content.SummarySection,
		"Incident timeline": content.TimelineSection, "Timeline of events": content.TimelineSection, "Chronology": content.TimelineSection, "3. Timeline": content.TimelineSection,
		"Timeline (PST)": content.TimelineSection, "Timeline: the day": content.TimelineSection, "Timeline – the day": content.TimelineSection, "timeline, in UTC": content.TimelineSection,
		"Issue Timeline (UTC)": content.TimelineSection, "Zeitlicher Ablauf": content.TimelineSection, "Línea de tiempo": content.TimelineSection, "タイムライン": content.TimelineSection,
		"Root cause analysis": content.CausesSection, "Root causes and trigger": content.CausesSection, "Recovery": content.ResolutionSection, "How it was fixed": content.ResolutionSection,
		"Follow-ups": content.ActionsSection, "Corrective actions": content.ActionsSection, "Next steps": content.ActionsSection, "Actions": content.ActionsSection, "Maßnahmen": content.ActionsSection,
		"What went poorly?": content.WrongSection, "What could have gone better": content.WrongSection, "What didn't go well": content.WrongSection, "What failed": content.WrongSection,
		"What worked": content.WellSection, "Where did we get lucky?": content.LuckySection, "Learnings": content.LessonsSection, "What did we learn": content.LessonsSection,
		"Related links": content.ReferencesSection, "Further reading": content.ReferencesSection,
		"Timelines of old": "", "A section of our own": "", "Our timeline tool": "", "2019": "", "": "",
	} {
		if got := content.SectionOf(heading); got != want {
			t.Errorf("the heading %q names the section %q, want %q", heading, got, want)
		}
	}
}
