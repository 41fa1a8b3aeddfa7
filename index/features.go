package index

import (
	"strings"

	"github.com/pmsite/pmsite/content"
)

// A featureName tells features apart.
type featureName struct {
	kind featureKind
	key  string
}

// A featureCollector fills a relater.
type featureCollector struct {
	*relater
	analyser Analyser
	ids      map[featureName]int32
	byKey    map[string]int32 // id or slug in lower case -> post mortem
	tokens   []Token
}

func (c *featureCollector) collect(i int32, pm *content.PostMortem) {
	for _, name := range pm.Services {
		c.add(i, service, Fold(name), name)
	}
	if pm.Vendor != "" {
		c.add(i, vendor, Fold(pm.Vendor), pm.Vendor)
	}
	for _, name := range pm.Tags {
		c.add(i, tag, Fold(name), name)
	}
	for _, t := range pm.Tickets() {
		c.add(i, ticket, strings.ToUpper(t.Number), t.Number)
	}
	for _, failed := range pm.Controls {
		if name, key := ControlName(failed.Text); key != "" {
			c.add(i, control, key, name)
		}
	}
	for _, reference := range pm.PreventedBy {
		key, _, _ := strings.Cut(reference, "#")
		if other, ok := c.byKey[strings.ToLower(key)]; ok && other != i {
			// The feature is the prevention by that one, which only the two have.
			slug := c.posts[other].Slug
			c.add(i, prevents, slug+" "+pm.Slug, slug)
			c.add(other, prevents, slug+" "+pm.Slug, slug)
		}
	}
	for at, text := range [...]string{pm.Title, pm.Summary} {
		c.tokens = c.analyser.Tokens(c.tokens[:0], text)
		for _, token := range c.tokens {
			if written := text[token.Start:token.End]; len(written) > 2 && !number(written) {
				f := c.add(i, word, token.Term, written)
				f.titled = f.titled || at == 0
			}
		}
	}
}

func number(s string) bool { return strings.Trim(s, "0123456789") == "" }

func (c *featureCollector) add(i int32, kind featureKind, key, text string) *feature {
	name := featureName{kind, key}
	id, known := c.ids[name]
	if !known {
		id = int32(len(c.features))
		c.ids[name] = id
		c.features = append(c.features, feature{kind: kind, text: text})
	}
	f := &c.features[id]
	if len(f.posts) == 0 || f.posts[len(f.posts)-1] != i {
		f.posts = append(f.posts, i)
		c.of[i] = append(c.of[i], id)
	}
	return f
}

// ControlName gives what failures of one control share, the first sentence of
// what authors write of it, and that sentence's words alone in lower case, by
// which two of them are compared.
func ControlName(text string) (name, key string) {
	name, _, _ = strings.Cut(text, ". ")
	name = strings.TrimSuffix(name, ".")
	words := strings.FieldsFunc(Fold(name), func(r rune) bool { return !wordRune(r) })
	return name, strings.Join(words, " ")
}
