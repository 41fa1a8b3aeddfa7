// Package lsp implements a language server for post mortems. It shows findings while a
// document is written, completes and explains text, and offers fixes.
//
// The server speaks the protocol over a pair of streams and holds the documents that are
// open in the client; packages check and assist produce the answers. It reads files only
// through an fs.FS and never writes one: the client makes the edits. The package implements
// the part of the protocol that it needs: framing, a dozen messages, cancellation, and a
// limit on the size of messages.
//
// A single goroutine owns all state and answers requests in order. Checks, reading the
// collection and looking for what looks alike run in other goroutines, which send it their
// results.
package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

// A Project is the server's view of a repository. All fields are required.
type Project struct {
	Roots  []string // the repository's folder: its absolute path, and the one with symbolic links resolved
	FS     fs.FS
	Config func() (*config.Config, error) // reads the current config
	AsOf   func(*config.Config) content.Date
	People func(context.Context) ([]check.Person, error)
	Alike  func(posts []*content.PostMortem, pm *content.PostMortem) []Alike // which of some posts look like pm, the most alike first; posts may contain an older version of pm
}

// Options configure a server.
type Options struct {
	Open    func(dir string) (*Project, error) // opens the repository of a folder; "" means the working directory
	Version string
	Delay   time.Duration // time between the last change and the check
}

// ErrNoShutdown means that the client sent exit before shutdown. The protocol requires exit
// status 1 then.
var ErrNoShutdown = errors.New("exit without shutdown")

// Serve serves a client until it exits, its stream ends or ctx is done.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opts Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{
		Options: opts, out: bufio.NewWriter(out), incoming: make(chan incoming, 64), results: make(chan func(), 16),
		pending: map[string]context.CancelFunc{}, documents: map[string]*document{}, checks: make(chan struct{}, 2),
	}
	go s.read(ctx, in)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case result := <-s.results:
			result()
		case m := <-s.incoming:
			switch {
			case errors.Is(m.err, io.EOF):
				return nil
			case m.err != nil && !errors.As(m.err, &malformed{}):
				return fmt.Errorf("read a message: %w", m.err)
			case m.err != nil:
				s.respond(json.RawMessage("null"), nil, &failure{parseError, m.err.Error()})
			case m.Method == "exit" && s.phase != stopped:
				return ErrNoShutdown
			case m.Method == "exit":
				return nil
			default:
				s.handle(ctx, m)
			}
		}
		if err := s.out.Flush(); err != nil {
			return fmt.Errorf("write a message: %w", err)
		}
	}
}

// The phases of a client's session.
const (
	fresh = iota
	running
	stopped
)

type server struct {
	Options
	out        *bufio.Writer
	incoming   chan incoming
	results    chan func() // results of background work, to be run by the goroutine that owns the state
	phase      int
	watches    bool // whether the client can report changed files
	workspaces []*workspace
	documents  map[string]*document // by URI
	checks     chan struct{}        // limits the number of concurrent checks, and of what else takes long

	mu      sync.Mutex
	pending map[string]context.CancelFunc // requests that are not answered yet, by id
}

// An incoming is a message, or the error from reading it.
type incoming struct {
	message
	ctx context.Context // of a request; done if the client cancels it
	err error
}

// read reads messages from the stream. Cancellations overtake waiting messages.
func (s *server) read(ctx context.Context, in io.Reader) {
	r := bufio.NewReader(in)
	for {
		body, err := readFrame(r)
		m := incoming{ctx: ctx, err: err}
		if err == nil {
			m.message, m.err = parseMessage(body)
		}
		switch {
		case m.Method == "$/cancelRequest":
			var params struct {
				ID json.RawMessage `json:"id"`
			}
			if json.Unmarshal(m.Params, &params) == nil {
				s.done(params.ID)
			}
			continue
		case m.Method != "" && len(m.ID) > 0:
			var cancel context.CancelFunc
			m.ctx, cancel = context.WithCancel(ctx)
			s.mu.Lock()
			s.pending[string(m.ID)] = cancel
			s.mu.Unlock()
		}
		select {
		case s.incoming <- m:
		case <-ctx.Done():
			return
		}
		if err != nil && !errors.As(err, &malformed{}) {
			return
		}
	}
}

// done marks a request as answered.
func (s *server) done(id json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.pending[string(id)]; cancel != nil {
		cancel()
		delete(s.pending, string(id))
	}
}

// post hands in a result of background work.
func (s *server) post(ctx context.Context, result func()) {
	select {
	case s.results <- result:
	case <-ctx.Done():
	}
}
