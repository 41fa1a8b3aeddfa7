package lsp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/pmsite/pmsite/content/assist/lsp"
)

// late is a document with a finding of each level, one of which can be fixed.
const late = "---\ntitle: Late\nservice: shop\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026/03/05\nstatus: draft\n---\n"

// session plays a client that opens a folder and one document, and returns the server's
// messages.
func session(t *testing.T, texts map[string]string, script string) string {
	t.Helper()
	return newClient(t, texts).play("call initialize {\"rootUri\":\"file:///repo\"}\n" + script)
}

// wantSent checks that the server sends some texts, in order.
func wantSent(t *testing.T, holds, log string, want ...string) {
	t.Helper()
	rest := log
	for _, text := range want {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Errorf("%s does not hold: the server does not send %q at its place, but\n%s", holds, text, log)
			return
		}
		rest = after
	}
}

// TestLevelsForEditors checks the severities of diagnostics, and that the hint follows
// the message.
func TestLevelsForEditors(t *testing.T) {
	text := strings.Replace(late, "severity: low", "severity: hihg", 1) + "Careless.\n"
	log := session(t, map[string]string{"content/a.md": text}, "open content/a.md\nread")
	wantSent(
		t, "errors are 1, warnings 2, notes 3", log, "a.md version 1: 3 diagnostics",
		"4:10-4:14 severity 1 vocabulary: \"hihg\" is not a severity / hint: did you mean `high`?",
		"6:6-6:16 severity 3 date: the date 2026/03/05 is not written as 2026-03-05 / hint: write 2026-03-05",
		"9:0-9:8 severity 2 blaming-phrase: “Careless” blames / hint: ",
	)
}

// TestActionsInRange checks which findings have changes on offer: those that the range
// touches.
func TestActionsInRange(t *testing.T) {
	for _, c := range []struct {
		from, to string
		offered  int
	}{
		{`{"line":9,"character":2}`, `{"line":9,"character":3}`, 1},
		{`{"line":9,"character":0}`, `{"line":9,"character":0}`, 1},
		{`{"line":9,"character":8}`, `{"line":9,"character":8}`, 1},
		{`{"line":9,"character":9}`, `{"line":9,"character":9}`, 0},
		{`{"line":8,"character":3}`, `{"line":8,"character":99}`, 0},
		{`{"line":10,"character":0}`, `{"line":10,"character":0}`, 0},
		{`{"line":0,"character":0}`, `{"line":99,"character":0}`, 3},
	} {
		log := session(t, map[string]string{"content/a.md": late + "Careless\n\nText.\n"}, "open content/a.md\nread\n"+
			`call textDocument/codeAction {"textDocument":{"uri":"file:///repo/content/a.md"},"range":{"start":`+c.from+`,"end":`+c.to+`}}`)
		if got := strings.Count(log, `"title":`); got != c.offered {
			t.Errorf("from %s to %s an editor is offered %d changes, want %d:\n%s", c.from, c.to, got, c.offered, log)
		}
	}
}

// TestActionsOfDiagnostics checks that an editor whose range is only the cursor, such as Neovim, is
// offered changes for the diagnostics that it names, and for no others.
func TestActionsOfDiagnostics(t *testing.T) {
	for diagnostics, offered := range map[string]int{
		`[{"range":{"start":{"line":9,"character":0},"end":{"line":9,"character":8}},"code":"blaming-phrase"}]`:               1,
		`[{"range":{"start":{"line":9,"character":0},"end":{"line":9,"character":8}},"code":"secret"}]`:                       0,
		`[{"range":{"start":{"line":9,"character":1},"end":{"line":9,"character":8}},"code":"blaming-phrase"},{"code":[{}]}]`: 0,
		`null`: 0,
	} {
		log := session(t, map[string]string{"content/a.md": late + "Careless\n\nText.\n"}, "open content/a.md\nread\n"+
			`call textDocument/codeAction {"textDocument":{"uri":"file:///repo/content/a.md"},"range":{"start":{"line":8,"character":3},"end":{"line":8,"character":3}},"context":{"diagnostics":`+diagnostics+`}}`)
		if got := strings.Count(log, `"title":`); got != offered {
			t.Errorf("for the diagnostics %s, an editor is offered %d changes, want %d:\n%s", diagnostics, got, offered, log)
		}
	}
}

// TestActionsAreBounded checks that changes are offered for at most fifty findings at
// once.
func TestActionsAreBounded(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": late + strings.Repeat("Careless\n\n", 60)}, "open content/a.md\nread\n"+
		`call textDocument/codeAction {"textDocument":{"uri":"file:///repo/content/a.md"},"range":{"start":{"line":0,"character":0},"end":{"line":999,"character":0}}}`)
	if got := strings.Count(log, "Allow blaming-phrase here"); got != 49 {
		t.Errorf("for 61 findings, the first of them a date, an editor is offered %d silencers of the phrase, want 49", got)
	}
}

// TestTitlesOfActions checks the titles of changes.
func TestTitlesOfActions(t *testing.T) {
	long := strings.Repeat("x", 61)
	config := fmt.Sprintf("vocabularies: {severity: {values: [%s, %s], synonyms: {worst: %s, dire: %s}}}", long, long[1:], long, long[1:])
	for severity, want := range map[string]string{
		"worst": `"title":"Apply the fix"`, "dire": `"title":"Write \"` + long[1:] + `\""`,
	} {
		text := strings.Replace(late, "severity: low", "severity: ①"+severity, 1)
		log := session(t, map[string]string{"content/a.md": text, "pmsite.yaml": config}, "open content/a.md\nread\nactions ①")
		wantSent(t, "a title shows sixty characters of a change at most", log, want)
	}
	log := session(t, map[string]string{"content/a.md": late + "Text. ①<!-- pmsite: allow secret: x -->\n"}, "open content/a.md\nread\nactions ①")
	wantSent(t, "an unused silencer can be removed", log, `"isPreferred":true,"kind":"quickfix","title":"Remove it"`)
	if strings.Contains(log, `"title":"Allow`) {
		t.Errorf("a finding about a silencer can be silenced:\n%s", log)
	}
}

// TestKeysAndValuesOffered checks that keys and values have different kinds.
func TestKeysAndValuesOffered(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": "---\nti①\nseverity: ②\n---\n"}, "open content/a.md\nread\ncomplete ①\ncomplete ②")
	wantSent(t, "keys are properties with their meaning, values are values", log,
		`{"detail":"`, `","filterText":"title","kind":10,"label":"title","sortText":"00000","textEdit":{"newText":"title: ","range":1:0-1:2}}`,
		`"sortText":"00001"`, `{"filterText":"critical","kind":12,"label":"critical","sortText":"00000","textEdit":{"newText":"critical","range":2:10-2:10}}`)
}

// TestOtherFiles checks that for files that are not post mortems, nothing is shown,
// offered or explained.
func TestOtherFiles(t *testing.T) {
	text := "---\nti①tle: A\n---\ncareless\n"
	log := session(t, map[string]string{"content/README.md": text, "notes/a.md": text, "content/a.txt": text, "content/a.md": "---\n"},
		"open content/README.md\ncomplete ①\nhover ①\nactions ①\nopen notes/a.md\ncomplete ①\nhover ①\nopen content/a.txt\nhover ①\nopen content/a.md\nread")
	if strings.Contains(log, "blames") || strings.Contains(log, `"label"`) || strings.Contains(log, "markdown") || strings.Contains(log, `"title":`) || strings.Count(log, "diagnostics") != 1 {
		t.Errorf("for files that are not post mortems, the server sends\n%s", log)
	}
}

// TestNeighboursAreQuiet checks that a guide beside post mortems has no findings, but what is broken has.
func TestNeighboursAreQuiet(t *testing.T) {
	files := map[string]string{"pmsite.yaml": "content: docs\n", "docs/guide.md": "# Guide\n", "docs/broken.md": "---\ntitle: a: b\n---\n"}
	log := session(t, files, "open docs/guide.md\nread\nopen docs/broken.md\nread")
	wantSent(t, "a guide is quiet", log, "guide.md version 1: 0 diagnostics", "broken.md version 1: 1 diagnostics")
}

// TestFoldersThatOpen checks which folder a session uses.
func TestFoldersThatOpen(t *testing.T) {
	for _, c := range []struct{ holds, params, want string }{
		{"the folders of the workspace go before the root", `{"rootUri":"file:///none","workspaceFolders":[{"uri":"file:///repo"}]}`, "a.md version 1: 1 diagnostics"},
		{"the root is opened without folders", `{"rootUri":"file:///repo","workspaceFolders":[]}`, "a.md version 1: 1 diagnostics"},
		{"without either, the folder is the server's", `{}`, "a.md version 1: 1 diagnostics"},
		{"a folder of another kind is skipped", `{"workspaceFolders":[{"uri":"untitled:x"},{"uri":"file:///repo"}]}`, "a.md version 1: 1 diagnostics"},
		{"a folder that cannot be opened is reported", `{"workspaceFolders":[{"uri":"file:///none"},{"uri":"file:///repo"}]}`, `"method":"window/showMessage","params":{"message":"pmsite: there is no such folder","type":2}`},
	} {
		script := "call initialize " + c.params + "\n"
		if strings.Contains(c.want, "showMessage") { // precedes the answer
			script += "read\n"
		}
		log := newClient(t, map[string]string{"content/a.md": late}).play(script + "open content/a.md\nread")
		wantSent(t, c.holds, log, c.want)
		wantSent(t, c.holds, log, "a.md version 1: 1 diagnostics")
	}
}

// TestBrokenConfig checks that an unreadable config is reported to the user, and that
// documents are checked with the defaults.
func TestBrokenConfig(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": late, "pmsite.yaml": "colour: red\n"}, "read\nopen content/a.md\nread")
	wantSent(t, "an unreadable config is reported", log, "pmsite.yaml:1:1: error: unknown key `colour`")
	wantSent(t, "documents are checked anyway", log, "a.md version 1: 1 diagnostics")
}

// TestConfigThatChanges checks that open documents are checked again when the config has
// changed, whether the editor reports it or a document is saved.
func TestConfigThatChanges(t *testing.T) {
	for _, told := range []string{"notify workspace/didChangeWatchedFiles {\"changes\":[]}", "save content/a.md"} {
		log := session(t, map[string]string{"content/a.md": late, "off.yaml": "rules: {date: off}\nservices: [{name: gates}]\n"}, "open content/a.md\nread\nwrite pmsite.yaml off.yaml\n"+told+"\nread")
		wantSent(t, "a changed config is used after "+told, log, "6:6-6:16 severity 3 date", "a.md version 1: ", "\"shop\" is not one of the services in the config")
	}
}

// TestTextsThatChange checks that the last of several texts counts, that a change of a
// part of the text, which the server did not ask for, is ignored, and that findings
// disappear when a document is closed.
func TestTextsThatChange(t *testing.T) {
	c := newClient(t, map[string]string{"content/a.md": late, "content/clean.md": strings.Replace(late, "2026/03/05", "2026-03-05", 1)})
	log := c.play(`call initialize {"rootUri":"file:///repo"}
open content/a.md
read
notify textDocument/didChange {"textDocument":{"uri":"file:///repo/content/a.md","version":7},"contentChanges":[{"range":{"start":{"line":0,"character":0},"end":{"line":99,"character":0}},"text":""},{"text":"---\n"},{"text":"---\ntitle: A\n---\n"}]}
read
edit content/a.md content/clean.md
read
close content/a.md
read
call textDocument/hover {"textDocument":{"uri":"file:///repo/content/a.md"},"position":{"line":1,"character":1}}`)
	wantSent(t, "the text that came last is checked", log, "version 1: 1 diagnostics", "version 7: ", "`date` is missing", "version 2: 0 diagnostics", "a.md version 0: 0 diagnostics", `"result":null`)
}

// TestNothingToExplain checks that a line of prose has no explanation.
func TestNothingToExplain(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": late + "Te①xt.\n"}, "open content/a.md\nread\nhover ①")
	wantSent(t, "prose is not explained", log, `{"id":2,"jsonrpc":"2.0","result":null}`)
}

// TestDocumentsThatMove checks that findings are withdrawn when the config moves the post
// mortems to another folder.
func TestDocumentsThatMove(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": late, "moved.yaml": "content: elsewhere\n"}, "open content/a.md\nread\nwrite pmsite.yaml moved.yaml\nsave content/a.md\nread")
	wantSent(t, "a file that is no longer a post mortem has no findings", log, "a.md version 1: 1 diagnostics", "a.md version 1: 0 diagnostics")
}

// TestPeopleUnknown checks that the user is told if git cannot be queried for people.
func TestPeopleUnknown(t *testing.T) {
	c := newClient(t, map[string]string{"content/a.md": late})
	c.failed = errors.New("git is missing")
	log := c.play("call initialize {\"rootUri\":\"file:///repo\"}\npeople\nread")
	wantSent(t, "an error from git is reported", log, `"window/showMessage","params":{"message":"pmsite: git is missing","type":2}`)
}

// TestStreamsThatBreak checks how a session ends when its streams end or break.
func TestStreamsThatBreak(t *testing.T) {
	broken := errors.New("broken pipe")
	options := lsp.Options{Open: func(string) (*lsp.Project, error) { return nil, errors.New("no folder") }}
	request := func() io.Reader {
		const body = `{"jsonrpc":"2.0","id":1,"method":"shutdown"}`
		return strings.NewReader(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
	}
	if err := lsp.Serve(t.Context(), request(), io.Discard, options); err != nil {
		t.Errorf("the end of the stream is an error: %v", err)
	}
	if err := lsp.Serve(t.Context(), iotest.ErrReader(broken), io.Discard, options); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "read a message: ") {
		t.Errorf("an unreadable stream ends with %v", err)
	}
	in, _ := io.Pipe() // never ends
	if err := lsp.Serve(t.Context(), io.MultiReader(request(), in), brokenWriter{broken}, options); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "write a message: ") {
		t.Errorf("an unwritable stream ends with %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := lsp.Serve(ctx, in, io.Discard, options); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled session ends with %v", err)
	}
}

type brokenWriter struct{ err error }

func (b brokenWriter) Write([]byte) (int, error) { return 0, b.err }
