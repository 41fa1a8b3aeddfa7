package check_test

import (
	"testing"

	"golang.org/x/tools/txtar"
)

// TestVerdictsByRoles checks who may give a verdict if the config lists no roles.
func TestVerdictsByRoles(t *testing.T) {
	t.Parallel()
	findings := run(t, txtar.Parse([]byte(`
-- a.md --
---
title: A
date: 2026-03-05
status: draft
---
-- _recurrences.yaml --
- {pair: [a, b], verdict: same, why: x, by: Ship Cat}
- {pair: [a, c], verdict: same, why: x, by: ship cat}
- {pair: [a, d], verdict: same, why: x, by: Platform Team}
`)).Files)
	got := ""
	for _, f := range findings {
		if f.Rule == "recurrence-verdict" && f.Column > 20 {
			got += f.Message + "; "
		}
	}
	if want := "who gave the verdict looks like the name of a person; "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
