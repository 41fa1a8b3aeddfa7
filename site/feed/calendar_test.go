package feed_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/feed"
)

func calendar(t *testing.T, records []feed.Record) string {
	t.Helper()
	var b bytes.Buffer
	if err := feed.Calendar(&b, "Team; post mortems", slices.Values(records), "2026-05-01"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCalendar(t *testing.T) {
	list := records(t)
	due, item := "2026-04-01", list[0].ActionItems[0]
	done, undated := item, item
	done.State, undated.Due = "done", nil
	item.Due, item.Title = &due, "Check, "+strings.Repeat("ümlaut; ", 20)+"\nBEGIN:VEVENT and so on"
	list[0].ActionItems = []feed.ActionItem{item, done, undated}
	list[0].URL = "https://example.org/postmortems/a/"
	text := calendar(t, list)
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	unfolded := strings.ReplaceAll(text, "\r\n ", "")
	for want, n := range map[string]int{
		"BEGIN:VEVENT\r\n": 1, "DTSTART;VALUE=DATE:20260401\r\n": 1, "DTSTAMP:20260501T000000Z\r\n": 1, "X-WR-CALNAME:Team\\; post mortems\r\n": 1,
		"ümlaut\\; ": 20, "\\nBEGIN:VEVENT and so on": 1, "\\nOwner: platform team": 1, "URL:https://example.org/postmortems/a/#action-1\r\n": 1,
	} {
		if got := strings.Count(unfolded, want); got != n {
			t.Errorf("%q occurs %d times, want %d:\n%s", want, got, n, unfolded)
		}
	}
	if calendar(t, list) != text {
		t.Error("two calendars of the same items differ")
	}
}

func TestCalendarOfNothing(t *testing.T) {
	want := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//pmsite//action items//EN\r\nX-WR-CALNAME:Team\\; post mortems\r\n" +
		"BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\n" +
		"END:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n"
	if got := calendar(t, nil); got != want {
		t.Errorf("%q", got)
	}
}

func TestRegister(t *testing.T) {
	day := content.Date{Year: 2026, Month: 4, Day: 1}
	pm := &content.PostMortem{Slug: "a", Title: "A", Services: []string{"dns"}, Severity: "high", Tags: []string{"zone"}, Factors: []string{"change"}, Date: content.Date{Year: 2026, Month: 3, Day: 5}, ActionItems: []content.ActionItem{
		{Anchor: "action-1", Title: "One", Type: "Detective", Owner: "platform team", State: content.Open, Due: day, Tracking: []string{"A-1", "B"}},
		{Anchor: "action-2", Title: "Two", Owner: "platform team", State: content.Done},
	}}
	var b bytes.Buffer
	err := feed.Register(&b, []feed.RegisterItem{{PM: pm, Item: &pm.ActionItems[0]}, {PM: pm, Item: &pm.ActionItems[1]}}, content.Date{Year: 2026, Month: 5, Day: 1}, content.BuiltinVocabularies(), func(number string) string {
		return map[string]string{"A-1": "https://desk/A-1"}[number]
	})
	if err != nil || !json.Valid(b.Bytes()) {
		t.Fatalf("%v %s", err, b.String())
	}
	want := `{"schema_version":2,"as_of":"2026-05-01","types":["Detective",""],"owners":["platform team"],"services":["dns"],"severities":["high"],"vendors":[""],"tags":["zone"],"factors":["change"],"posts":[["a","A","2026-03-05",[0],0,0,[0],[0]]],` +
		`"items":[[0,"action-1","One",0,0,"overdue","2026-04-01",[["A-1","https://desk/A-1"],"B"]],[0,"action-2","Two",1,0,"done","",[]]],` +
		`"synonyms":{"factor":{"configuration change":"change","deployment":"change","migration":"change","release":"change","rollout":"change"},"severity":{},"type":{"detect":"Detective","detection":"Detective","mitigate":"Mitigation","mitigating":"Mitigation","mitigative":"Mitigation","prevent":"Preventative","prevention":"Preventative","preventive":"Preventative","remedial":"Remediative","remediation":"Remediative"}}}` + "\n"
	if b.String() != want {
		t.Errorf("%s, want %s", b.String(), want)
	}
}

// TestCalendarEvents checks each line of an event: who promised what in which post
// mortem. Items that are done, cancelled or without a date have no event. An
// address that is not absolute is left out.
func TestCalendarEvents(t *testing.T) {
	t.Parallel()
	record := fullRecord(t)
	unnamed := record
	unnamed.ID, unnamed.Slug = nil, "x"
	text := strings.ReplaceAll(calendar(t, []feed.Record{record, unnamed}), "\r\n ", "")
	event := func(uid, day, summary, description string) string {
		return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260501T000000Z\r\nDTSTART;VALUE=DATE:" + day + "\r\nSUMMARY:" + summary + "\r\nDESCRIPTION:" + description + "\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
	}
	want := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//pmsite//action items//EN\r\nX-WR-CALNAME:Team\\; post mortems\r\n" +
		event("fecc09fe-acc8-5bec-9489-8bcca51e83dc", "20260430", "Late", `Post mortem: PM-2026-0007\nOwner: platform team\nType: Detective\nTracking: CHG3\; CHG4\nTickets: https://desk.example.org/CHG4\nState: open`) +
		event("4aa5525b-2156-5983-a6ae-95c77896a8e9", "20260501", "Due today", `Post mortem: PM-2026-0007\nState: in progress`) +
		event("41561ccd-a069-5794-b153-c1a865f00698", "20260430", "Late", `Post mortem: x\nOwner: platform team\nType: Detective\nTracking: CHG3\; CHG4\nTickets: https://desk.example.org/CHG4\nState: open`) +
		event("ec1b611e-d2de-5d33-96aa-4b97fe6f82d2", "20260501", "Due today", `Post mortem: x\nState: in progress`) +
		"END:VCALENDAR\r\n"
	if text != want {
		t.Errorf("the calendar is\n%s\nwant\n%s", text, want)
	}
}

// TestCalendarText checks that special characters of the format are escaped, and
// that characters not allowed in a line are left out.
func TestCalendarText(t *testing.T) {
	t.Parallel()
	record := fullRecord(t)
	record.ActionItems = record.ActionItems[:1]
	record.URL = "https://pm.example.org/a/"
	for title, want := range map[string]string{
		`a\b;c,d`: `a\\b\;c\,d`, "a\r\nb\nc\rd": `a\nb\nc\nd`, "a\x00b\tc\x7fd e": "abcd e", "bad \xff bytes": "bad  bytes", "BEGIN:VEVENT": "BEGIN:VEVENT",
	} {
		record.ActionItems[0].Title = title
		text := calendar(t, []feed.Record{record})
		if !strings.Contains(text, "\r\nSUMMARY:"+want+"\r\n") {
			t.Errorf("the action item %q does not have the summary %q:\n%s", title, want, text)
		}
		if !strings.Contains(text, "\r\nURL:https://pm.example.org/a/#action-1\r\n") {
			t.Errorf("an action item has no URL:\n%s", text)
		}
	}
	// A line of 75 octets is not folded. A longer one is, but not within a
	// character.
	for title, want := range map[string]string{
		strings.Repeat("x", 67):              "\r\nSUMMARY:" + strings.Repeat("x", 67) + "\r\n",
		strings.Repeat("x", 68):              "\r\nSUMMARY:" + strings.Repeat("x", 67) + "\r\n x\r\n",
		strings.Repeat("x", 67+74):           "\r\nSUMMARY:" + strings.Repeat("x", 67) + "\r\n " + strings.Repeat("x", 74) + "\r\n",
		strings.Repeat("x", 67+75):           "\r\nSUMMARY:" + strings.Repeat("x", 67) + "\r\n " + strings.Repeat("x", 74) + "\r\n x\r\n",
		strings.Repeat("x", 66) + "ü" + "yz": "\r\nSUMMARY:" + strings.Repeat("x", 66) + "\r\n üyz\r\n",
	} {
		record.ActionItems[0].Title = title
		if text := calendar(t, []feed.Record{record}); !strings.Contains(text, want) {
			t.Errorf("a summary of %d octets is folded as\n%s\nwant\n%s", len(title), text, want)
		}
	}
}
