package content

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

func ExampleParseDuration() {
	for _, text := range []string{"2h15m", "135m", "PT2H15M", "2 hours 15 minutes", "2:15"} {
		d, err := ParseDuration(text)
		fmt.Println(d, err)
	}
	_, err := ParseDuration("135")
	fmt.Println(err)
	// Output:
	// 2h15m0s <nil>
	// 2h15m0s <nil>
	// 2h15m0s <nil>
	// 2h15m0s <nil>
	// 2h15m0s <nil>
	// "135" is not a duration
}

func TestParseDuration(t *testing.T) {
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"1d 4h":                         28 * time.Hour,
		"1d4h":                          28 * time.Hour,
		" 90 Min. ":                     90 * time.Minute,
		"2 hours and 15 minutes":        135 * time.Minute,
		"2 hrs, 15 mins":                135 * time.Minute,
		"1 week 2 days":                 9 * day,
		"1.5h":                          90 * time.Minute,
		"45 s":                          45 * time.Second,
		"0m":                            0,
		"0:45":                          45 * time.Minute,
		"26:00":                         26 * time.Hour,
		"2:15:30":                       2*time.Hour + 15*time.Minute + 30*time.Second,
		"P1D":                           day,
		"P1DT4H":                        28 * time.Hour,
		"p1wT1m":                        7*day + time.Minute,
		"PT45S":                         45 * time.Second,
		"PT1.5H":                        90 * time.Minute,
		"PT1,5H":                        90 * time.Minute,
		"P1DT0.25M":                     day + 15*time.Second,
		"3650 days":                     3650 * day,
		"3660 days":                     3660 * day, // ten years, including leap days
		"0.57m":                         34200 * time.Millisecond,
		"0.29 h":                        17*time.Minute + 24*time.Second,
		"1h 1h":                         2 * time.Hour,
		strings.Repeat("1s", 100):       100 * time.Second,
		"0.1 seconds":                   100 * time.Millisecond,
		"2 HOURS 15 MINUTES":            135 * time.Minute,
		"15 minutes, 2 hours, 1 day,1s": day + 2*time.Hour + 15*time.Minute + time.Second,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("ParseDuration(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

// TestDurationUnits checks every name of a unit.
func TestDurationUnits(t *testing.T) {
	for want, names := range map[time.Duration]string{
		7 * 24 * time.Hour: "w week weeks", 24 * time.Hour: "d day days", time.Hour: "h hr hrs hour hours", time.Minute: "m min mins minute minutes", time.Second: "s sec secs second seconds",
	} {
		for _, name := range strings.Fields(names) {
			if got, err := ParseDuration("3 " + name); err != nil || got != 3*want {
				t.Errorf("3 %s are %v, %v; want %v", name, got, err, 3*want)
			}
		}
	}
	if got, err := ParseDuration("P1W2DT3H4M5S"); err != nil || got != 9*24*time.Hour+3*time.Hour+4*time.Minute+5*time.Second {
		t.Errorf("P1W2DT3H4M5S is %v, %v", got, err)
	}
}

func TestParseDurationRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "135", "2h15", "h", "-2h", "2h -15m", "2,5h", "2 hours and", "and 2h", "two hours", "1 month", "1y", "P", "PT", "P1DT", "P1Y", "PT1.5H3M", "PT1.H", "PT.5H",
		"2:60", "2:5", ":15", "1:2:3:4", "1e3h", "∞", "1h\x00", "4000 days", "3660 days 1 s", "87840:00:01", "P3660DT1S", "99999999999999999999h", "PT99999999999999999999H",
		strings.Repeat("9w", 30000), strings.Repeat("9999999999999w", 2000),
	} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("ParseDuration(%.40q) = %v, want an error", text, got)
		}
	}
}

func TestFormatDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                     "0 s",
		45 * time.Second:                      "45 s",
		59*time.Second + 999*time.Millisecond: "59 s",
		time.Minute:                           "1 min",
		89 * time.Second:                      "1 min",
		90 * time.Second:                      "2 min",
		3*time.Hour + 33*time.Minute:          "3 h 33 min",
		2 * time.Hour:                         "2 h",
		59*time.Minute + 40*time.Second:       "1 h",
		23*time.Hour + 59*time.Minute:         "23 h 59 min",
		25 * time.Hour:                        "1 d 1 h",
		25*time.Hour + 40*time.Minute:         "1 d 2 h",
		47*time.Hour + 50*time.Minute:         "2 d",
		52 * time.Hour:                        "2 d 4 h",
		-90 * time.Minute:                     "−1 h 30 min",
		math.MaxInt64:                         "106751 d 23 h",
	} {
		if got := FormatDuration(d); got != want {
			t.Errorf("FormatDuration(%v) = %q, want %q", d, got, want)
		}
	}
	FormatDuration(math.MinInt64) // has no positive counterpart
}

// TestFormatDays checks that days become years from two years on, with one digit.
func TestFormatDays(t *testing.T) {
	for n, want := range map[int]string{0: "0 days", 1: "1 day", 2: "2 days", 447: "447 days", 729: "729 days", 730: "2 years", 767: "2.1 years", 977: "2.7 years", 3653: "10 years"} {
		if got := FormatDays(n); got != want {
			t.Errorf("%d days are %q, want %q", n, got, want)
		}
	}
}
