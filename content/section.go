package content

// SectionKind names a section of the format. The zero value stands for an author's own
// section.
type SectionKind string

// The sections of the template.
const (
	SummarySection    SectionKind = "summary"
	RemindersSection  SectionKind = "reminders"
	TimelineSection   SectionKind = "timeline"
	CausesSection     SectionKind = "causes"
	ControlsSection   SectionKind = "controls"
	TriggerSection    SectionKind = "trigger"
	ResolutionSection SectionKind = "resolution"
	ReviewSection     SectionKind = "review"
	ActionsSection    SectionKind = "actions"
	LessonsSection    SectionKind = "lessons"
	WellSection       SectionKind = "went-well"
	WrongSection      SectionKind = "went-wrong"
	LuckySection      SectionKind = "got-lucky"
	ReferencesSection SectionKind = "references"
	TagsSection       SectionKind = "tags"
)

var sectionNames = map[string]SectionKind{
	"summary": SummarySection, "reminders": RemindersSection, "timeline": TimelineSection,
	"proximal and root causes": CausesSection, "root causes": CausesSection, "root cause": CausesSection,
	"causes": CausesSection, "contributing factors": CausesSection,
	"controls that failed": ControlsSection, "failed controls": ControlsSection, "which controls failed": ControlsSection,
	"triggering condition": TriggerSection, "trigger": TriggerSection, "resolution": ResolutionSection,
	"review": ReviewSection, "action items": ActionsSection, "lessons learned": LessonsSection, "lessons": LessonsSection,
	"what went well": WellSection, "what went wrong": WrongSection,
	"where we got lucky": LuckySection, "references": ReferencesSection, "tags": TagsSection,
}

func sectionKind(heading string) SectionKind { return sectionNames[foldHeading(heading)] }

// SectionOf returns the section that a heading names, or "" for an author's own heading.
func SectionOf(heading string) SectionKind { return sectionKind(heading) }
