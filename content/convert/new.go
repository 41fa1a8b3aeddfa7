package convert

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// Values are what a new post mortem begins with; of the fields that are empty
// the template's words stay.
type Values struct {
	Title, ID, Service, Severity string
	Date                         content.Date
}

// ErrTemplate tells that a template's front matter cannot be filled in.
var ErrTemplate = errors.New("its front matter cannot be read, or is not one key a line")

// New fills a template in. One without front matter gets a block of its own.
func New(template []byte, v Values) ([]byte, error) {
	b, body, ok := cutBlock(string(markdown.Normalize(template)))
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

// Line makes one line of a text: blanks are one space, control characters
// are gone.
func Line(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

var idForm = lazyregexp.New(`(?i)^PM-(\d{4})-(\d{1,9})$`)

// NextID gives the id after the highest of a year, PM-2026-0001 being the
// first. Gaps are not filled: a number that was given once may be cited.
func NextID(ids []string, year int) string {
	last := 0
	for _, id := range ids {
		if m := idForm().FindStringSubmatch(id); m != nil && m[1] == fmt.Sprintf("%04d", year) {
			n, _ := strconv.Atoi(m[2])
			last = max(last, n)
		}
	}
	return fmt.Sprintf("PM-%04d-%04d", year, last+1)
}
