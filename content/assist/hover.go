package assist

import (
	"fmt"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// A Note explains a part of a line. The zero value explains nothing.
type Note struct {
	Line, From, To int    // the explained range: columns, the end exclusive
	Key            string // name of the front-matter key that is explained; "" for anything else
	Markdown       string
}

// Explain explains the meaning of a front-matter key. For the keys that figures depend on,
// and in the timeline, it also lists the figures.
func Explain(name string, src []byte, at content.Pos, k Knowledge) Note {
	t := newText(src)
	if at.Line < 1 || at.Line > len(t.lines) {
		return Note{}
	}
	line := t.line(at.Line)
	note := Note{Line: at.Line, From: 1, To: column(line, len(line))}
	if t.inFront(at.Line) {
		m := keyForm().FindStringSubmatchIndex(line)
		if m == nil {
			return Note{}
		}
		key, known := content.LookupKey(line[m[2]:m[3]])
		if !known {
			return Note{}
		}
		note.To, note.Key = column(line, m[3]), key.Name
		note.Markdown = explainKey(key, k.Config.Vocabularies)
		if key.Name == "duration" || key.Name == "date" || key.Name == "severity" {
			note.Markdown += "\n\n" + explainFigures(read(name, src, k))
		}
		return note
	}
	place := t.place(at.Line)
	row := strings.HasPrefix(strings.TrimLeft(line, " \t"), "|") || listForm().MatchString(line)
	if at.Line <= t.front || place.section != content.TimelineSection || place.code || !place.heading && !row {
		return Note{}
	}
	pm := read(name, src, k)
	note.Markdown = explainFigures(pm)
	if pm != nil {
		if entry := explainEntry(pm, at.Line); entry != "" {
			note.Markdown = entry + "\n\n" + note.Markdown
		}
	}
	return note
}

func read(name string, src []byte, k Knowledge) *content.PostMortem {
	pm, _ := content.Parse(name, src, k.Config.Options())
	return pm
}

var requirements = map[content.Requirement]string{
	content.AlwaysRequired: "always required", content.WantedInDraft: "required past draft", content.RequiredPastDraft: "required past draft", content.Optional: "optional",
}

func explainKey(key content.Key, v *content.Vocabularies) string {
	out := fmt.Sprintf("`%s` (%s): %s", key.Name, requirements[key.Required], key.DocIn(v))
	if words := v.Of(key.Name); words != nil {
		out += "\n\nValues: " + strings.Join(words.Values, ", ")
	}
	return out
}

// explainFigures lists the figures of the document in its current state, and says why
// others are unknown. It leaves out those that do not apply.
func explainFigures(pm *content.PostMortem) string {
	if pm == nil {
		return "The figures are unknown while the document cannot be read."
	}
	var out strings.Builder
	out.WriteString("**Figures**\n\n")
	var reasons []string
	without := map[string][]string{}
	figures := metrics.FiguresOf(pm)
	for i, d := range metrics.Definitions() {
		switch f := figures[i]; {
		case d.Key == metrics.TimeToPublish: // it depends on commits
		case f.Stated:
			fmt.Fprintf(&out, "- %s: **%s**, as stated\n", d.Name, f)
		case f.Tells():
			fmt.Fprintf(&out, "- %s: **%s** (%s)\n", d.Name, f, d.Ends)
		case f.Class == metrics.Unknown:
			if without[f.Reason] == nil {
				reasons = append(reasons, f.Reason)
			}
			without[f.Reason] = append(without[f.Reason], d.Name)
		}
	}
	for _, reason := range reasons {
		fmt.Fprintf(&out, "- Unknown, as %s: %s\n", reason, strings.Join(without[reason], ", "))
	}
	return out.String()
}

// explainEntry returns the time of the timeline row on a line, or "" if it has none.
func explainEntry(pm *content.PostMortem, line int) string {
	for _, entry := range pm.Timeline {
		if entry.Pos.Line != line || entry.Time.IsZero() {
			continue
		}
		out := "**" + entry.Time.Format("2006-01-02 15:04 MST") + "**"
		begin, unknown := pm.First(content.OutageBegins)
		switch after := entry.Time.Sub(begin); {
		case entry.Approximate:
			out += ", approximate, so not used in figures"
		case unknown != "" || after == 0:
		case after > 0:
			out += ", " + content.FormatDuration(after) + " after the outage began"
		default:
			out += ", " + content.FormatDuration(-after) + " before the outage began"
		}
		return out
	}
	return ""
}
