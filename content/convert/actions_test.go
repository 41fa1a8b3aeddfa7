package convert_test

import (
	"strings"
	"testing"
)

// actionsOf imports a table with one action item, and returns the row and the notes.
func actionsOf(t *testing.T, head, row string) (got, notes string) {
	t.Helper()
	text, all := imported(t, "---\ntitle: Gates\n---\n## Action Items\n| "+head+" |\n|"+strings.Repeat(" - |", strings.Count(head, "|")+1)+"\n| "+row+" |\n")
	for line := range strings.Lines(all) {
		if _, note, _ := strings.Cut(line, " "); strings.Contains(note, "action items") {
			notes += line
		}
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.ReplaceAll(lines[len(lines)-1], "  ", " "), notes
}

// TestActionCells checks that cells that the format does not accept move to the end of
// the title, and that nothing is lost.
func TestActionCells(t *testing.T) {
	const head = "Action Item | Type | Due | Status"
	for _, c := range []struct{ row, want, notes string }{
		{"One | Prevent | 2026-03-05 | open", "| One | Prevent | 2026-03-05 | open |", ""},
		{"One | process | 2026-03-05 | open", "| One (process) | | 2026-03-05 | open |", "7 left action items: \"process\" was moved to the end of the title\n"},
		{"One | Prevent | soon | open", "| One (soon) | Prevent | | open |", "7 left action items: \"soon\" was moved to the end of the title\n"},
		{"One | Prevent | March 5, 2026 | open", "| One (March 5, 2026) | Prevent | 2026-03-05 | open |", "7 mapped action items: \"March 5, 2026\" is 2026-03-05\n"},
		{"One | Prevent | 2026-03-05 | ✅ done", "| One (✅ done) | Prevent | 2026-03-05 | done |", "7 guessed action items: \"✅ done\" is done\n"},
		{"One | Prevent | 2026-03-05 | **done**", "| One | Prevent | 2026-03-05 | **done** |", ""},
		{"One | Prevent | 2026-03-05 | nobody knows", "| One (nobody knows) | Prevent | 2026-03-05 | |", "7 left action items: \"nobody knows\" was moved to the end of the title\n"},
		{"One | n/a | - | –", "| One | n/a | - | – |", ""},
		{"One | a | b | c", "| One (a) (c) (b) | | | |", "7 left action items: \"a\" was moved to the end of the title\n7 left action items: \"c\" was moved to the end of the title\n7 left action items: \"b\" was moved to the end of the title\n"},
		{"One | a | b | c | d", "| One | a | b | c | d |", ""},
		{" | a | | ", "| (a) | | | |", "7 left action items: \"a\" was moved to the end of the title\n"},
	} {
		got, notes := actionsOf(t, head, c.row)
		if got != c.want || notes != c.notes {
			t.Errorf("the action item %s becomes\n%s, with the notes\n%swant\n%s, and\n%s", c.row, got, notes, c.want, c.notes)
		}
	}
	for _, title := range []string{"Action Item", "Action", "Item", "Task", "Description", "**Task**"} {
		if got, _ := actionsOf(t, "Type | "+title+" | State | Due date", "process | One | maybe | soon"); got != "| | One (process) (maybe) (soon) | | |" {
			t.Errorf("with the column %q an action item becomes %s", title, got)
		}
	}
	if got, notes := actionsOf(t, "Thing | Type", "One | process"); got != "| One | process |" || notes != "5 left action items: the table has no column Action Item\n" {
		t.Errorf("a table without titles becomes %s, with the notes %s", got, notes)
	}
}

// TestShortActions checks that rows with too few cells stay, and that each table of the
// section is converted.
func TestShortActions(t *testing.T) {
	const head = "| Type | Action Item | Due |\n| - | - | - |\n"
	text, _ := imported(t, "---\ntitle: Gates\n---\n## Action Items\n"+head+"| process |\n| process | One |\n\n"+head+"| process | Two | 2026-03-05 |\n")
	want := head + "| process |\n|  | One (process) |\n\n" + head + "|  | Two (process) | 2026-03-05 |\n"
	if !strings.HasSuffix(text, "## Action Items\n"+want) {
		t.Errorf("short rows and a second table become\n%swant\n%s", text, want)
	}
}

// TestActionsElsewhere checks that tables in other sections are left alone.
func TestActionsElsewhere(t *testing.T) {
	const src = "## Notes\n| Action Item | Type |\n| - | - |\n| One | process |\n"
	if text, _ := imported(t, "---\ntitle: Gates\n---\n"+src); !strings.HasSuffix(text, src) {
		t.Errorf("a table of notes is changed:\n%s", text)
	}
}
