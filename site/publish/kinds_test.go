package publish

import (
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestKinds publishes twice to each kind of repository.
func TestKinds(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(r *repo) Options{
		"linked work tree": func(r *repo) Options {
			dir := filepath.Join(t.TempDir(), "linked")
			r.git("worktree", "add", "-q", "-b", "side", dir)
			return repoAt(r.T, dir).options()
		},
		"folder": func(r *repo) Options {
			opts := r.options()
			opts.Dir = filepath.Join(r.Dir, "a", "b")
			if err := os.MkdirAll(opts.Dir, 0o755); err != nil {
				r.T.Fatal(err)
			}
			return opts
		},
		"bare": func(r *repo) Options { return r.newRemote().options() },
		"with Place": func(r *repo) Options {
			opts := r.options()
			opts.Dir = r.T.TempDir()
			var err error
			if opts.Place, err = git.LocateIn(opts.Dir, git.Environment{GitDir: filepath.Join(r.Dir, ".git")}); err != nil {
				r.T.Fatal(err)
			}
			return opts
		},
		"detached, worktreeConfig": func(r *repo) Options {
			r.git("config", "core.repositoryFormatVersion", "1")
			r.git("config", "extensions.worktreeConfig", "true")
			r.git("checkout", "-q", "--detach")
			return r.options()
		},
		"SHA-256, with alternates": func(r *repo) Options {
			r = newRepo(r.T, "--object-format=sha256")
			r.publish(r.options(), tree("index.html", "zero"))
			clone := repoAt(r.T, filepath.Join(r.T.TempDir(), "clone"))
			r.git("clone", "-q", "--shared", ".", clone.Dir)
			return clone.options()
		},
		"SHA-256, bare, packed": func(r *repo) Options {
			r = newRepo(r.T, "--object-format=sha256")
			r.publish(r.options(), tree("index.html", "zero", "x/y", "z"))
			r.git("gc", "-q")
			return r.newRemote().options()
		},
		"SHA-256, partial clone": func(r *repo) Options {
			r = newRepo(r.T, "--object-format=sha256")
			r.publish(r.options(), tree("index.html", "zero", "x/y", "z"))
			r.git("config", "uploadpack.allowFilter", "true")
			return r.clone("--filter=tree:0").options()
		},
		"alternates": func(r *repo) Options {
			first := r.options()
			r.publish(first, tree("index.html", "zero"))
			clone := repoAt(r.T, filepath.Join(r.T.TempDir(), "clone"))
			r.git("clone", "-q", "--shared", ".", clone.Dir)
			return clone.options()
		},
		"partial clone": func(r *repo) Options {
			r.publish(r.options(), tree("index.html", "zero", "x/y", "z"))
			r.git("config", "uploadpack.allowFilter", "true")
			clone := r.clone("--filter=tree:0")
			return clone.options()
		},
		"packed refs": func(r *repo) Options {
			r.publish(r.options(), tree("index.html", "zero"))
			r.git("gc", "-q")
			return r.options()
		},
		"unborn": func(r *repo) Options {
			r.git("switch", "-q", "--orphan", "fresh")
			return r.options()
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepo(t)
			opts := prepare(r)
			at := repoAt(t, opts.Dir)
			if opts.Place.GitDir != "" {
				at = r
			}
			at.publish(opts, tree("index.html", "one", "x/y", "z"))
			site := tree("index.html", "two", "x/y", "z")
			if got := changes(at.publish(opts, site)); got != "A[] M[index.html] D[]" {
				t.Error(got)
			}
			if strings.Contains(name, "partial clone") { // it cannot be cloned, and fsck would fetch everything
				dir := filepath.Join(t.TempDir(), "pages")
				at.git("worktree", "add", "-q", dir, "gh-pages")
				if err := os.Remove(filepath.Join(dir, ".git")); err != nil {
					t.Fatal(err)
				}
				sameFiles(t, os.DirFS(dir), site)
				return
			}
			at.checkSound()
			sameFiles(t, at.site("gh-pages"), site)
		})
	}
}

// TestUnsupportedFormat checks that a repository is refused and stays as it is if neither go-git nor git can read it.
func TestUnsupportedFormat(t *testing.T) {
	t.Parallel()
	site := tree("index.html", "x")
	r := newRepo(t, "--object-format=sha256")
	opts := r.options()
	opts.Git = ""
	r.wantError(opts, site, "its object format is sha256, which go-git cannot read; with git: no git program was found")
	_, err := Branch(t.Context(), opts, site)
	if !strings.HasPrefix(gittest.Hint(err), "pmsite build ") {
		t.Error(gittest.Hint(err))
	}
	r.checkSound()
	r = newRepo(t)
	before := r.tip("main")
	r.git("config", "core.repositoryFormatVersion", "1")
	r.git("config", "extensions.ofTheFuture", "true")
	if _, err = Branch(t.Context(), r.options(), site); err == nil || !strings.Contains(err.Error(), "ofthefuture") {
		t.Error(err)
	}
	opts = r.options()
	opts.Git = ""
	if _, err = Branch(t.Context(), opts, site); err == nil || !strings.Contains(err.Error(), `uses the extension "ofTheFuture"`) {
		t.Error(err)
	}
	r.git("config", "--file", ".git/config", "--remove-section", "extensions")
	if r.tip("gh-pages") != "" || r.tip("main") != before {
		t.Error("something was written")
	}
}

// TestToken pushes over https with a token, although the configuration contains another one, as after a CI's checkout.
func TestToken(t *testing.T) {
	gittest.Trust(t)
	r := newRepo(t)
	remote := r.newRemote()
	remote.git("config", "http.receivepack", "true")
	where, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	backend := &cgi.Handler{Path: where, Args: []string{"http-backend"}, Env: append(gittest.Environ(), "GIT_HTTP_EXPORT_ALL=1", "GIT_PROJECT_ROOT="+filepath.Dir(remote.Dir))}
	server := httptest.NewTLSServer(guard(backend, "x-access-token", "secret"))
	defer server.Close()
	r.git("remote", "set-url", "origin", server.URL+"/remote.git")
	r.git("config", "http."+server.URL+"/.extraHeader", "Authorization: Basic AAAA")
	r.git("config", "http.sslVerify", "false")
	var asked []string
	opts := r.options()
	opts.Push = true
	opts.Token = func(host string) string {
		asked = append(asked, host)
		return "secret"
	}
	result := r.publish(opts, tree("index.html", "one"))
	if remote.tip("gh-pages") != result.Commit || len(asked) == 0 || asked[0] != "127.0.0.1" {
		t.Errorf("%+v, asked for %q", result, asked)
	}

	opts.Git = ""
	result = r.publish(opts, tree("index.html", "two"))
	if remote.tip("gh-pages") != result.Commit || remote.tip("gh-pages~1") != result.Previous {
		t.Errorf("%+v", result)
	}

	opts.Git = where
	opts.Token = func(string) string { return "user:wrong" }
	_, err = Branch(t.Context(), opts, tree("index.html", "three"))
	if err == nil || strings.Contains(err.Error(), "wrong") || !strings.Contains(gittest.Hint(err), "PMSITE_TOKEN") {
		t.Errorf("%v, hint %q", err, gittest.Hint(err))
	}
}

// TestTokenAndRedirect checks that a token is sent to its own server, but not to one that this server redirects to.
func TestTokenAndRedirect(t *testing.T) {
	gittest.Trust(t)
	bothWays(t, func(t *testing.T, r *repo, git string) {
		var sent, leaked atomic.Bool
		remote := r.newRemote()
		remote.git("config", "http.receivepack", "true")
		backend := &cgi.Handler{Path: r.options().Git, Args: []string{"http-backend"}, Env: append(gittest.Environ(), "GIT_HTTP_EXPORT_ALL=1", "GIT_PROJECT_ROOT="+filepath.Dir(remote.Dir))}
		away := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
			if request.Header.Get("Authorization") != "" {
				leaked.Store(true)
			}
			backend.ServeHTTP(w, request)
		}))
		t.Cleanup(away.Close)
		home := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
			if request.Header.Get("Authorization") != "" {
				sent.Store(true)
			}
			http.Redirect(w, request, away.URL+request.URL.String(), http.StatusFound)
		}))
		t.Cleanup(home.Close)
		r.git("remote", "set-url", "origin", home.URL+"/remote.git")
		r.git("config", "http.sslVerify", "false")
		opts := r.options()
		opts.Git, opts.Push, opts.Token = git, true, func(string) string { return "secret" }
		_, err := Branch(t.Context(), opts, tree("index.html", "one")) // may fail or follow the redirect
		if !sent.Load() {
			t.Error("the remote's server got no token")
		}
		if leaked.Load() {
			t.Errorf("another server got the token; %v", err)
		}
		if git != "" {
			if got, want := r.hintFor(opts, tree("index.html", "one")), "if the repository has moved, set its new address: git remote set-url origin URL"; got != want {
				t.Errorf("the hint is %q, want %q", got, want)
			}
		}
	})
}
