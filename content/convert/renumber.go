package convert

import (
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// Renumber replaces an id wherever a text has it as a word. With alias, the document's page keeps the address of the old
// id. It returns false if the text does not have the id, or if an alias cannot be added to its front matter.
func Renumber(src []byte, from, to string, alias bool) (out []byte, ok bool) {
	text := string(markdown.Normalize(src))
	form := regexp.MustCompile(`(?i)(^|[^\pL\pN-])` + regexp.QuoteMeta(from) + `($|[^\pL\pN-])`)
	changed := form.ReplaceAllString(text, "${1}"+to+"${2}")
	changed = form.ReplaceAllString(changed, "${1}"+to+"${2}") // of two with one character between them
	if changed == text {
		return src, false
	}
	if alias {
		b, body, readable := cutBlock(changed)
		if !readable || !b.addAlias("/"+content.IDAddress(from)) {
			return src, false
		}
		changed = b.join(body)
	}
	return restore(changed, src), true
}

// addAlias adds an address to the aliases. It returns false if they are written in a form to which it cannot be added.
func (b *block) addAlias(address string) bool {
	for i := range b.keys {
		e := &b.keys[i]
		if e.Known != "aliases" {
			continue
		}
		last := e.value[len(e.value)-1]
		first, _, _ := strings.Cut(strings.TrimPrefix(e.value[0], e.Name+":"), " #")
		switch first = strings.TrimSpace(first); {
		case first == "" && len(e.value) == 1:
			e.value = []string{e.Name + ": [" + address + "]"}
		case first == "" && strings.HasPrefix(strings.TrimSpace(last), "- "):
			e.value = append(e.value[:len(e.value):len(e.value)], last[:strings.Index(last, "- ")]+"- "+address)
		case len(e.value) == 1 && strings.HasPrefix(first, "[") && strings.HasSuffix(first, "]"):
			e.value = []string{e.Name + ": " + strings.TrimSuffix(first, "]") + ", " + address + "]"}
		case len(e.value) == 1 && !strings.ContainsAny(first[:1], "[{|>&*"):
			e.value = []string{e.Name + ": [" + first + ", " + address + "]"}
		default:
			return false
		}
		return true
	}
	b.set("aliases", "["+address+"]")
	return true
}
