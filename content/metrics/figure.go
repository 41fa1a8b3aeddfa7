package metrics

import (
	"time"

	"github.com/pmsite/pmsite/content"
)

// A Definition defines a figure by its two ends.
type Definition struct {
	Key  string // as in the data files, without _seconds
	Name string // as pages show it
	Ends string // where it begins and ends

	WhenNot     string // when it does not apply; "" if it always does
	WhenUnknown string // when it is unknown
	Caveat      string // what to keep in mind

	of func(*content.PostMortem) Figure
}

// A Figure is one duration of one post mortem. The zero value is unknown.
type Figure struct {
	Class  Class
	Value  time.Duration // 0 unless Known
	Stated bool          // stated by the author, because the timeline has no outage
	Reason string        // why it has no value
	Since  time.Time     // when it began, if it is ongoing and can be compared with others; else zero
}

// Known reports whether the figure has a value.
func (f Figure) Known() bool { return f.Class == Known }

// Tells reports whether the figure says something about the incident: it has a value, or the
// outage is ongoing, or nobody was informed, or it was detected before it began.
func (f Figure) Tells() bool { return f.Class != Unknown && f.Class != NotApplicable }

// String returns the duration in words, or the class of a figure without a value.
func (f Figure) String() string {
	if f.Known() {
		return content.FormatDuration(f.Value)
	}
	return say[f.Class]
}

// TimeToPublish is the key of the only figure that is about the review, not the incident.
// It needs the document's history.
const TimeToPublish = "time_to_publish"

// Keys of other figures that series refer to.
const (
	Duration     = "duration"
	Degradation  = "degradation"
	TimeToDetect = "time_to_detect"
	LatentTime   = "latent_time"
	Margin       = "margin"
)

// Why a figure is unknown or does not apply, for several figures.
const (
	rowMissing = "One of the two rows is missing, or the first of its kind has no exact time."
	noHarm     = "A near miss, which has no outage."
	noOutage   = "A near miss, and an incident whose impact is no outage: latency, for example."
	noVendor   = "A near miss, or an incident without a vendor: none is named, and none was contacted."
	noTalk     = "A near miss, or an incident of which nobody had to know (`communication: none needed`)."
)

// definitions are all figures, in the order in which pages show them.
var definitions = []Definition{
	{
		Duration, "Duration of the outage", "sum of the intervals from Outage begins to Outage ends",
		noOutage, "No outage in the timeline and no stated duration, or an interval without exact times.",
		"Only the time in which the service was out counts, not pauses between two outages of one incident. If the timeline has no outage, the duration stated by the author counts.",
		ofOutage(duration),
	},
	{
		Degradation, "Duration of the degradation", "sum of the intervals from Outage begins to Outage ends",
		"A near miss, and an incident whose impact is an outage.", "No interval in the timeline and no stated duration, or an interval without exact times.",
		"The time in which the service worked, but slowly or with flaws: the same intervals as those of an outage, of incidents that were none.",
		ofDegradation(duration),
	},
	{
		TimeToDetect, "Time to detect", "first Outage begins to first Outage detected",
		noHarm, rowMissing,
		"Says nothing about outages that nobody noticed. What was detected up to a day before the outage began is counted as “before it began” and is in no percentile, so the median is of what was detected later.",
		ofHarm(timeToDetect),
	},
	{
		"time_to_declare", "Time to declare", "first Outage detected to Incident created",
		noHarm, rowMissing,
		"This is not the time to acknowledge, which has a row of its own.", ofHarm(between(content.OutageDetected, content.IncidentCreated)),
	},
	{
		"time_to_acknowledge", "Time to acknowledge", "first Outage detected to Acknowledged",
		noHarm, rowMissing,
		"Few timelines have this row.", ofHarm(between(content.OutageDetected, content.Acknowledged)),
	},
	{
		"time_to_internal_communication", "Time to first internal communication", "first Outage detected to first Internal communications",
		noTalk, "Outage detected is missing, or a row has no exact time.",
		"“None” means that the timeline has rows of the outage, but no such communication. It is in no percentile, so the median is of incidents that have one.",
		ofHarm(communicated(content.InternalCommunication)),
	},
	{
		"time_to_external_communication", "Time to first external communication", "first Outage detected to first External communications",
		noTalk, "Outage detected is missing, or a row has no exact time.",
		"“None” means that the timeline has rows of the outage, but no such communication. It is in no percentile, so the median is of incidents that have one. If nobody outside had to know, the document says so.",
		ofHarm(communicated(content.ExternalCommunication)),
	},
	{
		"longest_silence", "Longest silence", "longest gap between communications, from first Outage detected to last Outage ends",
		noTalk, "There is no exact detection or end, or a communication has no exact time.",
		"Only communications in the timeline count. Without any, the silence lasts from the detection to the end.", ofHarm(longestSilence),
	},
	{
		"time_to_engage_vendor", "Time to engage the vendor", "first Outage detected to Vendor contacted",
		noVendor, rowMissing,
		"Known only if a vendor was contacted.", ofHarm(ofVendor(between(content.OutageDetected, content.VendorContacted))),
	},
	{
		"time_to_escalate_vendor", "Time to escalate to the vendor", "Vendor contacted to Vendor escalated",
		"A near miss, or an incident without a vendor or without an escalation.", rowMissing,
		"Known only if the timeline has an escalation.", ofHarm(ofVendor(timeToEscalate)),
	},
	{
		"vendor_to_restore", "Vendor contacted to restored", "Vendor contacted to last Outage ends",
		noVendor, "Vendor contacted is missing or has no exact time, or the outage is unknown.",
		"Includes our own work, so it does not measure the vendor alone.", ofHarm(ofVendor(untilRestored(content.VendorContacted))),
	},
	{
		"time_to_restore", "Time to restore", "first Outage begins to last Outage ends",
		noOutage, "The outage is unknown, or only its duration is stated.",
		"Longer than the duration if the outage paused.", ofOutage(untilRestored(content.OutageBegins)),
	},
	{
		"time_to_restore_from_detection", "Time to restore from detection", "first Outage detected to last Outage ends",
		noOutage, "Outage detected is missing or has no exact time, or the outage is unknown.",
		"Begins when the outage was noticed.", ofOutage(untilRestored(content.OutageDetected)),
	},
	{
		"incident_duration", "Duration of the incident", "first Incident created to last Incident ends",
		"A near miss for which no incident was declared.", "One of the two rows is missing or has no exact time.",
		"An incident may stay open long after the outage.", incidentDuration,
	},
	{
		"tail", "Tail", "last Outage ends to last Incident ends",
		noHarm, "The outage is unknown, or Incident ends is missing or has no exact time.",
		"The time from restored service to closed incident.", ofHarm(tail),
	},
	{
		LatentTime, "Latent time", "first row of the timeline to first Outage detected",
		"Everything but a near miss.", "The first row or Outage detected has no exact time, or Outage detected is missing.",
		"How long the flaw of a near miss was there, if the first row says when it got in.", ofNearMiss(latent),
	},
	{
		Margin, "Margin", "first Outage detected to first Would have begun",
		"Everything but a near miss.", rowMissing,
		"How much later a near miss would have done harm. The row Would have begun is an estimate.",
		ofNearMiss(between(content.OutageDetected, content.WouldHaveBegun)),
	},
	{
		TimeToPublish, "Time to publish", "last Outage ends, or for a near miss Incident ends or else the last row, to the first commit in which the status is completed",
		"", "The first commit already says completed, as in an import or after a squashed merge; the history is missing or cut off; or the end is not in the timeline. Until it is completed, it is ongoing.",
		"From git: the time of the commit, whatever the document says. Percentiles are estimated by Kaplan and Meier, so that post mortems that are not completed yet count as longer than they have taken so far.", timeToPublish,
	},
}

// Definitions returns the definitions of all figures, in page order.
func Definitions() []Definition { return append([]Definition(nil), definitions...) }

// Figures are the figures of one post mortem, in the order of [Definitions].
type Figures []Figure

// FiguresOf computes the figures of one post mortem.
func FiguresOf(pm *content.PostMortem) Figures {
	figures := make(Figures, len(definitions))
	for i, d := range definitions {
		figures[i] = d.of(pm)
	}
	return figures
}

// Get returns the figure with the key. It panics if the key is unknown.
func (f Figures) Get(key string) Figure { return f[figureIndex(key)] }

func unknown(reason string) Figure { return Figure{Reason: reason} }

var ongoing = Figure{Class: Ongoing, Reason: "the outage has not ended"}

// span returns the figure from one instant to another.
func span(from, to time.Time) Figure {
	if to.Before(from) {
		return unknown("its end is before its beginning")
	}
	return Figure{Class: Known, Value: to.Sub(from)}
}

func between(from, to string) func(*content.PostMortem) Figure {
	return func(pm *content.PostMortem) Figure {
		begin, reason := pm.First(from)
		if reason != "" {
			return unknown(reason)
		}
		end, reason := pm.First(to)
		if reason != "" {
			return unknown(reason)
		}
		return span(begin, end)
	}
}

func duration(pm *content.PostMortem) Figure {
	outage := pm.Outage()
	switch {
	case outage.Ongoing:
		return ongoing
	case outage.Known():
		return Figure{Class: Known, Value: outage.Total()}
	case pm.HasStated:
		return Figure{Class: Known, Value: pm.Stated, Stated: true}
	}
	return unknown(outage.Unknown)
}

// restored returns the last end of the outage. If there is none, it returns the zero time
// and a figure that says why.
func restored(pm *content.PostMortem) (time.Time, Figure) {
	outage := pm.Outage()
	switch {
	case outage.Unknown != "":
		return time.Time{}, unknown(outage.Unknown)
	case outage.Ongoing:
		return time.Time{}, ongoing
	}
	return outage.Intervals[len(outage.Intervals)-1].End, Figure{}
}

func untilRestored(from string) func(*content.PostMortem) Figure {
	return func(pm *content.PostMortem) Figure {
		begin, reason := pm.First(from)
		if reason != "" {
			return unknown(reason)
		}
		end, none := restored(pm)
		if none.Class == Ongoing {
			none.Since = begin
		}
		if end.IsZero() {
			return none
		}
		return span(begin, end)
	}
}

func tail(pm *content.PostMortem) Figure {
	begin, none := restored(pm)
	if begin.IsZero() {
		return none
	}
	return untilIncidentEnds(pm, begin)
}

func incidentDuration(pm *content.PostMortem) Figure {
	if pm.NearMiss && !pm.Has(content.IncidentCreated) {
		return notApplicable("no incident was declared")
	}
	begin, reason := pm.First(content.IncidentCreated)
	if reason != "" {
		return unknown(reason)
	}
	return untilIncidentEnds(pm, begin)
}

func untilIncidentEnds(pm *content.PostMortem, begin time.Time) Figure {
	end, reason := pm.Last(content.IncidentEnds)
	switch {
	case end.IsZero() && pm.Outage().Ongoing:
		return ongoing
	case reason != "":
		return unknown(reason)
	}
	return span(begin, end)
}

// longestSilence returns the longest gap between communications, from the detection of the
// outage to its end.
func longestSilence(pm *content.PostMortem) Figure {
	if pm.Communication == content.NoneNeeded && !pm.Has(content.InternalCommunication) && !pm.Has(content.ExternalCommunication) {
		return nobodyHadTo
	}
	from, reason := pm.First(content.OutageDetected)
	if reason != "" {
		return unknown(reason)
	}
	until, none := restored(pm)
	if until.IsZero() {
		return none
	}
	if until.Before(from) {
		return unknown("its end is before its beginning")
	}
	times := []time.Time{from}
	for _, entry := range pm.Timeline {
		if entry.Event != content.InternalCommunication && entry.Event != content.ExternalCommunication {
			continue
		}
		if !entry.Exact() {
			return unknown("a communication has no exact time")
		}
		if entry.Time.After(from) && entry.Time.Before(until) {
			times = append(times, entry.Time)
		}
	}
	return Figure{Class: Known, Value: longestGap(append(times, until))}
}
