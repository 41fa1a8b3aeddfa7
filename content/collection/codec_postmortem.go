package collection

import (
	"maps"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
)

// keys are the front-matter keys. Three have values that are neither a text nor a list;
// postMortem codes them separately.
var keys = content.Keys()

// postMortem codes the content of a document. History and attachments come from elsewhere.
func (c *codec) postMortem(pm *content.PostMortem) {
	c.str(&pm.Path)
	c.str(&pm.Slug)
	for i := range keys {
		switch key := &keys[i]; {
		case key.Text != nil:
			c.str(key.Text(pm))
		case key.List != nil:
			c.strs(key.List(pm))
		}
	}
	c.strs(&pm.References)
	c.addresses(&pm.TicketURLs)
	list(c, &pm.AliasPos, c.pos)
	c.date(&pm.Date)
	stated := int64(pm.Stated)
	c.int64(&stated)
	if c.reading {
		pm.Stated = time.Duration(stated)
	}
	c.bool(&pm.HasStated)
	c.bool(&pm.NearMiss)
	c.bool(&pm.Degraded)
	c.zone(&pm.Zone)
	c.params(&pm.Params)
	if !c.facts {
		list(c, &pm.Sections, c.section)
	}
	list(c, &pm.Timeline, func(e *content.Entry) { c.entry(e, pm.Zone) })
	list(c, &pm.Controls, c.control)
	list(c, &pm.ActionItems, c.actionItem)
	c.str(&pm.NoActions)
	for _, lessons := range []*[]content.Lesson{&pm.WentWell, &pm.WentWrong, &pm.GotLucky} {
		list(c, lessons, c.lesson)
	}
	list(c, &pm.OtherLessons, func(l *content.LessonList) {
		c.str(&l.Kind)
		c.str(&l.Title)
		list(c, &l.Lessons, c.lesson)
	})
	c.removal(&pm.Removal)
}

func (c *codec) removal(r **content.Removal) {
	removed := *r != nil
	if c.bool(&removed); !removed {
		return
	}
	if c.reading {
		*r = &content.Removal{}
	}
	c.date(&(*r).Date)
	c.str(&(*r).Reason)
	c.str(&(*r).ReplacedBy)
}

// addresses codes texts by texts, in the order of their keys.
func (c *codec) addresses(m *map[string]string) {
	type pair struct{ number, address string }
	var pairs []pair
	for _, number := range slices.Sorted(maps.Keys(*m)) {
		pairs = append(pairs, pair{number, (*m)[number]})
	}
	list(c, &pairs, func(p *pair) {
		c.str(&p.number)
		c.str(&p.address)
	})
	if !c.reading || len(pairs) == 0 {
		return
	}
	*m = make(map[string]string, len(pairs))
	for _, p := range pairs {
		(*m)[p.number] = p.address
	}
}

func (c *codec) section(s *content.Section) {
	c.str((*string)(&s.Kind))
	c.int(&s.Level)
	c.str(&s.Anchor)
	c.str(&s.Title)
	c.fragment(&s.Head, s.Title)
	list(c, &s.Parts, func(p *content.Part) {
		c.str((*string)(&p.Kind))
		c.fragment(&p.Prose, "")
		c.int(&p.From)
		c.int(&p.To)
	})
}

func (c *codec) control(control *content.Control) {
	c.str(&control.Anchor)
	c.str(&control.Text)
	c.str(&control.Name)
	c.str(&control.Outcome)
	c.str(&control.AnsweredBy)
	c.pos(&control.Pos)
}

func (c *codec) entry(e *content.Entry, zone *time.Location) {
	c.str(&e.Anchor)
	c.str(&e.Date)
	c.str(&e.Clock)
	c.time(&e.Time, zone)
	c.bool(&e.Approximate)
	c.str(&e.Event)
	c.str(&e.Label)
	c.str(&e.Note)
	c.fragment(&e.NoteHTML, e.Note)
	c.pos(&e.Pos)
}

func (c *codec) actionItem(a *content.ActionItem) {
	c.str(&a.Anchor)
	c.str(&a.Title)
	c.fragment(&a.HTML, a.Title)
	c.str(&a.Type)
	c.str(&a.Owner)
	c.strs(&a.Tracking)
	c.date(&a.Due)
	c.str(&a.State)
	c.str(&a.Effect)
	c.bool(&a.Verified)
	c.pos(&a.Pos)
}

func (c *codec) lesson(l *content.Lesson) {
	c.str(&l.Anchor)
	c.str(&l.Text)
	c.fragment(&l.HTML, l.Text)
	c.str(&l.HedgedBy)
}

func (c *codec) problem(p *content.Problem) {
	c.str(&p.File)
	c.pos(&p.Pos)
	level := int(p.Level)
	c.int(&level)
	switch {
	case level < 0 || level > int(content.Off):
		c.fail()
	case c.reading:
		p.Level = content.Level(level)
	}
	c.str(&p.Rule)
	c.str(&p.Message)
	c.str(&p.Hint)
	c.str(&p.Fix.Old)
	c.str(&p.Fix.New)
}
