package source

import (
	"bytes"
	"encoding/pem"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// A forge is a local https server for repositories that records its requests.
type forge struct {
	*httptest.Server
	answer func(w http.ResponseWriter, req *http.Request) bool // reports whether it answered instead of git; may be nil

	mu   sync.Mutex
	seen []string // "GET /path", followed by user and password, if any
}

// newForge serves the repositories in the parent folder of dir. The git program trusts its certificate, go-git only
// after [gittest.Trust].
func newForge(t *testing.T, dir string) *forge {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	backend := &cgi.Handler{
		Path: git, Args: []string{"http-backend"},
		Stderr: io.Discard, Logger: log.New(io.Discard, "", 0),
		Env: []string{"GIT_PROJECT_ROOT=" + filepath.Dir(dir), "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1"},
	}
	f := &forge{}
	f.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		user, password, _ := req.BasicAuth()
		f.mu.Lock()
		f.seen = append(f.seen, strings.TrimSpace(req.Method+" "+req.URL.Path+" "+user+" "+password))
		f.mu.Unlock()
		if f.answer == nil || !f.answer(w, req) {
			backend.ServeHTTP(w, req)
		}
	}))
	f.Config.ErrorLog = log.New(io.Discard, "", 0)
	f.StartTLS()
	t.Cleanup(f.Close)
	cert := filepath.Join(t.TempDir(), "cert.pem")
	if err := os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: f.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GIT_SSL_CAINFO", cert)
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	return f
}

// received reports whether any request contained this text.
func (f *forge) received(text string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.seen, func(s string) bool { return strings.Contains(s, text) })
}

// all returns the requests so far, and clears the list.
func (f *forge) all() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	seen := f.seen
	f.seen = nil
	return seen
}

// demand returns an answer that rejects requests without this user and password.
func demand(user, password string) func(w http.ResponseWriter, req *http.Request) bool {
	return func(w http.ResponseWriter, req *http.Request) bool {
		if u, p, _ := req.BasicAuth(); u == user && p == password {
			return false
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return true
	}
}

// byBoth runs a test with go-git, told to trust the test servers, and with the git program.
func byBoth(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Run("go-git", func(t *testing.T) {
		gittest.Trust(t)
		test(t)
	})
	t.Run("git", test)
}

// TestToken checks that a token is sent to the source's https server, and never appears in an error.
func TestToken(t *testing.T) {
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, _ := served(r)
	byBoth(t, func(t *testing.T) {
		f := newForge(t, dir)
		for given, user := range map[string]string{"s3cret": "x-access-token", "kim:s3cret": "kim"} {
			f.answer = demand(user, "s3cret")
			remote := Remote{URL: f.URL + "/team%20repo.git", CacheDir: t.TempDir()}
			remote.Token = func(host string) string {
				if host != "127.0.0.1" {
					t.Errorf("Token is called with the host %q, want it without the port", host)
				}
				return given
			}
			mustRead(t, remote, "", "one")
			remote.CacheDir = t.TempDir()
			for _, token := range []string{"", "s3cret2"} {
				remote.Token = func(string) string { return token }
				_, err := reads(t, remote, "", "a.md")
				if err == nil || strings.Contains(err.Error(), "s3cret") {
					t.Errorf("with the token %q: %v", token, err)
				}
				if want := "use the copy of the last run, if there is one: --offline; for https, set PMSITE_TOKEN to a token"; gittest.Hint(err) != want {
					t.Errorf("with the token %q the hint is %q, want %q", token, gittest.Hint(err), want)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(remote.CacheDir, "source-*")); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		}
	})
}

// TestTokenStaysAtItsHost checks that a token is not sent to another server that the source redirects to.
func TestTokenStaysAtItsHost(t *testing.T) {
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, _ := served(r)
	byBoth(t, func(t *testing.T) {
		home, away := newForge(t, dir), newForge(t, dir)
		home.answer = func(w http.ResponseWriter, req *http.Request) bool {
			http.Redirect(w, req, away.URL+req.URL.String(), http.StatusFound)
			return true
		}
		remote := Remote{URL: home.URL + "/team%20repo.git", CacheDir: t.TempDir(), Token: func(string) string { return "s3cret" }}
		_, _ = reads(t, remote, "", "a.md") // whether the redirect is followed does not matter here
		if !home.received("s3cret") {
			t.Errorf("the source's server got no token: %q", home.all())
		}
		if away.received("s3cret") {
			t.Errorf("another server got the token: %q", away.all())
		}
	})
}

// TestRenamedRepository checks that a redirect on the same server is followed. With a token, only go-git follows it:
// git would send the token to any server, so it is told not to follow redirects.
func TestRenamedRepository(t *testing.T) {
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, _ := served(r)
	byBoth(t, func(t *testing.T) {
		f := newForge(t, dir)
		f.answer = func(w http.ResponseWriter, req *http.Request) bool {
			rest, old := strings.CutPrefix(req.URL.Path, "/old.git")
			if old {
				http.Redirect(w, req, f.URL+"/team%20repo.git"+rest+"?"+req.URL.RawQuery, http.StatusMovedPermanently)
			}
			return old
		}
		remote := Remote{URL: f.URL + "/old.git", CacheDir: t.TempDir()}
		mustRead(t, remote, "", "one")
		remote.CacheDir, remote.Token = t.TempDir(), func(string) string { return "s3cret" }
		if strings.HasSuffix(t.Name(), "/go-git") {
			mustRead(t, remote, "", "one")
		} else if _, err := reads(t, remote, "", "a.md"); gittest.Hint(err) != "if the repository has moved, use its new address" {
			t.Errorf("a moved repository, with a token: %v, hint %q; want a hint that it may have moved", err, gittest.Hint(err))
		}
	})
}

// TestTokenOnlyForHTTPS checks that Token is not called if no token can be sent.
func TestTokenOnlyForHTTPS(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	_, url := served(r)
	remote := Remote{URL: url, CacheDir: t.TempDir()}
	remote.Token = func(host string) string {
		t.Errorf("Token is called with %q, which is not an https server", host)
		return "s3cret"
	}
	mustRead(t, remote, "", "one")
}

// TestTokenInAddress checks that errors and the cache omit a token that the address contains.
func TestTokenInAddress(t *testing.T) {
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, _ := served(r)
	byBoth(t, func(t *testing.T) {
		f := newForge(t, dir)
		user := strings.Replace(f.URL, "//", "//s3cret@", 1)
		for _, url := range []string{user + "/x.git", f.URL + "/x.git?private_token=s3cret", user + "/x.git?private_token=s3cret"} {
			for _, status := range []int{http.StatusNotFound, http.StatusUnauthorized} {
				f.answer = func(w http.ResponseWriter, req *http.Request) bool {
					w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
					http.Error(w, "no", status)
					return true
				}
				_, err := reads(t, Remote{URL: url, CacheDir: t.TempDir()}, "", "a.md")
				if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.HasPrefix(err.Error(), `source "`+f.URL+`/x.git": `) {
					t.Errorf("the error for an address with a token and the status %d is %v, want %q without the token", status, err, f.URL)
				}
			}
		}
		f.answer = nil
		cache := t.TempDir()
		mustRead(t, Remote{URL: user + "/team%20repo.git", CacheDir: cache}, "", "one")
		err := filepath.WalkDir(cache, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(name)
			if strings.Contains(name, "s3cret") || bytes.Contains(data, []byte("s3cret")) {
				t.Errorf("%s has the token of the address", name)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestNoPlainHTTP checks that a redirect to plain http is not followed.
func TestNoPlainHTTP(t *testing.T) {
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, _ := served(r)
	byBoth(t, func(t *testing.T) {
		f := newForge(t, dir)
		plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if _, password, _ := req.BasicAuth(); password != "" {
				t.Error("a token was sent without encryption")
			}
			f.Config.Handler.ServeHTTP(w, req)
		}))
		t.Cleanup(plain.Close)
		f.answer = func(w http.ResponseWriter, req *http.Request) bool {
			if req.TLS != nil {
				http.Redirect(w, req, plain.URL+req.URL.String(), http.StatusFound)
			}
			return req.TLS != nil
		}
		for _, token := range []string{"", "s3cret"} {
			remote := Remote{URL: f.URL + "/team%20repo.git", CacheDir: t.TempDir(), Token: func(string) string { return token }}
			if got, err := reads(t, remote, "", "a.md"); err == nil {
				t.Errorf("a source was read over plain http, with the token %q: %q", token, got)
			}
		}
	})
}

// TestRemoteWithoutGitProgram fetches over https without a git program.
func TestRemoteWithoutGitProgram(t *testing.T) {
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, _ := served(r)
	f := newForge(t, dir)
	gittest.Trust(t)
	t.Setenv("PATH", t.TempDir())
	mustRead(t, Remote{URL: f.URL + "/team%20repo.git", CacheDir: t.TempDir()}, "", "one")
	_, err := reads(t, Remote{URL: f.URL + "/none.git", CacheDir: t.TempDir()}, "", "a.md")
	if err == nil || !strings.Contains(err.Error(), `/none.git": `) || !strings.Contains(gittest.Hint(err), "PMSITE_TOKEN") {
		t.Errorf("a missing repository: %v, hint %q; want its address and a hint", err, gittest.Hint(err))
	}
}
