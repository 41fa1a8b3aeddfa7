package content

import (
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

var hedgeForm = lazyregexp.New(`^#?(action-\d+)\s*\.?$`)

// cutHedge splits a text such as "It was night -> action-2".
func cutHedge(text string) (lesson, action string) {
	for _, arrow := range []string{"->", "→", "=>"} {
		if i := strings.LastIndex(text, arrow); i >= 0 {
			if m := hedgeForm().FindStringSubmatch(strings.TrimSpace(text[i+len(arrow):])); m != nil {
				return strings.TrimSpace(text[:i]), m[1]
			}
		}
	}
	return text, ""
}

// addLessons reads a list. It treats other blocks as prose.
func (b *bodyReader) addLessons(block *markdown.Block, kind PartKind, to *[]Lesson) Part {
	if block.Kind != markdown.List {
		return Part{Kind: Prose}
	}
	from := len(*to)
	for _, item := range block.Items {
		if isItem(item.Text) {
			b.leftover(item.Pos, "fill the item in or remove it", "this item is from the template")
			continue
		}
		lesson := Lesson{Anchor: b.nextAnchor(string(kind))}
		lesson.Text, lesson.HedgedBy = cutHedge(item.Lead)
		b.doc.TrimLead(item, len(item.Lead)-len(lesson.Text))
		lesson.Text += item.Text[len(item.Lead):]
		lesson.HTML = b.doc.ItemHTML(item)
		lesson.Text = lesson.HTML.Sharing(lesson.Text)
		*to = append(*to, lesson)
	}
	return Part{Kind: kind, From: from, To: len(*to)}
}

var controlForm = lazyregexp.New(`(?i)^control\s*:\s*`)

// addControls records the controls of a list and gives each item an anchor. The
// list itself is rendered as prose.
func (b *bodyReader) addControls(block *markdown.Block, kind SectionKind) {
	if b.listed {
		kind = ControlsSection
	}
	if block.Kind == markdown.List {
		b.controlItems(block.Items, kind)
	}
}

func (b *bodyReader) controlItems(items []markdown.Item, kind SectionKind) {
	for _, item := range items {
		lead, action := cutHedge(item.Lead)
		whole := lead + item.Text[len(item.Lead):]
		prefix := controlForm().FindString(whole)
		if text := strings.TrimSpace(whole[len(prefix):]); (prefix != "" || kind == ControlsSection) && !isItem(text) {
			control := ReadControl(text, b.vocabularies)
			control.Anchor, control.Pos = b.nextAnchor("control"), item.Pos
			item.SetID(control.Anchor)
			if control.AnsweredBy = action; action != "" {
				b.doc.TrimLead(item, len(item.Lead)-len(lead))
				item.AppendLink("#"+action, strings.Replace(action, "-", " ", 1))
			}
			b.pm.Controls = append(b.pm.Controls, control)
		}
		if kind != ControlsSection {
			b.controlItems(item.Nested, kind)
		}
	}
}
