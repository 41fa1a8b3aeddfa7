package check

import (
	"strings"

	"github.com/pmsite/pmsite/content"
)

// formatRules are those of the parser, which alone can tell, and what checking
// adds to them.
var formatRules = []*Rule{
	{
		Name: "front-matter", Level: content.Error, Group: formatGroup, Title: "the file or its front matter cannot be read",
		Reason: "What cannot be read cannot be published: the front matter has to be YAML between two lines of three dashes, in a text file of at most 1 MiB.",
		Bad:    "---\ntitle: Checkout: slow\n---",
		Good:   "---\ntitle: \"Checkout: slow\"\n---",
	},
	{
		Name: "unknown-key", Level: content.Warning, Group: formatGroup, Title: "a key that looks misspelt",
		Reason: "Keys of your own are kept for themes. One that is nearly a known key is more likely a slip, whose value would be lost.",
		Bad:    "severty: high",
		Good:   "severity: high",
	},
	{
		Name: "missing-field", Level: content.Error, Group: formatGroup, Title: "a key is missing",
		Reason: "Title, date and status are always needed; past draft, service, impact, severity, detection and authors too. In a draft the lack of the latter is a warning.",
		Bad:    "status: review",
		Good:   "status: review\nseverity: high",
	},
	{
		Name: "vocabulary", Level: content.Error, Group: formatGroup, Title: "a word that the vocabulary lacks",
		Reason: "Figures count words, so each has one spelling; `vocabularies:` in the config adds values and synonyms. A synonym is read, and noted as a word that --fix can replace. " +
			"A service that `services:` does not list, if it lists some, is a warning.",
		Bad:  "severity: hihg",
		Good: "severity: high",
		Run: func(d *Document) {
			synonyms(d)
			unknownServices(d)
		},
	},
	{
		Name: "date", Level: content.Error, Group: formatGroup, Title: "a date or time that cannot be read, or has another form",
		Reason: "Dates are written 2026-03-05 and times 14:05, which sort and mean the same everywhere. A slash in a date is read, and noted for --fix.",
		Bad:    "date: 2026-02-30",
		Good:   "date: 2026-02-28",
		Run:    dateForms,
	},
	{
		Name: "duration", Level: content.Error, Group: formatGroup, Title: "a duration that cannot be read",
		Reason: "A number needs its unit: 2h15m, 135m, 1d 4h, PT2H15M, 2 hours 15 minutes or 2:15.",
		Bad:    "duration: 135",
		Good:   "duration: 135m",
	},
	{
		Name: "duplicate-id", Level: content.Error, Group: formatGroup, Title: "two files have one id",
		Reason: "The id is the permalink: it has to lead to one post mortem for ever.",
		Bad:    "id: PM-2026-0001  (in two files)",
		Good:   "id: PM-2026-0002",
		Run:    twins,
	},
	{
		Name: "duplicate-slug", Level: content.Error, Group: formatGroup, Title: "two files have one address",
		Reason: "A post mortem's address is its file's name; a second file of that name would replace the first, on some file systems without regard to case.",
		Bad:    "2025/cache-full.md and 2026/cache-full.md",
		Good:   "2025-03-01-cache-full.md and 2026-02-14-cache-full.md",
		Run:    twins,
	},
	{
		Name: "table-columns", Level: content.Warning, Group: formatGroup, Title: "a table with other columns",
		Reason: "Columns are found by name; a column that the format does not know is not shown, and a cell too many is lost.",
		Bad:    "| Date | Clock | Metadata | Notes |",
		Good:   "| Date | Time | Metadata | Notes |",
	},
}

// twins reports a duplicate on the file that a branch touches, where the parser
// has reported it on the other one, which is not looked at.
func twins(d *Document) {
	for _, p := range d.twins[d.Path] {
		if p.Rule == d.rule.Name && d.Touched != nil && !d.Touched[p.File] {
			what, key := "id", "id"
			if p.Rule == "duplicate-slug" {
				what, key = "address", "title"
			}
			d.report(d.key(key), p.Hint, "its %s is that of %s", what, p.File)
		}
	}
}

// unknownServices warns of services that the config does not list, once it
// lists some.
func unknownServices(d *Document) {
	if len(d.Config.Services) == 0 {
		return
	}
	var names []string
	known := map[string]bool{}
	for _, service := range d.Config.Services {
		names = append(names, service.Name)
		known[plain(service.Name)] = true
	}
	for _, service := range d.PM.Services {
		if known[plain(service)] || d.full() {
			continue
		}
		hint := "the config lists: " + strings.Join(names, ", ")
		for _, name := range names {
			if content.EditDistance(plain(service), plain(name)) <= len(service)/4 {
				hint = "did you mean `" + name + "`?"
			}
		}
		f := d.report(d.inKey(service, "service", "services"), hint, "%q is none of the services", service)
		f.Level = max(f.Level, content.Warning)
	}
}
