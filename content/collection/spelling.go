package collection

import (
	"cmp"
	"maps"
	"slices"

	"golang.org/x/text/unicode/norm"

	"github.com/pmsite/pmsite/content"
)

// Spellings maps each kind of names, and each name in the spellings that are not the usual one, to the usual one.
type Spellings map[string]map[string]string

// SpellingsOf returns the spellings of names that are the same, see [content.FoldName]. The usual spelling
// is the site's, or else the one that most places have; among equally many, the first in the order of their bytes.
func SpellingsOf(posts []*content.PostMortem, site content.Names) Spellings {
	counts := map[string]map[string]int{} // by kind and spelling
	for _, pm := range posts {
		pm.Names(func(kind, name string) {
			if counts[kind] == nil {
				counts[kind] = map[string]int{}
			}
			counts[kind][name]++
		})
	}
	out := Spellings{}
	for kind, of := range counts {
		usual := map[string]string{} // by folded name
		for _, name := range site[kind] {
			usual[content.FoldName(name)] = name
		}
		names := slices.SortedFunc(maps.Keys(of), func(a, b string) int { return cmp.Or(of[b]-of[a], cmp.Compare(a, b)) })
		for _, name := range names {
			folded := content.FoldName(name)
			first, known := usual[folded]
			if !known {
				first = norm.NFC.String(name)
				usual[folded] = first
			}
			if first != name {
				if out[kind] == nil {
					out[kind] = map[string]string{}
				}
				out[kind][name] = first
			}
		}
	}
	return out
}

// Usual returns the usual spelling of a name.
func (s Spellings) Usual(kind, name string) string {
	if usual, differs := s[kind][name]; differs {
		return usual
	}
	return name
}

// spelt returns the post mortems with the usual spellings. Those that have them anyway stay as they are.
func spelt(posts []*content.PostMortem, site content.Names) []*content.PostMortem {
	spellings := SpellingsOf(posts, site)
	if len(spellings) == 0 {
		return posts
	}
	out := slices.Clone(posts)
	for i, pm := range posts {
		differs := false
		pm.Names(func(kind, name string) { differs = differs || spellings.Usual(kind, name) != name })
		if differs {
			out[i] = pm.WithNames(spellings.Usual)
		}
	}
	return out
}
