// Package review describes what changed between two versions of post mortems in the
// terms of the domain: a status was reached, a severity was corrected, an action item
// was closed or silently disappeared.
//
// It compares documents that [content] has parsed. It does not access files or git.
package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// A Kind is a kind of change.
type Kind string

// The kinds of change. Changes of action items set [Change.Item].
const (
	Added          Kind = "added"   // the document is new
	Removed        Kind = "removed" // the document was deleted
	Renamed        Kind = "renamed" // the document has a new path
	Field          Kind = "field"   // a front-matter key
	OwnKey         Kind = "own key" // a front-matter key that the format does not define
	Figure         Kind = "figure"  // a figure computed from the timeline
	Timeline       Kind = "timeline"
	ActionAdded    Kind = "action added"
	ActionClosed   Kind = "action closed"
	ActionReopened Kind = "action reopened"
	ActionRemoved  Kind = "action removed"
	ActionChanged  Kind = "action changed"
	Text           Kind = "text" // anything else
)

// A Change is one difference between two versions of a document.
type Change struct {
	Kind Kind   `json:"kind"`
	Name string `json:"name,omitempty"` // of the field, key or figure, of the part of an action item that changed, or of the item that was removed
	From string `json:"from,omitempty"` // "" for no value, or for a text that is too long to show
	To   string `json:"to,omitempty"`
	Item string `json:"item,omitempty"` // title of the action item
	Note string `json:"note,omitempty"` // for a new action item: type, owner, tracking numbers, due date; for a timeline: the events that differ; for the severity: how long it was From, see [SayRatings]
	Free bool   `json:"-"`              // From and To are the author's words, not values of a vocabulary, dates or figures
}

// String describes the change in one line.
func (c Change) String() string {
	switch c.Kind {
	case Added:
		if c.To == "" {
			return "added"
		}
		return "added as " + c.To
	case Removed:
		return "removed"
	case Renamed:
		return "renamed from " + c.From
	case Text:
		if c.To == "" {
			return "text edited"
		}
		return "text edited: " + c.To
	case OwnKey:
		return "key " + c.Name + " " + c.To
	case Timeline:
		if c.Note == "" {
			return "timeline: " + c.To
		}
		return "timeline: " + c.To + " (" + c.Note + ")"
	case ActionAdded:
		if c.Note != "" {
			return "action item added: " + c.Item + " (" + c.Note + ")"
		}
	case Field, Figure:
		if c.From == "" && c.To == "" {
			return c.Name + " reworded"
		}
		said := fmt.Sprintf("%s: %s → %s", c.Name, orNone(c.From), orNone(c.To))
		if c.Note != "" {
			said += " (" + c.Note + ")"
		}
		return said
	case ActionRemoved:
		if c.openly() {
			return fmt.Sprintf("%s was removed while it was %s: %s", c.Name, c.From, c.Item)
		}
	case ActionChanged:
		return fmt.Sprintf("action item %s: %s → %s: %s", c.Name, orNone(c.From), orNone(c.To), c.Item)
	}
	return strings.Replace(string(c.Kind), "action ", "action item ", 1) + ": " + c.Item
}

// openly reports whether the change removed an action item that was neither done nor cancelled.
func (c Change) openly() bool {
	return c.Kind == ActionRemoved && c.Name != "" && c.From != "" && !content.ActionItem{State: c.From}.Closed()
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// Compare returns the changes from one version of a document to another. If before is
// nil, the document is new; if after is nil, it was removed. Compare returns nil for equal
// versions.
func Compare(before, after *content.PostMortem) []Change {
	switch {
	case before == nil && after == nil:
		return nil
	case before == nil:
		return []Change{{Kind: Added, To: after.Status}}
	case after == nil:
		return []Change{{Kind: Removed}}
	}
	figures := compareFigures(before, after)
	changes := compareFields(before, after, figures)
	changes = append(changes, compareOwnKeys(before.Params, after.Params)...)
	changes = append(changes, figures...)
	changes = append(changes, compareTimelines(before, after)...)
	changes = append(changes, compareActions(before.ActionItems, after.ActionItems)...)
	return append(changes, compareTexts(before, after)...)
}

// definitions are the figures of a post mortem.
var definitions = metrics.Definitions()

// compareFigures leaves out figures that are unknown on both sides, and the time to
// publish, which is about the review, not the incident.
func compareFigures(before, after *content.PostMortem) (changes []Change) {
	from, to := metrics.FiguresOf(before), metrics.FiguresOf(after)
	for i, d := range definitions {
		x, y := from[i], to[i]
		if x.Class == y.Class && x.Value == y.Value || !x.Tells() && !y.Tells() || d.Key == metrics.TimeToPublish {
			continue
		}
		changes = append(changes, Change{Kind: Figure, Name: lower(d.Name), From: x.String(), To: y.String()})
	}
	return changes
}

func lower(name string) string { return strings.ToLower(name[:1]) + name[1:] }

func compareTimelines(before, after *content.PostMortem) []Change {
	was, is := onlyIn(before.Timeline, after.Timeline), onlyIn(after.Timeline, before.Timeline)
	added, removed := len(is), len(was)
	var events []string // known events of the entries that differ
	for _, e := range slices.Concat(is, was) {
		if e.Event != "" && !slices.Contains(events, e.Event) {
			events = append(events, e.Event)
		}
	}
	changed := min(added, removed)
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{added - changed, "added"}, {changed, "changed"}, {removed - changed, "removed"}} {
		if part.n > 0 {
			parts = append(parts, entries(part.n)+" "+part.what)
		}
	}
	if parts == nil {
		return nil
	}
	return []Change{{Kind: Timeline, To: strings.Join(parts, ", "), Note: strings.Join(events, ", ")}}
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// compareTexts returns the titles of the parts whose text changed, as the newer version
// writes and orders them. Removed parts come last.
func compareTexts(before, after *content.PostMortem) []Change {
	from, to := partsOf(before), partsOf(after)
	words := map[string]string{}
	for _, p := range from {
		words[strings.ToLower(p.title)] = p.words
	}
	var edited []string
	for _, p := range to {
		key := strings.ToLower(p.title)
		if was, known := words[key]; was != p.words || !known {
			edited = append(edited, p.title)
		}
		delete(words, key)
	}
	for _, p := range from {
		if _, gone := words[strings.ToLower(p.title)]; gone {
			edited = append(edited, p.title)
		}
	}
	if edited == nil {
		return nil
	}
	return []Change{{Kind: Text, To: strings.Join(edited, ", "), Free: true}}
}

// A part is the text below a heading, without the tables and lists that other changes
// cover.
type part struct{ title, words string }

// partsOf returns the parts in reading order. Parts with the same title are merged.
func partsOf(pm *content.PostMortem) (parts []part) {
	add := func(title string, words ...string) {
		text := strings.Join(words, "\n")
		for i := range parts {
			if strings.EqualFold(parts[i].title, title) {
				parts[i].words += "\n" + text
				return
			}
		}
		parts = append(parts, part{title, text})
	}
	add("Summary", pm.Summary)
	for _, s := range pm.Sections {
		var words []string
		for _, p := range s.Parts {
			words = append(words, p.Prose.Paragraphs()...)
		}
		add(cmp.Or(s.Title, "the beginning"), words...)
	}
	for _, control := range pm.Controls {
		add("controls", control.Text)
	}
	for _, list := range pm.Lessons() {
		for _, lesson := range list.Lessons {
			add(list.Title, lesson.Text)
		}
	}
	if len(pm.References) > 0 {
		add("References", pm.References...)
	}
	return parts
}
