package convert

import (
	"strconv"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// plainAddress matches an address that means itself in a YAML list in brackets.
var plainAddress = lazyregexp.New(`^[\pL\pN/._-]+$`)

// Tombstone returns the document that takes the place of a post mortem that is removed: when and why, its id and its
// former addresses. Nothing else of it is left.
func Tombstone(pm *content.PostMortem, r content.Removal) []byte {
	b := &strings.Builder{}
	line := func(key, value string) {
		if value != "" {
			b.WriteString(key + ": " + value + "\n")
		}
	}
	b.WriteString("---\n")
	line("removed", r.Date.String())
	line("reason", scalar(Line(r.Reason)))
	if r.ReplacedBy != "" {
		line("replaced_by", scalar(r.ReplacedBy))
	}
	if pm.ID != "" {
		line("id", scalar(pm.ID))
	}
	if len(pm.Aliases) > 0 {
		line("aliases", "["+strings.Join(addresses(pm.Aliases), ", ")+"]")
	}
	b.WriteString("---\n")
	return []byte(b.String())
}

// addresses returns aliases as YAML values.
func addresses(aliases []string) []string {
	out := make([]string, len(aliases))
	for i, alias := range aliases {
		if out[i] = "/" + alias; content.AliasFile(alias) != alias {
			out[i] += "/"
		}
		if !plainAddress().MatchString(out[i]) {
			out[i] = strconv.Quote(out[i])
		}
	}
	return out
}
