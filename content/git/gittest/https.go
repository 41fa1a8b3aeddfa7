package gittest

import (
	"crypto/tls"
	"net/http"
	"testing"
)

// Trust makes this process, including go-git, trust every https server until the test ends. The test must not be
// parallel.
func Trust(t *testing.T) {
	t.Helper()
	transport := http.DefaultTransport.(*http.Transport)
	was := transport.TLSClientConfig
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // test servers
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		transport.TLSClientConfig = was
	})
}
