package site

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// withFactors returns the number of post mortems that name contributing factors, for the page that lists these; 0 for
// other taxonomies.
func (b *builder) withFactors(t taxonomy) (n int) {
	if t.name != "factors" {
		return 0
	}
	for _, pm := range b.posts {
		if len(pm.Factors) > 0 {
			n++
		}
	}
	return n
}

// meansOf returns what a contributing factor means, "" for values of other taxonomies.
func (b *builder) meansOf(t taxonomy, term *term) string {
	if t.name != "factors" {
		return ""
	}
	return b.in.Config.Vocabularies.Factor.Definitions[term.value]
}

// factorSources returns where the built-in factors come from, nil if the site has none of them.
func factorSources(v *content.Vocabulary) []string {
	if slices.ContainsFunc(content.ContributingFactors(), func(f content.Factor) bool { return v.Definitions[f.Name] == f.Definition() }) {
		return content.FactorSources()
	}
	return nil
}
