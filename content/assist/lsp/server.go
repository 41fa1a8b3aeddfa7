// Package lsp is a server of the Language Server Protocol for post mortems: it
// shows what is wrong while they are written, completes, explains and repairs.
//
// It speaks the protocol over a pair of streams and keeps what the client has
// open; what it answers comes from check and assist. Files are read as fs.FS only,
// and never written: edits are the client's to make. The protocol is small enough
// here to be written out: framing, a dozen messages, cancellation, and a bound on
// what a client may send.
//
// One goroutine owns all state and answers in the order asked. Checks, and what is
// read of the collection, run beside it and hand their results in.
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

// A Project is a repository as the server needs it. All fields are required.
type Project struct {
	Roots  []string // the repository's folder: absolute, and again where links lead elsewhere
	FS     fs.FS
	Config func() (*config.Config, error) // as it is now
	AsOf   func(*config.Config) content.Date
	People func(context.Context) ([]check.Person, error)
}

// Options are what the server needs to be told.
type Options struct {
	Open    func(dir string) (*Project, error) // of a folder or one of its parents; "" where the server was started
	Version string
	Delay   time.Duration // after the last change, before the text is checked
}

// ErrNoShutdown is for a client that asks to exit before it asks to shut down;
// the protocol wants status 1 then.
var ErrNoShutdown = errors.New("exit without shutdown")

// Serve answers a client until it exits, its stream ends or ctx does.
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
	results    chan func() // of work in the background, to be run by the owner of the state
	phase      int
	watches    bool // the client can tell of changed files
	workspaces []*workspace
	documents  map[string]*document // by URI
	checks     chan struct{}        // how many texts are checked at once

	mu      sync.Mutex
	pending map[string]context.CancelFunc // requests read but not answered, by id
}

// An incoming message, or why there is none.
type incoming struct {
	message
	ctx context.Context // of a request; done when the client cancels it
	err error
}

// read takes messages off the stream. Cancellations overtake what waits.
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

// done ends a request, if it waits.
func (s *server) done(id json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.pending[string(id)]; cancel != nil {
		cancel()
		delete(s.pending, string(id))
	}
}

// post hands in a result of work in the background.
func (s *server) post(ctx context.Context, result func()) {
	select {
	case s.results <- result:
	case <-ctx.Done():
	}
}
