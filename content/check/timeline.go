package check

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

var timelineRules = []*Rule{
	{
		Name: "timeline-order", Level: content.Error, Group: timelineGroup, Title: "rows of the timeline are out of order",
		Reason: "Figures are computed from the times of the rows. If a time is earlier than the one above, it usually belongs to the next day, whose date is missing, or is a typo. " +
			"An event before one that must precede it, such as an incident that ends before its outage begins, is a warning, and so is an outage that is detected more than a day before it begins. " +
			"A detection up to a day before is the best there is.",
		Bad:  "| 2026-03-05 | 23:50 | Outage begins | |\n| | 00:10 | Outage detected | |",
		Good: "| 2026-03-05 | 23:50 | Outage begins | |\n| 2026-03-06 | 00:10 | Outage detected | |",
		Run:  causality,
	},
	{
		Name: "timeline-ends", Level: content.Error, Group: timelineGroup, Title: "an outage without a beginning, detection or end",
		Reason: "Without “Outage begins”, “Outage detected” and “Outage ends”, the figures of a completed post mortem are unknown, and nobody will remember later. " +
			"Approximate times are fine. A missing detection is a warning.",
		Bad:  "| | 14:05 | Outage begins | |\n| | 15:00 | Fixed | |",
		Good: "| | 14:05 | Outage begins | |\n| | 15:00 | Outage ends | |",
		Run:  timelineEnds, Statuses: completed,
	},
	{
		Name: "duration-mismatch", Level: content.Error, Group: timelineGroup, Title: "the stated duration differs from the timeline",
		Reason: "The stated duration may differ from that of the timeline by 5 minutes, or by 5 % of it if that is more. Beyond that, one of them is wrong, and both would be quoted.",
		Bad:    "duration: 2h  (in the timeline: 45 min)",
		Good:   "duration: 45m",
	},
	{
		Name: "timezone", Level: content.Error, Group: timelineGroup, Title: "a time zone that is unknown or differs from the document's",
		Reason: "A time is meaningless without its zone. Zones have IANA names, because abbreviations are ambiguous. " +
			"Once the status is review or completed, a sentence such as “All times in Eastern timezone” that contradicts the zone is a warning, and so is an old name such as US/Eastern. " +
			"A time a year after the release of the time zone database is a warning, since rules may have changed.",
		Bad:  "timezone: IST",
		Good: "timezone: Asia/Kolkata",
		Run:  zones, Statuses: pastDraft,
	},
	{
		Name: "dst", Level: content.Error, Group: timelineGroup, Title: "a time that the clock skips or shows twice",
		Reason: "When the clocks change, a time can be ambiguous by an hour or not exist; an offset says which time is meant.",
		Bad:    "| 2026-11-01 | 01:30 | Outage begins | |",
		Good:   "| 2026-11-01 | 01:30 EDT | Outage begins | |",
	},
}

// causality warns about events that come before those that must precede them, unless rows
// are out of order anyway.
func causality(d *Document) {
	if slices.ContainsFunc(d.problems[d.Path], func(p content.Problem) bool { return p.Rule == "timeline-order" }) {
		return
	}
	for _, pair := range [][2]string{
		{content.OutageBegins, content.OutageDetected},
		{content.VendorContacted, content.VendorEscalated},
		{content.IncidentCreated, content.IncidentEnds},
		{content.OutageBegins, content.IncidentEnds},
	} {
		first, noFirst := d.PM.First(pair[0])
		second, noSecond := d.PM.First(pair[1])
		if noFirst != "" || noSecond != "" || !second.Before(first) {
			continue
		}
		if pair[1] == content.OutageDetected && first.Sub(second) <= content.MaxLead {
			continue
		}
		i := slices.IndexFunc(d.PM.Timeline, func(e content.Entry) bool { return e.Event == pair[1] && e.Time.Equal(second) })
		f := d.report(d.event(d.PM.Timeline[i]), "check both times, and their dates", "“%s” is before “%s”", pair[1], pair[0])
		f.Level = max(f.Level, content.Warning)
	}
}

// event returns the span of the cell that names a row's event.
func (d *Document) event(e content.Entry) span {
	if at, found := d.find(e.Pos.Line, e.Pos.Column, e.Label); found {
		return at
	}
	return d.token(e.Pos.Line, e.Pos.Column)
}

func timelineEnds(d *Document) {
	if d.PM.NearMiss || len(d.PM.Timeline) == 0 {
		return
	}
	open, begun, detected := content.Entry{}, false, false
	for _, entry := range d.PM.Timeline {
		switch entry.Event {
		case content.OutageBegins:
			open, begun = entry, true
		case content.OutageDetected:
			detected = true
		case content.OutageEnds:
			if !begun {
				d.report(d.event(entry), "add the row in which it begins", "the outage ends, but no row says when it begins")
				return
			}
			open = content.Entry{}
		}
	}
	switch {
	case open.Event != "":
		d.report(d.event(open), "add a row “"+content.OutageEnds+"”", "the outage that begins here never ends")
	case !begun:
		d.report(d.key("status"), "add a row “"+content.OutageBegins+"”", "no row of the timeline says when the outage begins")
	case !detected:
		f := d.report(d.key("status"), "add a row “"+content.OutageDetected+"”", "no row of the timeline says when the outage was detected")
		f.Level = max(f.Level, content.Warning)
	}
}
