package content

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Schema returns a JSON Schema (draft 7) of the front matter, for editors: every key with
// its meaning, the values of each vocabulary in all their spellings, and the keys that a
// document past draft requires; or else what the front matter of a removed one has. Its definitions list the values of the tables below. It allows
// other keys, as the format does. If v is nil, it uses the built-in vocabularies.
func Schema(v *Vocabularies) []byte {
	if v == nil {
		v = BuiltinVocabularies()
	}
	properties := map[string]any{}
	var always, later []any
	for i := range keys {
		key := &keys[i]
		properties[key.Name] = key.schema(v)
		if key.Plural != "" {
			properties[key.Plural] = properties[key.Name]
		}
		required := key.required()
		switch key.Required {
		case AlwaysRequired:
			always = append(always, required)
		case WantedInDraft, RequiredPastDraft:
			later = append(later, required)
		}
	}
	for key, meaning := range removalDocs {
		properties[key] = map[string]any{"description": meaning}
	}
	out, err := json.MarshalIndent(map[string]any{
		"$schema":    "http://json-schema.org/draft-07/schema#",
		"title":      "Front matter of a post mortem",
		"type":       "object",
		"properties": properties,
		"if":         map[string]any{"required": []string{"removed"}},
		"then":       removalSchema(),
		"else": map[string]any{
			"allOf": always,
			"if": map[string]any{
				"properties": map[string]any{"status": map[string]any{"pattern": v.Status.pattern(Draft)}},
			},
			"else": map[string]any{"allOf": later},
		},
		"definitions": map[string]any{
			"event":        v.Event.tableSchema("an event in the Metadata column of the timeline"),
			"action_type":  v.ActionType.tableSchema("the type of an action item"),
			"action_state": v.ActionState.tableSchema("the status of an action item"),
		},
	}, "", "  ")
	if err != nil {
		panic(err) // maps, slices and strings are always JSON
	}
	return append(out, '\n')
}

// schema returns the schema of the key's value. The schema allows a list if the key takes
// several values, and only vocabulary values if it has a vocabulary.
func (k *Key) schema(v *Vocabularies) map[string]any {
	one := map[string]any{"type": []string{"string", "number", "boolean"}}
	several := k.List != nil
	if words := k.vocabulary(v); words != nil {
		one = words.schema(several)
	}
	if _, isDate := k.value(&PostMortem{}).(Date); isDate {
		one = dateSchema()
	}
	forms := []any{one}
	if several {
		forms = append(forms, map[string]any{"type": "array", "items": one})
	}
	if k.Required != AlwaysRequired {
		forms = append(forms, map[string]any{"type": "null"}) // a key of the template that is not filled in yet
	}
	return map[string]any{"description": k.DocIn(v), "anyOf": forms}
}

func dateSchema() map[string]any {
	return map[string]any{"type": "string", "pattern": strings.ReplaceAll(dateForm().String(), "(", "(?:")}
}

// removalSchema returns a schema of the keys that only the front matter of a removed post mortem has.
func removalSchema() map[string]any {
	text := []string{"string", "number", "boolean"}
	return map[string]any{
		"required": []string{"reason"},
		"properties": map[string]any{
			"removed":     dateSchema(),
			"reason":      map[string]any{"type": text},
			"replaced_by": map[string]any{"type": append(text, "null")},
		},
	}
}

// required returns a schema that requires the key, in one of its spellings.
func (k *Key) required() map[string]any {
	name := map[string]any{"required": []string{k.Name}}
	if k.Plural == "" {
		return name
	}
	return map[string]any{"anyOf": []any{name, map[string]any{"required": []string{k.Plural}}}}
}

// Of returns the vocabulary of a front-matter key, or nil if its values are free.
func (v *Vocabularies) Of(key string) *Vocabulary {
	known, _ := LookupKey(key)
	return known.vocabulary(v)
}

// schema returns a schema that offers the values and accepts every spelling of them. If
// several is set, it also accepts several values in one text, separated by commas or
// slashes.
func (v *Vocabulary) schema(several bool) map[string]any {
	pattern := v.pattern(v.Values...)
	if several {
		word := strings.Trim(pattern, "^$")
		pattern = "^" + word + "(?:[,/]" + word + ")*$"
	}
	return map[string]any{"anyOf": []any{
		map[string]any{"enum": v.Values},
		map[string]any{"type": "string", "pattern": pattern},
	}}
}

// tableSchema returns a schema of what a cell of a table can name, which the front matter does
// not refer to. It lists the values, and the other words for them as examples.
func (v *Vocabulary) tableSchema(description string) map[string]any {
	return map[string]any{"description": description, "enum": v.Values, "examples": slices.Sorted(maps.Keys(v.synonyms))}
}

// pattern returns a pattern for every spelling of some values: in upper or lower case,
// with hyphens, underscores and spaces anywhere.
func (v *Vocabulary) pattern(values ...string) string {
	const gap = `[-_\s]*`
	var spellings []string
	for _, spelling := range slices.Sorted(maps.Keys(v.spellings)) {
		if !slices.Contains(values, v.spellings[spelling]) {
			continue
		}
		var b strings.Builder
		for _, r := range spelling {
			if upper := unicode.ToUpper(r); upper != r {
				b.WriteString("[" + string(r) + string(upper) + "]")
			} else {
				b.WriteString(regexp.QuoteMeta(string(r)))
			}
			b.WriteString(gap)
		}
		spellings = append(spellings, b.String())
	}
	return "^" + gap + "(?:" + strings.Join(spellings, "|") + ")$"
}
