package content

import "slices"

// Vocabularies holds the sets of values that documents choose from.
type Vocabularies struct {
	Severity, Impact, Detection, Status, Event, ActionType, ActionState *Vocabulary

	// Control has the names that a site gives to controls, which are free text, and other
	// wordings of them as synonyms.
	Control *Vocabulary

	CaughtBy, Communication *Vocabulary

	Factor *Vocabulary // contributing factors; see [ContributingFactors]

	// Lessons are the kinds of lessons besides those of the template, in the order in which pages list them.
	Lessons []LessonKind

	// Outage lists the impacts that count as an outage, in availability and in the durations
	// of outages. The others are degradations.
	Outage []string

	// NearMiss is the severity of near misses. If it is "", no severity is.
	NearMiss string
}

// IsOutage reports whether an impact counts as an outage. An impact that is not given does.
func (v *Vocabularies) IsOutage(impact string) bool {
	return impact == "" || slices.Contains(v.Outage, impact)
}

// Replaceable reports whether a site can replace the values of a vocabulary. The program
// refers to those of the others.
func (v *Vocabularies) Replaceable(vocabulary *Vocabulary) bool {
	return slices.Contains([]*Vocabulary{v.Severity, v.Impact, v.Detection, v.ActionType, v.Factor}, vocabulary)
}

// looks are the severities whose signs and colours themes know, besides [NearMiss].
var looks = []string{"critical", "high", "medium", "low"}

// Look returns the built-in severity whose sign and colour a severity has: the one of the same
// rank, where near misses have no rank. Those after the fourth rank look like no built-in one,
// and Look returns them unchanged.
func (v *Vocabularies) Look(severity string) string {
	if severity == v.NearMiss {
		return NearMiss
	}
	ranked := slices.DeleteFunc(slices.Clone(v.Severity.Values), func(value string) bool { return value == v.NearMiss })
	if rank := slices.Index(ranked, severity); rank >= 0 && rank < len(looks) {
		return looks[rank]
	}
	return severity
}

// The built-in values that the program refers to.
const (
	NearMiss   = "near miss"
	NoneNeeded = "none needed"

	Draft     = "draft"
	Review    = "review"
	Completed = "completed"

	Open       = "open"
	InProgress = "in progress"
	Done       = "done"
	Cancelled  = "cancelled"

	OutageBegins          = "Outage begins"
	OutageDetected        = "Outage detected"
	IncidentCreated       = "Incident created"
	Acknowledged          = "Acknowledged"
	InternalCommunication = "Internal communications"
	VendorContacted       = "Vendor contacted"
	VendorEscalated       = "Vendor escalated"
	ExternalCommunication = "External communications"
	OutageEnds            = "Outage ends"
	WouldHaveBegun        = "Would have begun"
	IncidentEnds          = "Incident ends"

	Hypothesis = "Hypothesis"
	RuledOut   = "Ruled out"
	Decision   = "Decision"
	Joined     = "Joined"
	Workaround = "Workaround"
	Surprise   = "Surprise"
)

// SenseEvents are the events that say how people made sense of an incident, in the order in which pages show them. No figure
// uses them.
var SenseEvents = []string{Hypothesis, RuledOut, Decision, Joined, Workaround, Surprise}

// BuiltinVocabularies returns new vocabularies with the format's own values.
func BuiltinVocabularies() *Vocabularies {
	v := builtin()
	for key, vocabulary := range v.Configurable() {
		vocabulary.key = key
	}
	return v
}

// Configurable returns the vocabularies that a config can change, by their keys below
// vocabularies, without those of the names of controls.
func (v *Vocabularies) Configurable() map[string]*Vocabulary {
	return map[string]*Vocabulary{
		"severity": v.Severity, "impact": v.Impact, "detection": v.Detection, "event": v.Event,
		"action_type": v.ActionType, "action_state": v.ActionState, "status": v.Status,
		"factors": v.Factor,
	}
}

func builtin() *Vocabularies {
	return &Vocabularies{
		Severity: NewVocabulary("severity", []string{"critical", "high", "medium", "low", NearMiss}, nil),
		Impact:   NewVocabulary("impact", []string{"data loss", "latency", "availability", "cosmetic"}, nil),
		Detection: NewVocabulary("detection", []string{"manual", "configured alarm", "other"},
			map[string]string{"alarm": "configured alarm", "configured alert": "configured alarm"}),
		CaughtBy:      NewVocabulary("caught_by", []string{"control", "person", "luck"}, nil),
		Communication: NewVocabulary("communication", []string{NoneNeeded}, nil),
		Outage:        []string{"data loss", "availability"},
		NearMiss:      NearMiss,
		Status: NewVocabulary("status", []string{Draft, Review, Completed},
			map[string]string{"complete": Completed, "in review": Review}),
		Event: NewVocabulary("event", append([]string{
			OutageBegins, OutageDetected, IncidentCreated, Acknowledged, InternalCommunication,
			VendorContacted, VendorEscalated, ExternalCommunication, OutageEnds, IncidentEnds, WouldHaveBegun,
		}, SenseEvents...), map[string]string{
			"impact begins": OutageBegins, "impact began": OutageBegins, "impact starts": OutageBegins, "impact started": OutageBegins, "impact start": OutageBegins,
			"start of impact": OutageBegins, "start of outage": OutageBegins, "outage start": OutageBegins, "outage began": OutageBegins, "outage starts": OutageBegins,
			"outage started": OutageBegins, "incident began": OutageBegins, "incident started": OutageBegins, "start of incident": OutageBegins,

			"detected": OutageDetected, "detection": OutageDetected, "impact detected": OutageDetected, "incident detected": OutageDetected, "issue detected": OutageDetected,
			"problem detected": OutageDetected, "first alert": OutageDetected, "discovered": OutageDetected,

			"incident declared": IncidentCreated, "incident opened": IncidentCreated, "incident raised": IncidentCreated, "declared": IncidentCreated,
			"ack": Acknowledged, "acked": Acknowledged, "alert acknowledged": Acknowledged, "page acknowledged": Acknowledged, "incident acknowledged": Acknowledged,

			"internal communication": InternalCommunication, "internal comms": InternalCommunication, "internal update": InternalCommunication,
			"external communication": ExternalCommunication, "external comms": ExternalCommunication, "external update": ExternalCommunication, "customers informed": ExternalCommunication,
			"status page updated": ExternalCommunication, "status page update": ExternalCommunication, "customer communication": ExternalCommunication, "customer communications": ExternalCommunication,
			"vendor engaged": VendorContacted, "vendor informed": VendorContacted, "escalated to vendor": VendorEscalated,

			"impact ends": OutageEnds, "impact ended": OutageEnds, "impact end": OutageEnds, "end of impact": OutageEnds, "end of outage": OutageEnds, "outage end": OutageEnds,
			"outage ended": OutageEnds, "outage over": OutageEnds, "outage resolved": OutageEnds, "mitigated": OutageEnds, "impact mitigated": OutageEnds, "restored": OutageEnds,
			"service restored": OutageEnds, "recovered": OutageEnds, "service recovered": OutageEnds, "resolved": OutageEnds, "issue resolved": OutageEnds, "problem resolved": OutageEnds,

			"incident ended": IncidentEnds, "incident closed": IncidentEnds, "incident resolved": IncidentEnds, "incident over": IncidentEnds, "end of incident": IncidentEnds,

			"theory": Hypothesis, "hypothesis ruled out": RuledOut, "theory ruled out": RuledOut, "hypothesis rejected": RuledOut,
			"decision made": Decision, "decided": Decision, "joins": Joined, "workaround applied": Workaround, "workaround found": Workaround,
			"work around": Workaround, "surprised": Surprise, "surprising": Surprise,
		}),
		ActionType: NewVocabulary("action type", []string{"Mitigation", "Preventative", "Detective", "Remediative"},
			map[string]string{
				"mitigating": "Mitigation", "mitigative": "Mitigation", "mitigate": "Mitigation",
				"preventive": "Preventative", "prevention": "Preventative", "prevent": "Preventative",
				"detection": "Detective", "detect": "Detective", "remediation": "Remediative", "remedial": "Remediative",
			}),
		ActionState: NewVocabulary("action state", []string{Open, InProgress, Done, Cancelled},
			map[string]string{
				"todo": Open, "to do": Open, "new": Open, "wip": InProgress, "started": InProgress, "doing": InProgress,
				"closed": Done, "complete": Done, "completed": Done, "canceled": Cancelled, "wont do": Cancelled, "won't do": Cancelled,
			}),
		Control: NewVocabulary("control", nil, nil),
		Factor:  factorVocabulary(),
		Lessons: lessonKinds(),
	}
}
