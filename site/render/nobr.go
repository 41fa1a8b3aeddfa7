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
// numbers stay with their units. The words stay the same for those who copy them. The script of the list does the same.
func nobr(text string) template.HTML {
	text = content.KeepUnits(text)
	if strings.IndexByte(text, '-') < 0 {
		return template.HTML(template.HTMLEscapeString(text)) //nolint:gosec // it is escaped
	}
	var out strings.Builder
	last := 0
	for _, at := range hyphenated.FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		if utf8.RuneCountInString(word) > mostUnbroken && !numbered.MatchString(word) {
			continue
		}
		out.WriteString(template.HTMLEscapeString(text[last:at[0]]) + `<span class="nobr">` + word + `</span>`)
		last = at[1]
	}
	out.WriteString(template.HTMLEscapeString(text[last:]))
	return template.HTML(out.String()) //nolint:gosec // it is escaped
}
