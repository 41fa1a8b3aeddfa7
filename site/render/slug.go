package render

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slug turns a value into one part of an address: lower case, NFC, with letters
// and digits of any script, and hyphens for everything else. Nothing is folded
// to ASCII, so that values that differ only in accents stay distinct. The slug
// of a value without letters or digits is a hash.
func Slug(value string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range norm.NFC.String(value) {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) {
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(unicode.ToLower(r))
		} else {
			hyphen = true
		}
	}
	if b.Len() == 0 || b.Len() > 120 {
		return "x-" + hash(value)
	}
	return b.String()
}

// TicketSlug returns the part of an address for a ticket number: the number
// itself in upper case, if it consists of letters, digits, hyphens and
// underscores.
func TicketSlug(number string) string {
	plain := strings.IndexFunc(number, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	}) < 0
	if plain && number != "" && len(number) <= 60 {
		return strings.ToUpper(number)
	}
	return Slug(number)
}

// PagePath returns the path of the n-th page of a list. The first page is at
// the path of the list.
func PagePath(base string, n int) string {
	if n <= 1 {
		return base
	}
	return base + "page/" + strconv.Itoa(n) + "/"
}

func hash(s string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}
