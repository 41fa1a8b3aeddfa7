package convert_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/convert"
)

// TestImportDefinitions reads fields of a definition list, and leaves other entries as they are.
func TestImportDefinitions(t *testing.T) {
	src := "# Gates\n\nDate\n: 2026-03-05\n\n**Severity**\n:   high\n\nWeather\n: fair\n\nDuration\n: 5 min\n: or so\n"
	out, err := convert.Import("a.md", []byte(src), convert.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	text := string(out.Text)
	for _, want := range []string{"date: 2026-03-05\n", "severity: high\n", "\nWeather\n: fair\n\nDuration\n: 5 min\n: or so\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestImportDayLines carries the day of a line on, also if its markup is not right.
func TestImportDayLines(t *testing.T) {
	src := "# Gates\n\n## Timeline\n\n_4/24/26_\n\n9:00 AM: It begins\n\n-4/25/26_\n\n9:41 AM: It goes on\n"
	out, err := convert.Import("a.md", []byte(src), convert.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for _, e := range out.PostMortem.Timeline {
		days = append(days, e.Time.Format("2006-01-02 15:04"))
	}
	if got, want := strings.Join(days, ", "), "2026-04-24 09:00, 2026-04-25 09:41"; got != want {
		t.Errorf("times %s, want %s:\n%s", got, want, out.Text)
	}
}
