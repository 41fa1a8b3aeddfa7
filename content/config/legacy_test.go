package config_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestLegacy parses which post mortems are from before the conventions, and asks which levels rules have for some.
func TestLegacy(t *testing.T) {
	t.Parallel()
	c, problems := configured(`legacy: {before: 2026-01-01, paths: [wiki/, 2027/old.md], rules: {person-name: warning, section-missing: info}}
rules: {missing-field: warning}
content: docs
`)
	if problems != "" {
		t.Fatal(problems)
	}
	old, current := content.Date{Year: 2025, Month: 12, Day: 31}, content.Date{Year: 2026, Month: 1, Day: 1}
	for _, want := range []struct {
		path   string
		date   content.Date
		legacy bool
	}{
		{"docs/postmortems/a.md", old, true},
		{"docs/postmortems/a.md", current, false},
		{"docs/postmortems/a.md", content.Date{}, false},
		{"docs/wiki/a.md", current, true},
		{"docs/2027/old.md", current, true},
		{"docs/2027/new.md", current, false},
		{"2027/old.md", current, false},
	} {
		pm := &content.PostMortem{Path: want.path, Date: want.date}
		if got := c.Legacy.Covers(pm); got != want.legacy {
			t.Errorf("%s of %s: legacy is %v", want.path, want.date, got)
		}
		levels := map[string]string{"missing-field": "warning", "section-missing": "", "person-name": "", "date": ""}
		if want.legacy {
			levels = map[string]string{"missing-field": "off", "section-missing": "info", "person-name": "warning", "date": ""}
		}
		for rule, want := range levels {
			got := ""
			if level, ok := c.Options().Level(rule, pm); ok {
				got = level.String()
			}
			if got != want {
				t.Errorf("%s of %s: the level of %s is %q, want %q", pm.Path, pm.Date, rule, got, want)
			}
		}
	}
}
