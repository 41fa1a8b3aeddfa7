package content

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func ExampleParseDate() {
	d, err := ParseDate("2026 / 3 / 5")
	fmt.Println(d, err)
	_, err = ParseDate("2024-02-30")
	fmt.Println(err)
	// Output:
	// 2026-03-05 <nil>
	// "2024-02-30": no such day
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"2026-03-05": "2026-03-05", "2026/3/5": "2026-03-05", " 2026 - 03 - 05 ": "2026-03-05", "2024-02-29": "2024-02-29", "0001-01-01": "0001-01-01",
	} {
		if got, err := ParseDate(text); err != nil || got.String() != want {
			t.Errorf("ParseDate(%q) = %v, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "2026", "2026-03", "03/05/2026", "2026-03/05", "2026-00-01", "2026-01-00", "2026-13-01", "2025-02-29", "0000-01-01", "20260305", "2026-03-05T10:00", "２０２６-03-05", "-2026-03-05", "99999-01-01"} {
		if got, err := ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", text, got)
		}
	}
}

func TestDate(t *testing.T) {
	var zero Date
	if !zero.IsZero() || zero.String() != "" {
		t.Error("the zero date is given")
	}
	a, b := Date{2026, time.March, 5}, Date{2026, time.March, 6}
	if !a.Before(b) || b.Before(a) || a.Before(a) {
		t.Error("order of days")
	}
	late := time.Date(2026, 3, 5, 23, 0, 0, 0, mustZone(t, "America/New_York"))
	if DateOf(late) != a || DateOf(late.UTC()) != b {
		t.Error("the day of an instant is that of its zone")
	}
}

func TestParseClock(t *testing.T) {
	for text, want := range map[string]clockTime{
		"14:05":          {hour: 14, minute: 5},
		"9:05":           {hour: 9, minute: 5},
		" 14:05:30 ":     {hour: 14, minute: 5, second: 30},
		"14:05:30.25Z":   {hour: 14, minute: 5, second: 30, zone: "Z"},
		"01:30 EDT":      {hour: 1, minute: 30, zone: "EDT"},
		"01:30-04:00":    {hour: 1, minute: 30, zone: "-04:00"},
		"01:30 +0200":    {hour: 1, minute: 30, zone: "+0200"},
		"01:30 UTC+2":    {hour: 1, minute: 30, zone: "UTC+2"},
		"~14:30":         {hour: 14, minute: 30, approximate: true},
		"14:30~":         {hour: 14, minute: 30, approximate: true},
		"≈14:30":         {hour: 14, minute: 30, approximate: true},
		"ca. 14:30":      {hour: 14, minute: 30, approximate: true},
		"Approx. 14:30":  {hour: 14, minute: 30, approximate: true},
		"circa 14:30":    {hour: 14, minute: 30, approximate: true},
		"14:??":          {hour: 14, approximate: true, unknownMinute: true},
		"~14:30 EDT":     {hour: 14, minute: 30, zone: "EDT", approximate: true},
		"24:00":          {hour: 24},
		"~24:00:00 EDT":  {hour: 24, zone: "EDT", approximate: true},
		"23:59:59":       {hour: 23, minute: 59, second: 59},
		"00:00":          {},
		"~ 9:00 -03:30~": {hour: 9, zone: "-03:30", approximate: true},
	} {
		if got, err := parseClock(text); err != nil || got != want {
			t.Errorf("parseClock(%q) = %+v, %v; want %+v", text, got, err, want)
		}
	}
	for text, want := range map[string]error{
		"": errClockForm, "14": errClockForm, "14.05": errClockForm, "1405": errClockForm, "24:01": errClockForm, "24:00:01": errClockForm, "24:??": errClockForm, "25:00": errClockForm, "14:60": errClockForm,
		"14:5": errClockForm, "14:05:60": errClockForm, "?:05": errClockForm, "soon": errClockForm, "14:05 Northern time": errClockForm,
		"14:05–14:20": errClockForm, "~": errClockForm,
		"2:05 PM": errHalfDay, "2pm": errHalfDay, "12:29p": errHalfDay, "2:05 a.m.": errHalfDay, "14:05 PM": errHalfDay, "~2:05am": errHalfDay,
	} {
		if got, err := parseClock(text); !errors.Is(err, want) {
			t.Errorf("parseClock(%q) = %+v, %v; want %v", text, got, err, want)
		}
	}
}

func mustZone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestResolveIsInverseOfClocks tries every quarter of an hour of a year, in zones of all
// kinds: the instants that resolve returns show the wall time, what it refuses is never
// shown, and what it calls ambiguous is shown twice.
func TestResolveIsInverseOfClocks(t *testing.T) {
	for _, name := range []string{"America/Halifax", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Kiritimati"} {
		zone := mustZone(t, name)
		shown := map[string][]time.Time{}
		start := time.Date(2025, 12, 30, 0, 0, 0, 0, time.UTC)
		const layout = "2006-01-02 15:04"
		for at := start; at.Before(start.AddDate(1, 0, 4)); at = at.Add(15 * time.Minute) {
			wall := at.In(zone).Format(layout)
			shown[wall] = append(shown[wall], at)
		}
		for wall := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); wall.Year() == 2026; wall = wall.Add(15 * time.Minute) {
			want := shown[wall.Format(layout)]
			got, err := clockTime{hour: wall.Hour(), minute: wall.Minute()}.resolve(DateOf(wall), zone)
			switch {
			case len(want) == 0 && !errors.Is(err, errSkipped),
				len(want) == 1 && (err != nil || !got.Equal(want[0])),
				len(want) == 2 && (!errors.Is(err, errRepeated) || !got.Equal(want[0])),
				len(want) > 2:
				t.Fatalf("%s in %s: %v, %v; clocks show it at %v", wall.Format(layout), name, got, err, want)
			}
			// The abbreviation of each instant selects it.
			for _, at := range want {
				abbreviation, _ := at.In(zone).Zone()
				got, err := clockTime{hour: wall.Hour(), minute: wall.Minute(), zone: abbreviation}.resolve(DateOf(wall), zone)
				if err != nil || !got.Equal(at) {
					t.Fatalf("%s %s in %s: %v, %v; want %v", wall.Format(layout), abbreviation, name, got, err, at)
				}
			}
		}
	}
}

func TestParseOffset(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"Z": 0, "utc": 0, "GMT": 0, "-04:00": -4 * time.Hour, "+0200": 2 * time.Hour, "UTC+2": 2 * time.Hour, "gmt-3": -3 * time.Hour,
		"+05:45": 5*time.Hour + 45*time.Minute, "-03:30": -3*time.Hour - 30*time.Minute, "+14:00": 14 * time.Hour,
	} {
		if got, ok := parseOffset(text); !ok || got != want {
			t.Errorf("parseOffset(%q) = %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "EST", "+15", "-11:20", "+02:75", "02:00", "+", "UTC+", "Z+1"} {
		if got, ok := parseOffset(text); ok {
			t.Errorf("parseOffset(%q) = %v, want none", text, got)
		}
	}
}

func TestLoadZone(t *testing.T) {
	a, err := LoadZone("America/Halifax")
	b, _ := LoadZone("America/Halifax")
	if err != nil || a != b {
		t.Errorf("one zone, two locations: %v", err)
	}
	for _, name := range []string{
		"", "Local", "local", "Eastern", "../../etc/passwd", "/etc/localtime", "America/", "America/New York", "\x00",
		"localtime", "posixrules", "Factory", "posix/Europe/Berlin", "right/UTC", "Europe//Berlin", "./Europe/Berlin",
	} {
		if zone, err := LoadZone(name); err == nil {
			t.Errorf("LoadZone(%q) = %v, want an error", name, zone)
		}
	}
}
