package metrics_test

import (
	"slices"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// The outage ended on 5 March 2026 at 12:00. The document was completed four days later, on
// the 9th at 12:00, reopened on the 20th and completed again on the 25th.
func TestTimeToPublish(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC) }
	revisions := []content.Revision{
		{Time: at(25), Status: content.Completed},
		{Time: at(20), Status: content.Review},
		{Time: at(12), Status: content.Completed},
		{Time: at(9), Status: content.Completed},
		{Time: at(7), Status: content.Review},
		{Time: at(6), Status: content.Draft},
	}
	over := []string{"10:00 Outage begins", "12:00 Outage ends"}
	const four, ongoing = 4 * 24 * time.Hour, -1
	for _, test := range []struct {
		name, status string
		history      *content.History
		rows         []string
		want         time.Duration // 0 for unknown
		reason       string
	}{
		{"completed once", content.Completed, &content.History{Revisions: revisions[3:]}, over, four, ""},
		{"changed since", content.Completed, &content.History{Revisions: revisions[2:]}, over, four, ""},
		{"completed again", content.Completed, &content.History{Revisions: revisions}, over, four, ""},
		{"reopened", content.Review, &content.History{Revisions: revisions[1:]}, over, four, ""},
		{"in review", content.Review, &content.History{Revisions: revisions[4:]}, over, ongoing, "the post mortem is not completed"},
		{"in review, shallow clone", content.Review, &content.History{Revisions: revisions[4:], Truncated: true}, over, ongoing, "the post mortem is not completed"},
		{"imported", content.Completed, &content.History{Revisions: revisions[:1]}, over, 0, "its first commit already says completed"},
		{"imported, then reopened", content.Completed, &content.History{Revisions: revisions[:3]}, over, 0, "its first commit already says completed"},
		{"never completed in the history", content.Completed, &content.History{Revisions: revisions[4:]}, over, 0, "the history does not show when it was completed"},
		{"shallow clone", content.Completed, &content.History{Revisions: revisions[:1], Truncated: true}, over, 0, "the history does not show when it was completed"},
		{"no history", content.Completed, nil, over, 0, "there is no history of the document"},
		{"not committed", content.Draft, &content.History{}, over, 0, "there is no history of the document"},
		{"no outage", content.Completed, &content.History{Revisions: revisions}, nil, 0, "the timeline has no “Outage begins”"},
		{"still out", content.Completed, &content.History{Revisions: revisions}, over[:1], 0, "the outage has not ended"},
		{"completed during the outage", content.Completed, &content.History{Revisions: revisions}, []string{"2026-03-05 10:00 Outage begins", "2026-03-10 12:00 Outage ends"}, 0, "its end is before its beginning"},
		// The second interval ends at 12:00 on the 7th, two days before the document was completed.
		{"after the last interval", content.Completed, &content.History{Revisions: revisions}, append(over[:2:2], "2026-03-07 10:00 Outage begins", "2026-03-07 12:00 Outage ends"), 2 * 24 * time.Hour, ""},
	} {
		t.Run(test.name, func(t *testing.T) { published(t, test.status, "high", test.history, test.rows, test.want, test.reason) })
	}
	// A near miss has no outage: it is over with the incident, or else with the last row.
	history := &content.History{Revisions: revisions}
	last := "12:00 The valve is closed"
	published(t, content.Completed, "near miss", history, []string{"10:00 Outage detected", "11:00 Incident ends", last}, four+time.Hour, "")
	published(t, content.Completed, "near miss", history, []string{"10:00 Outage detected", last}, four, "")
	published(t, content.Completed, "near miss", history, []string{"10:00 Outage detected", last, "23:00 Would have begun"}, four, "")
	published(t, content.Completed, "near miss", history, nil, 0, "no row of the timeline has an exact time")
}

// published checks the time to publish; -1 stands for ongoing.
func published(t *testing.T, status, severity string, history *content.History, rows []string, want time.Duration, reason string) {
	t.Helper()
	pm := document(t, "severity: "+severity+"\nstatus: "+status+"\ndate: 2026-03-05\n", rows...)
	pm.History = history
	f := metrics.FiguresOf(pm).Get(metrics.TimeToPublish)
	if f.Value != max(want, 0) || f.Known() != (want > 0) || (f.Class == metrics.Ongoing) != (want < 0) || f.Reason != reason {
		t.Errorf("the time to publish is %s (%v, reason %q), want %v (reason %q)", f, f.Value, f.Reason, want, reason)
	}
	if day := (content.Date{Year: 2026, Month: 3, Day: 20}); f.Class == metrics.Ongoing && f.Elapsed(day) != (14*24+12)*time.Hour {
		t.Errorf("on 20 March, %s have passed, want 14 days and a half", f.Elapsed(day))
	}
}

// An ongoing outage has lasted since its first row, as of a day.
func TestElapsed(t *testing.T) {
	pm := document(t, "severity: high\nstatus: review\ndate: 2026-03-05\n", "10:00 Outage begins")
	f := metrics.FiguresOf(pm).Get("time_to_restore")
	for day, want := range map[int]time.Duration{4: 0, 5: 0, 6: 14 * time.Hour, 7: 38 * time.Hour} {
		if got := f.Elapsed(content.Date{Year: 2026, Month: 3, Day: day}); got != want {
			t.Errorf("on %d March, the outage has lasted %s, want %s", day, got, want)
		}
	}
	for _, other := range []metrics.Figure{{}, {Class: metrics.Known, Value: time.Hour}, {Class: metrics.Ongoing}} {
		if got := other.Elapsed(asOf); got != 0 {
			t.Errorf("%+v has lasted %s, want 0", other, got)
		}
	}
}

// Those that are not completed wait; those whose time is unknown do not count.
func TestPublishWaits(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC) }
	var posts []*content.PostMortem
	for _, history := range []*content.History{nil, {Revisions: []content.Revision{{Time: at(9), Status: content.Completed}, {Time: at(6), Status: content.Draft}}}, {Revisions: []content.Revision{{Time: at(6), Status: content.Draft}}}} {
		pm := document(t, "severity: high\nstatus: review\ndate: 2026-03-05\n", "10:00 Outage begins", "12:00 Outage ends")
		pm.History = history
		posts = append(posts, pm)
	}
	waits := metrics.PublishWaits(metrics.Records(posts), content.Date{Year: 2026, Month: 3, Day: 20})
	want := []metrics.Wait{{Days: 4, End: metrics.Happened}, {Days: 14.5, End: metrics.Pending}}
	if !slices.Equal(waits, want) {
		t.Errorf("the waits are %v, want %v", waits, want)
	}
}

func TestFigureInWords(t *testing.T) {
	for want, f := range map[string]metrics.Figure{
		"1 h 30 min": {Class: metrics.Known, Value: 90 * time.Minute}, "0 s": {Class: metrics.Known}, "ongoing": {Class: metrics.Ongoing, Reason: "x"}, "unknown": {Reason: "x"},
		"does not apply": {Class: metrics.NotApplicable}, "none": {Class: metrics.None}, "before it began": {Class: metrics.Before},
	} {
		if got := f.String(); got != want {
			t.Errorf("%+v reads %q, want %q", f, got, want)
		}
	}
}

// The names of the figures and their two ends, in page order.
func TestDefinitions(t *testing.T) {
	want := [][3]string{
		{"duration", "Duration of the outage", "sum of the intervals from Outage begins to Outage ends"},
		{"degradation", "Duration of the degradation", "sum of the intervals from Outage begins to Outage ends"},
		{"time_to_detect", "Time to detect", "first Outage begins to first Outage detected"},
		{"time_to_declare", "Time to declare", "first Outage detected to Incident created"},
		{"time_to_acknowledge", "Time to acknowledge", "first Outage detected to Acknowledged"},
		{"time_to_internal_communication", "Time to first internal communication", "first Outage detected to first Internal communications"},
		{"time_to_external_communication", "Time to first external communication", "first Outage detected to first External communications"},
		{"longest_silence", "Longest silence", "longest gap between communications, from first Outage detected to last Outage ends"},
		{"time_to_engage_vendor", "Time to engage the vendor", "first Outage detected to Vendor contacted"},
		{"time_to_escalate_vendor", "Time to escalate to the vendor", "Vendor contacted to Vendor escalated"},
		{"vendor_to_restore", "Vendor contacted to restored", "Vendor contacted to last Outage ends"},
		{"time_to_restore", "Time to restore", "first Outage begins to last Outage ends"},
		{"time_to_restore_from_detection", "Time to restore from detection", "first Outage detected to last Outage ends"},
		{"incident_duration", "Duration of the incident", "first Incident created to last Incident ends"},
		{"tail", "Tail", "last Outage ends to last Incident ends"},
		{"latent_time", "Latent time", "first row of the timeline to first Outage detected"},
		{"margin", "Margin", "first Outage detected to first Would have begun"},
		{"time_to_publish", "Time to publish", "last Outage ends, or for a near miss Incident ends or else the last row, to the first commit in which the status is completed"},
	}
	list := metrics.Definitions()
	if len(list) != len(want) {
		t.Fatalf("there are %d figures, want %d", len(list), len(want))
	}
	for i, d := range list {
		if got := [3]string{d.Key, d.Name, d.Ends}; got != want[i] {
			t.Errorf("figure %d is %q, want %q", i+1, got, want[i])
		}
		if d.WhenUnknown == "" || d.Caveat == "" {
			t.Errorf("%s does not say when it is unknown, or has no caveat", d.Key)
		}
	}
	list[0].Key = "changed"
	if metrics.Definitions()[0].Key != "duration" {
		t.Error("a caller can change the definitions for everybody")
	}
}

// The topics, in page order.
func TestTopics(t *testing.T) {
	var keys []string
	for _, topic := range metrics.Topics() {
		keys = append(keys, topic.Key)
		if topic.Name == "" || topic.Counts == "" || topic.Unknown == "" || topic.Caveat == "" {
			t.Errorf("the topic %s is incomplete: %+v", topic.Key, topic)
		}
	}
	want := "[severity impact durations trend times outages availability impacts actions states followthrough owners ages detection caught margins factors controls luck vendors pipeline publish]"
	if got := "[" + join(keys) + "]"; got != want {
		t.Errorf("the topics are %s, want %s", got, want)
	}
}
