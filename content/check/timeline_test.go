package check_test

import (
	"strings"
	"testing"
)

// rows returns a timeline with one row per event. Events have the form "TIME EVENT" and are
// separated by bars.
func rows(events string) string {
	var b strings.Builder
	b.WriteString("## Timeline\n| Time | Metadata |\n| - | - |\n")
	for event := range strings.SplitSeq(events, "|") {
		time, name, _ := strings.Cut(event, " ")
		b.WriteString("| " + time + " | " + name + " |\n")
	}
	return b.String()
}

// TestCausality checks which events must not come before which others.
func TestCausality(t *testing.T) {
	before := func(second, first string) string {
		return "15 \"" + second + "\" warning: “" + second + "” is before “" + first + "” | check both times, and their dates"
	}
	site{}.check(t, "timeline-order", []ruling{
		{"an outage may be detected up to a day before it begins", "", "## Timeline\n| Date | Time | Metadata |\n| - | - | - |\n| 2026-03-05 | 14:00 | Outage detected |\n| 2026-03-06 | 14:00 | Outage begins |\n", ""},
		{"an outage is not detected more than a day before it begins", "", "## Timeline\n| Date | Time | Metadata |\n| - | - | - |\n| 2026-03-04 | 13:00 | |\n| 2026-03-05 | 13:59 | Outage detected |\n| 2026-03-06 | 14:00 | Outage begins |\n", before("Outage detected", "Outage begins")},
		{"a vendor is not escalated to before it is contacted", "", rows("13:00 |14:00 Vendor escalated|14:05 Vendor contacted"), before("Vendor escalated", "Vendor contacted")},
		{"an incident does not end before it is created", "", rows("13:00 |14:00 Incident ends|14:05 Incident created"), before("Incident ends", "Incident created")},
		{"an incident does not end before the outage begins", "", rows("13:00 |14:00 Incident ends|14:05 Outage begins"), before("Incident ends", "Outage begins")},
		{"events at the same time are in order", "", rows("14:00 Outage detected|14:00 Outage begins|14:00 Vendor escalated|14:00 Vendor contacted"), ""},
		{"an escalation without a contact is not a matter of order", "", rows("14:00 Vendor escalated"), ""},
		{"events in the usual order have no findings", "", rows("14:00 Outage begins|14:01 Outage detected|14:02 Incident created|14:03 Vendor contacted|14:04 Vendor escalated|14:05 Outage ends|14:06 Incident ends"), ""},
		{"if a row is out of order, only that is reported", "", rows("14:05 Outage detected|14:00 Outage begins|14:10 Outage begins"), `15 "14:00" error: 14:00 is earlier than the row above (14:05)`},
	})
}

// TestTimelineEnds checks which events the timeline of a completed post mortem must have.
func TestTimelineEnds(t *testing.T) {
	site{}.check(t, "timeline-ends", []ruling{
		{"an outage with a beginning, a detection and an end is complete", "status: completed", rows("14:00 Outage begins|14:01 Outage detected|14:05 Outage ends"), ""},
		{"an outage that never ends is reported where it begins", "status: completed", rows("14:00 Outage begins|14:01 Outage detected"), `14 "Outage begins" error: the outage that begins here never ends | add a row “Outage ends”`},
		{"the second of two outages that never ends is reported where it begins", "status: completed", rows("14:00 Outage begins|14:01 Outage detected|14:05 Outage ends|14:10 Outage begins"), `17 "Outage begins" error: the outage that begins here never ends | add a row “Outage ends”`},
		{"an outage that ends without a beginning is reported where it ends", "status: completed", rows("14:01 Outage detected|14:05 Outage ends"), `15 "Outage ends" error: the outage ends, but no row says when it begins | add the row in which it begins`},
		{"an outage that never begins is reported at the status", "status: completed", rows("14:01 Outage detected"), `9 "completed" error: no row of the timeline says when the outage begins | add a row “Outage begins”`},
		{"a missing detection is only a warning", "status: completed", rows("14:00 Outage begins|14:05 Outage ends"), `9 "completed" warning: no row of the timeline says when the outage was detected | add a row “Outage detected”`},
		{"a near miss needs no ends", "status: completed\nseverity: near miss", rows("14:01 It was seen"), ""},
		{"without any rows, another rule reports the timeline", "status: completed", "", ""},
		{"a review may lack the ends", "", rows("14:00 Outage begins"), ""},
	})
	site{config: "rules: {timeline-ends: info}"}.check(t, "timeline-ends", []ruling{
		{"if the level is info, a missing detection is a note", "status: completed", rows("14:00 Outage begins|14:05 Outage ends"), `9 "completed" info: no row of the timeline says when the outage was detected`},
	})
	site{config: "rules: {timeline-order: info}"}.check(t, "timeline-order", []ruling{
		{"if the level is info, the order of events is a note", "", rows("14:00 Incident ends|14:05 Outage begins"), `14 "Incident ends" info: “Incident ends” is before “Outage begins”`},
	})
}
