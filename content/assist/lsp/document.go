package lsp

import (
	"context"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/console"
)

// A document is a file that is open in the client.
type document struct {
	textDocument
	ws   *workspace // nil if the file is not in a repository
	name string     // path in the repository
	text text

	round    int             // number of the latest check; results of earlier ones are discarded
	cancel   func()          // cancels the running check
	findings []check.Finding // of the current text; nil until it has been checked
	shown    bool            // whether the client shows findings, possibly of an earlier text
}

// isPostMortem reports whether the document is checked.
func (d *document) isPostMortem() bool {
	return d.ws != nil && collection.IsDocument(d.name, d.ws.config.Content, d.ws.config.Exclude)
}

func (s *server) opened(ctx context.Context, params textDocument) {
	s.closed(params.URI)
	d := &document{textDocument: params, text: newText(params.Text), cancel: func() {}}
	d.ws, d.name = s.place(params.URI)
	s.documents[params.URI] = d
	s.check(ctx, d, 0)
}

// changed replaces the text; the server asks clients to send the whole text.
func (s *server) changed(ctx context.Context, params documentParams) {
	d := s.documents[params.TextDocument.URI]
	if d == nil {
		return
	}
	for _, change := range params.ContentChanges {
		if change.Range == nil {
			d.text = newText(change.Text)
		}
	}
	d.Version = params.TextDocument.Version
	s.check(ctx, d, s.Delay)
}

// saved updates the document's words and checks whether the config has changed.
func (s *server) saved(ctx context.Context, uri string) {
	ws, name := s.place(uri)
	if ws == nil {
		return
	}
	if d := s.documents[uri]; d != nil && d.isPostMortem() {
		if pm, _ := content.Parse(name, []byte(d.text.src), ws.config.Options()); pm != nil {
			ws.know(pm)
			ws.relate()
		}
	}
	s.refresh(ctx, ws)
}

func (s *server) closed(uri string) {
	d := s.documents[uri]
	if d == nil {
		return
	}
	d.round++
	d.cancel()
	delete(s.documents, uri)
	s.notify("textDocument/publishDiagnostics", publishParams{URI: uri, Diagnostics: []diagnostic{}})
}

// recheck checks the open documents of a workspace again.
func (s *server) recheck(ctx context.Context, ws *workspace) {
	for _, d := range s.documents {
		if d.ws == ws {
			s.check(ctx, d, 0)
		}
	}
}

// check checks a text after it has been unchanged for a while, and shows the findings
// unless the text has changed in the meantime.
func (s *server) check(ctx context.Context, d *document, delay time.Duration) {
	d.cancel()
	d.round++
	d.findings = nil
	if !d.isPostMortem() {
		if d.shown {
			s.publish(d, nil)
		}
		return
	}
	ctx, d.cancel = context.WithCancel(ctx)
	round, src, in := d.round, []byte(d.text.src), d.ws.input()
	go func() {
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return
		}
		select {
		case s.checks <- struct{}{}:
			defer func() { <-s.checks }()
		case <-ctx.Done():
			return
		}
		var findings []check.Finding
		if !collection.IsNeighbour(in.Config.Content, d.name, src) {
			findings = check.RunText(ctx, d.name, src, in)
		}
		s.post(ctx, func() {
			if d.round == round {
				s.publish(d, findings)
			}
		})
	}()
}

func (s *server) publish(d *document, findings []check.Finding) {
	d.findings, d.shown = findings, len(findings) > 0
	out := make([]diagnostic, len(findings))
	for i, f := range findings {
		out[i] = d.diagnostic(f)
	}
	s.notify("textDocument/publishDiagnostics", publishParams{URI: d.URI, Version: &d.Version, Diagnostics: out})
}

func (d *document) diagnostic(f check.Finding) diagnostic {
	text := console.Visible(f.Message)
	if f.Hint != "" {
		text += "\nhint: " + console.Visible(f.Hint)
	}
	return diagnostic{
		Range: d.text.span(f.Line, f.Column, f.EndLine, f.EndColumn), Severity: int(f.Level) + 1,
		Code: f.Rule, Source: "pmsite", Message: text,
	}
}
