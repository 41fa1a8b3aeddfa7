package content

import "testing"

// TestEffect checks which cells say how one will know that an action item works, and that somebody has seen it.
func TestEffect(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]ActionItem{
		"":                                   {},
		"n/a":                                {},
		"p95 under 300 ms":                   {Effect: "p95 under 300 ms"},
		"p95 under 300 ms, seen 2026-05-12":  {Effect: "p95 under 300 ms, seen 2026-05-12", Verified: true},
		"(2026-05-12).":                      {Effect: "(2026-05-12).", Verified: true},
		"since 2026-05-12 none":              {Effect: "since 2026-05-12 none"},
		"2026-13-40":                         {Effect: "2026-13-40"},
		"PM-2026-05-12":                      {Effect: "PM-2026-05-12"},
		"[the graph](https://example.org/g)": {Effect: "the graph", Verified: true},
		"see [the graph](https://example.org/g) in a month": {Effect: "see the graph in a month"},
		"load test https://example.org/run/7":               {Effect: "load test https://example.org/run/7", Verified: true},
	} {
		src := "---\ntitle: A\n---\n## Action Items\n| Action Item | How we will know |\n|---|---|\n| Bound it | " + cell + " |\n"
		pm, problems := Parse("a.md", []byte(src), Options{})
		if len(pm.ActionItems) != 1 {
			t.Fatalf("%q: %d action items: %v", cell, len(pm.ActionItems), problems)
		}
		if got := pm.ActionItems[0]; got.Effect != want.Effect || got.Verified != want.Verified || got.Title != "Bound it" {
			t.Errorf("%q: got %q (verified: %v), want %q (%v)", cell, got.Effect, got.Verified, want.Effect, want.Verified)
		}
	}
}
