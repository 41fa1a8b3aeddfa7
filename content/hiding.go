package content

import (
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// A hidingKey says which values of a key hide a document in other programs.
type hidingKey struct {
	shows []string // all others hide it; "20" is any date
	hides []string // if there are some, only these do
}

// hidingKeys are keys with which other programs hide a document, folded by [foldKey]. The format has none of them.
var hidingKeys = func() map[string]hidingKey {
	no := hidingKey{shows: []string{"false", "no", "off", "0", "none", ""}}
	yes := hidingKey{shows: []string{"true", "yes", "on", "1", ""}}
	dated := hidingKey{shows: append([]string{"20"}, yes.shows...)}
	out := map[string]hidingKey{
		"publish": yes, "published": dated, "public": yes, "visible": yes,
		"visibility":     {shows: []string{"public", "everyone", "all"}},
		"access":         {hides: []string{"private", "internal", "restricted", "confidential", "secret"}},
		"classification": {hides: []string{"private", "internal", "restricted", "confidential", "secret"}},
		"tlp":            {hides: []string{"red", "amber"}},
	}
	for _, key := range []string{"draft", "wip", "unpublished", "unlisted", "hidden", "private", "internal", "internalonly", "confidential", "restricted", "secret", "sensitive", "embargo", "embargoed"} {
		out[key] = no
	}
	return out
}()

const hidingHint = "write `status: draft`, move the file to a folder whose name begins with _, or name it under `exclude:` in the config"

// foldKey returns the form in which a key is looked up: is_draft, isDraft and is-draft are draft.
func foldKey(key string) string {
	key = strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(key))
	if _, known := hidingKeys[key]; known {
		return key
	}
	return strings.TrimPrefix(key, "is")
}

// HidesElsewhere reports whether a key and one of its values hide a document in other programs, such as draft: true and
// published: false. In pmsite, only the status does. Days are for [PostMortem.ScheduleProblems].
func HidesElsewhere(key string, values ...string) bool {
	means, known := hidingKeys[foldKey(key)]
	return known && slices.ContainsFunc(values, func(value string) bool {
		value = strings.ToLower(strings.Trim(strings.TrimSpace(value), `"'`))
		if means.hides == nil {
			return !slices.ContainsFunc(means.shows, func(word string) bool { return value == word || word == "20" && strings.HasPrefix(value, word) })
		}
		words := strings.FieldsFunc(strings.TrimPrefix(value, "tlp:"), func(r rune) bool { return !unicode.IsLetter(r) })
		return len(words) > 0 && slices.Contains(means.hides, words[0])
	})
}

// HidingFrontMatter returns the key and value, on one line, with which other programs hide a document whose front matter
// has these lines, or "". It looks into maps one level deep, and at no keys that the format has.
func HidingFrontMatter(lines string) string {
	var doc yaml.Node
	if yaml.Unmarshal([]byte(lines), &doc) != nil || doc.Kind == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return ""
	}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		if _, said := hiddenBy(pairs[i].Value, pairs[i+1]); said != "" {
			return said
		}
	}
	return ""
}

// hiddenBy returns the folded key that hides a document, either the given one or one in the map that is its value, and
// what it says, on one line.
func hiddenBy(name string, value *yaml.Node) (key, said string) {
	if _, known := keyByName[name]; known {
		return "", ""
	}
	if value.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(value.Content); i += 2 {
			if inner := value.Content[i+1]; inner.Kind != yaml.MappingNode {
				if key, said = hiddenBy(value.Content[i].Value, inner); said != "" {
					return key, name + ": {" + said + "}"
				}
			}
		}
		return "", ""
	}
	f := nodeField(value, Pos{})
	if !HidesElsewhere(name, f.texts...) {
		return "", ""
	}
	said = strings.Join(f.texts, ", ")
	if f.list {
		said = "[" + said + "]"
	}
	return foldKey(name), name + ": " + said
}

// reportHiding reports keys that hide nothing: as errors if the document is public, or else as warnings, unless they say
// what the status says.
func (d *decoder) reportHiding(fm frontMatter) {
	asStatus := []string{"draft", "wip", "publish", "published", "unpublished"}
	for _, name := range fm.keys {
		key, said := hiddenBy(name, fm.nodes[name])
		level := Error
		switch {
		case said == "" || d.pm.IsDraft() && slices.Contains(asStatus, key):
			continue
		case d.pm.IsDraft():
			level = Warning
		}
		d.add(level, "not-hidden", fm.keyPos[name], hidingHint, "`%s` does not hide the post mortem", said)
	}
}
