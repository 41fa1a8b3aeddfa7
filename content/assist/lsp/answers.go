package lsp

import (
	"fmt"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/check"
)

func (s *server) complete(d *document, params documentParams) any {
	list := completionList{Items: []completionItem{}}
	if !d.isPostMortem() {
		return list
	}
	c := assist.Complete([]byte(d.text.src), d.text.pos(params.Position), d.ws.known)
	at := d.text.span(c.Line, c.From, c.Line, c.To)
	for i, item := range c.Items {
		kind := kindValue
		if item.Key {
			kind = kindProperty
		}
		list.Items = append(list.Items, completionItem{
			Label: item.Label, Kind: kind, Detail: item.Doc, SortText: fmt.Sprintf("%05d", i), FilterText: item.Filter,
			TextEdit: textEdit{at, item.Text},
		})
	}
	return list
}

func (s *server) hover(d *document, params documentParams) any {
	if !d.isPostMortem() {
		return nil
	}
	note := assist.Explain(d.name, []byte(d.text.src), d.text.pos(params.Position), d.ws.known)
	if note.Markdown == "" {
		return nil
	}
	h := hover{markup{"markdown", note.Markdown}, d.text.span(note.Line, note.From, note.Line, note.To)}
	if note.Key == "title" {
		return d.withAlike(h)
	}
	return h
}

// maxActions is the maximum number of findings per request for which changes are offered.
const maxActions = 50

// codeActions returns, for the findings in a range and those that the request names, their fixes
// and silencers for them. Some editors send the cursor as the range, and the findings of its line.
func (s *server) codeActions(d *document, params documentParams) any {
	actions := []codeAction{}
	within := 0
	for _, f := range d.findings {
		shown := d.diagnostic(f)
		if !params.within(shown) && !params.names(shown) {
			continue
		}
		if within++; within > maxActions {
			break
		}
		action := func(title string, edit textEdit, preferred bool) {
			actions = append(actions, codeAction{
				Title: title, Kind: "quickfix", Diagnostics: []diagnostic{shown}, IsPreferred: preferred,
				Edit: workspaceEdit{map[string][]textEdit{d.URI: {edit}}},
			})
		}
		if f.Fix != nil {
			action(fixTitle(f.Fix), textEdit{d.text.span(f.Fix.Line, f.Fix.Column, f.Fix.EndLine, f.Fix.EndColumn), f.Fix.Text}, true)
		}
		if !check.Silenceable(f) {
			continue
		}
		if edit, ok := assist.Silence([]byte(d.text.src), content.Pos{Line: f.Line, Column: f.Column}, f.Rule); ok {
			action("Allow "+f.Rule+" here (fill in the reason)", textEdit{d.text.span(edit.Line, edit.From, edit.Line, edit.To), edit.Text}, false)
		}
	}
	return actions
}

// within reports whether a diagnostic touches the range of a request.
func (p *documentParams) within(d diagnostic) bool {
	return !before(d.Range.End, p.Range.Start) && !before(p.Range.End, d.Range.Start)
}

// names reports whether a diagnostic is among those that a request is about.
func (p *documentParams) names(d diagnostic) bool {
	for _, named := range p.Context.Diagnostics {
		if named.Range == d.Range && named.Code == d.Code {
			return true
		}
	}
	return false
}

func before(a, b position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

// maxTitle is the maximum length of a fix in a title, in characters.
const maxTitle = 60

func fixTitle(fix *check.Fix) string {
	switch {
	case fix.Text == "":
		return "Remove it"
	case utf8.RuneCountInString(fix.Text) > maxTitle:
		return "Apply the fix"
	}
	return fmt.Sprintf("Write %q", fix.Text)
}
