package check_test

import "testing"

// TestStatedZones holds which sentences name a zone, and which zone they name.
func TestStatedZones(t *testing.T) {
	says := func(marked, zone string) string {
		return "11 \"" + marked + "\" warning: the text says “" + marked + "”, but the times are read in UTC | write `timezone: " + zone + "`, or correct the sentence"
	}
	site{}.check(t, "timezone", []ruling{
		{"Atlantic time is that of Halifax", "", "All times in Atlantic timezone.\n", says("All times in Atlantic", "America/Halifax")},
		{"Eastern time is that of New York", "", "All times are Eastern.\n", says("All times are Eastern", "America/New_York")},
		{"Central time is that of Chicago", "", "all times Central (24-hour)\n", says("all times Central", "America/Chicago")},
		{"Mountain time is that of Denver", "", "ALL TIMES MOUNTAIN TIME\n", says("ALL TIMES MOUNTAIN", "America/Denver")},
		{"Pacific time is that of Los Angeles", "", "So: All times in Pacific standard time\n", "11 \"All times in Pacific\" warning: the text says “All times in Pacific”, but the times are read in UTC | write `timezone: America/Los_Angeles`, or correct the sentence"},
		{"a name of the IANA on the line is the one that is meant", "", "All times are Eastern (America/Toronto).\n", says("All times are Eastern", "America/Toronto")},
		{"a sentence that the zone fits is right", "timezone: America/New_York", "All times in Eastern time.\nAll times are Eastern.\n", ""},
		{"a zone with the clocks of another fits its sentence", "timezone: America/Toronto", "All times in Eastern time.\n", ""},
		{"UTC and GMT fit a site in UTC", "", "All times are UTC.\nAll times in GMT.\n", ""},
		{"UTC does not fit New York", "timezone: America/New_York", "All times are UTC.\n", "12 \"All times are UTC\" warning: the text says “All times are UTC”, but the times are read in America/New_York | write `timezone: UTC`, or correct the sentence"},
		{"a zone that does not exist is passed over", "", "All times are Eastern (Ruritania/Strelsau).\n", ""},
		{"Central Europe is none of the zones", "", "All times are Central European.\n", ""},
		{"times of which nothing is said are not all times", "", "Some times are Eastern.\nAll times. They are Eastern.\n", ""},
		{"front matter is no text", "summary: All times are Eastern.", "", ""},
		{"a draft is not asked", "status: draft", "All times are Eastern.\n", ""},
		{"code is not looked at", "", "`All times are Eastern.`\n", ""},
	})
}
