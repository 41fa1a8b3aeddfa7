package check

import (
	"strings"

	"github.com/pmsite/pmsite/content"
)

// formatRules are the rules of the parser, and the checks that this package adds to them.
var formatRules = []*Rule{
	{
		Name: "front-matter", Level: content.Error, Group: formatGroup, Title: "the file or its front matter cannot be read",
		Reason: "A file that cannot be read cannot be published. The front matter must be YAML between two lines of three dashes, in a text file of at most 1 MiB.",
		Bad:    "---\ntitle: Checkout: slow\n---",
		Good:   "---\ntitle: \"Checkout: slow\"\n---",
	},
	{
		Name: "merge-conflict", Level: content.Error, Group: formatGroup, Title: "a merge conflict is not resolved",
		Reason: "Between the markers of a conflict are the versions of both sides; publishing them would publish what nobody wrote. In a code block, where a document may show a conflict, they are only a warning.",
		Bad:    "<<<<<<< HEAD\nCheckout took eleven seconds.\n=======\nCheckout took twelve seconds.\n>>>>>>> topic",
		Good:   "Checkout took twelve seconds.",
	},
	{
		Name: "unknown-key", Level: content.Warning, Group: formatGroup, Title: "a key that looks misspelled",
		Reason: "Themes can use keys of your own. A key that is almost the same as a known one is more likely a typo, and its value would be lost.",
		Bad:    "severty: high",
		Good:   "severity: high",
	},
	{
		Name: "not-hidden", Level: content.Error, Group: formatGroup, Title: "a key that hides nothing",
		Reason: "Other programs hide a document with `draft: true`, `private: true`, `confidential: true`, `visibility: internal`, `classification: restricted`, `tlp: amber` or `published: false`, also within a map such as `params:`, or until a day with `publishDate`. pmsite does not read these keys, so it does not publish a document with one. A draft is hidden by its status; in one, such a key is a warning, because readers see drafts if the config says `drafts: show`.",
		Bad:    "status: completed\nprivate: true",
		Good:   "status: draft",
	},
	{
		Name: "missing-field", Level: content.Error, Group: formatGroup, Title: "a key is missing",
		Reason: "Title, date and status are always required. Once the status is review or completed, so are service, impact, severity, detection and authors. In a draft, it is only a warning if one of these is missing.",
		Bad:    "status: review",
		Good:   "status: review\nseverity: high",
	},
	{
		Name: "vocabulary", Level: content.Error, Group: formatGroup, Title: "a value that is not in the vocabulary",
		Reason: "Figures count values, so each value has one spelling. `vocabularies:` in the config replaces values, and adds values and synonyms. A synonym is accepted but reported as info, and --fix replaces it. " +
			"Figures are computed from the events in the Metadata column of the timeline. Past draft, a label that is nearly an event is a warning; other labels are free text. " +
			"If the config has `services:`, a service that it does not list is a warning.",
		Bad:   "severity: hihg",
		Good:  "severity: high",
		Words: true,
		Run: func(d *Document) {
			synonyms(d)
			unknownServices(d)
		},
	},
	{
		Name: "date", Level: content.Error, Group: formatGroup, Title: "a date or time that cannot be read or has another format",
		Reason: "Dates are written 2026-03-05 and times 14:05, which sort and mean the same everywhere. A date with slashes is accepted but reported as info, and --fix rewrites it.",
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
		Name: "duplicate-id", Level: content.Error, Group: formatGroup, Title: "two files have the same id",
		Reason: "The id is the permanent link: it must always lead to the same post mortem.",
		Bad:    "id: PM-2026-0001  (in two files)",
		Good:   "id: PM-2026-0002",
		Run:    duplicateID, beyond: true,
	},
	{
		Name: "duplicate-slug", Level: content.Error, Group: formatGroup, Title: "two files have the same address",
		Reason: "A post mortem's address is its file's name. A second file with the same name would replace the first one; on some file systems, names that differ only in case are the same.",
		Bad:    "2025/cache-full.md and 2026/cache-full.md",
		Good:   "2025-03-01-cache-full.md and 2026-02-14-cache-full.md",
		Run:    twins, beyond: true,
	},
	{
		Name: "duplicate-address", Level: content.Error, Group: formatGroup, Title: "an alias or id has the address of something else",
		Reason: "At each address of the site, there can be one page. Reserved are the site's own, such as /tags/ and /search/, and everything below the page of a post mortem. " +
			"Ids that differ only in punctuation have the same address, and case is ignored, as on some file systems.",
		Bad:  "aliases: [/tags/dns/]",
		Good: "aliases: [/2024/dns-outage/]",
		Run:  twins, beyond: true,
	},
	{
		Name: "table-columns", Level: content.Warning, Group: formatGroup, Title: "a table with unknown or extra columns",
		Reason: "Columns are found by name. What a column holds that the format does not know is shown with the notes or the item, but counts for nothing; an extra cell is lost. Reviewers see no table where GitHub shows none.",
		Bad:    "| Date | Clock | Metadata | Notes |",
		Good:   "| Date | Time | Metadata | Notes |",
	},
}

// duplicateID reports an id that another file has, here or on the base of the branch.
func duplicateID(d *Document) {
	twins(d)
	if other, taken := d.Taken[strings.ToLower(d.PM.ID)]; taken && other != d.Path && d.touched() {
		d.report(d.key("id"), "pmsite renumber "+d.Path, "id %s is also used by %s, which the base has now", d.PM.ID, other)
	}
}

// twins reports a duplicate at the file that is checked, if the parser reported it at the other one, which is not.
func twins(d *Document) {
	for _, p := range d.twins[d.Path] {
		if p.Rule == d.rule.Name && !d.checks(p.File) {
			what, hint := "address", p.Hint
			if p.Rule == "duplicate-id" {
				what, hint = "id", "pmsite renumber "+d.Path
			}
			if f := d.report(d.twinAt(p), hint, "its %s is also used by %s", what, p.File); f.Level == content.Error && d.Touched == nil {
				f.Level = p.Level // a warning in a draft, unless its branch can still change it
			}
		}
	}
}

// twinAt returns where a document says what another one has, too: its id or an alias, or else, for the address that is
// the file's name, the title.
func (d *Document) twinAt(p content.Problem) span {
	address, _, _ := strings.Cut(content.FoldAddress(p.Message), " is also used by ")
	for i, alias := range d.PM.Aliases {
		if address == content.FoldAddress("alias /"+alias) {
			return d.token(d.PM.AliasPos[i].Line, d.PM.AliasPos[i].Column)
		}
	}
	byID := d.PM.ID != "" && strings.Contains(address+"/", content.FoldAddress("/"+content.IDAddress(d.PM.ID)))
	if p.Rule == "duplicate-id" || byID {
		return d.key("id")
	}
	return d.key("title")
}

// unknownServices warns about services that the config does not list, if it lists them. Post mortems from
// before the conventions name those of their time.
func unknownServices(d *Document) {
	if !d.Config.ListsServices() || d.Config.Legacy.Covers(d.PM) {
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
		hint := "the config lists: " + strings.Join(names, ", ") + "; add `{name: " + service + "}` to its `services` if it is one"
		for _, name := range names {
			if content.EditDistance(plain(service), plain(name)) <= len(service)/4 {
				hint = "did you mean `" + name + "`?"
			}
		}
		f := d.report(d.inKey(service, "service", "services"), hint, "%q is not one of the services in the config", service)
		f.Level = max(f.Level, content.Warning)
	}
}
