package lsp

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/pmsite/pmsite/content/console"
)

// handle answers a request or acts on a notification.
func (s *server) handle(ctx context.Context, m incoming) {
	switch {
	case m.Method == "": // a response: the server's only request ignores it
	case len(m.ID) == 0:
		if s.phase == running {
			s.notified(ctx, m.Method, m.Params)
		}
	default:
		result, failed := s.requested(ctx, m)
		if compute, ok := result.(later); ok {
			s.answerLater(ctx, m, compute)
			return
		}
		s.answer(m, result, failed)
	}
}

// answer responds to a request, unless the client has cancelled it.
func (s *server) answer(m incoming, result any, failed *failure) {
	if failed == nil && m.ctx.Err() != nil {
		failed = &failure{cancelled, "the request was cancelled"}
	}
	s.respond(m.ID, result, failed)
	s.done(m.ID)
}

func (s *server) requested(ctx context.Context, m incoming) (any, *failure) {
	switch {
	case m.Method == "initialize" && s.phase == fresh:
		return s.initialize(ctx, m.Params)
	case s.phase == fresh:
		return nil, &failure{notInitialized, "the first request must be initialize"}
	case s.phase == stopped || m.Method == "initialize":
		return nil, &failure{invalidRequest, m.Method + " is not expected here"}
	case m.Method == "shutdown":
		s.phase = stopped
		return nil, nil
	}
	answer := map[string]func(*document, documentParams) any{
		"textDocument/completion": s.complete, "textDocument/hover": s.hover, "textDocument/codeAction": s.codeActions,
	}[m.Method]
	if answer == nil {
		return nil, &failure{methodNotFound, fmt.Sprintf("there is no method %q", m.Method)}
	}
	var params documentParams
	if err := json.Unmarshal(m.Params, &params); err != nil {
		return nil, &failure{invalidParams, err.Error()}
	}
	d := s.documents[params.TextDocument.URI]
	if d == nil || d.ws == nil || m.ctx.Err() != nil {
		return nil, nil
	}
	return answer(d, params), nil
}

func (s *server) initialize(ctx context.Context, raw json.RawMessage) (any, *failure) {
	var params initializeParams
	if err := json.Unmarshal(raw, &params); err != nil {
		return nil, &failure{invalidParams, err.Error()}
	}
	s.phase, s.watches = running, params.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration
	s.openWorkspaces(ctx, params)
	return map[string]any{
		"capabilities": json.RawMessage(capabilities),
		"serverInfo":   map[string]string{"name": "pmsite", "version": s.Version},
	}, nil
}

func (s *server) notified(ctx context.Context, method string, raw json.RawMessage) {
	switch method {
	case "initialized":
		if s.watches {
			s.send(map[string]any{"jsonrpc": "2.0", "id": "watch", "method": "client/registerCapability", "params": watchConfig})
		}
		return
	case "workspace/didChangeWatchedFiles":
		for _, ws := range s.workspaces {
			s.refresh(ctx, ws)
		}
		return
	}
	var params documentParams
	if json.Unmarshal(raw, &params) != nil {
		return
	}
	switch method {
	case "textDocument/didOpen":
		s.opened(ctx, params.TextDocument)
	case "textDocument/didChange":
		s.changed(ctx, params)
	case "textDocument/didSave":
		s.saved(ctx, params.TextDocument.URI)
	case "textDocument/didClose":
		s.closed(params.TextDocument.URI)
	}
}

func (s *server) respond(id json.RawMessage, result any, failed *failure) {
	response := map[string]any{"jsonrpc": "2.0", "id": id}
	if failed != nil {
		response["error"] = failed
	} else {
		response["result"] = result
	}
	s.send(response)
}

func (s *server) notify(method string, params any) {
	s.send(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
}

// send writes a message. Errors of the stream are reported when it is flushed.
func (s *server) send(v any) { _ = writeFrame(s.out, v) }

func (s *server) warn(err error) {
	s.notify("window/showMessage", map[string]any{"type": messageWarning, "message": "pmsite: " + console.Visible(err.Error())})
}
