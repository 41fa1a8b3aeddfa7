package metrics

import "github.com/pmsite/pmsite/content"

func notApplicable(reason string) Figure { return Figure{Class: NotApplicable, Reason: reason} }

// nobodyHadTo is the figure of a communication that was not needed.
var nobodyHadTo = notApplicable("nobody had to be informed")

// ofHarm returns a figure that does not apply to near misses.
func ofHarm(of func(*content.PostMortem) Figure) func(*content.PostMortem) Figure {
	return func(pm *content.PostMortem) Figure {
		if pm.NearMiss {
			return notApplicable("a near miss has no outage")
		}
		return of(pm)
	}
}

// ofOutage returns a figure that applies only to incidents whose impact is an outage.
func ofOutage(of func(*content.PostMortem) Figure) func(*content.PostMortem) Figure {
	return ofHarm(func(pm *content.PostMortem) Figure {
		if pm.Degraded {
			return notApplicable("its impact is no outage")
		}
		return of(pm)
	})
}

// ofDegradation returns a figure that applies only to incidents whose impact is no outage.
func ofDegradation(of func(*content.PostMortem) Figure) func(*content.PostMortem) Figure {
	return ofHarm(func(pm *content.PostMortem) Figure {
		if !pm.Degraded {
			return notApplicable("its impact is an outage")
		}
		return of(pm)
	})
}

// ofNearMiss returns a figure that applies only to near misses.
func ofNearMiss(of func(*content.PostMortem) Figure) func(*content.PostMortem) Figure {
	return func(pm *content.PostMortem) Figure {
		if !pm.NearMiss {
			return notApplicable("it was not a near miss")
		}
		return of(pm)
	}
}

// ofVendor returns a figure that does not apply if no vendor was involved.
func ofVendor(of func(*content.PostMortem) Figure) func(*content.PostMortem) Figure {
	return func(pm *content.PostMortem) Figure {
		if pm.Vendor == "" && !pm.Has(content.VendorContacted) && !pm.Has(content.VendorEscalated) {
			return notApplicable("no vendor was involved")
		}
		return of(pm)
	}
}

func timeToEscalate(pm *content.PostMortem) Figure {
	if !pm.Has(content.VendorEscalated) {
		return notApplicable("there was no escalation")
	}
	return between(content.VendorContacted, content.VendorEscalated)(pm)
}

// communicated returns the time from the detection to the first communication of a kind.
func communicated(event string) func(*content.PostMortem) Figure {
	measured := between(content.OutageDetected, event)
	return func(pm *content.PostMortem) Figure {
		switch {
		case pm.Has(event):
			return measured(pm)
		case pm.Communication == content.NoneNeeded:
			return nobodyHadTo
		case !pm.Has(content.OutageBegins) && !pm.Has(content.OutageDetected):
			return unknown("the timeline has no “" + content.OutageDetected + "”")
		case pm.Outage().Ongoing:
			return Figure{Class: Ongoing, Reason: "nobody has been informed yet"}
		}
		return Figure{Class: None, Reason: "the timeline has no “" + event + "”"}
	}
}

func timeToDetect(pm *content.PostMortem) Figure {
	begin, reason := pm.First(content.OutageBegins)
	if reason != "" {
		return unknown(reason)
	}
	detected, reason := pm.First(content.OutageDetected)
	if reason != "" {
		return unknown(reason)
	}
	if lead := begin.Sub(detected); lead > 0 && lead <= content.MaxLead {
		return Figure{Class: Before, Reason: "detected " + content.FormatDuration(lead) + " before it began"}
	}
	return span(begin, detected)
}

// latent returns the time from the first row of the timeline to the detection.
func latent(pm *content.PostMortem) Figure {
	detected, reason := pm.First(content.OutageDetected)
	switch {
	case reason != "":
		return unknown(reason)
	case !pm.Timeline[0].Exact():
		return unknown("the first row of the timeline has no exact time")
	}
	return span(pm.Timeline[0].Time, detected)
}
