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

// A late document has a finding of each level, and one that can be mended.
const late = "---\ntitle: Late\nservice: shop\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026/03/05\nstatus: draft\n---\n"

// session plays a client with one document, after it has opened a folder, and
// gives what the server sends of it.
func session(t *testing.T, texts map[string]string, script string) string {
	t.Helper()
	return newClient(t, texts).play("call initialize {\"rootUri\":\"file:///repo\"}\n" + script)
}

// wantSent holds that the server sends some texts, in their order.
func wantSent(t *testing.T, holds, log string, want ...string) {
	t.Helper()
	rest := log
	for _, text := range want {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Errorf("%s does not hold: the server does not send %q, or not there, but\n%s", holds, text, log)
			return
		}
		rest = after
	}
}

// TestLevelsForEditors holds how grave an editor is told that a finding is, and
// that a hint stands below what is wrong.
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

// TestActionsInRange holds for which findings an editor is offered changes: those
// that the range touches.
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

// TestActionsAreBounded holds that changes are offered for fifty findings at once.
func TestActionsAreBounded(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": late + strings.Repeat("Careless\n\n", 60)}, "open content/a.md\nread\n"+
		`call textDocument/codeAction {"textDocument":{"uri":"file:///repo/content/a.md"},"range":{"start":{"line":0,"character":0},"end":{"line":999,"character":0}}}`)
	if got := strings.Count(log, "Allow blaming-phrase here"); got != 49 {
		t.Errorf("for 61 findings, the first of them a date, an editor is offered %d silencers of the phrase, want 49", got)
	}
}

// TestTitlesOfActions holds what an editor calls the changes.
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
	wantSent(t, "a silencer of no use can be removed", log, `"isPreferred":true,"kind":"quickfix","title":"Remove it"`)
	if strings.Contains(log, `"title":"Allow`) {
		t.Errorf("what is said of a silencer can be silenced:\n%s", log)
	}
}

// TestKeysAndValuesOffered holds how an editor is told keys and values apart.
func TestKeysAndValuesOffered(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": "---\nti①\nseverity: ②\n---\n"}, "open content/a.md\nread\ncomplete ①\ncomplete ②")
	wantSent(t, "keys are properties with their meaning, values are values", log,
		`{"detail":"`, `","filterText":"title","kind":10,"label":"title","sortText":"00000","textEdit":{"newText":"title: ","range":1:0-1:2}}`,
		`"sortText":"00001"`, `{"filterText":"critical","kind":12,"label":"critical","sortText":"00000","textEdit":{"newText":"critical","range":2:10-2:10}}`)
}

// TestOtherFiles holds that of files which are no post mortems nothing is said,
// offered or explained.
func TestOtherFiles(t *testing.T) {
	text := "---\nti①tle: A\n---\ncareless\n"
	log := session(t, map[string]string{"content/README.md": text, "notes/a.md": text, "content/a.txt": text, "content/a.md": "---\n"},
		"open content/README.md\ncomplete ①\nhover ①\nactions ①\nopen notes/a.md\ncomplete ①\nhover ①\nopen content/a.txt\nhover ①\nopen content/a.md\nread")
	if strings.Contains(log, "blames") || strings.Contains(log, `"label"`) || strings.Contains(log, "markdown") || strings.Contains(log, `"title":`) || strings.Count(log, "diagnostics") != 1 {
		t.Errorf("of files that are no post mortems the server sends\n%s", log)
	}
}

// TestFoldersThatOpen holds which folder an editor's session is about.
func TestFoldersThatOpen(t *testing.T) {
	for _, c := range []struct{ holds, params, want string }{
		{"the folders of the workspace go before the root", `{"rootUri":"file:///none","workspaceFolders":[{"uri":"file:///repo"}]}`, "a.md version 1: 1 diagnostics"},
		{"the root is opened without folders", `{"rootUri":"file:///repo","workspaceFolders":[]}`, "a.md version 1: 1 diagnostics"},
		{"without either the folder is that of the server", `{}`, "a.md version 1: 1 diagnostics"},
		{"a folder of another kind is passed over", `{"workspaceFolders":[{"uri":"untitled:x"},{"uri":"file:///repo"}]}`, "a.md version 1: 1 diagnostics"},
		{"of a folder that cannot be opened the user is told", `{"workspaceFolders":[{"uri":"file:///none"},{"uri":"file:///repo"}]}`, `"method":"window/showMessage","params":{"message":"pmsite: there is no such folder","type":2}`},
	} {
		script := "call initialize " + c.params + "\n"
		if strings.Contains(c.want, "showMessage") { // comes before the answer
			script += "read\n"
		}
		log := newClient(t, map[string]string{"content/a.md": late}).play(script + "open content/a.md\nread")
		wantSent(t, c.holds, log, c.want)
		wantSent(t, c.holds, log, "a.md version 1: 1 diagnostics")
	}
}

// TestBrokenConfig holds that with a config that cannot be read the user is told,
// and documents are checked as if there were none.
func TestBrokenConfig(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": late, "pmsite.yaml": "colour: red\n"}, "read\nopen content/a.md\nread")
	wantSent(t, "a config that cannot be read is told of", log, "pmsite.yaml:1:1: error: unknown key `colour`")
	wantSent(t, "documents are checked all the same", log, "a.md version 1: 1 diagnostics")
}

// TestConfigThatChanges holds that open documents are checked again with a config
// that has changed, whether it is the editor that tells, or a document is saved.
func TestConfigThatChanges(t *testing.T) {
	for _, told := range []string{"notify workspace/didChangeWatchedFiles {\"changes\":[]}", "save content/a.md"} {
		log := session(t, map[string]string{"content/a.md": late, "off.yaml": "rules: {date: off}\nservices: [{name: gates}]\n"}, "open content/a.md\nread\nwrite pmsite.yaml off.yaml\n"+told+"\nread")
		wantSent(t, "a config that has changed is heeded after "+told, log, "6:6-6:16 severity 3 date", "a.md version 1: ", "\"shop\" is not one of the services in the config")
	}
}

// TestTextsThatChange holds that the last of several texts counts, that a change of
// a part of the text, which was not asked for, is passed over, and that findings go
// when a document is closed.
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

// TestNothingToExplain holds that on a line of prose nothing is shown.
func TestNothingToExplain(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": late + "Te①xt.\n"}, "open content/a.md\nread\nhover ①")
	wantSent(t, "prose is not explained", log, `{"id":2,"jsonrpc":"2.0","result":null}`)
}

// TestDocumentsThatMove holds that findings are taken back when a config says that
// post mortems stand elsewhere.
func TestDocumentsThatMove(t *testing.T) {
	log := session(t, map[string]string{"content/a.md": late, "moved.yaml": "content: elsewhere\n"}, "open content/a.md\nread\nwrite pmsite.yaml moved.yaml\nsave content/a.md\nread")
	wantSent(t, "what is no post mortem any more has no findings", log, "a.md version 1: 1 diagnostics", "a.md version 1: 0 diagnostics")
}

// TestPeopleUnknown holds that the user is told when git cannot be asked for people.
func TestPeopleUnknown(t *testing.T) {
	c := newClient(t, map[string]string{"content/a.md": late})
	c.failed = errors.New("git is not there")
	log := c.play("call initialize {\"rootUri\":\"file:///repo\"}\npeople\nread")
	wantSent(t, "that people are not known is told", log, `"window/showMessage","params":{"message":"pmsite: git is not there","type":2}`)
}

// TestStreamsThatBreak holds how a session ends whose streams end or break.
func TestStreamsThatBreak(t *testing.T) {
	broken := errors.New("broken pipe")
	options := lsp.Options{Open: func(string) (*lsp.Project, error) { return nil, errors.New("no folder") }}
	request := func() io.Reader {
		const body = `{"jsonrpc":"2.0","id":1,"method":"shutdown"}`
		return strings.NewReader(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
	}
	if err := lsp.Serve(t.Context(), request(), io.Discard, options); err != nil {
		t.Errorf("a stream that ends is an error: %v", err)
	}
	if err := lsp.Serve(t.Context(), iotest.ErrReader(broken), io.Discard, options); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "read a message: ") {
		t.Errorf("of a stream that cannot be read is said %v", err)
	}
	in, _ := io.Pipe() // never ends
	if err := lsp.Serve(t.Context(), io.MultiReader(request(), in), brokenWriter{broken}, options); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "write a message: ") {
		t.Errorf("of a stream that cannot be written is said %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := lsp.Serve(ctx, in, io.Discard, options); !errors.Is(err, context.Canceled) {
		t.Errorf("of a session that is cancelled is said %v", err)
	}
}

type brokenWriter struct{ err error }

func (b brokenWriter) Write([]byte) (int, error) { return 0, b.err }
