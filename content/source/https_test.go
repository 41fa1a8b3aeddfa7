package source

import (
	"encoding/pem"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestToken gives a token to the https server that a source names, and prints it nowhere.
func TestToken(t *testing.T) {
	r := newRepo(t)
	r.commit("first", "a.md", "one")
	dir, _ := served(r)
	git, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	backend := &cgi.Handler{
		Path: git, Args: []string{"http-backend"},
		Env: []string{"GIT_PROJECT_ROOT=" + filepath.Dir(dir), "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1"},
	}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if user, password, _ := req.BasicAuth(); user != "x-access-token" || password != "geheim" {
			w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		backend.ServeHTTP(w, req)
	}))
	t.Cleanup(server.Close)
	trusted := filepath.Join(t.TempDir(), "cert.pem")
	if err := os.WriteFile(trusted, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GIT_SSL_CAINFO", trusted) // go-git does not trust the server, so git is asked
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	remote := Remote{URL: server.URL + "/team%20repo.git", CacheDir: t.TempDir()}
	remote.Token = func(host string) string {
		if host != "127.0.0.1" {
			t.Errorf("a token for %q", host)
		}
		return "geheim"
	}
	mustRead(t, remote, "", "one")
	remote.CacheDir = t.TempDir()
	for _, token := range []string{"", "geheim2"} {
		remote.Token = func(string) string { return token }
		if _, err := reads(t, remote, "", "a.md"); err == nil || strings.Contains(err.Error(), "geheim") || !strings.Contains(hintOf(err), "PMSITE_TOKEN") {
			t.Errorf("token %q: %v", token, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(remote.CacheDir, "*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
