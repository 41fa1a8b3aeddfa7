package render

import (
	"html/template"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
)

// mostUnbroken is the length up to which a word with hyphens stays on one line.
const mostUnbroken = 8

var (
	hyphenated = regexp.MustCompile(`[\pL\pN]+(?:-[\pL\pN]+)+`)
	numbered   = regexp.MustCompile(`^\pL{1,6}(?:-\pN{1,6}){1,3}$`) // SEV-1, PM-2026-0001
)

// nobr returns a text as HTML in which short words with hyphens are not broken, Wi-Fi, e-mail, SEV-1 or PM-2026-0001, and
// numbers stay with their units. The words stay the same for those who copy them. The scripts do the same.
func nobr(text string) template.HTML {
	return template.HTML(together(template.HTMLEscapeString(text))) //nolint:gosec // it is escaped
}

// Nobr does the same with the texts of a piece of HTML, except for code.
func Nobr(html string) template.HTML {
	return template.HTML(content.ChangeTexts(html, together)) //nolint:gosec // as safe as it was
}

// together does so with a text that is escaped.
func together(text string) string {
	text = content.KeepUnits(text)
	if strings.IndexByte(text, '-') < 0 {
		return text
	}
	return hyphenated.ReplaceAllStringFunc(text, func(word string) string {
		if utf8.RuneCountInString(word) > mostUnbroken && !numbered.MatchString(word) {
			return word
		}
		return `<span class="nobr">` + word + `</span>`
	})
}
