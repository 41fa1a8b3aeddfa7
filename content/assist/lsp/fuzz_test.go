package lsp

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/pmsite/pmsite/content/config"
)

// FuzzPositions converts positions of the client to those of package content and back.
func FuzzPositions(f *testing.F) {
	f.Add("a🚢b\r\nc", 0, 3)
	f.Add("\ufeff---\n", 0, 0)
	f.Add("é\rx", 1, 9)
	f.Fuzz(func(t *testing.T, src string, line, character int) {
		text := newText(strings.ToValidUTF8(src, "?"))
		at := text.pos(position{line, character})
		if at.Line < 1 || at.Line > len(text.lines) || at.Column < 1 || at.Column > len([]rune(text.lines[at.Line-1]))+1 {
			t.Fatalf("%v is out of %q", at, src)
		}
		back := text.position(at.Line, at.Column)
		if again := text.pos(back); again != at {
			t.Errorf("%v leads to %v and back to %v in %q", at, back, again, src)
		}
		end := len(utf16.Encode([]rune(text.lines[at.Line-1])))
		if at.Line == 1 {
			end += text.mark
		}
		if back.Line == line && character >= text.mark && character <= end && back.Character != character && back.Character+1 != character {
			t.Errorf("%d:%d became %v in %q", line, character, back, src)
		}
	})
}

// FuzzServe checks that a session ends with its stream, whatever the stream contains.
func FuzzServe(f *testing.F) {
	f.Add([]byte("Content-Length: 2\r\n\r\n{}"))
	f.Add([]byte("Content-Length: 99999999999999999999\n\n"))
	f.Add([]byte("Content-Length: 9000000\r\n\r\n{}"))
	f.Add([]byte("Content-Length: 58\r\n\r\n" + `{"jsonrpc":"2.0","id":"a","method":"initialize","params":{}}`))
	f.Add([]byte("Content-Length: 33\r\n\r\n" + `{"id":1,"method":"initialize"}   ` + "Content-Length: 22\r\n\r\n" + `{"id":1,"method":"x"} `))
	f.Fuzz(func(t *testing.T, stream []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		open := func(string) (*Project, error) { return nil, errors.New("no folder") }
		err := Serve(ctx, bytes.NewReader(stream), io.Discard, Options{Open: open})
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, ErrNoShutdown) {
			t.Error(err)
		}
	})
}

// TestFrameBound checks that messages that are too large and endless lines are skipped,
// and that nothing of them is stored.
func TestFrameBound(t *testing.T) {
	stream := io.MultiReader(
		strings.NewReader("Content-Length: 1000000000\r\n\r\n"), io.LimitReader(zeros{}, 1000000000),
		io.LimitReader(zeros{}, 100<<20), strings.NewReader("\r\nContent-Length: 2\r\n\r\n{}"),
	)
	r := bufio.NewReader(stream)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := readFrame(r); !errors.As(err, &malformed{}) {
		t.Error(err)
	}
	if body, err := readFrame(r); string(body) != "{}" || err != nil {
		t.Errorf("%q, %v", body, err)
	}
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > maxMessage {
		t.Errorf("%d bytes were needed", after.TotalAlloc-before.TotalAlloc)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestCancel checks that a request that is cancelled before its turn is answered as
// cancelled.
func TestCancel(t *testing.T) {
	s := &server{out: bufio.NewWriter(io.Discard), incoming: make(chan incoming, 4), pending: map[string]context.CancelFunc{}, phase: running}
	s.documents = map[string]*document{"a": {ws: &workspace{config: config.Default()}}}
	frame := func(body string) string {
		var b strings.Builder
		_ = writeFrame(&b, jsonText(body))
		return b.String()
	}
	s.read(t.Context(), strings.NewReader(frame(`{"id":1,"method":"textDocument/hover","params":{"textDocument":{"uri":"a"}}}`)+
		frame(`{"method":"$/cancelRequest","params":{"id":1}}`)))
	var out bytes.Buffer
	s.out = bufio.NewWriter(&out)
	s.handle(t.Context(), <-s.incoming)
	if _ = s.out.Flush(); !strings.Contains(out.String(), "-32800") {
		t.Errorf("answered with %q", &out)
	}
	if len(s.pending) > 0 {
		t.Error("the request is still pending")
	}
}

type jsonText string

func (j jsonText) MarshalJSON() ([]byte, error) { return []byte(j), nil }
