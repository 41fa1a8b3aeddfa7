package content_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
)

// times returns the time of each row, or "?" if it is unknown.
func times(pm *content.PostMortem) string {
	var out []string
	for _, entry := range pm.Timeline {
		at := "?"
		if !entry.Time.IsZero() {
			at = entry.Time.Format("02 15:04")
		}
		if entry.Approximate {
			at = "~" + at
		}
		out = append(out, at)
	}
	return strings.Join(out, ", ")
}

// TestDaysOfRows checks the day of a row without a date, in particular below an
// unreadable date: no row gets a day that nobody wrote.
func TestDaysOfRows(t *testing.T) {
	for _, test := range []struct {
		name     string
		rows     []string // date | time
		want     string
		reported string
	}{
		{"the document's date", []string{"| 10:00", "| 11:00"}, "05 10:00, 05 11:00", ""},
		{"the date above", []string{"2026-03-06 | 10:00", "| 11:00", "2026-03-08 | 09:00", "| 10:00"}, "06 10:00, 06 11:00, 08 09:00, 08 10:00", ""},
		{
			"an unreadable first date",
			[]string{"2026-02-30 | 10:00", "| 11:00", "| 12:00"},
			"?, ?, ?",
			`content/a.md:16:3: error: date: "2026-02-30": no such day [date]`,
		},
		{
			"an unreadable first date, and a good one later",
			[]string{"the fifth | 10:00", "| 11:00", "2026-03-07 | 12:00", "| 13:00"},
			"?, ?, 07 12:00, 07 13:00",
			`content/a.md:16:3: error: date: "the fifth" is not a date of the form 2026-03-05 [date]`,
		},
		{
			"an unreadable date in the middle",
			[]string{"2026-03-06 | 10:00", "06.03. | 11:00", "| 12:00"},
			"06 10:00, ?, ?",
			`content/a.md:17:3: error: date: "06.03." is not a date of the form 2026-03-05 [date]`,
		},
		{"the template's date counts as none", []string{"2026-03-06 | 10:00", "xxxx/xx/xx | 11:00"}, "06 10:00, 06 11:00", ""},
		{
			"the day of a row without a time applies to those below",
			[]string{"2026-03-06 |", "| 11:00"},
			"?, 06 11:00",
			"content/a.md:16:1: warning: the row has no time [timeline-order]",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := front() + "\n## Timeline\n| Date | Time | Event | Notes |\n| --- | --- | --- | --- |\n"
			for _, row := range test.rows {
				text += "| " + row + " | Note | a |\n"
			}
			pm, problems := read(t, text)
			if got := times(pm); got != test.want {
				t.Errorf("the rows are of %s, want %s", got, test.want)
			}
			if problems != test.reported {
				t.Errorf("reported\n%s\nwant\n%s", problems, test.reported)
			}
		})
	}
}

// TestOrderOfRows checks that a row is compared with the last exact one above, in the
// zone in which the row is written.
func TestOrderOfRows(t *testing.T) {
	for _, test := range []struct {
		name string
		rows []string
		want string
	}{
		{"equal times", []string{"10:00 a", "10:00 b"}, ""},
		{"an earlier row without a date", []string{"23:50 a", "00:10 b"}, "content/a.md:15:3: error: 00:10 is earlier than the row above (23:50) [timeline-order]"},
		{"earlier with a date", []string{"2026-03-05 11:00 a", "2026-03-05 10:00 b"}, "content/a.md:15:3: warning: the row is earlier than the one above [timeline-order]"},
		{"an approximate row is in no order", []string{"10:00 a", "~09:00 b", "10:30 c"}, ""},
		{"below an approximate row", []string{"10:00 a", "~12:00 b", "09:00 c"}, "content/a.md:16:3: error: 09:00 is earlier than the row above (10:00) [timeline-order]"},
		{"after a row out of order the clock goes on from there", []string{"2026-03-05 11:00 a", "2026-03-05 10:00 b", "10:30 c"}, "content/a.md:15:3: warning: the row is earlier than the one above [timeline-order]"},
		{"earlier by its offset", []string{"10:00 a", "11:00+02:00 b"}, "content/a.md:15:3: error: 11:00+02:00 is earlier than the row above (10:00) [timeline-order]"},
	} {
		_, got := read(t, document(nil, test.rows...))
		if got != test.want {
			t.Errorf("%s: reported\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
	_, problems := content.Parse("a.md", []byte(document(nil, "23:50 a", "00:10 b")), content.Options{})
	if len(problems) != 1 || problems[0].Hint != "if it is the next day, give the row its date: 2026-03-06" {
		t.Errorf("past midnight the hint is %q", problems)
	}
}

// TestTimelineColumn checks which column heads are recognized.
func TestTimelineColumn(t *testing.T) {
	for head, want := range map[string]string{
		"Date": "date", "DAY": "date", "Time": "time", "Time (UTC)": "time", "Date / Time": "both", "When": "both", "Timestamp (EST)": "both",
		"Metadata": "event", "Event": "event", "Description": "note", "Notes": "note", "Comment": "note", "Who": "", "": "", "(UTC)": "",
	} {
		if got := content.TimelineColumn(head); got != want {
			t.Errorf("a column %q holds %q, want %q", head, got, want)
		}
	}
}

// TestHeadZones checks that a zone in a column head applies to its times, whatever the
// column is called.
func TestHeadZones(t *testing.T) {
	for head, want := range map[string]string{
		"Time (UTC)": "05 13:00", "Time": "05 18:00", "Date/Time (UTC)": "05 13:00", "When ( Asia/Kolkata )": "05 07:30", "Timestamp (+02:00)": "05 11:00", "Time (EST)": "05 18:00", "Time (est)": "05 18:00", "When (CET)": "05 12:00", "Time (PT)": "05 21:00", "Time (Pacific time)": "05 21:00", "Time (CEST (UTC+2))": "05 11:00",
		"Time (local time)": "05 18:00", "Time (24 h)": "05 18:00", "Time (GMT": "05 13:00",
	} {
		pm, problems := read(t, front("timezone: America/New_York")+"## Timeline\n| "+head+" | Notes (UTC) |\n| --- | --- |\n| 18:00 | a |\n")
		if got := times(pm); got != want || problems != "" {
			t.Errorf("18:00 under %q is %s in New York, want %s; %s", head, got, want, problems)
		}
	}
	for head, fault := range map[string]string{
		"Time (Berlin)": `"Berlin" is not a time zone`, "Time (EDT)": "EDT is not in force in America/New_York on 2026-03-05",
		"When (CEST)": "CEST is not in force in Europe/Berlin on 2026-03-05", "Time (IST)": "IST means +05:30 (Asia/Kolkata), +01:00 (Europe/Dublin) or +02:00 (Asia/Jerusalem)",
	} {
		pm, problems := read(t, front("timezone: America/New_York")+"## Timeline\n| "+head+" | Notes |\n| --- | --- |\n| 18:00 | a |\n")
		if want := "content/a.md:14:3: error: " + fault + " [timezone]"; problems != want {
			t.Errorf("under %q: %s, reported %s, want %s", head, times(pm), problems, want)
		}
	}
}

// TestEventsInText checks how an event is cut off the text of a row.
func TestEventsInText(t *testing.T) {
	for text, want := range map[string]string{
		"Outage begins: a":               "Outage begins|a",
		"Outage begins – a":              "Outage begins|a",
		"Outage begins — a":              "Outage begins|a",
		"Outage begins - a":              "Outage begins|a",
		"Outage begins -- a":             "Outage begins|a",
		"Outage began: a":                "Outage begins|a",
		"OUTAGE-BEGINS":                  "Outage begins|",
		"Outage begins":                  "Outage begins|",
		"Outage begins at once":          "|Outage begins at once",
		"Outage begins-a":                "|Outage begins-a",
		"The pager - Outage begins: now": "|The pager - Outage begins: now",
		"Outage begins - a: b":           "Outage begins|a: b",
		"Outage begins: a - b":           "Outage begins|a - b",
		"Outage begins:":                 "Outage begins|",
	} {
		pm, _ := read(t, front()+"## Timeline\n| Time | Description |\n| --- | --- |\n| 10:00 | "+text+" |\n\n- 10:00 "+text+"\n")
		for _, e := range pm.Timeline {
			if got := e.Event + "|" + e.Note; got != want {
				t.Errorf("%q is read as %s, want %s", text, got, want)
			}
			if html := e.NoteHTML.HTML(nil); html != e.Note {
				t.Errorf("%q is shown as %q, want %q", text, html, e.Note)
			}
		}
	}
}

// TestListRows checks which beginnings of items are a date and a time, and that the words
// after them stay.
func TestListRows(t *testing.T) {
	for item, want := range map[string]string{
		"14:05 a":                       "05 14:05|a",
		"9:05 a":                        "05 09:05|a",
		"14:05:30 a":                    "05 14:05|a",
		"14:05~ a":                      "~05 14:05|a",
		"~14:05 a":                      "~05 14:05|a",
		"≈ 14:05 a":                     "~05 14:05|a",
		"ca. 14:05 a":                   "~05 14:05|a",
		"c.14:05 a":                     "~05 14:05|a",
		"14:?? a":                       "~?|a",
		"14:05Z a":                      "05 14:05|a",
		"14:05 UTC: a":                  "05 14:05|a",
		"14:05 +02:00 a":                "05 12:05|a",
		"14:05-0130 – a":                "05 15:35|a",
		"14:05 | a":                     "05 14:05|a",
		"14:05, a":                      "05 14:05|a",
		"14:05 POST a":                  "05 14:05|POST a",
		"14:05 NODE a":                  "05 14:05|NODE a",
		"14:05 ESTATE a":                "05 14:05|ESTATE a",
		"2026-03-06 14:05 a":            "06 14:05|a",
		"2026/3/6 14:05 a":              "06 14:05|a",
		"2026-03-06T14:05Z a":           "06 14:05|a",
		"2026-03-06, 14:05 a":           "06 14:05|a",
		"14:05 2026-03-06 was the date": "05 14:05|2026-03-06 was the date",
		"14:05 10:00 is wrong":          "05 14:05|10:00 is wrong",
		"14:05: – a":                    "05 14:05|a",
		"14:05: – 14:20 a":              "05 14:05|– 14:20 a",
		"14:05 – 14:20 a":               "05 14:05|– 14:20 a",
		"14:05–14:20 — a":               "05 14:05|–14:20 — a",
		"14:05 UTC - ~14:20: a":         "05 14:05|- ~14:20: a",
		"14:05 | 14:20 a":               "05 14:05|14:20 a",
	} {
		pm, problems := read(t, front()+"## Timeline\n- "+item+"\n")
		if len(pm.Timeline) != 1 || problems != "" {
			t.Errorf("%q is not taken for a row: %s", item, problems)
			continue
		}
		if got := times(pm) + "|" + pm.Timeline[0].Note; got != want {
			t.Errorf("%q is read as %s, want %s", item, got, want)
		}
	}
	for _, item := range []string{"at 14:05 a", "14.05 a", "1405 a", "a 14:05", "2026-03-06 a"} {
		if pm, problems := read(t, front()+"## Timeline\n- "+item+"\n"); len(pm.Timeline) != 0 || problems != "" {
			t.Errorf("%q is taken for a row, %s; %s", item, times(pm), problems)
		}
	}
	// Zone abbreviations are recognized in any case.
	pm, problems := read(t, strings.Replace(front("timezone: America/New_York"), "2026-03-05", "2026-11-01", 1)+"## Timeline\n| Time | Notes |\n| --- | --- |\n| 01:30 edt | a |\n| 01:30 Est | b |\n")
	if len(pm.Timeline) != 2 || pm.Timeline[1].Time.Sub(pm.Timeline[0].Time) != time.Hour || problems != "" {
		t.Errorf("01:30 edt and 01:30 Est are %s; %s", times(pm), problems)
	}
}
