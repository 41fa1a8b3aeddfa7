package config

import (
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
)

func TestParseHours(t *testing.T) {
	for _, good := range []string{"24x7", "24/7", "08:00-18:00", "Mon-Fri 8:00-18:00", "mon-fri 08:00-12:00, Mon-Fri 13:00-17:00, sat 09:00-24:00", "Sat-Mon 10:00-11:00", "08:00-12:00, 12:00-17:00", "12:00-17:00, 08:00-12:00", "08:59-17:59", "Mon 08:00-09:00, Tue 08:00-09:00", "Sun 0:00-24:00"} {
		if h, err := ParseHours(good); err != nil || !h.Known() || h.String() != good {
			t.Errorf("%q: %v %v", good, h, err)
		}
	}
	for _, bad := range []string{"", "always", "8-18", "18:00-08:00", "08:00-08:00", "08:00-25:00", "08:60-09:00", "Mon 08:00-12:00, Mon-Fri 11:00-13:00", "Mo-Fr 08:00-18:00", "00:00-24:01", "08:00-18:00,", "Sat-Mon 10:00-11:00, Sun 10:59-12:00", "Mon 8:0-9:00"} {
		if h, err := ParseHours(bad); err == nil || h.Known() {
			t.Errorf("%q is taken for %v", bad, h)
		}
	}
}

func TestHoursWithin(t *testing.T) {
	halifax, _ := content.LoadZone("America/Halifax")
	at := func(text string) time.Time {
		tm, err := time.ParseInLocation("2006-01-02 15:04", text, halifax)
		if err != nil {
			t.Fatal(err)
		}
		return tm
	}
	for _, test := range []struct {
		hours, from, to string
		want            time.Duration
	}{
		{"24x7", "2026-05-04 10:00", "2026-05-04 11:30", 90 * time.Minute},
		{"24x7", "2026-05-04 10:00", "2026-05-04 10:00", 0},
		// Clocks go back on 2026-11-01 and forward on 2026-03-08.
		{"24x7", "2026-11-01 00:00", "2026-11-02 00:00", 25 * time.Hour},
		{"24x7", "2026-03-08 00:00", "2026-03-09 00:00", 23 * time.Hour},
		// 2026-05-01 is a Friday: 17:00 to 18:00 on it, and 08:00 to 09:30 on Monday.
		{"Mon-Fri 08:00-18:00", "2026-05-01 17:00", "2026-05-04 09:30", 150 * time.Minute},
		{"Mon-Fri 08:00-18:00", "2026-05-02 00:00", "2026-05-04 08:00", 0},
		{"Sat-Sun 00:00-24:00", "2026-05-01 00:00", "2026-05-08 00:00", 48 * time.Hour},
		{"Mon-Fri 08:00-12:00, Mon-Fri 13:00-17:00", "2026-05-04 11:00", "2026-05-04 14:00", 2 * time.Hour},
		{"Sat-Mon 10:00-11:00", "2026-05-01 00:00", "2026-05-08 00:00", 3 * time.Hour},
		{"Fri 23:00-24:00", "2026-05-01 23:30", "2026-05-02 23:30", 30 * time.Minute},
		{"Sun 08:00-18:00", "2026-05-03 07:00", "2026-05-03 19:00", 10 * time.Hour},
		{"Sun 08:00-18:00", "2026-05-03 18:00", "2026-05-10 08:00", 0},
		{"24x7", "2026-05-04 11:00", "2026-05-04 10:00", 0},
		{"24x7", "2025-05-04 00:00", "2026-05-04 00:00", 365 * 24 * time.Hour},
	} {
		h, err := ParseHours(test.hours)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Within(at(test.from), at(test.to).UTC(), halifax); got != test.want {
			t.Errorf("%s from %s to %s: %s, want %s", test.hours, test.from, test.to, got, test.want)
		}
	}
}

// TestParseHoursSays checks the errors for invalid hours.
func TestParseHoursSays(t *testing.T) {
	for text, want := range map[string]string{
		"always":                               `"always" is not of the form 24x7 or Mon-Fri 08:00-18:00`,
		"Mon 09:00-10:00, 18:00-08:00":         `"Mon 09:00-10:00, 18:00-08:00": 18:00-08:00 ends before it begins, or is not a valid time`,
		"Mon-Wed 08:00-12:00, Tue 11:00-13:00": `"Mon-Wed 08:00-12:00, Tue 11:00-13:00": the hours on Tuesday overlap`,
	} {
		if _, err := ParseHours(text); err == nil || err.Error() != want {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
	if (Hours{}).Known() {
		t.Error("hours that are not set are given")
	}
}

func FuzzParseHours(f *testing.F) {
	for _, seed := range []string{"24x7", "Mon-Fri 08:00-18:00, Sat 09:00-12:00", "Sun-Mon 0:00-24:00"} {
		f.Add(seed)
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		h, err := ParseHours(s)
		if err != nil {
			return
		}
		if week := h.Within(from, from.AddDate(0, 0, 7), time.UTC); week <= 0 || week > 7*24*time.Hour {
			t.Errorf("%q has %s a week", s, week)
		}
	})
}
