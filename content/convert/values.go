package convert

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	aboutForm  = lazyregexp.New(`(?i)^(?:[~≈約约]|about|approximately|approx\.?|around|ca\.?|circa|roughly|etwa|environ|aproximadamente)\s*`)
	remarkForm = lazyregexp.New(`^(.*?\S)\s*[(\[][^()\[\]]*[)\]]$`)
)

// value parses a text as a value of a key and returns it as YAML. sure is false if only a
// part of the text was used; ok is false if the text is not a valid value.
func (im *importer) value(key, text string) (value string, sure, ok bool) {
	if content.IsPlaceholder(key, text) {
		if key == "status" {
			return content.Draft, false, true
		}
		return "", true, true
	}
	switch key {
	case "date":
		date, sure, ok := im.date(text)
		return date.String(), sure, ok
	case "duration":
		return duration(text)
	case "timezone":
		if _, err := content.LoadZone(text); err == nil {
			return scalar(text), true, true
		}
		first, _, _ := strings.Cut(text, " (")
		zone, ok := zoneName(first)
		return zone, false, ok
	}
	known, _ := content.LookupKey(key)
	words, several := im.words.Of(key), known.List != nil
	switch {
	case words != nil && several:
		return chooseAll(words, text)
	case words != nil:
		if severity, ok := severityWords[strings.ToLower(text)]; ok && key == "severity" {
			return choose(words, severity)
		}
		return choose(words, text)
	case several:
		return list(split(text)), true, true
	}
	return scalar(text), true, true
}

// severityWords are the words of other languages for the values of the format's own scale.
// Numbers such as SEV2 and P1 are missing: each team has its own scale.
var severityWords = map[string]string{
	"kritisch": "critical", "hoch": "high", "mittel": "medium", "niedrig": "low", "gering": "low",
	"critique": "critical", "élevée": "high", "élevé": "high", "haute": "high", "moyenne": "medium", "moyen": "medium", "faible": "low", "basse": "low",
	"crítica": "critical", "crítico": "critical", "alta": "high", "alto": "high", "media": "medium", "medio": "medium", "média": "medium", "médio": "medium", "baja": "low", "bajo": "low", "baixa": "low", "baixo": "low",
	"高": "high", "中": "medium", "低": "low", "높음": "high", "중간": "medium", "낮음": "low",
}

// choose matches a text with a vocabulary, or uses the only value that its parts name, as
// in "SEV1 - critical" or "Complete, action items in progress".
func choose(v *content.Vocabulary, text string) (value string, sure, ok bool) {
	if value, ok := v.Match(text); ok {
		return value, true, true
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;/()[]–—:|", r) || r == '-' }) {
		found, known := v.Match(strings.TrimFunc(part, func(r rune) bool { return !isWord(r) })) // ✅ done
		if known && value != "" && found != value {
			return "", false, false
		}
		if known {
			value = found
		}
	}
	return value, false, value != ""
}

// chooseAll matches every part of a text with a vocabulary.
func chooseAll(v *content.Vocabulary, text string) (value string, sure, ok bool) {
	var found []string
	for _, part := range split(strings.ReplaceAll(text, "/", ",")) {
		word, known := v.Match(part)
		if !known {
			return "", false, false
		}
		if !slices.Contains(found, word) {
			found = append(found, word)
		}
	}
	return list(found), true, true
}

// split splits a list at commas and semicolons.
func split(text string) (out []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// list returns values as YAML: one as it is, several in brackets.
func list(values []string) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = scalar(Line(value))
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
