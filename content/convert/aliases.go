package convert

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// oneAlias is a key with a single text and perhaps a comment, or with nothing but that.
var oneAlias = lazyregexp.New(`^("?'?\w+"?'?[ \t]*:)(?:[ \t]+("[^",\\]*"|'[^',]*'|[\pL\pN/](?:[^#\[\]{}]*[^#\[\]{}\s])?))?([ \t]*|[ \t]+#.*)$`)

// addAlias adds an address to the aliases, unless they have it. It returns false if they are written in a form to which
// it cannot be added.
func (b *block) addAlias(address string) bool {
	i := slices.IndexFunc(b.keys, func(e entry) bool { return e.Known == "aliases" })
	if i < 0 {
		b.set("aliases", "["+address+"]")
		return true
	}
	e := &b.keys[i]
	if slices.ContainsFunc(e.value, func(line string) bool { return hasAddress(line, address) }) {
		return true
	}
	first, last := e.value[0], e.value[len(e.value)-1]
	m := oneAlias().FindStringSubmatch(first)
	at, separator, isList := content.FlowListEnd(first)
	switch {
	case len(e.value) == 1 && isList:
		e.value = []string{first[:at] + separator + address + first[at:]}
	case m == nil:
		return false
	case len(e.value) == 1 && m[2] == "":
		e.value = []string{m[1] + " [" + address + "]" + m[3]}
	case len(e.value) == 1 && !slices.Contains([]string{"null", "~", "Null", "NULL"}, m[2]):
		e.value = []string{m[1] + " [" + m[2] + ", " + address + "]" + m[3]}
	case len(e.value) > 1 && m[2] == "" && strings.HasPrefix(strings.TrimLeft(last, " "), "- "):
		e.value = append(e.value[:len(e.value):len(e.value)], last[:strings.Index(last, "- ")]+"- "+address)
	default:
		return false
	}
	return true
}

// hasAddress reports whether a line of a list has an address as an item.
func hasAddress(line, address string) bool {
	line, _, _ = strings.Cut(line, " #")
	return slices.ContainsFunc(strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(` ,[]"'`, r) }), func(item string) bool {
		return strings.EqualFold(strings.Trim(item, "/"), strings.Trim(address, "/"))
	})
}
