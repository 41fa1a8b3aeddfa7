package lsp

import "encoding/json"

// The part of the Language Server Protocol 3.17 that the server uses. Positions are 0-based
// and count UTF-16 code units.
type (
	position struct {
		Line      int `json:"line"`
		Character int `json:"character"`
	}
	textRange struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	textDocument struct {
		URI     string `json:"uri"`
		Version int    `json:"version"`
		Text    string `json:"text"`
	}
	folder struct {
		URI string `json:"uri"`
	}
	initializeParams struct {
		RootURI          string   `json:"rootUri"`
		WorkspaceFolders []folder `json:"workspaceFolders"`
		Capabilities     struct {
			Workspace struct {
				DidChangeWatchedFiles struct {
					DynamicRegistration bool `json:"dynamicRegistration"`
				} `json:"didChangeWatchedFiles"`
			} `json:"workspace"`
		} `json:"capabilities"`
	}
	documentParams struct {
		TextDocument textDocument `json:"textDocument"`
		Position     position     `json:"position"`
		Range        textRange    `json:"range"`
		Context      struct {
			Diagnostics []struct {
				Range textRange `json:"range"`
				Code  any       `json:"code"` // a number or a text, of any server
			} `json:"diagnostics"`
		} `json:"context"` // of a request for code actions
		ContentChanges []struct {
			Range *textRange `json:"range"`
			Text  string     `json:"text"`
		} `json:"contentChanges"`
	}
	diagnostic struct {
		Range    textRange `json:"range"`
		Severity int       `json:"severity"`
		Code     string    `json:"code"`
		Source   string    `json:"source"`
		Message  string    `json:"message"`
	}
	publishParams struct {
		URI         string       `json:"uri"`
		Version     *int         `json:"version,omitempty"`
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	textEdit struct {
		Range   textRange `json:"range"`
		NewText string    `json:"newText"`
	}
	completionList struct {
		IsIncomplete bool             `json:"isIncomplete"`
		Items        []completionItem `json:"items"`
	}
	completionItem struct {
		Label      string   `json:"label"`
		Kind       int      `json:"kind"`
		Detail     string   `json:"detail,omitempty"`
		SortText   string   `json:"sortText"`
		FilterText string   `json:"filterText"`
		TextEdit   textEdit `json:"textEdit"`
	}
	hover struct {
		Contents markup    `json:"contents"`
		Range    textRange `json:"range"`
	}
	markup struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
	codeAction struct {
		Title       string        `json:"title"`
		Kind        string        `json:"kind"`
		Diagnostics []diagnostic  `json:"diagnostics"`
		IsPreferred bool          `json:"isPreferred"`
		Edit        workspaceEdit `json:"edit"`
	}
	workspaceEdit struct {
		Changes map[string][]textEdit `json:"changes"`
	}
)

// Kinds of completion items and of messages to the user.
const (
	kindProperty   = 10
	kindValue      = 12
	messageWarning = 2
)

// capabilities describes the server to the client.
const capabilities = `{
	"positionEncoding": "utf-16",
	"textDocumentSync": {"openClose": true, "change": 1, "save": {}},
	"completionProvider": {"triggerCharacters": [":", " ", "[", ",", "|", "-"]},
	"hoverProvider": true,
	"codeActionProvider": {"codeActionKinds": ["quickfix"]},
	"workspace": {"workspaceFolders": {"supported": true}}
}`

// watchConfig asks the client to report changes of a config.
var watchConfig = json.RawMessage(`{"registrations": [{"id": "config", "method": "workspace/didChangeWatchedFiles",
	"registerOptions": {"watchers": [{"globPattern": "**/pmsite.yaml"}]}}]}`)
