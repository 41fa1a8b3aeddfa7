package check_test

import (
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/zone"
)

// TestStatedZones checks which sentences state a zone, and which zone they state.
func TestStatedZones(t *testing.T) {
	says := func(marked, zone string) string {
		return "12 \"" + marked + "\" warning: the text says “" + marked + "”, but the times are read in UTC | write `timezone: " + zone + "`, or correct the sentence"
	}
	site{}.check(t, "timezone", []ruling{
		{"Atlantic time is that of Halifax", "timezone: UTC", "All times in Atlantic timezone.\n", says("All times in Atlantic", "America/Halifax")},
		{"Eastern time is that of New York", "timezone: UTC", "All times are Eastern.\n", says("All times are Eastern", "America/New_York")},
		{"Central time is that of Chicago", "timezone: UTC", "all times Central (24-hour)\n", says("all times Central", "America/Chicago")},
		{"Mountain time is that of Denver", "timezone: UTC", "ALL TIMES MOUNTAIN TIME\n", says("ALL TIMES MOUNTAIN", "America/Denver")},
		{"Pacific time is that of Los Angeles", "timezone: UTC", "So: All times in Pacific standard time\n", "12 \"All times in Pacific\" warning: the text says “All times in Pacific”, but the times are read in UTC | write `timezone: America/Los_Angeles`, or correct the sentence"},
		{"an IANA name on the line takes precedence", "timezone: UTC", "All times are Eastern (America/Toronto).\n", says("All times are Eastern", "America/Toronto")},
		{"a sentence that matches the zone is not reported", "timezone: America/New_York", "All times in Eastern time.\nAll times are Eastern.\n", ""},
		{"a zone with the same clock matches the sentence", "timezone: America/Toronto", "All times in Eastern time.\n", ""},
		{"UTC and GMT match UTC", "", "All times are UTC.\nAll times in GMT.\n", ""},
		{"UTC does not match New York", "timezone: America/New_York", "All times are UTC.\n", "12 \"All times are UTC\" warning: the text says “All times are UTC”, but the times are read in America/New_York | write `timezone: UTC`, or correct the sentence"},
		{"a zone that does not exist is ignored", "", "All times are Eastern (Ruritania/Strelsau).\n", ""},
		{"Central European time is that of Berlin", "timezone: UTC", "All times are Central European.\n", says("All times are Central European", "Europe/Berlin")},
		{"ET is Eastern time", "timezone: UTC", "All times in ET.\n", says("All times in ET", "America/New_York")},
		{"PT is Pacific time", "timezone: UTC", "All times are PT (24-hour)\n", says("All times are PT", "America/Los_Angeles")},
		{"CET is a zone", "timezone: UTC", "All times in CET.\n", says("All times in CET", "CET")},
		{"an offset is a zone", "timezone: UTC", "All times in UTC+1.\n", says("All times in UTC+1", "UTC+01:00")},
		{"GMT+2 is an offset", "timezone: UTC", "All times in GMT+2, 24-hour.\n", says("All times in GMT+2", "UTC+02:00")},
		{"an abbreviation may state its offset", "timezone: UTC", "All times in CEST (UTC+2).\n", says("All times in CEST (UTC+2)", "UTC+02:00")},
		{"an offset that the clocks have is not reported", "timezone: Europe/Berlin", "All times in UTC+1.\n", ""},
		{"a zone must belong to “all times” in the same sentence", "", "Some times are Eastern.\nAll times. They are Eastern.\n", ""},
		{"front matter is not checked", "summary: All times are Eastern.", "", ""},
		{"a draft is not checked", "status: draft", "All times are Eastern.\n", ""},
		{"a sentence is the zone of a document that names none", "", "All times are Eastern.\n", ""},
		{"so is a heading", "", "## Timeline (ET)\n", ""},
		{"a heading may contradict the zone", "timezone: UTC", "## Timeline (ET)\n", "12 \"ET\" warning: the text says “ET”, but the times are read in UTC | write `timezone: America/New_York`, or correct the sentence"},
		{"an old name is a warning", "timezone: US/Eastern", "", "9 \"US/Eastern\" warning: US/Eastern is an old name of America/New_York | write `America/New_York` | 9:11-9:21 \"America/New_York\""},
		{"code is not checked", "", "`All times are Eastern.`\n", ""},
	})
}

// TestLaterThanZones checks documents around a year after the release of the time zones.
func TestLaterThanZones(t *testing.T) {
	released := zone.Released()
	table := func(days ...int) string {
		rows := "## Timeline\n| Date | Time | Metadata | Notes |\n| --- | --- | --- | --- |\n"
		for _, n := range days {
			rows += "| " + released.AddDate(1, 0, n).Format(time.DateOnly) + " | 12:00 | Note | |\n"
		}
		return rows
	}
	row := "| " + released.AddDate(1, 0, 1).Format(time.DateOnly) + " | 12:00 | Note | |"
	warning := `16 "` + row + `" warning: the time zones are those of ` + released.Format(time.DateOnly) + ", so a rule of America/Halifax may have changed since | install a newer pmsite; `pmsite version` names its time zones"
	site{}.check(t, "timezone", []ruling{
		{"within a year, rules are known", "timezone: America/Halifax", table(-400, -1), ""},
		{"later, they may have changed, which is said once", "timezone: America/Halifax", table(-400, 1, 2), warning},
		{"UTC has no rules", "timezone: UTC", table(1), ""},
		{"an offset has none", "timezone: UTC+2", table(1), ""},
	})
}
