package meeting

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
)

// A Voice is a role that has to do with an incident.
type Voice struct {
	Role  string
	Heard bool     // it is one of the authors
	Why   []string // what it has to do with the incident, such as "owns booking"
	Row   string   // anchor of the first row of the timeline that names it, "" for none
}

// voicesOf returns the authors, the concerned, the owners of action items, and the roles that the
// timeline names, each once.
func voicesOf(pm *content.PostMortem, roles []string, concerned []Voice) (out []Voice) {
	at := func(role string) *Voice {
		i := slices.IndexFunc(out, func(v Voice) bool { return strings.EqualFold(v.Role, role) })
		if i < 0 {
			i, out = len(out), append(out, Voice{Role: role})
		}
		return &out[i]
	}
	for _, author := range pm.Authors {
		at(author).Heard = true
	}
	for _, v := range concerned {
		voice := at(v.Role)
		voice.Why = append(voice.Why, v.Why...)
	}
	addOwners(pm, at)
	known := slices.Clone(roles)
	for _, v := range out {
		known = append(known, v.Role)
	}
	for _, m := range mentions(pm, known) {
		voice := at(m.role)
		voice.Row = pm.Timeline[m.row].Anchor
		voice.Why = append(voice.Why, "in the timeline from "+when(pm, m.row))
	}
	return out
}

func addOwners(pm *content.PostMortem, at func(role string) *Voice) {
	var owners []string
	items := map[string]int{}
	for _, item := range pm.ActionItems {
		if item.Owner == "" {
			continue
		}
		if items[item.Owner]++; items[item.Owner] == 1 {
			owners = append(owners, item.Owner)
		}
	}
	for _, owner := range owners {
		why := "owns an action item"
		if n := items[owner]; n > 1 {
			why = fmt.Sprintf("owns %d action items", n)
		}
		voice := at(owner)
		voice.Why = append(voice.Why, why)
	}
}

// A mention is the first row of the timeline that names a role.
type mention struct {
	role string
	row  int
}

// mentions returns the first mention of each role, in the order of the rows. A role within the name
// of a longer one, such as "service owner" in "service owner (booking)", is not a mention of it.
func mentions(pm *content.PostMortem, roles []string) (out []mention) {
	slices.SortFunc(roles, func(x, y string) int { return len(y) - len(x) }) // longest first
	seen := map[string]bool{}
	for i, entry := range pm.Timeline {
		text := strings.ToLower(entry.Label + " " + entry.Note)
		var found []mention
		for _, role := range roles {
			name := strings.ToLower(strings.TrimSpace(role))
			at := wordAt(text, name)
			if name == "" || at < 0 {
				continue
			}
			text = strings.ReplaceAll(text, name, strings.Repeat(" ", len(name)))
			if !seen[name] {
				seen[name] = true
				found = append(found, mention{role, i})
			}
		}
		out = append(out, found...)
	}
	return out
}

// wordAt returns where a name stands in a text as whole words, or -1. It may be a plural.
func wordAt(text, name string) int {
	for from := 0; name != ""; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(strings.TrimPrefix(text[i+len(name):], "s"))
		if !isWord(before) && !isWord(after) {
			return i
		}
		from = i + len(name)
	}
	return -1
}

func isWord(r rune) bool { return r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r) }
