package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A decoder turns fields into a PostMortem.
type decoder struct {
	*report
	pm           *PostMortem
	vocabularies *Vocabularies

	failed       map[string]bool // keys with an unreadable value, which has already been reported
	placeholders map[string]Pos  // keys that have the template's value
}

func newDecoder(r *report, pm *PostMortem, v *Vocabularies) *decoder {
	return &decoder{r, pm, v, map[string]bool{}, map[string]Pos{}}
}

// set reads a field, ignoring texts that are the template's.
func (d *decoder) set(key *Key, f field) {
	kept := field{at: f.at, list: f.list}
	for i, text := range f.texts {
		switch {
		case isFromTemplate(key.Name, text):
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
	d.read(key, kept)
	d.limitValues(key, kept.at)
	if HasErrors(d.problems[before:]) {
		d.failed[key.Name] = true
	}
}

// maxValues is the number of values that a list such as tags can have. Each of them can be a page
// of the site that names all others.
const maxValues = 100

// limitValues reports a list that is too long and cuts it off.
func (d *decoder) limitValues(key *Key, at Pos) {
	if key.List == nil {
		return
	}
	if list := key.List(d.pm); len(*list) > maxValues {
		d.error("front-matter", at, "keep those that people would look for", "`%s` has more than %d values", key.Name, maxValues)
		*list = (*list)[:maxValues]
	}
}

// read stores the value of a field.
func (d *decoder) read(key *Key, f field) {
	words := key.vocabulary(d.vocabularies)
	switch {
	case key.read != nil:
		key.read(d, f)
	case key.List != nil && words != nil:
		list := key.List(d.pm)
		*list = appendNew(*list, d.words(words, f)...)
	case key.List != nil:
		list := key.List(d.pm)
		values := f.split()
		if key.Ticket {
			values = mapped(values, d.ticketOf)
		}
		*list = appendNew(*list, values...)
	case words != nil:
		*key.Text(d.pm) = d.word(words, f)
	default:
		*key.Text(d.pm) = d.one(key.Name, f)
	}
}

func mapped(values []string, to func(string) string) []string {
	out := make([]string, len(values))
	for i, value := range values {
		out[i] = to(value)
	}
	return out
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
	d.error("vocabulary", f.at, v.HintInDocument(f.texts[0]), "%q is not a %s", f.texts[0], v.Name)
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
				d.error("vocabulary", f.pos[i], v.HintInDocument(part), "%q is not %s", strings.TrimSpace(part), withArticle(v.Name))
				break
			}
			out = appendNew(out, value)
		}
	}
	return out
}

// withArticle returns the name of a vocabulary as in “an impact”.
func withArticle(name string) string {
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

func (d *decoder) setTitle(f field) { d.pm.Title = oneLine(d.one("title", f)) }

func (d *decoder) setSummary(f field) { d.pm.Summary = oneLine(d.one("summary", f)) }

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
	zone, err := ReadZone(d.one("timezone", f))
	if err != nil {
		d.error("timezone", f.at, ZoneHint(err), "timezone: %v", err)
		return
	}
	d.pm.Zone = zone
}

func (d *decoder) setAliases(f field) {
	for i, alias := range f.texts {
		if len(d.pm.Aliases) > maxValues {
			return
		}
		path := strings.Trim(alias, "/")
		if !strings.HasPrefix(alias, "/") && path != "" && !strings.HasPrefix(path, "postmortems/") {
			path = "postmortems/" + path // relative to where the document was
		}
		if !isAlias(path) {
			d.error("front-matter", f.pos[i], "write a former path of the site such as /2024/old-name/", "alias %q is not a path", alias)
			continue
		}
		if !slices.Contains(d.pm.Aliases, path) {
			d.pm.Aliases, d.pm.AliasPos = append(d.pm.Aliases, path), append(d.pm.AliasPos, f.pos[i])
		}
	}
}

func (d *decoder) setTags(f field) {
	var tags []string
	for _, text := range f.texts {
		for _, tag := range strings.Split(text, ",") {
			if tag = strings.TrimPrefix(strings.TrimSpace(tag), "#"); tag != "" {
				tags = append(tags, tag)
			}
		}
	}
	d.pm.Tags = appendNew(d.pm.Tags, tags...)
}

// appendNew appends the values that the list does not have yet.
func appendNew(list []string, values ...string) []string {
	seen := make(map[string]bool, len(list)+len(values))
	for _, value := range list {
		seen[value] = true
	}
	for _, value := range values {
		if !seen[value] {
			seen[value], list = true, append(list, value)
		}
	}
	return list
}

// decode sets every known key of the front matter and warns about likely misspellings.
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
	return Nearest(name, slices.Sorted(maps.Keys(keyByName)))
}

// require reports the missing keys that a document of this status requires. A draft may
// keep the template's values for a while.
func (d *decoder) require(pos func(key string) Pos) {
	for i := range keys {
		key := &keys[i]
		if !isUnset(key.value(d.pm)) || d.failed[key.Name] {
			continue
		}
		at, placeholder := d.placeholders[key.Name]
		switch level := d.missing(key.Required); {
		case placeholder && !d.pm.IsDraft():
			d.add(min(level, Warning), "placeholder", at, key.DocIn(d.vocabularies), "`%s` still has the template's value", key.Name)
		case placeholder && level != Off:
			d.warn("missing-field", at, key.DocIn(d.vocabularies), "`%s` still has the template's value", key.Name)
		case level != Off:
			d.add(level, "missing-field", pos(key.Name), key.DocIn(d.vocabularies), "`%s` is missing", key.Name)
		}
	}
}

// missing returns the level at which a missing key is reported in a document of this
// status.
func (d *decoder) missing(need Requirement) Level {
	switch {
	case need == AlwaysRequired, need != Optional && !d.pm.IsDraft():
		return Error
	case need == WantedInDraft:
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
