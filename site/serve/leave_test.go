package serve

import (
	"context"
	"net/http/httptest"
	"testing"
	"testing/synctest"
)

// TestBrowserThatLeft checks that a browser that disconnected is forgotten.
func TestBrowserThatLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{}
		ctx, cancel := context.WithCancel(t.Context())
		go s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "http://localhost/-pmsite/events?page=/", nil))
		synctest.Wait()
		if n := len(s.watchers); n != 1 {
			t.Errorf("with one browser, %d are remembered", n)
		}
		cancel()
		synctest.Wait()
		if n := len(s.watchers); n != 0 {
			t.Errorf("with no browser, %d are remembered", n)
		}
	})
}
