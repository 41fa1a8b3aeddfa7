package index

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// A mention is a feature as written in a post mortem.
type mention struct {
	name   int32 // see memory
	kind   featureKind
	titled bool // in the title
	text   string
}

// A portrait lists the features that a post mortem mentions, each once. It depends only on that
// post mortem.
type portrait struct {
	mentions []mention // other features first, then words
	words    int       // index of the first word
	cites    []string  // keys of post mortems whose action items would have prevented it
}

func (p *portrait) equal(q *portrait) bool {
	return p.words == q.words && slices.Equal(p.mentions, q.mentions) && slices.Equal(p.cites, q.cites)
}

// A memory assigns numbers to the names in portraits.
type memory struct {
	names [word + 1]map[string]int32 // by kind

	analyser Analyser
	tokens   []Token
	mentions []mention
	seen     []int32 // by name: the last portrait that has it
	drawn    int32   // number of portraits so far
}

func newMemory() *memory {
	m := &memory{}
	for kind := range m.names {
		m.names[kind] = map[string]int32{}
	}
	return m
}

// size returns the number of names.
func (m *memory) size() int { return len(m.seen) }

func (m *memory) portrait(pm *content.PostMortem) *portrait {
	m.drawn++
	m.mentions = m.mentions[:0]
	p := &portrait{}
	m.draw(p, pm)
	p.mentions = slices.Clone(m.mentions)
	return p
}

func (m *memory) draw(p *portrait, pm *content.PostMortem) {
	for _, name := range pm.Services {
		m.mention(service, Fold(name), name, false)
	}
	if pm.Vendor != "" {
		m.mention(vendor, Fold(pm.Vendor), pm.Vendor, false)
	}
	for _, name := range pm.Factors {
		m.mention(factor, name, name, false)
	}
	for _, name := range pm.Tags {
		m.mention(tag, Fold(name), name, false)
	}
	for _, t := range pm.Tickets() {
		m.mention(ticket, strings.ToUpper(t.Number), t.Number, false)
	}
	for _, named := range pm.Controls {
		if key := named.Key(); key != "" {
			m.mention(control, key, named.Name, false)
		}
	}
	p.words = len(m.mentions)
	for _, reference := range pm.PreventedBy {
		key, _, _ := strings.Cut(reference, "#")
		p.cites = append(p.cites, strings.ToLower(key))
	}
	for at, text := range [...]string{pm.Title, pm.Summary} {
		m.tokens = m.analyser.Tokens(m.tokens[:0], text)
		for _, token := range m.tokens {
			if written := text[token.Start:token.End]; len(written) > 2 && !number(written) {
				m.mention(word, token.Term, written, at == 0)
			}
		}
	}
}

func number(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// mention adds a feature to the current portrait unless it is already there.
func (m *memory) mention(kind featureKind, key, text string, titled bool) {
	id, known := m.names[kind][key]
	if !known {
		id = int32(m.size())
		m.names[kind][key] = id
		m.seen = append(m.seen, 0)
	}
	if m.seen[id] != m.drawn {
		m.seen[id] = m.drawn
		m.mentions = append(m.mentions, mention{id, kind, titled, text})
	}
}

// A featureCollector collects the features of a relater.
type featureCollector struct {
	*relater
	*memory
	ids   []int32          // name -> feature + 1
	cites map[string]int32 // slugs of the two -> feature
	byKey map[string]int32 // cited ids and slugs in lower case -> post mortem, or -1
}

// collect numbers the features in the order of their first mention.
func (c *featureCollector) collect() {
	c.byKey, c.cites = map[string]int32{}, map[string]int32{}
	total := 0
	for _, p := range c.portraits {
		total += len(p.mentions)
		for _, key := range p.cites {
			c.byKey[key] = -1
		}
	}
	c.findCited()
	c.ids, c.features = make([]int32, c.size()), make([]feature, 0, c.size()+len(c.byKey))
	room := make([]int32, total)
	for i, p := range c.portraits {
		c.of[i], room = room[:0:len(p.mentions)], room[len(p.mentions):]
	}
	for i, p := range c.portraits {
		c.add(int32(i), p.mentions[:p.words])
		for _, key := range p.cites {
			c.cite(int32(i), c.byKey[key])
		}
		c.add(int32(i), p.mentions[p.words:])
	}
	c.turn()
}

// findCited looks up cited post mortems; an id takes precedence over a slug.
func (c *featureCollector) findCited() {
	if len(c.byKey) == 0 {
		return
	}
	find := func(i int, name string) {
		key := strings.ToLower(name)
		if _, cited := c.byKey[key]; cited && name != "" {
			c.byKey[key] = int32(i)
		}
	}
	for i, pm := range c.posts {
		find(i, pm.Slug)
	}
	for i, pm := range c.posts {
		find(i, pm.ID)
	}
}

func (c *featureCollector) add(i int32, mentions []mention) {
	for _, m := range mentions {
		id := c.ids[m.name] - 1
		if id < 0 {
			id = int32(len(c.features))
			c.ids[m.name] = id + 1
			c.features = append(c.features, feature{kind: m.kind, text: m.text})
		}
		f := &c.features[id]
		f.titled = f.titled || m.titled
		f.count++
		c.of[i] = append(c.of[i], id)
	}
}

// cite adds a feature that only two post mortems share: one would have prevented the other.
func (c *featureCollector) cite(i, other int32) {
	if other < 0 || other == i {
		return
	}
	slug := c.posts[other].Slug
	key := slug + " " + c.posts[i].Slug
	if _, known := c.cites[key]; known {
		return
	}
	id := int32(len(c.features))
	c.cites[key] = id
	c.features = append(c.features, feature{kind: prevents, text: slug, count: 2})
	c.of[i] = append(c.of[i], id)
	c.of[other] = append(c.of[other], id)
}

// turn sets the post mortems of each feature from the features of each post mortem.
func (c *featureCollector) turn() {
	total := 0
	for i := range c.features {
		total += c.features[i].count
	}
	room := make([]int32, total)
	for i := range c.features {
		f := &c.features[i]
		f.posts, room = room[:0:f.count], room[f.count:]
	}
	for i, features := range c.of {
		for _, id := range features {
			f := &c.features[id]
			f.posts = append(f.posts, int32(i))
		}
	}
}
