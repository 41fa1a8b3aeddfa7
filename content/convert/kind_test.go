package convert_test

import (
	"testing"

	"github.com/pmsite/pmsite/content/convert"
)

// TestKindOf tells post mortems from the other texts of their folder.
func TestKindOf(t *testing.T) {
	links := "# Incidents\n\nAll of them.\n\n- [Gates](2026-03-05-gates.md)\n- [Signs](signs.md)\n- [Mail](mail.md)\n"
	timeline := "\n## Timeline\n\n- 14:05 The gates close.\n"
	for _, c := range []struct {
		name, src string
		want      convert.Kind
	}{
		{"old/README.md", links, convert.KindReadme},
		{"old/Readme.en.md", "Text.\n", convert.KindReadme},
		{"CONTRIBUTING.md", "# How to\n", convert.KindReadme},
		{"old/template.md", "# Title" + timeline, convert.KindTemplate},
		{"old/incident_template.md", "# Incident" + timeline, convert.KindTemplate},
		{"old/vorlage.md", "# Vorfall\n", convert.KindTemplate},
		{"old/new.md", "# Template\n" + timeline, convert.KindTemplate},
		{"old/2026-03-05-template-broken.md", "# Letters had no text\n", convert.KindPostMortem},
		{"old/gates.md", "# Outage of the template service\n\n**Date:** 2026-03-05\n", convert.KindPostMortem},
		{"old/index.md", links, convert.KindIndex},
		{"old/all.md", "| When | What |\n|---|---|\n| a | [b](b.md) |\n| c | [d](d.md) |\n| e | [f](f.md) |\n", convert.KindIndex},
		{"old/2026-03-05-gates/index.md", "# Gates" + timeline + "\n## Follow-ups\n\n- [a](b)\n- [c](d)\n- [e](f)\n", convert.KindPostMortem},
		{"old/011-2026-02-26-signs.md", "# Signs dark\n\nThe signs were dark.\n", convert.KindPostMortem},
		{"old/2026-02-26-signs.md", "# Signs dark\n\nThe signs were dark.\n", convert.KindPostMortem},
		{"old/gates.md", "# Gates" + timeline + "\n## Root cause\n\nA card.\n", convert.KindPostMortem},
		{"old/incident-42.md", "# Gates\n\n- **Date**: March 5, 2026\n", convert.KindPostMortem},
		{"old/gates.md", "---\ntitle: [\n---\n", convert.KindPostMortem},
		{"incidents/gates.md", "---\ntitle: Gates\nstart_time: 2026-03-05T14:05:00Z\n---\nThey closed.\n", convert.KindPostMortem},
		{"incidents/gates.md", "# Gates" + timeline, convert.KindPostMortem},
		{"incidents/notes.md", "# Lunch\n\nThe menu.\n", convert.KindOther},
		{"old/gates.md", "# Gates" + timeline, convert.KindOther},
		{"old/notes.md", "# Lunch\n\nThe menu.\n", convert.KindOther},
		{"old/responding.md", "# How to respond to incidents\n\nStay calm.\n", convert.KindOther},
		{"old/empty.md", "", convert.KindOther},
	} {
		if got := convert.KindOf(c.name, []byte(c.src)); got != c.want {
			t.Errorf("%s is a %s, want %s:\n%s", c.name, got, c.want, c.src)
		}
	}
}
