package gittest

import (
	"crypto/tls"
	"net/http"
	"testing"
)

// Trust makes this process, go-git included, trust every https server until the test ends, which cannot be parallel.
func Trust(t *testing.T) {
	t.Helper()
	transport := http.DefaultTransport.(*http.Transport)
	was := transport.TLSClientConfig
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // servers of a test
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		transport.TLSClientConfig = was
	})
}
