package serve

import (
	"fmt"
	"net/http"
	"time"
)

const heartbeat = 20 * time.Second

// events sends the id of the build shown, and of every later one, until the
// browser goes away. A page that was made by another build reloads.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "no streaming", http.StatusNotImplemented)
		return
	}
	updates := make(chan string, 1)
	s.mu.Lock()
	if s.watchers == nil {
		s.watchers = map[chan string]bool{}
	}
	s.watchers[updates] = true
	id := s.id()
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.watchers, updates)
		s.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(format string, args ...any) {
		_, _ = fmt.Fprintf(w, format, args...)
		flusher.Flush()
	}
	send("retry: 500\ndata: %s\n\n", id)
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case id := <-updates:
			send("data: %s\n\n", id)
		case <-tick.C:
			send(": still here\n\n")
		}
	}
}
