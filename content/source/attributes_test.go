package source

import (
	"io/fs"
	"maps"
	"testing"
)

// TestParseAttributes checks macros, quoted patterns, and lines that git does not understand.
func TestParseAttributes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]map[string]string{
		"*.md text":                               {"text": attributeSet},
		"\ufeff*.md text\r\n":                     {"text": attributeSet},
		`"a \"b\".md" -text`:                      {"text": attributeUnset},
		`"\141 \042b\042.md" text=auto`:           {"text": "auto"},
		"\"a text":                                {},
		"*.md text # not a comment":               {},
		"*.md text=a=b":                           {"text": "a=b"},
		"[attr]m text eol=lf\n*.md m":             {"m": attributeSet, "text": attributeSet, "eol": "lf"},
		"[attr]m text\n[attr]n m -eol\n*.md n !m": {"n": attributeSet, "m": unspecified, "eol": attributeUnset},
		"[attr] m text\n*.md m":                   {"m": attributeSet, "text": attributeSet},
		"*.md":                                    {},
	} {
		a := &attributes{folders: map[string][]attributeRule{}, read: func(name string) string {
			if name == ".gitattributes" {
				return text
			}
			return ""
		}}
		if got := a.of(`a "b".md`); !maps.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzAttributes(f *testing.F) {
	f.Add("[attr]m text eol=lf\n*.md m -ident\n\"\\303\\244\" filter=x", "d/a.md", "one\r\n$Id: x$\n")
	f.Fuzz(func(_ *testing.T, text, name, content string) {
		if !fs.ValidPath(name) {
			return
		}
		a := &attributes{folders: map[string][]attributeRule{}, read: func(string) string { return text }}
		c := conversionOf(a.of(name), true)
		c.stored([]byte(content), func() []byte { return nil })
		c.unknown()
	})
}
