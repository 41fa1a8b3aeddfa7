package metrics_test

import (
	"fmt"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/metrics"
)

// Why figures have no value, and which of the four classes that is.
func TestClasses(t *testing.T) {
	const head, miss = "severity: high\nstatus: completed\ndate: 2026-03-05\n", "severity: near miss\nstatus: completed\ndate: 2026-03-05\n"
	over := []string{"2026-03-05 10:00 Outage begins", "2026-03-05 10:10 Outage detected", "2026-03-05 11:00 Outage ends"}
	for _, test := range []struct {
		front string
		rows  []string
		want  map[string]string
	}{
		{head, over, map[string]string{
			"duration": "known", "degradation": "not applicable: its impact is an outage", "latent_time": "not applicable: it was not a near miss",
			"time_to_engage_vendor": "not applicable: no vendor was involved", "vendor_to_restore": "not applicable: no vendor was involved",
			"time_to_acknowledge": "unknown: the timeline has no “Acknowledged”", "incident_duration": "unknown: the timeline has no “Incident created”",
			"time_to_internal_communication": "none: the timeline has no “Internal communications”", "longest_silence": "known",
		}},
		{head + "communication: none needed\n", over, map[string]string{
			"time_to_internal_communication": "not applicable: nobody had to be informed", "time_to_external_communication": "not applicable: nobody had to be informed",
			"longest_silence": "not applicable: nobody had to be informed",
		}},
		// What was communicated although nobody had to know is measured.
		{head + "communication: none needed\n", append(over, "2026-03-05 10:30 Internal communications"), map[string]string{
			"time_to_internal_communication": "known", "time_to_external_communication": "not applicable: nobody had to be informed", "longest_silence": "known",
		}},
		{head + "vendor: Acme\n", over, map[string]string{
			"time_to_engage_vendor": "unknown: the timeline has no “Vendor contacted”", "time_to_escalate_vendor": "not applicable: there was no escalation",
		}},
		{head, append(over, "2026-03-05 10:30 Vendor contacted"), map[string]string{
			"time_to_engage_vendor": "known", "time_to_escalate_vendor": "not applicable: there was no escalation", "vendor_to_restore": "known",
		}},
		{head, []string{"10:00 Outage begins"}, map[string]string{
			"time_to_internal_communication": "ongoing: nobody has been informed yet", "duration": "ongoing: the outage has not ended",
		}},
		{head, []string{"10:00 A row of no event"}, map[string]string{"time_to_internal_communication": "unknown: the timeline has no “Outage detected”"}},
		// A forecast, a minute and a day before. More than a day is a mistake.
		{head, []string{"2026-03-05 09:59 Outage detected", "2026-03-05 10:00 Outage begins", "2026-03-05 11:00 Outage ends"}, map[string]string{
			"time_to_detect": "before: detected 1 min before it began", "time_to_restore": "known",
		}},
		{head, []string{"2026-03-04 10:00 Outage detected", "2026-03-05 10:00 Outage begins"}, map[string]string{"time_to_detect": "before: detected 1 d before it began"}},
		{head, []string{"2026-03-04 09:59 Outage detected", "2026-03-05 10:00 Outage begins"}, map[string]string{"time_to_detect": "unknown: its end is before its beginning"}},
		{miss, []string{"2026-03-05 09:00 Change", "2026-03-05 10:00 Detected", "2026-03-05 10:05 Internal communications", "2026-03-06 03:00 Would have begun"}, map[string]string{
			"duration": "not applicable: a near miss has no outage", "degradation": "not applicable: a near miss has no outage", "time_to_detect": "not applicable: a near miss has no outage",
			"time_to_internal_communication": "not applicable: a near miss has no outage", "incident_duration": "not applicable: no incident was declared",
			"latent_time": "known", "margin": "known",
		}},
		{miss, []string{"~09:00 Change", "10:00 Detected", "10:30 Incident created", "11:00 Incident ends"}, map[string]string{
			"latent_time": "unknown: the first row of the timeline has no exact time", "margin": "unknown: the timeline has no “Would have begun”", "incident_duration": "known",
		}},
	} {
		figures := metrics.FiguresOf(document(t, test.front, test.rows...))
		for key, want := range test.want {
			f := figures.Get(key)
			got := f.Class.String()
			if f.Reason != "" {
				got += ": " + f.Reason
			}
			if got != want {
				t.Errorf("%q: %s is %s, want %s", test.rows, key, got, want)
			}
		}
	}
}

// From a change at 09:00 to its detection at 10:00 on the same day is one hour; to 03:00 on the
// next day are 17.
func TestNearMissTimes(t *testing.T) {
	figures := metrics.FiguresOf(document(t, "severity: near miss\nstatus: completed\ndate: 2026-03-05\ncaught_by: Person\n",
		"2026-03-05 09:00 Change", "2026-03-05 10:00 Detected", "2026-03-06 03:00 Would have begun"))
	if got := fmt.Sprint(figures.Get(metrics.LatentTime), ", ", figures.Get(metrics.Margin)); got != "1 h, 17 h" {
		t.Errorf("latent time and margin are %s, want 1 h, 17 h", got)
	}
}

// withImpact returns an incident of an hour with impacts, in service a.
func withImpact(t *testing.T, severity, impacts, detection string) *content.PostMortem {
	t.Helper()
	src := "---\ntitle: a\nservice: a\ndate: 2026-11-20\nstatus: completed\nauthors: [a]\nseverity: " + severity + "\nimpact: " + impacts + "\ndetection: " + detection +
		"\n---\n## Timeline\n- 2026-11-20 10:00 Outage begins\n- 2026-11-20 11:00 Outage ends\n"
	pm, problems := content.Parse("a.md", []byte(src), content.Options{})
	if pm == nil {
		t.Fatal(problems)
	}
	return pm
}

// Latency and cosmetic faults are degradations, unless availability or data were hit, too. They
// are in no availability, in no duration of outages, and in the figures of their impact.
func TestOutageMeansOutage(t *testing.T) {
	posts := []*content.PostMortem{
		withImpact(t, "high", "availability", "manual"), withImpact(t, "low", "latency", "manual"), withImpact(t, "low", "[cosmetic, latency]", "other"),
		withImpact(t, "high", "[latency, data loss]", "alarm"), withImpact(t, "near miss", "availability", "manual"),
	}
	records := metrics.Records(posts)
	b := metrics.NewDashboard(records, metrics.Settings{AsOf: asOf, Services: []config.Service{{Name: "a", Hours: always}}, Vocabularies: content.BuiltinVocabularies()})
	var got []string
	for _, key := range []string{metrics.Duration, metrics.Degradation} {
		d := b.Distribution(key)
		got = append(got, fmt.Sprintf("%s %d, %d not applicable", key, d.Count, d.NotApplicable))
	}
	for _, impact := range b.Impacts {
		got = append(got, fmt.Sprintf("%s %d known of %d, outage %v", impact.Impact, impact.Lasted.Count, impact.Posts, impact.Outage))
	}
	w := b.Availability[0].Windows[0]
	got = append(got, fmt.Sprint("out ", w.Down, " in ", w.Posts), fmt.Sprint(b.Stats.ByImpact, b.Stats.ByAverted, b.Stats.ByDetection, b.Stats.Harmed))
	want := []string{
		"duration 2, 3 not applicable", "degradation 2, 3 not applicable",
		"data loss 1 known of 1, outage true", "latency 3 known of 3, outage false", "availability 1 known of 1, outage true", "cosmetic 1 known of 1, outage false",
		"out 1h0m0s in 2",
		"[{data loss 1} {latency 3} {availability 1} {cosmetic 1}] [{data loss 0} {latency 0} {availability 1} {cosmetic 0}] [{manual 2} {configured alarm 1} {other 1}] 4",
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s, want %s", got[i], want[i])
		}
	}
}

// What counts as an outage is the site's to say.
func TestImpactsOfTheConfig(t *testing.T) {
	c, problems := config.Parse("pmsite.yaml", []byte("availability: {impacts: [latency]}\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	of := func(impact string) bool {
		pm, _ := content.Parse("a.md", []byte("---\ntitle: a\nimpact: "+impact+"\n---\n"), c.Options())
		return pm.Degraded
	}
	if of("latency") || !of("availability") || of("[availability, latency]") {
		t.Error("the config's impacts do not decide what is an outage")
	}
}
