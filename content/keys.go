package content

import (
	"fmt"
	"slices"
	"time"
)

// A Key is one key of the front matter, with all that hangs on it. What reads, checks, compares,
// searches, exports, completes or documents keys ranges over [Keys]: a new one is an entry there.
type Key struct {
	Name   string
	Plural string // another spelling, which may stand beside Name; "" for none
	Doc    string // what it holds, in one line
	Needed Need
	Said   string // what a diff calls it

	Label  string   // its row in a Metadata | Information table; "" when it has none
	Labels []string // other labels of that row

	// Vocabulary returns the words that its values are of; nil when they are free.
	Vocabulary func(v *Vocabularies) *Vocabulary

	Facet  string // the facet by which its values are filtered; "" for none
	Search string // the field of the search documents that holds its texts; "" for none
	Ticket bool   // its values are numbers of another system, which are searched as ids
	Column string // its name in the data files; "" when it is not in them
	Recurs bool   // an editor offers the values that other documents have

	// Where the value is: one text, or several. Both are nil for a value of another type.
	Text func(pm *PostMortem) *string
	List func(pm *PostMortem) *[]string

	other func(pm *PostMortem) any  // a value of another type; nil while unset
	read  func(d *decoder, f field) // reads a field that has at least one text; nil for the way of Text or List
}

// Need tells when a key has to be there.
type Need int

// The demands rise as a document goes from draft to completed.
const (
	Optional   Need = iota
	InReview        // once the status is past draft
	PastDraft       // as InReview; in a draft its absence is a warning
	AlwaysNeed      // in a draft too
)

// Keys returns the keys of the front matter in their canonical order.
func Keys() []Key { return slices.Clone(keys) }

// KeysFrom returns the keys of the front matter, the named ones in front and in that order.
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

// LookupKey returns the key of that name or plural.
func LookupKey(name string) (Key, bool) {
	if key := keyByName[name]; key != nil {
		return *key, true
	}
	return Key{}, false
}

// Values returns what a post mortem has for the key, as texts; nil when it has nothing.
func (k Key) Values(pm *PostMortem) []string {
	switch value := k.value(pm).(type) {
	case nil:
		return nil
	case []string:
		return value
	case time.Duration:
		return []string{FormatDuration(value)}
	default:
		if text := fmt.Sprint(value); text != "" {
			return []string{text}
		}
		return nil
	}
}

// Free reports whether the values are the author's own words: neither of a vocabulary, nor a date,
// a duration or a time zone.
func (k Key) Free() bool { return k.Vocabulary == nil && (k.Text != nil || k.List != nil) }

func (k *Key) value(pm *PostMortem) any {
	switch {
	case k.Text != nil:
		return *k.Text(pm)
	case k.List != nil:
		return *k.List(pm)
	}
	return k.other(pm)
}

func (k *Key) vocabulary(v *Vocabularies) *Vocabulary {
	if k.Vocabulary == nil {
		return nil
	}
	return k.Vocabulary(v)
}

var keys = []Key{
	{
		Name: "title", Doc: "what happened, in a line", Needed: AlwaysNeed, Said: "title",
		Label: "Title", Search: "title", Column: "title",
		Text: func(pm *PostMortem) *string { return &pm.Title },
		read: (*decoder).setTitle,
	},
	{
		Name: "id", Doc: "text, unique in the collection, such as PM-2026-0007", Said: "id",
		Label: "ID", Search: "ids", Column: "id",
		Text: func(pm *PostMortem) *string { return &pm.ID },
	},
	{
		Name: "service", Plural: "services", Doc: "one or several names; also written `services`", Needed: PastDraft, Said: "services",
		Label: "Service name", Labels: []string{"Service", "Services", "Services affected"},
		Facet: "service", Search: "labels", Column: "services", Recurs: true,
		List: func(pm *PostMortem) *[]string { return &pm.Services },
	},
	{
		Name: "impact", Plural: "impacts", Doc: "one or several of data loss, latency, availability, cosmetic", Needed: PastDraft, Said: "impact",
		Label: "Impact", Facet: "impact", Column: "impacts",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Impact },
		List:       func(pm *PostMortem) *[]string { return &pm.Impacts },
	},
	{
		Name: "severity", Doc: "critical, high, medium, low or near miss", Needed: PastDraft, Said: "severity",
		Label: "Impact severity", Labels: []string{"Severity"}, Facet: "severity", Column: "severity",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Severity },
		Text:       func(pm *PostMortem) *string { return &pm.Severity },
	},
	{
		Name: "detection", Doc: "manual, configured alarm or other", Needed: PastDraft, Said: "detection",
		Label: "Detection Process", Labels: []string{"Detection"}, Facet: "detection", Column: "detection",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Detection },
		Text:       func(pm *PostMortem) *string { return &pm.Detection },
	},
	{
		Name: "incident", Plural: "incidents", Doc: "one or several ticket numbers", Said: "incidents",
		Label: "Incident #", Labels: []string{"Incident / Change #"}, Ticket: true, Column: "incidents",
		List: func(pm *PostMortem) *[]string { return &pm.Incidents },
	},
	{
		Name: "change", Plural: "changes", Doc: "one or several ticket numbers", Said: "changes",
		Label: "Change #", Ticket: true, Column: "changes",
		List: func(pm *PostMortem) *[]string { return &pm.Changes },
	},
	{
		Name: "vendor", Doc: "the vendor's name", Said: "vendor",
		Label: "Vendor", Facet: "vendor", Search: "labels", Column: "vendor",
		Text: func(pm *PostMortem) *string { return &pm.Vendor },
	},
	{
		Name: "vendor_case", Plural: "vendor_cases", Doc: "one or several numbers", Said: "vendor cases",
		Label: "Vendor Case #", Ticket: true, Column: "vendor_cases",
		List: func(pm *PostMortem) *[]string { return &pm.VendorCases },
	},
	{
		Name: "date", Doc: "2026-03-05: the day the outage began", Needed: AlwaysNeed, Said: "date",
		Label: "Date", Column: "date",
		other: func(pm *PostMortem) any { return pm.Date },
		read:  (*decoder).setDate,
	},
	{
		Name: "duration", Said: "stated duration",
		Doc:   "2h15m, 135m, 1d 4h, PT2H15M, 2 hours 15 minutes or 2:15; else taken from the timeline",
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
		Name: "timezone", Doc: "IANA name such as America/New_York; else the site's", Said: "time zone",
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
		Name: "authors", Doc: "roles, never names of people", Needed: InReview, Said: "authors",
		Label: "Authors", Labels: []string{"Author"}, Column: "authors", Recurs: true,
		List: func(pm *PostMortem) *[]string { return &pm.Authors },
	},
	{
		Name: "status", Doc: "draft, review or completed", Needed: AlwaysNeed, Said: "status",
		Label: "Post Mortem Status", Labels: []string{"Postmortem status", "Status"}, Facet: "status", Column: "status",
		Vocabulary: func(v *Vocabularies) *Vocabulary { return v.Status },
		Text:       func(pm *PostMortem) *string { return &pm.Status },
	},
	{
		Name: "tags", Doc: "a list of words", Said: "tags",
		Label: "Tags", Facet: "tag", Search: "labels", Column: "tags", Recurs: true,
		List: func(pm *PostMortem) *[]string { return &pm.Tags },
		read: (*decoder).setTags,
	},
	{
		Name: "summary", Doc: "one or two sentences for lists, feeds and search; else the first paragraph", Said: "summary",
		Search: "summary", Column: "summary",
		Text: func(pm *PostMortem) *string { return &pm.Summary },
		read: (*decoder).setSummary,
	},
	{
		Name: "aliases", Doc: "former addresses that lead here", Said: "aliases",
		List: func(pm *PostMortem) *[]string { return &pm.Aliases },
		read: (*decoder).setAliases,
	},
	{
		Name: "prevented_by", Said: "prevented by",
		Doc:  "action items of earlier post mortems that would have prevented this one, such as PM-2025-0012#action-2",
		List: func(pm *PostMortem) *[]string { return &pm.PreventedBy },
	},
}

// keyByName holds the keys by their names and plurals.
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
