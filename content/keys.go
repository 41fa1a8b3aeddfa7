package content

import (
	"fmt"
	"slices"
	"strings"
)

// A Key is one key of the front matter.
type Key struct {
	Name   string
	Label  string // its row in a Metadata | Information table; "" when it has none
	Doc    string // what it holds, in one line
	Needed Need

	set func(d *decoder, f field) // reads a field that has at least one text
	get func(pm *PostMortem) any  // what set stored, for comparing; nil while unset
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

// Keys gives the keys of the front matter in their canonical order.
func Keys() []Key { return slices.Clone(keys) }

// LookupKey finds a key by its name or another spelling of it, such as services.
func LookupKey(name string) (Key, bool) {
	if key := keyByName[name]; key != nil {
		return *key, true
	}
	return Key{}, false
}

var keys []Key

var keyByName map[string]*Key

func init() {
	keys = []Key{
		{
			"title", "Title", "what happened, in a line", AlwaysNeed,
			func(d *decoder, f field) { d.pm.Title = oneLine(d.one("title", f)) },
			func(pm *PostMortem) any { return pm.Title },
		},
		{
			"id", "ID", "text, unique in the collection, such as PM-2026-0007", Optional,
			func(d *decoder, f field) { d.pm.ID = d.one("id", f) },
			func(pm *PostMortem) any { return pm.ID },
		},
		{
			"service", "Service name", "one or several names; also written `services`", PastDraft,
			func(d *decoder, f field) { d.pm.Services = appendNew(d.pm.Services, f.split()...) },
			func(pm *PostMortem) any { return pm.Services },
		},
		{
			"impact", "Impact", "one or several of data loss, latency, availability, cosmetic", PastDraft,
			func(d *decoder, f field) {
				d.pm.Impacts = appendNew(d.pm.Impacts, d.words(d.vocabularies.Impact, f)...)
			},
			func(pm *PostMortem) any { return pm.Impacts },
		},
		{
			"severity", "Impact severity", "critical, high, medium, low or near miss", PastDraft,
			func(d *decoder, f field) { d.pm.Severity = d.word(d.vocabularies.Severity, f) },
			func(pm *PostMortem) any { return pm.Severity },
		},
		{
			"detection", "Detection Process", "manual, configured alarm or other", PastDraft,
			func(d *decoder, f field) { d.pm.Detection = d.word(d.vocabularies.Detection, f) },
			func(pm *PostMortem) any { return pm.Detection },
		},
		{
			"incident", "Incident #", "one or several ticket numbers", Optional,
			func(d *decoder, f field) { d.pm.Incidents = appendNew(d.pm.Incidents, f.split()...) },
			func(pm *PostMortem) any { return pm.Incidents },
		},
		{
			"change", "Change #", "one or several ticket numbers", Optional,
			func(d *decoder, f field) { d.pm.Changes = appendNew(d.pm.Changes, f.split()...) },
			func(pm *PostMortem) any { return pm.Changes },
		},
		{
			"vendor", "Vendor", "the vendor's name", Optional,
			func(d *decoder, f field) { d.pm.Vendor = d.one("vendor", f) },
			func(pm *PostMortem) any { return pm.Vendor },
		},
		{
			"vendor_case", "Vendor Case #", "one or several numbers", Optional,
			func(d *decoder, f field) { d.pm.VendorCases = appendNew(d.pm.VendorCases, f.split()...) },
			func(pm *PostMortem) any { return pm.VendorCases },
		},
		{
			"date", "Date", "2026-03-05: the day the outage began", AlwaysNeed,
			(*decoder).setDate,
			func(pm *PostMortem) any { return pm.Date },
		},
		{
			"duration", "Duration", "2h15m, 135m, 1d 4h, PT2H15M, 2 hours 15 minutes or 2:15; else taken from the timeline", Optional,
			(*decoder).setDuration,
			func(pm *PostMortem) any {
				if !pm.HasStated {
					return nil
				}
				return pm.Stated
			},
		},
		{
			"timezone", "Timezone", "IANA name such as America/New_York; else the site's", Optional,
			(*decoder).setZone,
			func(pm *PostMortem) any {
				if pm.Zone == nil {
					return nil
				}
				return pm.Zone
			},
		},
		{
			"authors", "Authors", "roles, never names of people", InReview,
			func(d *decoder, f field) { d.pm.Authors = appendNew(d.pm.Authors, f.split()...) },
			func(pm *PostMortem) any { return pm.Authors },
		},
		{
			"status", "Post Mortem Status", "draft, review or completed", AlwaysNeed,
			func(d *decoder, f field) { d.pm.Status = d.word(d.vocabularies.Status, f) },
			func(pm *PostMortem) any { return pm.Status },
		},
		{
			"tags", "Tags", "a list of words", Optional,
			func(d *decoder, f field) { d.pm.Tags = appendNew(d.pm.Tags, splitTags(f)...) },
			func(pm *PostMortem) any { return pm.Tags },
		},
		{
			"summary", "", "one or two sentences for lists, feeds and search; else the first paragraph", Optional,
			func(d *decoder, f field) { d.pm.Summary = oneLine(d.one("summary", f)) },
			func(pm *PostMortem) any { return pm.Summary },
		},
		{
			"aliases", "", "former addresses that lead here", Optional,
			(*decoder).setAliases,
			func(pm *PostMortem) any { return pm.Aliases },
		},
		{
			"prevented_by", "", "action items of earlier post mortems that would have prevented this one, such as PM-2025-0012#action-2", Optional,
			func(d *decoder, f field) { d.pm.PreventedBy = appendNew(d.pm.PreventedBy, f.split()...) },
			func(pm *PostMortem) any { return pm.PreventedBy },
		},
	}
	keyByName = make(map[string]*Key, len(keys)+3)
	for i := range keys {
		keyByName[keys[i].Name] = &keys[i]
	}
	for plural, singular := range keyAliases {
		keyByName[plural] = keyByName[singular]
	}
}

// keyAliases are other spellings of keys; both may stand in one document.
var keyAliases = map[string]string{"services": "service", "impacts": "impact", "incidents": "incident", "changes": "change", "vendor_cases": "vendor_case"}

// A decoder turns fields into a PostMortem.
type decoder struct {
	*report
	pm           *PostMortem
	vocabularies *Vocabularies

	failed       map[string]bool // keys whose value could not be read, which has been said
	placeholders map[string]Pos  // keys whose value is the template's
}

func newDecoder(r *report, pm *PostMortem, v *Vocabularies) *decoder {
	return &decoder{r, pm, v, map[string]bool{}, map[string]Pos{}}
}

// set reads a field, without the texts that are the template's.
func (d *decoder) set(key *Key, f field) {
	kept := field{at: f.at, list: f.list}
	for i, text := range f.texts {
		switch {
		case isTemplates(key.Name, text):
			d.placeholders[key.Name] = f.pos[i]
		case !isBlank(key.Name, text):
			kept.texts, kept.pos = append(kept.texts, text), append(kept.pos, f.pos[i])
		}
	}
	if len(kept.texts) == 0 {
		return
	}
	kept.at = kept.pos[0]
	before := len(d.problems)
	key.set(d, kept)
	if HasErrors(d.problems[before:]) {
		d.failed[key.Name] = true
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (d *decoder) one(name string, f field) string {
	if len(f.texts) > 1 {
		d.error("front-matter", f.pos[1], "keep one", "`%s` takes one value", name)
	}
	return f.texts[0]
}

func (d *decoder) word(v *Vocabulary, f field) string {
	if value, ok := v.Match(d.one(v.Name, f)); ok {
		return value
	}
	d.error("vocabulary", f.at, v.Hint(f.texts[0]), "%q is not a %s", f.texts[0], v.Name)
	return ""
}

func (d *decoder) words(v *Vocabulary, f field) (out []string) {
	for i, text := range f.texts {
		if value, ok := v.Match(text); ok {
			out = appendNew(out, value)
			continue
		}
		for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '/' }) {
			value, ok := v.Match(part)
			if !ok {
				d.error("vocabulary", f.pos[i], v.Hint(part), "%q is not an %s", strings.TrimSpace(part), v.Name)
				break
			}
			out = appendNew(out, value)
		}
	}
	return out
}

func (d *decoder) setDate(f field) {
	date, err := ParseDate(d.one("date", f))
	if err != nil {
		d.error("date", f.at, "write it as 2026-03-05", "date: %v", err)
		return
	}
	d.pm.Date = date
}

func (d *decoder) setDuration(f field) {
	duration, err := ParseDuration(d.one("duration", f))
	if err != nil {
		d.error("duration", f.at, "write it as 2h15m, 1d 4h, PT2H15M or 2:15", "duration: %v", err)
		return
	}
	d.pm.Stated, d.pm.HasStated = duration, true
}

func (d *decoder) setZone(f field) {
	zone, err := LoadZone(d.one("timezone", f))
	if err != nil {
		d.error("timezone", f.at, "use a name such as America/New_York or UTC", "timezone: %v", err)
		return
	}
	d.pm.Zone = zone
}

func (d *decoder) setAliases(f field) {
	for i, alias := range f.texts {
		path := strings.Trim(alias, "/")
		if path == "" || strings.ContainsAny(alias, "?#\\:%\x00") || strings.Contains("/"+path+"/", "/../") || strings.Contains("/"+path+"/", "/./") || strings.Contains(path, "//") {
			d.error("front-matter", f.pos[i], "write a former path of the site such as /2024/old-name/", "alias %q is not a path", alias)
			continue
		}
		d.pm.Aliases = appendNew(d.pm.Aliases, path)
	}
}

func splitTags(f field) (out []string) {
	for _, text := range f.texts {
		for _, tag := range strings.Split(text, ",") {
			if tag = strings.TrimPrefix(strings.TrimSpace(tag), "#"); tag != "" {
				out = append(out, tag)
			}
		}
	}
	return out
}

// appendNew appends the values that the list does not have yet.
func appendNew(list []string, values ...string) []string {
	for _, value := range values {
		if !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return list
}

// decode sets every known key of the front matter and warns of near misses.
func (d *decoder) decode(fm frontMatter) {
	for _, name := range fm.keys {
		key, known := keyByName[name]
		f := fm.fields[name]
		switch {
		case !known:
			if near := nearestKey(name); near != "" {
				d.warn("unknown-key", fm.keyPos[name], fmt.Sprintf("did you mean `%s`?", near), "unknown key `%s`", name)
			}
		case fm.nested(name):
			d.error("front-matter", fm.keyPos[name], "write one value or a list", "`%s` takes no nested keys", name)
			d.failed[key.Name] = true
		default:
			d.set(key, f)
		}
	}
}

func nearestKey(name string) string {
	names := make([]string, 0, len(keyByName))
	for known := range keyByName {
		names = append(names, known)
	}
	slices.Sort(names)
	return Nearest(name, names)
}

// require reports the keys that a document of this status has to have. A
// draft may keep the template's words for a while.
func (d *decoder) require(pos func(key string) Pos) {
	for _, key := range keys {
		if !isUnset(key.get(d.pm)) || d.failed[key.Name] {
			continue
		}
		at, placeholder := d.placeholders[key.Name]
		switch level := d.missing(key.Needed); {
		case placeholder && !d.pm.IsDraft():
			d.add(min(level, Warning), "placeholder", at, key.Doc, "`%s` is still the template's", key.Name)
		case placeholder && level != Off:
			d.warn("missing-field", at, key.Doc, "`%s` is still the template's", key.Name)
		case level != Off:
			d.add(level, "missing-field", pos(key.Name), key.Doc, "`%s` is missing", key.Name)
		}
	}
}

// missing tells how much the lack of a key weighs in a document of this
// status.
func (d *decoder) missing(need Need) Level {
	switch {
	case need == AlwaysNeed, need != Optional && !d.pm.IsDraft():
		return Error
	case need == PastDraft:
		return Warning
	}
	return Off
}

func isUnset(value any) bool {
	switch v := value.(type) {
	case string:
		return v == ""
	case []string:
		return len(v) == 0
	case Date:
		return v.IsZero()
	}
	return value == nil
}
