package content

import "slices"

// keys are in their canonical order, which is that of the template and of formatted documents.
var keys = []Key{
	{
		Name: "title", Required: AlwaysRequired, DiffName: "title", Example: "Checkout slow",
		Doc:   "what happened, in one line",
		Label: "Title", Search: "title", Column: "title",
		Text: func(pm *PostMortem) *string { return &pm.Title },
		read: (*decoder).setTitle,
	},
	{
		Name: "id", DiffName: "id", Example: "PM-2026-0007",
		Doc:   "text, unique in the collection, such as PM-2026-0007",
		Label: "ID", Search: "ids", Column: "id",
		Text: func(pm *PostMortem) *string { return &pm.ID },
	},
	{
		Name: "service", Plural: "services", Required: WantedInDraft, DiffName: "services", Fact: true, Example: "dns",
		Doc:   "one or more names; also written `services`",
		Label: "Service name", Labels: []string{"Service", "Services", "Services affected"},
		Facet: "service", Search: "labels", Column: "services", SuggestUsed: true,
		List: func(pm *PostMortem) *[]string { return &pm.Services },
	},
	{
		Name: "impact", Plural: "impacts", Required: WantedInDraft, DiffName: "impact", Fact: true, Example: "latency",
		Doc:   "one or more of data loss, latency, availability or cosmetic",
		Label: "Impact", Facet: "impact", Column: "impacts",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Impact },
		List:       func(pm *PostMortem) *[]string { return &pm.Impacts },
	},
	{
		Name: "severity", Required: WantedInDraft, DiffName: "severity", Fact: true, Example: "critical",
		Doc:   "critical, high, medium, low or near miss",
		Label: "Impact severity", Labels: []string{"Severity"}, Facet: "severity", Column: "severity",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Severity },
		Text:       func(pm *PostMortem) *string { return &pm.Severity },
	},
	{
		Name: "detection", Required: WantedInDraft, DiffName: "detection", Fact: true, Example: "manual",
		Doc:   "manual, configured alarm or other",
		Label: "Detection Process", Labels: []string{"Detection"}, Facet: "detection", Column: "detection",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Detection },
		Text:       func(pm *PostMortem) *string { return &pm.Detection },
	},
	{
		Name: "caught_by", DiffName: "caught by", Fact: true, Example: "control",
		Doc:   "of a near miss: control, person or luck, whichever kept it from doing harm",
		Label: "Caught by", Column: "caught_by",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.CaughtBy },
		Text:       func(pm *PostMortem) *string { return &pm.CaughtBy },
	},
	{
		Name: "communication", DiffName: "communication", Example: "none needed",
		Doc:   "none needed, if nobody had to be informed",
		Label: "Communication", Column: "communication",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Communication },
		Text:       func(pm *PostMortem) *string { return &pm.Communication },
	},
	{
		Name: "incident", Plural: "incidents", DiffName: "incidents", Example: "INC0042",
		Doc:   "one or more ticket numbers",
		Label: "Incident #", Labels: []string{"Incident / Change #"}, Ticket: true, Column: "incidents",
		List: func(pm *PostMortem) *[]string { return &pm.Incidents },
	},
	{
		Name: "change", Plural: "changes", DiffName: "changes", Example: "CHG0042",
		Doc:   "one or more ticket numbers",
		Label: "Change #", Ticket: true, Column: "changes",
		List: func(pm *PostMortem) *[]string { return &pm.Changes },
	},
	{
		Name: "vendor", DiffName: "vendor", Fact: true, Example: "Northwind DNS",
		Doc:   "the vendor's name",
		Label: "Vendor", Facet: "vendor", Search: "labels", Column: "vendor",
		Text: func(pm *PostMortem) *string { return &pm.Vendor },
	},
	{
		Name: "vendor_case", Plural: "vendor_cases", DiffName: "vendor cases", Example: "VC0042",
		Doc:   "one or more case numbers",
		Label: "Vendor Case #", Ticket: true, Column: "vendor_cases",
		List: func(pm *PostMortem) *[]string { return &pm.VendorCases },
	},
	{
		Name: "date", Required: AlwaysRequired, DiffName: "date", Fact: true, Example: "2026-03-05",
		Doc:   "2026-03-05: the day the outage began",
		Label: "Date", Column: "date",
		other: func(pm *PostMortem) any { return pm.Date },
		read:  (*decoder).setDate,
	},
	{
		Name: "duration", DiffName: "stated duration", Fact: true, Example: "2h15m",
		Doc:   "2h15m, 135m, 1d 4h, PT2H15M, 2 hours 15 minutes or 2:15; if missing, computed from the timeline",
		Label: "Duration", Column: "stated_duration_seconds",
		other: func(pm *PostMortem) any {
			if !pm.HasStated {
				return nil
			}
			return pm.Stated
		},
		read: (*decoder).setDuration,
	},
	{
		Name: "timezone", DiffName: "time zone", Fact: true, Example: "America/New_York",
		Doc:   "IANA name such as America/New_York, or an offset such as UTC+1; if missing, what the text says (“All times in UTC”), else the site's",
		Label: "Timezone", Labels: []string{"Time zone"}, Column: "timezone",
		other: func(pm *PostMortem) any {
			if pm.Zone == nil {
				return nil
			}
			return pm.Zone
		},
		read: (*decoder).setZone,
	},
	{
		Name: "authors", Required: RequiredPastDraft, DiffName: "authors", Example: "platform team",
		Doc:   "roles, never names of people",
		Label: "Authors", Labels: []string{"Author"}, Column: "authors", SuggestUsed: true,
		List: func(pm *PostMortem) *[]string { return &pm.Authors },
	},
	{
		Name: "status", Required: AlwaysRequired, DiffName: "status", Example: "completed",
		Doc:   "draft, review or completed",
		Label: "Post Mortem Status", Labels: []string{"Postmortem status", "Status"}, Facet: "status", Column: "status",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Status },
		Text:       func(pm *PostMortem) *string { return &pm.Status },
	},
	{
		Name: "tags", DiffName: "tags", Example: "dns",
		Doc:   "a list of words",
		Label: "Tags", Facet: "tag", Search: "labels", Column: "tags", SuggestUsed: true,
		List: func(pm *PostMortem) *[]string { return &pm.Tags },
		read: (*decoder).setTags,
	},
	{
		Name: "summary", DiffName: "summary", Example: "Names were not found.",
		Doc:    "one or two sentences for lists, feeds and search; if missing, the first paragraph",
		Search: "summary", Column: "summary",
		Text: func(pm *PostMortem) *string { return &pm.Summary },
		read: (*decoder).setSummary,
	},
	{
		Name: "aliases", DiffName: "aliases", Example: "/2024/old-name/",
		Doc:  "former addresses that redirect here: /2024/old-name/, or old-name for /postmortems/old-name/",
		List: func(pm *PostMortem) *[]string { return &pm.Aliases },
		read: (*decoder).setAliases,
	},
	{
		Name: "prevented_by", DiffName: "prevented by", Example: "PM-2025-0012#action-2",
		Doc:  "action items of earlier post mortems that would have prevented this one, such as PM-2025-0012#action-2",
		List: func(pm *PostMortem) *[]string { return &pm.PreventedBy },
	},
	{
		Name: "factors", DiffName: "contributing factors", Example: "tight coupling",
		Doc:   "what contributed, as one or more values of the vocabulary; also read from a section “Contributing factors”",
		Label: "Contributing factors", Facet: "factor", Search: "labels", Column: "factors",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Factor },
		List:       func(pm *PostMortem) *[]string { return &pm.Factors },
	},
}

// Keys returns the keys of the front matter in their canonical order.
func Keys() []Key { return slices.Clone(keys) }

// KeysFrom returns the keys of the front matter, with the named ones first, in the given
// order.
func KeysFrom(names ...string) []Key {
	out := Keys()
	place := func(k Key) int {
		if i := slices.Index(names, k.Name); i >= 0 {
			return i
		}
		return len(names)
	}
	slices.SortStableFunc(out, func(x, y Key) int { return place(x) - place(y) })
	return out
}

// LookupKey returns the key with the given name or plural.
func LookupKey(name string) (Key, bool) {
	if key := keyByName[name]; key != nil {
		return *key, true
	}
	return Key{}, false
}

// keyByName maps names and plurals to keys.
var keyByName = func() map[string]*Key {
	out := make(map[string]*Key, len(keys)+8)
	for i := range keys {
		key := &keys[i]
		out[key.Name] = key
		if key.Plural != "" {
			out[key.Plural] = key
		}
	}
	return out
}()
