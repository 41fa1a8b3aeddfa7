package convert

import "testing"

// TestHeadingOf checks which lines are headings, and their titles.
func TestHeadingOf(t *testing.T) {
	for text, want := range map[string]struct {
		level int
		title string
	}{
		"# Gates":      {1, "Gates"},
		"   ###### A ": {6, "A"},
		"##\tA #":      {2, "A"},
		"# A ## \t":    {1, "A"},
		"# A#":         {1, "A#"},
		"# C # D":      {1, "C # D"},
		"# #":          {1, "#"},
		"# ":           {1, ""},
		"#":            {0, ""},
		"#A":           {0, ""},
		"    # A":      {0, ""},
		"####### A":    {0, ""},
		"Text":         {0, ""},
		"":             {0, ""},
	} {
		if level, title := headingOf(text); level != want.level || title != want.title {
			t.Errorf("%q has the level %d and the title %q, want %d and %q", text, level, title, want.level, want.title)
		}
	}
}
