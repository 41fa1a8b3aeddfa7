package check

import (
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
)

var sectionRules = []*Rule{
	{
		Name: "section-missing", Level: content.Warning, Group: formatGroup, Title: "a section of the template is missing",
		Reason: "A reviewer looks for what happened, when, why, and what follows from it. For a completed post mortem, status-requirements reports missing sections as errors.",
		Bad:    "## Summary\n## Timeline",
		Good:   "## Summary\n## Timeline\n## Proximal and Root Causes\n## Review\n### Action Items\n## Lessons Learned",
		Run:    missingSections, Statuses: []string{content.Review},
	},
	{
		Name: "heading-order", Level: content.Warning, Group: formatGroup, Title: "a heading skips a level",
		Reason: "People who use a screen reader go from heading to heading; a skipped level sounds like a missing part.",
		Bad:    "## Review\n#### Action Items",
		Good:   "## Review\n### Action Items",
		Run:    headingOrder,
	},
}

// demands are the required sections. Of each, one of the names must be there.
var demands = []struct {
	name  string
	kinds []content.SectionKind
}{
	{"Summary", []content.SectionKind{content.SummarySection}},
	{"Timeline", []content.SectionKind{content.TimelineSection}},
	{"Proximal and Root Causes", []content.SectionKind{content.CausesSection, content.TriggerSection, content.ControlsSection}},
	{"Action Items", []content.SectionKind{content.ActionsSection}},
	{"Lessons Learned", []content.SectionKind{content.LessonsSection, content.WellSection, content.WrongSection, content.LuckySection}},
}

func missingSections(d *Document) {
	there := map[content.SectionKind]bool{}
	for _, section := range d.PM.Sections {
		there[section.Kind] = true
	}
	for _, demand := range demands {
		found := false
		for _, kind := range demand.kinds {
			found = found || there[kind]
		}
		if !found {
			d.report(d.key("status"), "write it before the review", "the section “%s” is missing or empty", demand.name)
		}
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
