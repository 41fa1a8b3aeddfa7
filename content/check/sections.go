package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
)

var sectionRules = []*Rule{
	{
		Name: "section-missing", Level: content.Warning, Group: formatGroup, Title: "a section of the template is missing",
		Reason: "A reviewer looks for what happened, when, why, and what follows from it. A completed post mortem has all sections of the template, or says that there is nothing to say. " +
			"If it has no timeline, action item or lesson at all, status-requirements reports that as an error.",
		Bad:  "## Summary\n## Timeline",
		Good: "## Summary\n## Timeline\n## Proximal and Root Causes\n## Review\n### Action Items\n## Lessons Learned",
		Run:  missingSections, Statuses: pastDraft,
	},
	{
		Name: "heading-order", Level: content.Warning, Group: formatGroup, Title: "a heading skips a level",
		Reason: "People who use a screen reader go from heading to heading; a skipped level sounds like a missing part.",
		Bad:    "## Review\n#### Action Items",
		Good:   "## Review\n### Action Items",
		Run:    headingOrder,
	},
}

// A demand is a section that a document must have. Of the kinds, one must be there.
type demand struct {
	name  string
	kinds []content.SectionKind
}

var causes = []content.SectionKind{content.CausesSection, content.TriggerSection, content.ControlsSection}

// reviewDemands are the sections that a review cannot do without.
var reviewDemands = []demand{
	{"Summary", []content.SectionKind{content.SummarySection}},
	{"Timeline", []content.SectionKind{content.TimelineSection}},
	{"Proximal and Root Causes", causes},
	{"Action Items", []content.SectionKind{content.ActionsSection}},
	{"Lessons Learned", []content.SectionKind{content.LessonsSection, content.WellSection, content.WrongSection, content.LuckySection}},
}

// completedDemands are the sections of the template, without those that statusRequirements
// demands.
var completedDemands = []demand{
	{"Summary", []content.SectionKind{content.SummarySection}},
	{"Proximal and Root Causes", []content.SectionKind{content.CausesSection, content.ControlsSection}},
	{"Triggering Condition", []content.SectionKind{content.TriggerSection}},
	{"Resolution", []content.SectionKind{content.ResolutionSection}},
	{"What went well", []content.SectionKind{content.WellSection}},
	{"What went wrong", []content.SectionKind{content.WrongSection}},
	{"Where we got lucky", []content.SectionKind{content.LuckySection}},
	{"References", []content.SectionKind{content.ReferencesSection}},
	{"Tags", []content.SectionKind{content.TagsSection}},
}

func missingSections(d *Document) {
	there := map[content.SectionKind]bool{content.TagsSection: len(d.PM.Tags) > 0}
	for _, section := range d.PM.Sections {
		there[section.Kind] = true
	}
	demands, hint := reviewDemands, "write what is missing before the review"
	if d.PM.Status == content.Completed {
		demands, hint = completedDemands, "write what is missing, if only that there is nothing to say"
	}
	var missing []string
	for _, demand := range demands {
		if !slices.ContainsFunc(demand.kinds, func(kind content.SectionKind) bool { return there[kind] }) {
			missing = append(missing, "“"+demand.name+"”")
		}
	}
	switch last := len(missing) - 1; {
	case last == 0:
		d.report(d.key("status"), hint, "the section %s is missing or empty", missing[0])
	case last > 0:
		d.report(d.key("status"), hint, "the sections %s and %s are missing or empty", strings.Join(missing[:last], ", "), missing[last])
	}
}

func headingOrder(d *Document) {
	above := 1
	for i, line := range d.prose {
		level, title := heading(line)
		if i < d.front || level == 0 {
			continue
		}
		if level > above+1 {
			d.report(span{i + 1, 1, utf8.RuneCountInString(strings.TrimRight(line, " \t")) + 1},
				"write "+strings.Repeat("#", above+1), "the heading “%s” has level %d, but the one above has level %d", title, level, above)
		}
		above = level
	}
}
