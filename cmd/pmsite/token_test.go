package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// An internet is a proxy that stands for every https server. It rejects all requests and
// records their hosts and credentials.
type internet struct {
	proxy string // its address
	trust string // file with the certificate to trust

	mu   sync.Mutex
	seen []string
}

func newInternet(t *testing.T) *internet {
	t.Helper()
	i := &internet{trust: filepath.Join(t.TempDir(), "trust.pem")}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	certificate := func(number int64, host string) *x509.Certificate {
		c := &x509.Certificate{
			SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "test " + host}, IsCA: host == "", BasicConstraintsValid: true,
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
			KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		}
		if host != "" {
			c.DNSNames = []string{host}
		}
		return c
	}
	authority := certificate(1, "")
	root, err := x509.CreateCertificate(rand.Reader, authority, authority, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(i.trust, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root}), 0o600); err != nil {
		t.Fatal(err)
	}
	inside := &http.Server{
		ErrorLog: log.New(io.Discard, "", 0),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			user, password, _ := req.BasicAuth()
			i.mu.Lock()
			i.seen = append(i.seen, strings.TrimSpace(req.Host+" "+user+" "+password))
			i.mu.Unlock()
			w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			w.WriteHeader(http.StatusUnauthorized)
		}),
		TLSConfig: &tls.Config{
			NextProtos: []string{"http/1.1"},
			GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
				leaf, err := x509.CreateCertificate(rand.Reader, certificate(time.Now().UnixNano(), hello.ServerName), authority, key.Public(), key)
				return &tls.Certificate{Certificate: [][]byte{leaf}, PrivateKey: key}, err
			},
		},
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = inside.ServeTLS(listener, "", "") }()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodConnect {
			http.Error(w, "only https", http.StatusForbidden)
			return
		}
		to, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		from, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			_ = to.Close()
			return
		}
		_, _ = io.WriteString(from, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(to, from); _ = to.Close() }()
		go func() { _, _ = io.Copy(from, to); _ = from.Close() }()
	}))
	i.proxy = proxy.URL
	t.Cleanup(func() {
		proxy.Close()
		_ = inside.Close()
	})
	return i
}

// asked returns the requests so far, without duplicates, and forgets them.
func (i *internet) asked() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	seen := i.seen
	i.seen = nil
	slices.Sort(seen)
	return slices.Compact(seen)
}

// TestTokens checks which hosts get a token of the environment when a source is fetched:
// GITHUB_TOKEN goes only to GitHub or the server that GITHUB_SERVER_URL names,
// PMSITE_TOKEN to the host of a source. No token is printed.
func TestTokens(t *testing.T) {
	t.Parallel()
	net := newInternet(t)
	for _, test := range []struct {
		what, host, want string
		env              []string
	}{
		{"no token", "github.com", "github.com", nil},
		{"GITHUB_TOKEN for GitHub", "github.com", "github.com x-access-token geheim1", []string{"GITHUB_TOKEN=geheim1"}},
		{"GITHUB_TOKEN for GitHub, in another case", "GitHub.com", "github.com x-access-token geheim1", []string{"GITHUB_TOKEN=geheim1"}},
		{"GITHUB_TOKEN for another host", "git.example.org", "git.example.org", []string{"GITHUB_TOKEN=geheim1"}},
		{"GITHUB_TOKEN for a host whose name begins alike", "github.com.example.org", "github.com.example.org", []string{"GITHUB_TOKEN=geheim1"}},
		{"GITHUB_TOKEN for a host whose name ends alike", "notgithub.com", "notgithub.com", []string{"GITHUB_TOKEN=geheim1"}},
		{
			"GITHUB_TOKEN for a workflow's own server", "git.example.org", "git.example.org x-access-token geheim1",
			[]string{"GITHUB_TOKEN=geheim1", "GITHUB_SERVER_URL=https://git.example.org:443"},
		},
		{
			"a workflow's GITHUB_TOKEN of another server for GitHub", "github.com", "github.com",
			[]string{"GITHUB_TOKEN=geheim1", "GITHUB_SERVER_URL=https://git.example.org"},
		},
		{
			"GITHUB_TOKEN if the server's address is invalid", "git.example.org", "git.example.org",
			[]string{"GITHUB_TOKEN=geheim1", "GITHUB_SERVER_URL=://"},
		},
		{"PMSITE_TOKEN", "git.example.org", "git.example.org x-access-token geheim2", []string{"PMSITE_TOKEN=geheim2"}},
		{"PMSITE_TOKEN with a user", "git.example.org", "git.example.org kim geheim2", []string{"PMSITE_TOKEN=kim:geheim2"}},
		{"PMSITE_TOKEN before GITHUB_TOKEN", "github.com", "github.com x-access-token geheim2", []string{"PMSITE_TOKEN=geheim2", "GITHUB_TOKEN=geheim1"}},
	} {
		dir := t.TempDir()
		config := "title: Post mortems\nsources:\n  - url: https://" + test.host + "/team/pm.git\n"
		if err := os.WriteFile(filepath.Join(dir, "pmsite.yaml"), []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("pmsite", "build", "-C", dir)
		cmd.Env = append([]string{
			"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
			"https_proxy=" + net.proxy, "HTTPS_PROXY=" + net.proxy, "GIT_SSL_CAINFO=" + net.trust,
		}, test.env...)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 2 || strings.Contains(string(out), "geheim") || !strings.Contains(string(out), "PMSITE_TOKEN") {
			t.Errorf("%s: %v; it prints\n%swant an error, and no token", test.what, err, out)
		}
		if got := strings.Join(net.asked(), ", "); !strings.EqualFold(got, test.want) {
			t.Errorf("%s: requests %q, want %q", test.what, got, test.want)
		}
	}
}
