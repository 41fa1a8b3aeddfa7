package git

import (
	"io"
	"log"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// A redirecting remote is an https server that demands credentials, and another server that it redirects to.
type redirecting struct {
	home, away *httptest.Server

	mu     sync.Mutex
	asked  bool     // whether home was sent credentials
	leaked []string // requests with credentials that away was sent
}

// newRedirecting serves the repositories in root. The first server redirects all requests with the given method to the
// second one, which uses https only if secure is set.
func newRedirecting(t *testing.T, root, method string, secure bool) *redirecting {
	t.Helper()
	backend := &cgi.Handler{
		Path: FindProgram().Path, Args: []string{"http-backend"}, Stderr: io.Discard, Logger: log.New(io.Discard, "", 0),
		Env: append(gittest.Environ(), "GIT_PROJECT_ROOT="+root, "GIT_HTTP_EXPORT_ALL=1"),
	}
	r := &redirecting{}
	r.away = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Header.Get("Authorization") != "" {
			r.mu.Lock()
			r.leaked = append(r.leaked, req.Method+" "+req.URL.Path)
			r.mu.Unlock()
		}
		backend.ServeHTTP(w, req)
	}))
	if secure {
		r.away.StartTLS()
	} else {
		r.away.Start()
	}
	r.home = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		r.asked = r.asked || req.Header.Get("Authorization") != ""
		r.mu.Unlock()
		switch {
		case req.Header.Get("Authorization") == "":
			w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			http.Error(w, "who are you?", http.StatusUnauthorized)
		case req.Method == method:
			http.Redirect(w, req, r.away.URL+req.URL.String(), http.StatusTemporaryRedirect)
		default:
			backend.ServeHTTP(w, req)
		}
	}))
	t.Cleanup(r.away.Close)
	t.Cleanup(r.home.Close)
	return r
}

// TestCredentialsStayAtTheirHost checks that a remote cannot redirect credentials to another server, over https or over
// http, neither when refs are listed nor when objects are sent, wherever the credentials come from. No error shows them.
func TestCredentialsStayAtTheirHost(t *testing.T) {
	gittest.Trust(t)
	all := []string{"token", "address", "helper", "header"}
	for with, sources := range map[string][]string{"git": all, "go-git": all[:2]} { // go-git knows no others
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			for _, secure := range []bool{true, false} {
				r := gittest.Model{Name: "redirected", Make: func(r *gittest.Repo) { r.Commit("first", "a.md", "one") }}.New(t)
				root := t.TempDir()
				r.Git("clone", "-q", "--bare", ".", filepath.Join(root, "remote.git"))
				bare := r.In(filepath.Join(root, "remote.git"))
				bare.Git("config", "http.receivepack", "true")
				bare.Git("update-ref", "refs/heads/main", strings.TrimSpace(bare.Git("commit-tree", "-p", "main", "-m", "theirs", "main^{tree}")))
				for _, source := range sources {
					testRedirect(t, r, newRedirecting(t, root, method, secure), with, source)
				}
			}
		}
	}
}

// testRedirect uses the remote with credentials from one source.
func testRedirect(t *testing.T, r *gittest.Repo, remote *redirecting, with, source string) {
	t.Helper()
	address, token := remote.home.URL+"/remote.git", ""
	env := append(gittest.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_SSL_NO_VERIFY=1")
	program := Program{FindProgram().Path, env}
	switch source {
	case "token":
		token = "robot:s3cret"
	case "address":
		address = strings.Replace(address, "//", "//robot:s3cret@", 1)
	case "helper":
		program = program.configured(setting{"credential.helper", "!f() { echo username=robot; echo password=s3cret; }; f"})
	case "header": // as actions/checkout configures it
		program = program.configured(setting{"http." + remote.home.URL + "/.extraHeader", "AUTHORIZATION: basic cm9ib3Q6czNjcmV0"})
	}
	if with == "go-git" {
		program = Program{}
	}
	r.Git("config", "remote.origin.url", address)
	place, err := Locate(r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	repo, err := Open(place, program)
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	up, err := repo.Upstream(t.Context(), "origin", "main", func(string) string { return token })
	if err != nil {
		t.Fatal(err)
	}
	id, err := ParseOID(strings.TrimSpace(r.Git("rev-parse", "main")))
	if err != nil {
		t.Fatal(err)
	}
	errs := []error{up.Fetch(t.Context(), false), up.Push(t.Context(), id)}
	remote.mu.Lock()
	defer remote.mu.Unlock()
	what := with + " with credentials from " + source
	if !remote.asked {
		t.Errorf("%s sends none to the remote: %v", what, errs)
	}
	if len(remote.leaked) > 0 {
		t.Errorf("%s sends them to %s: %q", what, remote.away.URL, remote.leaked)
	}
	if slices.ContainsFunc(errs, func(err error) bool {
		return err != nil && (strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "cm9ib3Q6czNjcmV0"))
	}) {
		t.Errorf("%s shows them: %v", what, errs)
	}
}

// TestFollowsRedirectWithoutCredentials checks that a repository that has moved is still found if there is nothing to
// protect.
func TestFollowsRedirectWithoutCredentials(t *testing.T) {
	t.Parallel()
	program := Program{FindProgram().Path, append(gittest.Environ(), "HOME="+t.TempDir())}
	for address, refuses := range map[string]bool{
		"https://h.example.org/x": false, "https://git@h.example.org/x": false, "https://kim:s3cret@h.example.org/x": true, "http://kim:s3cret@h.example.org/x": true,
		"ssh://git@h.example.org/x": false, "git@h.example.org:x": false, "/srv/x": false, "https://header.example.org/x": true, "https://reset.example.org/x": false,
	} {
		configured := program.configured(
			setting{"http.https://header.example.org/.extraHeader", "X-Key: s3cret"},
			setting{"http.https://reset.example.org/.extraHeader", ""},
		)
		env := strings.Join(configured.authorized(t.Context(), Place{GitDir: t.TempDir()}, address, nil).Env, "\n")
		if got := strings.Contains(env, ".followRedirects\n"); got != refuses {
			t.Errorf("for %s, redirects are refused: %v, want %v", address, got, refuses)
		}
	}
}

// TestRefusals checks that a remote which forbids the push is told apart from one that cannot be reached.
func TestRefusals(t *testing.T) {
	t.Parallel()
	const (
		rules  = "allow the push in the remote's rules for protected branches, or publish to another branch with --branch"
		remote = "check the remote: git ls-remote origin; for https, set PMSITE_TOKEN to a token"
	)
	for message, want := range map[string]string{
		"git push: error: GH006: Protected branch update failed for refs/heads/gh-pages.; [remote rejected] (protected branch hook declined)":                    rules,
		"git push: error: GH013: Repository rule violations found for refs/heads/gh-pages.; [remote rejected] (push declined due to repository rule violations)": rules,
		"git push: GitLab: You are not allowed to push code to protected branches on this project.; [remote rejected] (pre-receive hook declined)":               rules,
		"git push: Gitea: Not allowed to push to protected branch gh-pages; [remote rejected] (pre-receive hook declined)":                                       rules,
		"git push: [remote rejected] (TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.)":                    rules,
		"command error on refs/heads/gh-pages: pre-receive hook declined":                                                                                        rules,
		"git push: You are not allowed to push code to this project.; unable to access 'https://h.example.org/x.git/': The requested URL returned error: 403":    remote,
		"git push: unable to access 'https://h.example.org/x.git/': Could not resolve host: h.example.org":                                                       remote,
		"git push: [remote rejected] (shallow update not allowed)":                                                                                               remote,
		"git push: Permission to team/x.git denied to kim.; unable to access 'https://h.example.org/x.git/': The requested URL returned error: 403":              remote,
		"git push: unable to access 'https://h.example.org/x.git/': The requested URL returned error: 301":                                                       "if the repository has moved, set its new address: git remote set-url origin URL",
	} {
		err := (&Upstream{remote: "origin"}).explain(t.Context(), errorText(message))
		if got := gittest.Hint(err); got != want || err.Error() != `remote "origin": `+message {
			t.Errorf("%v\nhint %q, want %q", err, got, want)
		}
	}
}

// An errorText is an error with a message.
type errorText string

func (e errorText) Error() string { return string(e) }
