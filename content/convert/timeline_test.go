package convert_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// timelineOf imports a timeline, and returns its converted lines and the notes.
func timelineOf(t *testing.T, lines string) (body, notes string) {
	t.Helper()
	text, notes := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\ntimezone: UTC\n---\n## Timeline\n"+lines+"\n")
	_, body, _ = strings.Cut(text, "\n## Timeline\n")
	return strings.TrimSuffix(body, "\n"), notes
}

// TestEntries checks the conversion of the beginning of a timeline entry: it gets a
// 24-hour time, and the original words follow what was changed.
func TestEntries(t *testing.T) {
	for line, want := range map[string]string{
		"- 14:05 begins":                              "- 14:05 begins",
		"- 2:05 PM begins":                            "- 14:05 begins (2:05 PM)",
		"- 2:05pm begins":                             "- 14:05 begins (2:05pm)",
		"- 2:05 p.m. begins":                          "- 14:05 begins (2:05 p.m.)",
		"- 12:05 AM begins":                           "- 00:05 begins (12:05 AM)",
		"- 12:05 PM begins":                           "- 12:05 begins (12:05 PM)",
		"- 13:05 AM begins":                           "- 13:05 AM begins",
		"- 3 PM begins":                               "- 15:00 begins (3 PM)",
		"- 3 begins":                                  "- 3 begins",
		"- 14h30 begins":                              "- 14:30 begins (14h30)",
		"- 14.05 begins":                              "- 14:05 begins",
		"- 9.05 begins":                               "- 9.05 begins",
		"- 9:05 begins":                               "- 9:05 begins",
		"- 2:05:30 PM begins":                         "- 14:05:30 begins (2:05:30 PM)",
		"- ~3 PM begins":                              "- ~15:00 begins (~3 PM)",
		"- 3:10~ PM":                                  "- 15:10~ (3:10~ PM)",
		"- 25:05 begins":                              "- 25:05 begins",
		"- 24.05 begins":                              "- 24.05 begins",
		"- 14.60 begins":                              "- 14.60 begins",
		"- 14.?? begins":                              "- 14:?? begins",
		"- 2:05 PM Outage begins":                     "- 14:05 Outage begins: (2:05 PM)",
		"- 2:05 PM":                                   "- 14:05 (2:05 PM)",
		"- **2:05 PM** begins":                        "- 14:05 begins (2:05 PM)",
		"- **2:05 PM begins**":                        "- 14:05 **begins** (2:05 PM)",
		"**14:05:** begins":                           "- 14:05: begins",
		"**2:05 PM:** **begins** again":               "- 14:05: **begins** again (2:05 PM)",
		"- **14:05–14:10:** begins":                   "- 14:05 – **14:10:** begins",
		"- ~2021-03-06 14:05 begins":                  "- 2021-03-06 ~14:05 begins",
		"- around March 6, 2021 14:05 begins":         "- 2021-03-06 ~14:05 begins (around March 6, 2021 14:05)",
		"- `14:05` begins":                            "- 14:05 begins",
		"- [14:05] begins":                            "- 14:05 begins",
		"- (2:05 PM) begins":                          "- 14:05 begins (2:05 PM)",
		"- 2021/03/05 2:05 PM begins":                 "- 2021/03/05 14:05 begins (2:05 PM)",
		"- 2021-03-05T14:05 begins":                   "- 2021-03-05T14:05 begins",
		"- 5 March 2021 14:05 begins":                 "- 2021-03-05 14:05 begins (5 March 2021 14:05)",
		"- March 5, 2021 at 2:05 PM begins":           "- 2021-03-05 14:05 begins (March 5, 2021 at 2:05 PM)",
		"* 2:05 PM begins":                            "* 14:05 begins (2:05 PM)",
		"12. 2:05 PM begins":                          "12. 14:05 begins (2:05 PM)",
		"2:05 PM begins":                              "- 14:05 begins (2:05 PM)",
		"14:05 begins":                                "- 14:05 begins",
		"Then 2:05 PM begins":                         "Then 2:05 PM begins",
		"    2:05 PM begins":                          "    2:05 PM begins",
		"```\n2:05 PM begins\n```":                    "```\n2:05 PM begins\n```",
		"24:05 a line":                                "24:05 a line",
		"- 11 PM begins":                              "- 23:00 begins (11 PM)",
		"- 14.59 begins":                              "- 14:59 begins",
		"- 14.05x begins":                             "- 14.05x begins",
		"- 14:05x begins":                             "- 14:05x begins",
		"- 14:05 one\n- two\n- 14:10 three":           "- 14:05 one\n  - two\n- 14:10 three",
		"- one\n- 14:10 three":                        "* one\n- 14:10 three",
		"- 14:05 one\n1. two":                         "- 14:05 one\n1. two",
		"14:05 one\n14:10 two":                        "- 14:05 one\n- 14:10 two",
		"Text that goes on\n14:10 in its line":        "Text that goes on\n14:10 in its line",
		"### 2:05 PM begins\ntext\n\n### 14:10 ends":  "- 14:05 begins (2:05 PM)\n  text\n\n- 14:10 ends",
		"### Before\ntext":                            "### Before\ntext",
		"### 2021-03-06\n- 14:05 one\n- 14:10 two":    "### 2021-03-06\n- 2021-03-06 14:05 one\n- 14:10 two",
		"**Friday, March 5, 2021**\n\n14:05 one":      "**Friday, March 5, 2021**\n\n- 2021-03-05 14:05 one",
		"2021-03-06 (a Saturday)\n- 2021-03-07 14:05": "2021-03-06 (a Saturday)\n- 2021-03-07 14:05",
	} {
		if got, _ := timelineOf(t, line); got != want {
			t.Errorf("the timeline\n%s\nbecomes\n%s\nwant\n%s", line, got, want)
		}
	}
	_, notes := timelineOf(t, "- 2:05 PM begins\n- and more\n- 14:10 ends")
	if want := "7 mapped timeline: 14:05 begins (2:05 PM)\n8 guessed timeline: an item without a time was added to the one above\n"; !strings.HasSuffix(notes, want) {
		t.Errorf("the notes are\n%swant\n%s", notes, want)
	}
}

// TestTimelineTables checks how dates and times in a table are converted, and where the
// original words go.
func TestTimelineTables(t *testing.T) {
	table := func(head, row string) string {
		return "\n| " + head + " |\n|" + strings.Repeat(" - |", strings.Count(head, "|")+1) + "\n| " + row + " |"
	}
	for _, c := range []struct{ holds, src, want, note string }{
		{"a time becomes a 24-hour time, its words go to the last cell", table("Time | Event | Notes", "2:05 PM | begins | a"), table("Time | Event | Notes", "14:05 | begins | a (2:05 PM)"), "10 mapped timeline: 2:05 PM is 14:05"},
		{"words do not go into the event", table("Time | Event", "2:05 PM | Outage begins"), table("Time | Event | Notes", "14:05 | Outage begins | (2:05 PM)"), "10 mapped timeline: 2:05 PM is 14:05"},
		{"a date in words is a date", table("Date | Time | Event | Notes", "March 6, 2021 | 14:05 | begins | "), table("Date | Time | Event | Notes", "2021-03-06 | 14:05 | begins | (March 6, 2021)"), "10 mapped timeline: March 6, 2021 is 2021-03-06"},
		{"a date without a year gets the document's", table("Date | Time | Event | Notes", "6 Mar | 14:05 | begins | "), table("Date | Time | Event | Notes", "2021-03-06 | 14:05 | begins | (6 Mar)"), "10 guessed timeline: 6 Mar is 2021-03-06"},
		{"the words of both a date and a time are kept", table("Date | Time | Event | Notes", "6 Mar | 2:05 PM | begins | "), table("Date | Time | Event | Notes", "2021-03-06 | 14:05 | begins | (6 Mar) (2:05 PM)"), "10 mapped timeline: 2:05 PM is 14:05"},
		{"nobody can tell the time of a row whose date is none", table("Date | Time | Event", "some day | 14:05 | begins"), table("Date | Time | Event", " |  | begins (some day) (14:05)"), `10 left timeline: "some day" is not a date`},
		{"what is no time goes to the text", table("Time | Event", "soon | begins"), table("Time | Event", " | begins (soon)"), `10 left timeline: "soon" is not a time`},
		{"a time with its zone is a time", table("Time | Event | Notes", "3:10 PM UTC | ends | "), table("Time | Event | Notes", "15:10 UTC | ends | (3:10 PM)"), "10 mapped timeline: 3:10 PM is 15:10 UTC"},
		{"a date before a time stays with it", table("When | Event | Notes", "2021-03-05 3:10 PM | ends | "), table("When | Event | Notes", "2021-03-05 15:10 | ends | (3:10 PM)"), "10 mapped timeline: 3:10 PM is 2021-03-05 15:10"},
		{"a column of what happened becomes the events", table("Time | What happened", "14:05 | begins"), table("Time | Event (What happened)", "14:05 | begins"), `8 guessed timeline: the column "What happened" was renamed to Event`},
		{"the last of several becomes the events", table("Time | Who | What", "14:05 | team | begins"), table("Time | Who | Event (What)", "14:05 | team | begins"), `8 guessed timeline: the column "What" was renamed to Event`},
		{"with a column of events, no other column becomes one", table("Time | What | Event", "14:05 | a | begins"), table("Time | What | Event", "14:05 | a | begins"), ""},
		{"even if it is the first", table("What | Time", "begins | 14:05"), table("Event (What) | Time", "begins | 14:05"), `8 guessed timeline: the column "What" was renamed to Event`},
		{"a row that ends before its time stays", table("Event | Date | Time", "begins | March 6, 2021"), table("Event | Date | Time | Notes", "begins | 2021-03-06 | | (March 6, 2021)"), "10 mapped timeline: March 6, 2021 is 2021-03-06"},
		{"a row that ends before its date stays", table("Event | Time | Date", "begins | 14:05"), table("Event | Time | Date", "begins | 14:05"), ""},
		{"a table without times is left", table("Step | What", "1 | begins"), table("Step | What", "1 | begins"), "8 left timeline: the table has no column Time"},
	} {
		got, notes := timelineOf(t, c.src)
		loose := strings.NewReplacer(" --- ", " - ", "  |", " |") // ignoring blanks, which change in rewritten rows
		if loose.Replace(got) != loose.Replace(c.want) {
			t.Errorf("%s does not hold:%s\nbecomes%s\nwant%s", c.holds, c.src, got, c.want)
		}
		if c.note != "" && !strings.Contains(notes, c.note+"\n") || c.note == "" && strings.Contains(notes, "timeline:") {
			t.Errorf("%s does not hold: the notes are\n%swant %q", c.holds, notes, c.note)
		}
	}
	for _, head := range []string{"Time", "Date/Time", "Datetime", "Timestamp", "When", "Date and time", "Time (local)"} {
		if got, _ := timelineOf(t, table(head+" | Event | Notes", "2:05 PM | begins | ")); !strings.Contains(got, "14:05") {
			t.Errorf("the column %q is not taken for the times:%s", head, got)
		}
	}
}

// TestRemarksHaveRoom checks that the original words never go into a date, a time or an
// event, which could not be read then: neither if one of these is the last column, nor if
// a row ends before its notes.
func TestRemarksHaveRoom(t *testing.T) {
	for _, table := range []string{
		"| Event | Time |\n| - | - |\n| Outage begins | 2:05 PM |\n",
		"| Event | When |\n| - | - |\n| Outage begins | 2021-03-05 2:05 PM |\n",
		"| Event | Time | Date |\n| - | - | - |\n| Outage begins | 2:05 PM | March 5, 2021 |\n",
		"| Event | Date | Time |\n| - | - | - |\n| Outage begins | 5 Mar | 14:05 |\n",
		"| Time | Event | Notes |\n| - | - | - |\n| 2:05 PM | Outage begins |\n",
		"| Time | Event | Notes |\n| - | - | - |\n| 2:05 PM | Outage begins | a |\n",
		"| Time | Event |\n| - | - |\n| 2:05 PM | Outage begins |\n",
	} {
		src := "---\ntitle: Gates\ndate: 2021-03-05\nstatus: draft\n---\n## Timeline\n\n" + table
		out := checkImport(t, "content/a.md", src)
		pm, problems := content.Parse("content/a.md", out.Text, sevs())
		begin, unknown := pm.First(content.OutageBegins)
		if unknown != "" || begin.Format("2006-01-02 15:04") != "2021-03-05 14:05" || content.HasErrors(problems) {
			t.Errorf("the timeline\n%sbecomes one whose outage begins at %v %s\n%s%v", table, begin, unknown, out.Text, problems)
		}
	}
}

// TestZones checks which words of a timeline determine its zone.
func TestZones(t *testing.T) {
	for body, want := range map[string]string{
		"All times in UTC.\n":               `6 guessed timezone: UTC, from "UTC"`,
		"Times are GMT\n":                   `6 guessed timezone: UTC, from "GMT"`,
		"utc\n":                             `6 guessed timezone: UTC, from "utc"`,
		"All of it (UTC)\n":                 `6 guessed timezone: UTC, from "UTC"`,
		"All times are in UTC+2 (Zurich)\n": `6 guessed timezone: Etc/GMT-2, from "UTC+2"`,
		"Of that day (PST)\n":               `6 guessed timezone: PST8PDT, from "PST"`,
		"All times in CEST (UTC+2)\n":       `6 guessed timezone: CET, from "CEST"`,
		"| Time (EST) | Event |\n| - | - |\n| 14:05 | a |": `6 guessed timezone: EST5EDT, from "EST"`,
		"- 14:05 **CET** a\n- 14:10 b\n":                   `6 guessed timezone: CET, from "CET"`,
		"- 14:05 CET a\n- 14:10 UTC b\n":                   `0 left timezone: import found none; times are in the site's zone`,
		"All times are Pacific\n":                          `0 left timezone: import found none; times are in the site's zone`,
		"All times in IST\n":                               `0 left timezone: import found none; times are in the site's zone`,
		"It took a time. UTC is a zone.\n":                 `0 left timezone: import found none; times are in the site's zone`,
		"```\nAll times in UTC.\n```\n":                    `0 left timezone: import found none; times are in the site's zone`,
		"- 14:05 a\n## Notes\nAll times in UTC.\n":         `8 guessed timezone: UTC, from "UTC"`,
	} {
		text, notes := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\n## Timeline\n"+body)
		if !strings.Contains(notes, want+"\n") {
			t.Errorf("the timeline\n%s\nhas the notes\n%swant %s", body, notes, want)
		}
		if strings.Contains(text, "\ntimezone: ") != strings.Contains(want, "guessed") {
			t.Errorf("the timeline\n%s\nbecomes\n%s", body, text)
		}
	}
	if _, notes := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\n---\nText.\n"); strings.Contains(notes, "timezone") {
		t.Errorf("a document without a timeline is asked for a zone:\n%s", notes)
	}
	if _, notes := imported(t, "---\ntitle: Gates\ndate: 2021-03-05\ntimezone: UTC\n---\n## Timeline\nTimes are Pacific\n"); strings.Contains(notes, "timezone") {
		t.Errorf("a document with a zone is asked for one:\n%s", notes)
	}
}
