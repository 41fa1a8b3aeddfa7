package convert_test

import (
	"strings"
	"testing"
)

// TestOffsets checks that rows that count from T get their time if the document says when T is, and
// stay text otherwise.
func TestOffsets(t *testing.T) {
	for _, c := range []struct{ holds, src, want string }{
		{"T is stated above", "T0 = 14:05 UTC\n\n- T-5 min card\n- T+0 gates shut\n- T+15m alert\n- T+1h 30m open", "T0 = 14:05 UTC\n\n- 14:00 UTC card (T-5 min)\n- 14:05 UTC gates shut (T+0)\n- 14:20 UTC alert (T+15m)\n- 15:35 UTC open (T+1h 30m)"},
		{"the first row has both", "- T+0 (14:05 UTC): gates shut\n- +00:15 alert\n- **T+20 min** – open", "- 14:05 UTC: gates shut (T+0)\n- 14:20 UTC alert (+00:15)\n- 14:25 UTC – open (T+20 min)"},
		{"a later row has both", "- T+5m card\n- T+15m (14:20): gates shut", "- 14:10 card (T+5m)\n- 14:20: gates shut (T+15m)"},
		{"a row says that its time is T", "- 14:05 (T0) gates shut\n- T+00:15:30 alert\n- ~T+20m open", "- 14:05 (T0) gates shut\n- 14:20:30 alert (T+00:15:30)\n- ~14:25 open (~T+20m)"},
		{"rows before and after midnight have their date", "T = 23:50\n\n- T+0 gates shut\n- T+15m alert", "T = 23:50\n\n- 23:50 gates shut (T+0)\n- 2021-03-06 00:05 alert (T+15m)"},
		{"a row before T may be on the day before", "T0 = 00:05\n\n- T-15m card\n- T+0 gates shut", "T0 = 00:05\n\n- 2021-03-04 23:50 card (T-15m)\n- 2021-03-05 00:05 gates shut (T+0)"},
		{"T has a date", "T0 = 2021-03-04 14:05\n\n- T+15m alert", "T0 = 2021-03-04 14:05\n\n- 2021-03-04 14:20 alert (T+15m)"},
		{"headings count from T", "T0 = 14:05\n\n### T+15m: alert\ntext", "T0 = 14:05\n\n- 14:20: alert (T+15m)\n  text"},
		{"nothing says when T is", "- T+0 gates shut\n- T+15m alert", "- T+0 gates shut\n- T+15m alert"},
		{"two times are called T", "T0 = 14:05, T = 14:10\n\n- T0 = 14:10\n- T+15m alert", "T0 = 14:05, T = 14:10\n\n- T0 = 14:10\n- T+15m alert"},
		{"days say no time", "T0 = 14:05\n\n- T+0 gates shut\n- T-2 days card", "T0 = 14:05\n\n- 14:05 gates shut (T+0)\n  - T-2 days card"},
		{"a number without a unit says no time", "T0 = 14:05\n\n- T+0 gates shut\n- T+15 alert", "T0 = 14:05\n\n- 14:05 gates shut (T+0)\n  - T+15 alert"},
		{"a time behind an offset may be a part of a remark", "- T+5m (14:20, as the log says) card", "- T+5m (14:20, as the log says) card"},
	} {
		got, notes := timelineOf(t, c.src)
		if got != c.want {
			t.Errorf("%s:\n%s\nbecomes\n%s\nwant\n%s", c.holds, c.src, got, c.want)
		}
		if said := strings.Contains(notes, "counts from a time that the document does not state"); said != strings.Contains(c.want, "- T+15m alert") && !strings.Contains(c.src, "as the log") {
			t.Errorf("%s: the notes are\n%s", c.holds, notes)
		}
	}
}

// TestOffsetsInTables checks the same in tables.
func TestOffsetsInTables(t *testing.T) {
	got, _ := timelineOf(t, "| Time (T0 = 14:05 UTC) | What happened |\n|---|---|\n| T+0 | Gates shut |\n| T+15m | Alert |")
	if want := "| 14:05 UTC | Gates shut (T+0) |\n| 14:20 UTC | Alert (T+15m) |"; !strings.HasSuffix(got, want) {
		t.Errorf("the table becomes\n%s\nwant\n%s", got, want)
	}
	got, notes := timelineOf(t, "| Time | Notes |\n|---|---|\n| T+0 | Gates shut |\n| T+15m | Alert |")
	if want := "|  | Gates shut (T+0) |\n|  | Alert (T+15m) |"; !strings.HasSuffix(got, want) || !strings.Contains(notes, "T0 = 14:05") {
		t.Errorf("the table becomes\n%s\nwant\n%s\nnotes\n%s", got, want, notes)
	}
}
