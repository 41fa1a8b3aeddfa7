package review

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// A Document describes what happened to one post mortem.
type Document struct {
	Kind     Kind     `json:"kind"` // Added, Removed, Renamed, or Field if it was changed
	Path     string   `json:"path"`
	From     string   `json:"from,omitempty"` // the path before a rename
	Title    string   `json:"title"`
	ID       string   `json:"id,omitempty"`
	Status   string   `json:"status"`
	Summary  string   `json:"summary,omitempty"`  // only of a new document
	Changes  []Change `json:"changes"`            // the action items of a new document
	Facts    []Fact   `json:"facts"`              // only of a new document
	Corrects []string `json:"corrects,omitempty"` // facts of a completed post mortem that change, as its page will say
	Reason   string   `json:"reason,omitempty"`   // why it was removed; "" if nobody said so

	// What somebody needs to know who has not seen the document; of a removed one, as it was.
	Severity  string   `json:"severity,omitempty"`
	Services  []string `json:"services,omitempty"`
	Date      string   `json:"date,omitempty"` // a day such as 2026-11-20
	Lengths   []Length `json:"lengths,omitempty"`
	Items     []Item   `json:"action_items,omitempty"`
	NoActions string   `json:"no_actions,omitempty"` // the stated reason why there is no action item
	Rows      []Row    `json:"timeline,omitempty"`   // entries that differ, unless the document is new or removed, or they are very many

	After *content.PostMortem `json:"-"` // nil if the document was removed
}

// A Fact is a value that a new post mortem states.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Documents compares the post mortems of two collections and returns those that differ,
// sorted by path. The caller may leave out post mortems that are equal in both. A removed
// and a new post mortem count as renamed if they have the same id or, failing that, the
// same slug.
func Documents(before, after []*content.PostMortem) (out []Document) {
	old := map[string]*content.PostMortem{}
	for _, pm := range before {
		old[pm.Path] = pm
	}
	var unmatched []*content.PostMortem
	for _, pm := range after {
		if was := old[pm.Path]; was == nil {
			unmatched = append(unmatched, pm)
		} else {
			delete(old, pm.Path)
			if changes := Compare(was, pm); len(changes) > 0 {
				out = append(out, describeDocument(Field, was, pm, changes))
			}
		}
	}
	for _, pm := range unmatched {
		was := moved(old, pm)
		if was == nil {
			d := describeDocument(Added, nil, pm, compareActions(nil, pm.ActionItems))
			d.Summary, d.Facts = pm.Summary, factsOf(pm)
			out = append(out, d)
			continue
		}
		delete(old, was.Path)
		d := describeDocument(Renamed, was, pm, Compare(was, pm))
		d.From = was.Path
		out = append(out, d)
	}
	for _, pm := range old {
		d := describeDocument(Removed, nil, pm, nil)
		d.After = nil
		out = append(out, d)
	}
	slices.SortFunc(out, func(x, y Document) int { return cmp.Compare(x.Path, y.Path) })
	return out
}

// describeDocument describes a document that differs. Before is nil if there is only one version.
func describeDocument(kind Kind, before, pm *content.PostMortem, changes []Change) Document {
	if changes == nil {
		changes = []Change{}
	}
	d := Document{Kind: kind, Path: pm.Path, Title: pm.Title, ID: pm.ID, Status: pm.Status, Changes: changes, Facts: []Fact{}, After: pm}
	d.Severity, d.Services, d.Date, d.Lengths = pm.Severity, slices.Clone(pm.Services), pm.Date.String(), lengthsOf(before, pm)
	d.NoActions = pm.NoActions
	switch {
	case kind == Removed:
		for _, item := range pm.ActionItems {
			d.Items = append(d.Items, itemOf(item, 0, nil))
		}
	case before == nil:
		d.Items = itemsOf(nil, pm.ActionItems)
	default:
		d.Items, d.Rows = itemsOf(before.ActionItems, pm.ActionItems), rowsOf(before.Timeline, pm.Timeline)
		if before.Status == content.Completed {
			d.Corrects = corrected(before, pm)
		}
	}
	return d
}

func moved(old map[string]*content.PostMortem, pm *content.PostMortem) *content.PostMortem {
	var bySlug *content.PostMortem
	for _, was := range old {
		if pm.ID != "" && was.ID == pm.ID {
			return was
		}
		if was.Slug == pm.Slug {
			bySlug = was
		}
	}
	return bySlug
}

// notFacts are the keys that are not repeated as facts, because the description of a new
// document shows them elsewhere, and the time zone.
var notFacts = []string{"title", "timezone", "duration", "summary"}

func factsOf(pm *content.PostMortem) (facts []Fact) {
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, Fact{name, value})
		}
	}
	for _, key := range fields {
		if !slices.Contains(notFacts, key.Name) {
			add(key.DiffName, valueOf(key, pm))
		}
	}
	figures := metrics.FiguresOf(pm)
	for i, d := range definitions {
		if figures[i].Tells() {
			add(lower(d.Name), figures[i].String())
		}
	}
	if len(pm.Timeline) > 0 {
		add("timeline", entries(len(pm.Timeline)))
	}
	return facts
}

// GiveReasons sets the reasons of the removed documents: those of post mortems that were removed with the same path or id.
func GiveReasons(documents []Document, removed []*content.PostMortem) {
	for i := range documents {
		d := &documents[i]
		for _, pm := range removed {
			if d.Kind == Removed && (pm.Path == d.Path || pm.ID != "" && pm.ID == d.ID) {
				d.Reason = pm.Removal.Reason
			}
		}
	}
}

// Mask applies text to the author's words, and owners to whatever may contain the name of a person:
// owners, authors, and keys that the format does not define.
func (d *Document) Mask(text, owners func(string) string) {
	d.Title, d.Summary, d.Severity = text(d.Title), text(d.Summary), text(d.Severity)
	d.NoActions, d.Reason = text(d.NoActions), text(d.Reason)
	for i, service := range d.Services {
		d.Services[i] = text(service)
	}
	for i, fact := range d.Corrects {
		d.Corrects[i] = text(fact)
	}
	for i, f := range d.Facts {
		d.Facts[i].Value = maskOf(f.Name, text, owners)(f.Value)
	}
	for i := range d.Changes {
		d.Changes[i].mask(text, owners)
	}
	for i := range d.Items {
		d.Items[i].mask(text, owners)
	}
}

// maskOf returns the function that masks the values of a field.
func maskOf(name string, text, owners func(string) string) func(string) string {
	if name == "authors" || name == "owner" {
		return owners
	}
	return text
}

func (c *Change) mask(text, owners func(string) string) {
	if c.Kind == OwnKey {
		c.Name = owners(c.Name)
		return
	}
	mask := maskOf(c.Name, text, owners)
	c.From, c.To, c.Item = mask(c.From), mask(c.To), text(c.Item)
	switch c.Kind {
	case ActionAdded:
		c.Note = owners(c.Note)
	case Field:
		c.Note = text(c.Note)
	}
}

// A Total is a figure of the whole collection before and after a change.
type Total struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Totals returns the figures that differ between two collections.
func Totals(before, after []*content.PostMortem, asOf content.Date, v *content.Vocabularies) (out []Total) {
	from, to := totals(before, asOf, v), totals(after, asOf, v)
	for i := range from {
		if from[i].Value != to[i].Value {
			out = append(out, Total{from[i].Name, from[i].Value, to[i].Value})
		}
	}
	return out
}

func totals(posts []*content.PostMortem, asOf content.Date, v *content.Vocabularies) []Fact {
	records := metrics.Records(posts)
	stats, luck := metrics.Compute(records, asOf, v), metrics.LuckOf(records)
	facts := []Fact{{"post mortems", strconv.Itoa(stats.Count)}}
	for _, status := range v.Status.Values {
		n := 0
		for _, c := range stats.ByStatus {
			if c.Value == status {
				n = c.N
			}
		}
		facts = append(facts, Fact{"status " + status, strconv.Itoa(n)})
	}
	for _, f := range stats.Figures {
		switch f.Key {
		case metrics.Duration, metrics.TimeToDetect, "time_to_restore":
			facts = append(facts, Fact{lower(f.Name) + ", median", median(f)})
		}
		if f.Key == metrics.Duration {
			facts = append(facts, Fact{lower(f.Name) + ", total", total(f)})
		}
	}
	return append(facts, Fact{"action items", strconv.Itoa(stats.Actions.Count)},
		Fact{"open action items", strconv.Itoa(stats.Actions.Open)}, Fact{"overdue action items", strconv.Itoa(stats.Actions.Overdue)},
		Fact{"luck hedged", strconv.Itoa(luck.Hedged)}, Fact{"luck to be hedged", strconv.Itoa(luck.Open)}, Fact{"luck not hedged", strconv.Itoa(luck.Unhedged)})
}

// tooFew stands for a figure that so few values do not allow.
const tooFew = "too few to say"

// median returns the median of a figure, with its interval if there is one.
func median(f metrics.FigureSummary) string {
	switch {
	case !f.Enough():
		return tooFew
	case !f.HasInterval():
		return content.FormatDuration(f.Median)
	}
	return fmt.Sprintf("%s (%s to %s at %.1f %%)", content.FormatDuration(f.Median), content.FormatDuration(f.Low), content.FormatDuration(f.High), math.Floor(f.Level*1000)/10)
}

// total returns the total of a figure.
func total(f metrics.FigureSummary) string {
	if !f.Enough() {
		return tooFew
	}
	return content.FormatDuration(f.Total.Round(time.Minute))
}
