package check_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestPlacesInFrontMatter checks which part of a value a finding of the parser marks.
func TestPlacesInFrontMatter(t *testing.T) {
	site{}.check(t, "vocabulary", []ruling{
		{"the mark of a value ends before its comment", "severity: hihg # of course", "", `5 "hihg" error: "hihg" is not a severity`},
		{"a value with blanks is marked completely", "severity: very hihg", "", `5 "very hihg" error: "very hihg" is not a severity`},
		{"the mark of a quoted value includes the quotes", "severity: \"hihg\" # x", "", `5 "\"hihg\"" error: "hihg" is not a severity`},
		{"the mark of a single-quoted value includes the quotes", "severity: 'hihg, so' # x", "", `5 "'hihg, so'" error: "hihg, so" is not a severity`},
		{"the mark of a list item ends before the comma", "impact: [latncy, latency]", "", `4 "latncy" error: "latncy" is not an impact`},
		{"the mark of the last list item ends before the bracket", "impact: [latency, latncy] # x", "", `4 "latncy" error: "latncy" is not an impact`},
		{"a list item on its own line is marked", "impact:\n  - latency\n  - latncy", "", `6 "latncy" error: "latncy" is not an impact`},
	})
	site{config: "services: [{name: checkout}]"}.check(t, "vocabulary", []ruling{
		{"a service is looked up on all lines of its key", "services:\n  - checkout\n  # and\n  - gate\nteam: gate", "", `12 "gate" warning: "gate" is not one of the services in the config`},
		{"if a service is not found as written, the value is marked", "service: \"ga\\x74e\"", "", `3 "\"ga\\x74e\"" warning: "gate" is not one of the services in the config`},
	})
}

// TestPlacesOfKeys checks the place of a finding about a key, in particular if the key has no
// value or is missing.
func TestPlacesOfKeys(t *testing.T) {
	const says = ` warning: the attachment "content/b/x.bin" has 12 MB`
	for front, want := range map[string]string{
		"title: A": `2 "A"` + says, "title:   A # b": `2 "A"` + says, "title:": `2 "title:"` + says, "title: ": `2 "title: "` + says, "\"title\": A": `2 "A"` + says, "team: A": `10 "---"` + says,
	} {
		text := strings.Replace(documentOf("", ""), "title: Checkout slow", front, 1)
		in := site{sizes: map[string]int{"b/x.bin": 12 << 20}}.input(t, map[string]string{"b/index.md": text})
		if got := strings.TrimSpace(written(of("attachment-size", runAll(in)), false)); got != want {
			t.Errorf("a large file of a document with %q is reported as %s, want %s", front, got, want)
		}
	}
}

// TestPlacesInTables checks which cell a finding of the parser marks.
func TestPlacesInTables(t *testing.T) {
	const table = "## Timeline\n| Date | Metadata | Time |\n| - | - | - |\n"
	soon := func(marked string) string {
		return fmt.Sprintf("14 %q error: time: %q is not a 24-hour time of the form 14:05", marked, strings.ReplaceAll(marked, `\|`, "|"))
	}
	site{}.check(t, "date", []ruling{
		{"the mark of a cell ends before the pipe", "", table + "| 2026-03-05 | a | soon   | b |\n", soon("soon")},
		{"the mark of the last cell without a closing pipe ends with the line", "", table + "| 2026-03-05 | é | soon  \n", soon("soon")},
		{"an escaped pipe does not end a cell", "", table + "| 2026-03-05 | a | so\\|on |\n", soon("so\\|on")},
		{"a table may be indented", "", table + "  | 2026-03-05 | a | soon |\n", soon("soon")},
	})
}

// TestNoStatusIsDraft checks that a document without a status is treated as a draft.
func TestNoStatusIsDraft(t *testing.T) {
	site{}.check(t, "placeholder", []ruling{{"without a status, notes are allowed", "status:", "TODO\n", ""}})
	site{config: "review: {target_days: 14}"}.check(t, "review-late", []ruling{
		{"without a status, a document is late like a draft", "status:", "", `9 "status:" warning: the post mortem was due to be completed by 2026-03-19, 74 days ago`},
	})
	in := site{}.input(t, map[string]string{"a.md": documentOf("status: completed", "")})
	in.Base = site{}.input(t, map[string]string{"a.md": documentOf("status:", "")}).Collection
	if found := of("status-transition", runAll(in)); len(found) != 1 {
		t.Errorf("completing a document without a status is reported as %q, want one finding", written(found, false))
	}
}

// TestPairs checks how many characters before the ends of a finding and of its fix are two
// UTF-16 code units long: emoji are, é and 東 are not.
func TestPairs(t *testing.T) {
	in := site{}.input(t, map[string]string{"a.md": documentOf("", "## Timeline\n| Notes | Date | Time |\n| - | - | - |\n| 🚢 é東🚢 | 2026/03/05 | 14:00 |\n\nSee [🚢 this](missing🚢.md).\n")})
	found := runAll(in)
	link, date := of("broken-link", found), of("date", found)
	if len(link) != 1 || link[0].Pairs != [2]int{1, 2} {
		t.Errorf("the link: %+v", link)
	}
	if len(date) != 1 || date[0].Fix == nil || date[0].Pairs != [2]int{2, 2} || date[0].FixPairs != [2]int{2, 2} {
		t.Errorf("the date: %+v", date)
	}
}
