package content

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// FoldName returns the form in which names of services, tags, vendors, owners and tickets are compared: two names that
// differ only in case, in how accents are encoded, or in whether a blank or a hyphen is between two words, are the same.
// Other punctuation counts, so c, c++ and c# are three names.
func FoldName(name string) string {
	folded := norm.NFC.String(strings.Map(unicode.ToLower, norm.NFC.String(name)))
	if strings.IndexFunc(folded, unicode.IsSpace) < 0 {
		return folded
	}
	return strings.Join(strings.Fields(folded), "-")
}

// SameName reports whether two names are the same, see [FoldName].
func SameName(a, b string) bool { return a == b || FoldName(a) == FoldName(b) }

// plainName matches folded names whose address says it all.
var plainName = lazyregexp.New(`^[\pL\pM\pN]+(?:-[\pL\pM\pN]+)*$`)

// NameSlug turns a name into one part of an address, which no other name has: letters and digits of any script in lower
// case, and hyphens. A name with other characters, one that is too long, or one that Windows takes for that of a device,
// also has a checksum.
func NameSlug(name string) string {
	folded := FoldName(name)
	if plainName().MatchString(folded) && len(folded) <= maxSlug && !isDevice(folded) {
		return folded
	}
	return summed(folded)
}

// summed returns the slug of a folded name with a checksum.
func summed(folded string) string {
	base := Slug(folded)
	if len(base) > maxSlug-10 || strings.HasPrefix(base, "x-") {
		base = "x"
	}
	sum := sha256.Sum256([]byte(folded))
	return base + "~" + hex.EncodeToString(sum[:4])
}

// besideTickets are the folders that the site has beside those of tickets: of the lists of all numbers, and of the pages
// of the list of tickets. Where the file system ignores case, no ticket can have a folder ALL or PAGE.
var besideTickets = []string{"all", "page"}

// TicketSlug returns the part of an address for a ticket number, which no other number has:
// the number itself in upper case, if it consists of letters, digits, hyphens and
// underscores, Windows does not take it for a device, and no list has its folder ("all" and
// "page"), or else its letters and digits with a checksum.
func TicketSlug(number string) string {
	number = strings.Join(strings.Fields(number), "-")
	if isPlainNumber(number) && !isDevice(number) && !slices.Contains(besideTickets, strings.ToLower(number)) {
		return strings.ToUpper(number)
	}
	return summed(FoldName(number))
}

// isPlainNumber reports whether a number is part of an address as it is.
func isPlainNumber(number string) bool {
	return number != "" && len(number) <= 60 && strings.IndexFunc(number, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	}) < 0
}

// The kinds of names. All other kinds are the names of facets.
const (
	OwnerName  = "owner"
	TicketName = "ticket"
)

// nameKeys returns the keys whose values are names that authors choose.
var nameKeys = sync.OnceValue(func() (out []*Key) {
	for i := range keys {
		if key := &keys[i]; key.Ticket || key.Facet != "" && key.Vocabulary == nil && (key.Text != nil || key.List != nil) {
			out = append(out, key)
		}
	}
	return out
})

func (k *Key) nameKind() string {
	if k.Ticket {
		return TicketName
	}
	return k.Facet
}

// Names are spellings of names by kind: service, tag or vendor.
type Names map[string][]string

// Names calls visit for each name in the post mortem: of services, tags, the vendor, tickets and owners.
func (pm *PostMortem) Names(visit func(kind, name string)) {
	for _, key := range nameKeys() {
		if key.Text != nil {
			if name := *key.Text(pm); name != "" {
				visit(key.nameKind(), name)
			}
			continue
		}
		for _, name := range *key.List(pm) {
			visit(key.nameKind(), name)
		}
	}
	for i := range pm.ActionItems {
		if owner := pm.ActionItems[i].Owner; owner != "" {
			visit(OwnerName, owner)
		}
		for _, number := range pm.ActionItems[i].Tracking {
			visit(TicketName, number)
		}
	}
}

// WithNames returns a copy of the post mortem in which the names are spelt as rename says. It leaves out names that are
// then twice in a list.
func (pm *PostMortem) WithNames(rename func(kind, name string) string) *PostMortem {
	out := *pm
	list := func(kind string, names []string) (renamed []string) {
		for _, name := range names {
			if name = rename(kind, name); !slices.Contains(renamed, name) {
				renamed = append(renamed, name)
			}
		}
		return renamed
	}
	for _, key := range nameKeys() {
		if key.Text != nil {
			if text := key.Text(&out); *text != "" {
				*text = rename(key.nameKind(), *text)
			}
			continue
		}
		names := key.List(&out)
		*names = list(key.nameKind(), *names)
	}
	out.TicketURLs = make(map[string]string, len(pm.TicketURLs))
	for _, number := range slices.Sorted(maps.Keys(pm.TicketURLs)) {
		if usual := rename(TicketName, number); out.TicketURLs[usual] == "" {
			out.TicketURLs[usual] = pm.TicketURLs[number]
		}
	}
	out.ActionItems = slices.Clone(pm.ActionItems)
	for i := range out.ActionItems {
		item := &out.ActionItems[i]
		if item.Owner != "" {
			item.Owner = rename(OwnerName, item.Owner)
		}
		item.Tracking = list(TicketName, item.Tracking)
	}
	return &out
}
