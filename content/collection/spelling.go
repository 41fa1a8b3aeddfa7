package collection

import (
	"cmp"
	"slices"
	"sync"

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
		if unusual := unusualSpellings(of, site[kind]); len(unusual) > 0 {
			out[kind] = unusual
		}
	}
	return out
}

// unusualSpellings returns the names of one kind that are not spelt as usual, with the usual spelling. Most names have one
// spelling, so it sorts nothing.
func unusualSpellings(counts map[string]int, site []string) map[string]string {
	usual := make(map[string]string, len(counts)) // by folded name
	for name, n := range counts {
		folded := content.FoldName(name)
		if best, known := usual[folded]; !known || cmp.Or(n-counts[best], cmp.Compare(best, name)) > 0 {
			usual[folded] = name
		}
	}
	for folded, name := range usual {
		usual[folded] = norm.NFC.String(name)
	}
	for _, name := range site {
		usual[content.FoldName(name)] = name
	}
	out := map[string]string{}
	for name := range counts {
		if best := usual[content.FoldName(name)]; best != name {
			out[name] = best
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

// A speller remembers what it was asked last, since a collection that replaces another one mostly has the same names.
// The nil speller remembers nothing. It is safe for concurrent use.
type speller struct {
	mu   sync.Mutex
	last map[bool]spelled // by whether drafts are among the post mortems
}

// spelled are post mortems, with the spellings of their names and as readers see them.
type spelled struct {
	posts, out []*content.PostMortem
	spellings  Spellings
}

// spell returns the post mortems with the usual spellings. Those that have them anyway stay as they are.
func (s *speller) spell(posts []*content.PostMortem, site content.Names, drafts bool) []*content.PostMortem {
	if s == nil {
		return newSpelled(posts, site, spelled{}).out
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := newSpelled(posts, site, s.last[drafts])
	s.last[drafts] = now
	return now.out
}

func newSpelled(posts []*content.PostMortem, site content.Names, before spelled) spelled {
	same := before.spellings != nil && slices.EqualFunc(posts, before.posts, haveSameNames)
	now := spelled{posts: posts, out: posts, spellings: before.spellings}
	if !same {
		now.spellings = SpellingsOf(posts, site)
	}
	if len(now.spellings) == 0 {
		return now
	}
	now.out = slices.Clone(posts)
	for i, pm := range posts {
		if same && pm == before.posts[i] {
			now.out[i] = before.out[i]
			continue
		}
		differs := false
		pm.Names(func(kind, name string) { differs = differs || now.spellings.Usual(kind, name) != name })
		if differs {
			now.out[i] = pm.WithNames(now.spellings.Usual)
		}
	}
	return now
}

// haveSameNames reports whether two post mortems have the same names in the same order.
func haveSameNames(a, b *content.PostMortem) bool {
	if a == b {
		return true
	}
	var names []string
	a.Names(func(kind, name string) { names = append(names, kind, name) })
	same := true
	b.Names(func(kind, name string) {
		if same = same && len(names) > 0 && names[0] == kind && names[1] == name; same {
			names = names[2:]
		}
	})
	return same && len(names) == 0
}
