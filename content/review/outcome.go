package review

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// Outcome says in a few words what happened to the document, such as "new draft" or
// "completed; text changed".
func (d Document) Outcome() string {
	switch d.Kind {
	case Removed:
		return "removed"
	case Added:
		switch d.Status {
		case content.Draft, "":
			return "new draft"
		case content.Review:
			return "new post mortem for review"
		}
		return "new " + d.Status + " post mortem"
	}
	var parts []string
	if d.Kind == Renamed {
		parts = append(parts, "renamed")
	}
	if c, changed := d.FieldChange("status"); changed {
		parts = append(parts, transition(c.From, c.To))
	}
	if what := d.changedParts(); what != "" {
		parts = append(parts, what)
	}
	if len(parts) == 0 {
		return "changed"
	}
	return strings.Join(parts, "; ")
}

// transition names a change of the status.
func transition(from, to string) string {
	switch {
	case to == content.Completed:
		return "completed"
	case to == content.Review && from == content.Completed:
		return "back in review"
	case to == content.Review:
		return "ready for review"
	}
	return "back to " + to
}

// FieldChange returns the change of a front-matter key. It returns false if the key has not changed.
func (d Document) FieldChange(name string) (Change, bool) {
	i := slices.IndexFunc(d.Changes, func(c Change) bool { return c.Kind == Field && c.Name == name })
	if i < 0 {
		return Change{}, false
	}
	return d.Changes[i], true
}

// changedParts names the parts that changed, the most important first, without the status.
func (d Document) changedParts() string {
	there, only := map[string]bool{}, ""
	for _, c := range d.Changes {
		if part := partOf(c); part != "" {
			there[part], only = true, string(c.Kind)
		}
	}
	var parts []string
	for _, part := range []string{"severity", "services", "timeline", "duration", "action items", "facts", "text"} {
		if there[part] && (part != "duration" || !there["timeline"]) {
			parts = append(parts, part)
		}
	}
	switch last := len(parts) - 1; {
	case last < 0:
		return ""
	case last == 0 && only == string(ActionClosed) && d.allClosed():
		return "action items closed"
	case last == 0:
		return parts[0] + " changed"
	default:
		return strings.Join(parts[:last], ", ") + " and " + parts[last] + " changed"
	}
}

func (d Document) allClosed() bool {
	return !slices.ContainsFunc(d.Changes, func(c Change) bool { return c.Kind != ActionClosed })
}

func partOf(c Change) string {
	switch c.Kind {
	case Field:
		switch c.Name {
		case "status":
			return ""
		case "severity", "services":
			return c.Name
		case "summary", "title":
			return "text"
		}
		return "facts"
	case OwnKey:
		return "facts"
	case Timeline:
		return "timeline"
	case Figure:
		return "duration"
	case Text:
		return "text"
	}
	return "action items"
}

// A Length is how long the outage or the degradation lasted, in words.
type Length struct {
	Name   string `json:"name"`             // "outage" or "degradation"
	Before string `json:"before,omitempty"` // "" if the document is new, or if it was not known
	After  string `json:"after,omitempty"`  // "" if it is not known any more
}

// lengthsOf returns the lengths that are known in one of the versions. Before may be nil.
func lengthsOf(before, after *content.PostMortem) (out []Length) {
	for _, name := range []string{"outage", "degradation"} {
		l := Length{name, lengthOf(before, name), lengthOf(after, name)}
		if l.Before+l.After != "" {
			out = append(out, l)
		}
	}
	return out
}

func lengthOf(pm *content.PostMortem, name string) string {
	if pm == nil {
		return ""
	}
	figures := metrics.FiguresOf(pm)
	for i, d := range definitions {
		if lower(d.Name) == "duration of the "+name && figures[i].Tells() {
			return figures[i].String()
		}
	}
	return ""
}
