package source

import (
	"encoding/pem"
	"io"
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

// A forge serves a repository over https on this machine, and notes who asked for what.
type forge struct {
	*httptest.Server
	answer func(w http.ResponseWriter, req *http.Request) bool // answers instead of git; nil for never

	mu   sync.Mutex
	seen []string // "GET /path" and the user and the password that came with it
}

// newForge serves the repositories beside dir. The git program trusts it, go-git does not unless trusted is asked.
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

// asked reports whether a request came with these words.
func (f *forge) asked(words string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.seen, func(s string) bool { return strings.Contains(s, words) })
}

// all returns the requests so far, and forgets them.
func (f *forge) all() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	seen := f.seen
	f.seen = nil
	return seen
}

// demand lets nobody in but one who has the password.
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

// byBoth runs a test with go-git, which trusts the servers here when it is told to, and with the git program.
func byBoth(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Run("go-git", func(t *testing.T) {
		gittest.Trust(t)
		test(t)
	})
	t.Run("git", test)
}

// TestToken gives a token to the https server that a source names, and prints it nowhere.
func TestToken(t *testing.T) {
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, _ := served(r)
	byBoth(t, func(t *testing.T) {
		f := newForge(t, dir)
		for given, user := range map[string]string{"geheim": "x-access-token", "kim:geheim": "kim"} {
			f.answer = demand(user, "geheim")
			remote := Remote{URL: f.URL + "/team%20repo.git", CacheDir: t.TempDir()}
			remote.Token = func(host string) string {
				if host != "127.0.0.1" {
					t.Errorf("a token is asked for the host %q, want it without its port", host)
				}
				return given
			}
			mustRead(t, remote, "", "one")
			remote.CacheDir = t.TempDir()
			for _, token := range []string{"", "geheim2"} {
				remote.Token = func(string) string { return token }
				_, err := reads(t, remote, "", "a.md")
				if err == nil || strings.Contains(err.Error(), "geheim") {
					t.Errorf("with the token %q: %v", token, err)
				}
				if want := "--offline takes the copy of the last run, if there is one; over https, a token may be given in PMSITE_TOKEN"; gittest.Hint(err) != want {
					t.Errorf("with the token %q the hint is %q, want %q", token, gittest.Hint(err), want)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(remote.CacheDir, "*")); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		}
	})
}

// TestTokenStaysAtItsHost sends a token to the server that it is for, and not to one that this one sends on to.
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
		remote := Remote{URL: home.URL + "/team%20repo.git", CacheDir: t.TempDir(), Token: func(string) string { return "geheim" }}
		_, _ = reads(t, remote, "", "a.md") // whether it goes there at all is another matter
		if !home.asked("geheim") {
			t.Errorf("the server of the source got no token: %q", home.all())
		}
		if away.asked("geheim") {
			t.Errorf("another server got the token: %q", away.all())
		}
	})
}

// TestRenamedRepository follows where the same server says that the repository has moved. With a token, go-git does;
// git would take it anywhere, so it is told not to.
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
		remote.CacheDir, remote.Token = t.TempDir(), func(string) string { return "geheim" }
		if strings.HasSuffix(t.Name(), "/go-git") {
			mustRead(t, remote, "", "one")
		} else if _, err := reads(t, remote, "", "a.md"); gittest.Hint(err) != "if the repository has moved, name its new address" {
			t.Errorf("a repository that has moved, with a token: %v, hint %q; want a hint that says so", err, gittest.Hint(err))
		}
	})
}

// TestNoTokenButForHTTPS asks for no token where none can be sent.
func TestNoTokenButForHTTPS(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	_, url := served(r)
	remote := Remote{URL: url, CacheDir: t.TempDir()}
	remote.Token = func(host string) string {
		t.Errorf("a token is asked for %q, which is no https server", host)
		return "geheim"
	}
	mustRead(t, remote, "", "one")
}

// TestTokenInAnAddress keeps a token that an address holds out of what is said.
func TestTokenInAnAddress(t *testing.T) {
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, _ := served(r)
	byBoth(t, func(t *testing.T) {
		f := newForge(t, dir)
		f.answer = func(w http.ResponseWriter, req *http.Request) bool {
			http.Error(w, "no such repository", http.StatusNotFound)
			return true
		}
		_, err := reads(t, Remote{URL: strings.Replace(f.URL, "//", "//geheim@", 1) + "/x.git", CacheDir: t.TempDir()}, "", "a.md")
		if err == nil || strings.Contains(err.Error(), "geheim") || !strings.HasPrefix(err.Error(), `source "`+f.URL+`/x.git": `) {
			t.Errorf("the error of a source whose address holds a token says %v, want %q without the token", err, f.URL)
		}
	})
}

// TestNoPlainHTTP does not go on where a server sends to an address without encryption.
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
		for _, token := range []string{"", "geheim"} {
			remote := Remote{URL: f.URL + "/team%20repo.git", CacheDir: t.TempDir(), Token: func(string) string { return token }}
			if got, err := reads(t, remote, "", "a.md"); err == nil {
				t.Errorf("a source is read over plain http, with the token %q: %q", token, got)
			}
		}
	})
}

// TestRemoteWithoutAProgram fetches over https where there is no git program.
func TestRemoteWithoutAProgram(t *testing.T) {
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, _ := served(r)
	f := newForge(t, dir)
	gittest.Trust(t)
	t.Setenv("PATH", t.TempDir())
	mustRead(t, Remote{URL: f.URL + "/team%20repo.git", CacheDir: t.TempDir()}, "", "one")
	_, err := reads(t, Remote{URL: f.URL + "/none.git", CacheDir: t.TempDir()}, "", "a.md")
	if err == nil || !strings.Contains(err.Error(), `/none.git": `) || !strings.Contains(gittest.Hint(err), "PMSITE_TOKEN") {
		t.Errorf("a repository that is not there: %v, hint %q; want its address and a hint", err, gittest.Hint(err))
	}
}
