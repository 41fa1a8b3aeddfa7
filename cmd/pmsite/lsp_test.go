package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git"
)

const lspDocument = "---\ntitle: Late\nservice: shop\nimpact: latency\nseverity: \ndetection: manual\ndate: 2026-03-05\nstatus: draft\n---\n"

// TestLSP runs a session with the command in a collection of its own. The client has a
// folder of it open.
func TestLSP(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "pmsite.yaml"), "services: [shop]\n")
	write(t, filepath.Join(dir, "content", "a.md"), lspDocument)
	c := startLSP(t, dir)
	uri := "file://" + filepath.ToSlash(filepath.Join(dir, "content", "a.md"))
	c.call("initialize", `{"rootUri":"file://`+filepath.ToSlash(dir)+`/content"}`)
	c.waitFor(`"serverInfo"`)
	c.notify("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":1,"text":%q}}`, uri, lspDocument))
	c.waitFor("`severity` is missing")
	c.call("textDocument/completion", fmt.Sprintf(`{"textDocument":{"uri":%q},"position":{"line":4,"character":10}}`, uri))
	c.waitFor("near miss")
	c.notify("textDocument/didChange", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":2},"contentChanges":[{"text":%q}]}`, uri, strings.Replace(lspDocument, "severity: ", "severity: low", 1)))
	c.waitFor(`"diagnostics":[]`)
	c.call("shutdown", "null")
	c.waitFor(`"result":null`)
	c.notify("exit", "null")
	if status := <-c.ended; status != 0 {
		t.Errorf("status %d", status)
	}
}

// TestLSPAsksGit checks that an editor gets findings about people whom git knows, and
// about items overdue as of the commit, in the collection of -C if it has no folder open.
func TestLSPAsksGit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := strings.Replace(lspDocument, "severity: ", "severity: low", 1)
	text = strings.Replace(text, "status: draft", "status: review\nauthors: [platform team]", 1) +
		"## Summary\nAda Lovelace saw it.\n\n## Action Items\n- [ ] Bound the cache (Preventative; platform team; OPS-1; due 2026-04-01)\n"
	if err := git.Init(dir, []git.NewCommit{{
		Message: "One", Author: git.Person{Name: "Ada Lovelace", Email: "ada@example.org"}, Time: time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC),
		Files: map[string][]byte{"content/a.md": []byte(text)},
	}}); err != nil {
		t.Fatal(err)
	}
	c := startLSP(t, dir)
	uri := "file://" + filepath.ToSlash(filepath.Join(dir, "content", "a.md"))
	c.call("initialize", `{}`)
	c.waitFor(`"serverInfo"`)
	c.notify("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":1,"text":%q}}`, uri, text))
	found := c.waitFor(`the text contains the name of a person`) // names are known once git has been queried
	for _, want := range []string{"the text contains the name of a person, A… L…", "the action item was due on 2026-04-01"} {
		if !strings.Contains(found, want) {
			t.Errorf("the editor does not get the finding that %s:\n%s", want, found)
		}
	}
	c.notify("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":1,"text":%q}}`, uri, strings.Replace(text, "2026-04-01", "2026-04-02", 1)))
	if found := c.waitFor(`"diagnostics":[{`); strings.Contains(found, "was due on") {
		t.Errorf("an action item is overdue on the day it is due:\n%s", found)
	}
	c.call("shutdown", "null")
	c.waitFor(`"result":null`)
	c.notify("exit", "null")
	if status := <-c.ended; status != 0 {
		t.Errorf("status %d", status)
	}
}

// TestLSPLooksAlike checks that an editor says at the title which post mortems look alike, hidden drafts among them.
func TestLSPLooksAlike(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content", "a.md"), lspDocument)
	write(t, filepath.Join(dir, "content", "b.md"), strings.Replace(lspDocument, "title: Late", "title: Queue is full", 1))
	text := strings.Replace(lspDocument, "title: Late", "title: The queue again", 1)
	c := startLSP(t, dir)
	uri := "file://" + filepath.ToSlash(filepath.Join(dir, "content", "new.md"))
	c.call("initialize", `{"rootUri":"file://`+filepath.ToSlash(dir)+`"}`)
	c.waitFor(`"serverInfo"`)
	c.notify("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":1,"text":%q}}`, uri, text))
	const want = "**Looks alike**\\n\\n- b, Queue is full: service shop, both mention “Queue” (`content/b.md`)\\n\"}"
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) { // until the server has read the collection
		c.call("textDocument/hover", fmt.Sprintf(`{"textDocument":{"uri":%q},"position":{"line":1,"character":9}}`, uri))
		said := c.waitFor("`title` (")
		if strings.Contains(said, want) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the title says\n%s\nand not %s", said, want)
		}
	}
	c.call("shutdown", "null")
	c.waitFor(`"result":null`)
	c.notify("exit", "null")
	if status := <-c.ended; status != 0 {
		t.Errorf("status %d", status)
	}
}

// BenchmarkLSP measures how long a client waits for findings, without the pause for
// typing, in the collection that PMSITE_BENCH_DIR names. The first answer is measured
// from the start of the server.
func BenchmarkLSP(b *testing.B) {
	dir := os.Getenv("PMSITE_BENCH_DIR")
	if dir == "" {
		b.Skip("PMSITE_BENCH_DIR names no collection")
	}
	c := startLSP(b, dir)
	uri := "file://" + filepath.ToSlash(filepath.Join(dir, "content", "new.md"))
	open := func() {
		c.notify("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":1,"text":%q}}`, uri, lspDocument))
		c.waitFor("is missing")
	}
	begin := time.Now()
	c.call("initialize", `{"rootUri":"file://`+filepath.ToSlash(dir)+`"}`)
	c.waitFor(`"serverInfo"`)
	open()
	first := time.Since(begin)
	for b.Loop() {
		open()
	}
	b.ReportMetric(float64(first.Microseconds())/1000, "ms/first")
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

type lspClient struct {
	testing.TB
	in    io.Writer
	out   *textproto.Reader
	ended chan int
}

func startLSP(t testing.TB, dir string) *lspClient {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	c := &lspClient{t, toServer, textproto.NewReader(bufio.NewReader(fromServer)), make(chan int, 1)}
	go func() {
		a := &app{stdin: in, stdout: out, stderr: os.Stderr, getenv: func(string) string { return "" }, now: time.Now}
		c.ended <- a.run(t.Context(), []string{"lsp", "-C", dir})
		out.Close()
	}()
	return c
}

func (c *lspClient) send(body string) {
	if _, err := fmt.Fprintf(c.in, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		c.Fatal(err)
	}
}

func (c *lspClient) call(method, params string) {
	c.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":%s}`, method, params))
}

func (c *lspClient) notify(method, params string) {
	c.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":%q,"params":%s}`, method, params))
}

// waitFor reads messages until one contains the text.
func (c *lspClient) waitFor(text string) string {
	c.Helper()
	for {
		header, err := c.out.ReadMIMEHeader()
		if err != nil {
			c.Fatalf("no message contains %q: %v", text, err)
		}
		length, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			c.Fatal(err)
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(c.out.R, body); err != nil || !json.Valid(body) {
			c.Fatalf("%q: %v", body, err)
		}
		if strings.Contains(string(body), text) {
			return string(body)
		}
	}
}
