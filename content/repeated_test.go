package content_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestRepeatedTimes checks which times are fixed: those that the rows above and below leave
// only one meaning.
func TestRepeatedTimes(t *testing.T) {
	for rows, want := range map[string]string{
		"01:30":                      "01:30 is left alone",
		"00:50, 01:30, 02:10":        "01:30 is left alone",
		"01:30 EDT, 01:10":           "01:10 -> 01:10 EST",
		"01:30, 01:10 EST":           "01:30 -> 01:30 EDT",
		"01:30, 01:10 EDT":           "01:30 is left alone",
		"01:10, 01:30 EDT":           "01:10 -> 01:10 EDT",
		"01:50, 01:10":               "01:50 -> 01:50 EDT, 01:10 -> 01:10 EST",
		"01:50, 01:10, 01:20, 01:55": "01:50 -> 01:50 EDT, 01:10 -> 01:10 EST, 01:20 -> 01:20 EST, 01:55 -> 01:55 EST",
		"01:50, 01:40, 01:30":        "01:50 is left alone, 01:40 is left alone, 01:30 is left alone",
		"06:30Z, 01:45":              "01:45 -> 01:45 EST",
		"~01:30 EST, 01:10":          "01:10 is left alone",
		"01:30 EST, ~01:45":          "~01:45 -> ~01:45 EST",
		"01:30:30 EDT, 01:30:10":     "01:30:10 -> 01:30:10 EST",
		"01:30 Eastern, 01:10 EST":   "01:30 Eastern -> 01:30 EDT",
	} {
		var table strings.Builder
		for row := range strings.SplitSeq(rows, ", ") {
			table.WriteString("| 2026-11-01 | " + row + " | Note | |\n")
		}
		_, problems := content.Parse("content/a.md", []byte("---\ntitle: A\ndate: 2026-11-01\ntimezone: America/New_York\nstatus: draft\n---\n"+
			"## Timeline\n| Date | Time | Metadata | Notes |\n| --- | --- | --- | --- |\n"+table.String()), content.Options{})
		var got []string
		for _, p := range problems {
			text, _, _ := strings.Cut(p.Message, " occurs twice")
			switch {
			case p.Rule != "dst":
			case p.Fix == content.Fix{}:
				got = append(got, text+" is left alone")
			default:
				got = append(got, p.Fix.Old+" -> "+p.Fix.New)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %s, want %s", rows, strings.Join(got, ", "), want)
		}
	}
}
