package content

import (
	"strings"
	"testing"
)

// TestNoCellIsLost checks that each cell of a timeline or of action items is part of the post mortem, in whatever column
// it is, since the document is published as it is.
func TestNoCellIsLost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ section, columns, notes, items string }{
		{"Timeline", "| | Day | Date | Time | Event | Channel | Notes | Description |", "G (A; Day: B; Channel: F; Description: H)", ""},
		{"Timeline", "| Time | Event | | |", "B (C; D)", ""},
		{"Timeline", "| Time | Notes | Who |", "B (Who: C)", ""},
		{"Timeline", "| Time | Metadata | Notes | Notes |", "C (Notes: D)", ""},
		{"Timeline", "| Event | Who | Time | Notes |", "Who: B", ""},
		{"Action Items", "| Action Item | Team | Owner | |", "", "A<br><small>Owner: C</small><br><small>D</small>"},
		{"Action Items", "| Priority | Action Item | Type |", "", "B<br><small>Priority: A</small>"},
	} {
		var row strings.Builder
		for i, head := range strings.Split(strings.Trim(test.columns, "|"), "|") {
			cell := string(rune('A' + i))
			switch strings.TrimSpace(head) {
			case "Date":
				cell = "2026-01-02"
			case "Time":
				cell = "10:00"
			case "Type":
				cell = "Preventative"
			}
			if test.notes == "Who: B" && head == " Notes " {
				cell = ""
			}
			row.WriteString("| " + cell + " ")
		}
		delimiters := strings.Repeat("| - ", strings.Count(test.columns, "|")-1) + "|\n"
		pm, _ := Parse("content/a.md", []byte("---\ndate: 2026-01-02\n---\n## "+test.section+"\n"+test.columns+"\n"+delimiters+row.String()+"|\n"), Options{})
		var notes, items string
		for _, e := range pm.Timeline {
			notes += e.Note
		}
		for _, a := range pm.ActionItems {
			items += a.HTML.HTML(nil)
		}
		if notes != test.notes || items != test.items {
			t.Errorf("%s shows the notes %q and the items %q, want %q and %q", test.columns, notes, items, test.notes, test.items)
		}
	}
}
