package content

import (
	"slices"
	"strings"
)

// hidingKeys are keys with which other programs hide a document, and the values with which they do not. The format has
// none of them.
var hidingKeys = map[string][]string{
	"draft":        no,
	"private":      no,
	"confidential": no,
	"hidden":       no,
	"unlisted":     no,
	"internal":     no,
	"publish":      yes,
	"published":    append([]string{"20"}, yes...), // a date is one, too
	"public":       yes,
	"visibility":   {"public", "everyone", "all"},
}

var (
	no  = []string{"false", "no", "off", "0", ""}
	yes = []string{"true", "yes", "on", "1", ""}
)

// HidesElsewhere reports whether a key of front matter and its value hide a document in other programs, such as
// draft: true and published: false. In pmsite, only the status does.
func HidesElsewhere(key, value string) bool {
	shown, known := hidingKeys[strings.ToLower(key)]
	if !known {
		return false
	}
	value = strings.ToLower(strings.Trim(strings.TrimSpace(value), `"'`))
	return !slices.ContainsFunc(shown, func(word string) bool { return value == word || word == "20" && strings.HasPrefix(value, word) })
}

// reportHiding reports keys that hide nothing: as errors if the document is public, or else as warnings, unless they say
// what the status says.
func (d *decoder) reportHiding(fm frontMatter) {
	for _, name := range fm.keys {
		f := fm.fields[name]
		if len(f.texts) != 1 || !HidesElsewhere(name, f.texts[0]) {
			continue
		}
		level := Error
		switch key := strings.ToLower(name); {
		case d.pm.IsDraft() && (key == "draft" || strings.HasPrefix(key, "publish")):
			continue
		case d.pm.IsDraft():
			level = Warning
		}
		d.add(level, "not-hidden", fm.keyPos[name], "write `status: draft`, move the file to a folder whose name begins with _, or name it under `exclude:` in the config",
			"`%s: %s` does not hide the post mortem", name, f.texts[0])
	}
}
