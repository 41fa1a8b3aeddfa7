package convert

import (
	"errors"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// Values are the values of a new post mortem. For an empty field, the template's text
// stays.
type Values struct {
	Title, ID, Service, Severity string
	Date                         content.Date

	Vocabularies *content.Vocabularies // of the site, whose words the template's choices get; nil for the format's
}

// ErrTemplate means that a template's front matter cannot be filled in.
var ErrTemplate = errors.New("its front matter cannot be read or does not have one key per line")

// New returns the template with the values filled in. It adds front matter if there is
// none. The error is [ErrTemplate], or a [*markdown.SyntaxError] if the template is not text.
func New(template []byte, v Values) ([]byte, error) {
	if err := markdown.CheckText(markdown.Normalize(template)); err != nil {
		return nil, err
	}
	b, body, ok := cutBlock(withChoices(string(markdown.Normalize(template)), v.Vocabularies))
	if !ok {
		return nil, ErrTemplate
	}
	if len(b.keys) == 0 {
		b.set("status", content.Draft)
	}
	for _, field := range []struct{ key, text string }{
		{"title", v.Title},
		{"id", v.ID},
		{"service", v.Service},
		{"severity", v.Severity},
		{"date", v.Date.String()},
	} {
		if field.text != "" {
			b.set(field.key, scalar(Line(field.text)))
		}
	}
	return restore(b.join(body), template), nil
}

// withChoices returns a template whose comments offer the words of a site, as in
// "severity: # SEV1 / SEV2 / SEV3", in place of those of the format.
func withChoices(template string, v *content.Vocabularies) string {
	if v == nil {
		return template
	}
	for _, key := range content.Keys() {
		if words := v.Of(key.Name); words != nil {
			format := content.BuiltinVocabularies().Of(key.Name).Values
			template = strings.Replace(template, ": # "+strings.Join(format, " / "), ": # "+strings.Join(words.Values, " / "), 1)
		}
	}
	return template
}

// Line returns a text as a single line, with runs of blanks replaced by one space and
// without control characters.
func Line(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}
