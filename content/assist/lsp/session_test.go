package lsp_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist/lsp"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

var update = flag.Bool("update", false, "write the answers into the files")

// TestSessions plays a client. The file "session" of each archive has its lines:
//
//	open FILE             the text of FILE, in which ① ② ③ mark places
//	edit FILE OTHER       FILE now has the text of OTHER
//	save FILE, close FILE
//	write FILE OTHER      the file system has the text of OTHER in FILE
//	complete MARK, hover MARK, actions MARK
//	until TEXT LINE       repeat the line until it is answered with the text
//	call METHOD PARAMS    any other request; notify METHOD PARAMS, any notification
//	raw TEXT              a message as it is
//	read                  the next message of the server
//	people                let the query of git for people end
//
// The other files are the repository. "want" has what the server sends.
func TestSessions(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var script string
			var want *txtar.File
			texts := map[string]string{}
			for i, file := range archive.Files {
				switch file.Name {
				case "session":
					script = string(file.Data)
				case "want":
					want = &archive.Files[i]
				default:
					texts[file.Name] = string(file.Data)
				}
			}
			got := newClient(t, texts).play(script)
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			} else if got != string(want.Data) {
				t.Errorf("got\n%swant\n%s", got, want.Data)
			}
		})
	}
}

// A client of a server that runs in the test.
type client struct {
	t      *testing.T
	dir    string            // of the repository
	texts  map[string]string // with marks
	in     io.Writer
	out    *textproto.Reader
	ended  chan error
	people chan struct{}
	failed error // error of querying git for people
	alike  func(posts []*content.PostMortem, pm *content.PostMortem) []lsp.Alike

	ids, versions int
	uri           string            // of the document that was opened last
	marks         map[string]string // places in it, as JSON
	log           strings.Builder
}

func newClient(t *testing.T, texts map[string]string) *client {
	t.Helper()
	dir := t.TempDir()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	c := &client{
		t: t, dir: dir, texts: texts, in: toServer, out: textproto.NewReader(bufio.NewReader(fromServer)),
		ended: make(chan error, 1), people: make(chan struct{}), marks: map[string]string{},
	}
	for name, text := range texts {
		c.save(name, text)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	opts := lsp.Options{Open: c.open, Version: "test", Delay: time.Millisecond}
	go func() {
		err := lsp.Serve(ctx, in, out, opts)
		out.CloseWithError(io.EOF)
		in.CloseWithError(errors.New("the server has ended"))
		c.ended <- err
	}()
	t.Cleanup(cancel)
	return c
}

// save stores a file without its marks.
func (c *client) save(name, text string) {
	c.t.Helper()
	file := filepath.Join(c.dir, filepath.FromSlash(name))
	err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(mark.ReplaceAllString(text, "")), 0o600))
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) open(dir string) (*lsp.Project, error) {
	if dir == filepath.FromSlash("/none") {
		return nil, errors.New("there is no such folder")
	}
	return &lsp.Project{
		Roots: []string{filepath.FromSlash("/repo")}, FS: os.DirFS(c.dir),
		Config: func() (*config.Config, error) {
			src, err := os.ReadFile(filepath.Join(c.dir, "pmsite.yaml"))
			if err != nil {
				return config.Default(), nil
			}
			cfg, problems := config.Parse("pmsite.yaml", src)
			if content.HasErrors(problems) {
				return nil, errors.New(problems[0].String())
			}
			return cfg, nil
		},
		Alike: c.alike,
		AsOf:  func(*config.Config) content.Date { return content.Date{Year: 2026, Month: 6, Day: 1} },
		People: func(ctx context.Context) ([]check.Person, error) {
			select {
			case <-c.people:
			case <-ctx.Done():
			}
			return []check.Person{{Name: "Ada Lovelace", Email: "ada@example.org"}}, c.failed
		},
	}, nil
}

func (c *client) play(script string) string {
	for line := range strings.Lines(script) {
		if line = strings.TrimSpace(line); line != "" {
			c.step(line)
		}
	}
	return c.log.String()
}

func (c *client) step(line string) {
	c.t.Helper()
	verb, rest, _ := strings.Cut(line, " ")
	name, more, _ := strings.Cut(rest, " ")
	switch verb {
	case "open":
		c.openFile(name)
	case "edit":
		c.versions++
		c.notify("textDocument/didChange", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":%d},"contentChanges":[{"text":%s}]}`, uriOf(name), c.versions, c.text(more)))
	case "write":
		c.save(name, c.texts[more])
	case "save":
		c.notify("textDocument/didSave", fmt.Sprintf(`{"textDocument":{"uri":%q}}`, uriOf(name)))
	case "close":
		c.notify("textDocument/didClose", fmt.Sprintf(`{"textDocument":{"uri":%q}}`, uriOf(name)))
	case "complete", "hover", "actions":
		c.call(map[string]string{"complete": "textDocument/completion", "hover": "textDocument/hover", "actions": "textDocument/codeAction"}[verb],
			fmt.Sprintf(`{"textDocument":{"uri":%q},"position":%[2]s,"range":{"start":%[2]s,"end":%[2]s}}`, c.uri, c.marks[name]))
		c.read()
	case "until":
		before, ids := c.log.String(), c.ids
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
			c.log.Reset()
			c.ids = ids
			c.log.WriteString(before)
			c.step(more)
			if strings.Contains(c.log.String()[len(before):], name) {
				return
			}
		}
		c.t.Fatalf("%s is never answered with %q", more, name)
	case "call":
		c.call(name, more)
		c.read()
	case "notify":
		c.notify(name, more)
	case "raw":
		c.write(strings.NewReplacer(`\n`, "\n", `\r`, "\r").Replace(rest))
	case "read":
		c.read()
	case "people":
		close(c.people)
	case "ended":
		fmt.Fprintf(&c.log, "ended: %v\n", <-c.ended)
	default:
		c.t.Fatalf("what is %q?", line)
	}
}

func uriOf(name string) string { return "file:///repo/" + name }

var mark = regexp.MustCompile(`[①②③④⑤⑥]`)

func (c *client) openFile(name string) {
	c.uri, c.versions = uriOf(name), 1
	c.notify("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":%q,"languageId":"markdown","version":1,"text":%s}}`, c.uri, c.text(name)))
}

// text returns the text of a file as JSON, and records the places of its marks.
func (c *client) text(name string) string {
	src, found := c.texts[name]
	if !found {
		c.t.Fatalf("there is no file %q", name)
	}
	for at := mark.FindStringIndex(src); at != nil; at = mark.FindStringIndex(src) {
		before := src[:at[0]]
		line := strings.Count(before, "\n")
		units := len(utf16.Encode([]rune(before[strings.LastIndexByte(before, '\n')+1:])))
		c.marks[src[at[0]:at[1]]] = fmt.Sprintf(`{"line":%d,"character":%d}`, line, units)
		src = before + src[at[1]:]
	}
	out, err := json.Marshal(src)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(out)
}

func (c *client) call(method, params string) {
	c.ids++
	c.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, c.ids, method, orNull(params)))
}

func (c *client) notify(method, params string) {
	c.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":%q,"params":%s}`, method, orNull(params)))
}

func orNull(params string) string {
	if params == "" {
		return "null"
	}
	return params
}

func (c *client) send(body string) {
	c.write(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

func (c *client) write(text string) {
	if _, err := io.WriteString(c.in, text); err != nil {
		c.t.Fatal(err)
	}
}

// read logs the next message. It leaves out ids that are only counters.
func (c *client) read() {
	c.t.Helper()
	header, err := c.out.ReadMIMEHeader()
	if err != nil {
		c.t.Fatalf("the server sends no more: %v", err)
	}
	length, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil {
		c.t.Fatal(err)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(c.out.R, body); err != nil {
		c.t.Fatal(err)
	}
	c.log.WriteString(summary(c.t, body))
}

// summary formats a message for people.
func summary(t *testing.T, body []byte) string {
	t.Helper()
	var m struct {
		ID     json.RawMessage
		Method string
		Params struct {
			URI         string
			Version     int
			Diagnostics []struct {
				Range    any
				Severity int
				Code     string
				Message  string
			}
		}
		Result any
		Error  any
	}
	if err := json.Unmarshal(body, &m); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if m.Method != "textDocument/publishDiagnostics" {
		var whole any
		if err := json.Unmarshal(body, &whole); err != nil {
			t.Fatal(err)
		}
		return short(whole) + "\n"
	}
	fmt.Fprintf(&out, "%s version %d: %d diagnostics\n", m.Params.URI, m.Params.Version, len(m.Params.Diagnostics))
	for _, d := range m.Params.Diagnostics {
		fmt.Fprintf(&out, "  %s severity %d %s: %s\n", short(d.Range), d.Severity, d.Code, strings.ReplaceAll(d.Message, "\n", " / "))
	}
	return out.String()
}

// short formats JSON, with ranges as 1:2-3:4.
func short(v any) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err.Error()
	}
	return places.ReplaceAllString(strings.TrimSpace(out.String()), "$4:$3-$2:$1")
}

// The keys of a JSON map are sorted, so the end precedes the start.
var places = regexp.MustCompile(`\{"end":\{"character":(\d+),"line":(\d+)\},"start":\{"character":(\d+),"line":(\d+)\}\}`)
