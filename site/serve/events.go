package serve

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

const heartbeat = 20 * time.Second

// events tells a browser when the page that it shows changes, until it disconnects. The
// browser says which version it has, so that it misses no change between its requests or
// across a restart of the server, and does not reload an unchanged page.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "no streaming", http.StatusNotImplemented)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	changed := make(chan struct{}, 1)
	changed <- struct{}{} // the page may have changed since the browser's request
	s.mu.Lock()
	if s.watchers == nil {
		s.watchers = map[chan struct{}]bool{}
	}
	s.watchers[changed] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.watchers, changed)
		s.mu.Unlock()
	}()
	_, _ = fmt.Fprint(w, "retry: 300\n\n")
	flusher.Flush()
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	address, shown := r.URL.Query().Get("page"), cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("sums"))
	wake, notes := make(chan struct{}, 1), make(chan []byte)
	go s.sendNotes(r.Context(), address, wake, notes)
	for {
		select {
		case <-r.Context().Done():
			return
		case <-changed:
			event, sums := s.compare(address, shown)
			if event != nil {
				_, _ = w.Write(event)
				flusher.Flush()
			}
			shown = sums
			select {
			case wake <- struct{}{}:
			default: // they are already requested
			}
		case event := <-notes:
			_, _ = w.Write(event)
			flusher.Flush()
		case <-tick.C:
			_, _ = fmt.Fprint(w, ": still here\n\n")
			flusher.Flush()
		}
	}
}

// compare returns the event that updates a page: "style" if its style sheets have changed,
// "main", with the page, if its main part has, "reload" for other changes, or nil if nothing
// has changed.
func (s *Server) compare(address, shown string) (event []byte, sums string) {
	site := s.current()
	if site == nil {
		return nil, shown
	}
	answer := s.lookUp(site, address)
	if answer.err != nil || answer.redirect != "" {
		return nil, shown // there is nothing to show, so the page stays
	}
	now := parts(answer.data)
	was := parseSums(shown)
	kind := "reload"
	switch {
	case now == was:
		return nil, shown
	case now.frame == was.frame && now.main == was.main:
		kind = "style"
	case now.frame == was.frame && now.style == was.style:
		kind = "main"
	}
	data, err := json.Marshal(string(answer.data))
	if err != nil || kind == "reload" {
		data = []byte("{}")
	}
	return fmt.Appendf(nil, "event: %s\nid: %s\ndata: %s\n\n", kind, now, data), now.String()
}
