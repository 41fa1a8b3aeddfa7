package site

import (
	"html/template"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render"
)

// toWrite returns what is still to be written in a draft. Places of which the same is said, such as rows of the
// template, are one.
func (b *builder) toWrite(pm *content.PostMortem) (out []render.Unwritten) {
	if b.in.ToWrite == nil || !pm.IsDraft() {
		return nil
	}
	for _, p := range b.in.ToWrite(b.in.Collection, pm) {
		line := render.Line{Number: p.Pos.Line, URL: template.URL(b.lineURL(pm, p.Pos.Line))} //nolint:gosec // see [Input.LineURL]
		same := slices.IndexFunc(out, func(u render.Unwritten) bool { return u.Message == p.Message && u.Hint == p.Hint })
		if same < 0 {
			same = len(out)
			out = append(out, render.Unwritten{Message: p.Message, Hint: p.Hint})
		}
		out[same].Lines = append(out[same].Lines, line)
	}
	return out
}

// lineURL returns the address of a line of a post mortem, or "".
func (b *builder) lineURL(pm *content.PostMortem, line int) string {
	if b.in.LineURL == nil {
		return ""
	}
	return b.in.LineURL(pm.Path, line)
}
