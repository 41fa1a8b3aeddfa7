package publish

import (
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// hook installs a hook with the given script.
func (r *repo) hook(name, script string) {
	r.T.Helper()
	r.folder("hooks")
	if err := os.WriteFile(filepath.Join(r.Dir, "hooks", name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		r.T.Fatal(err)
	}
}

// serveHTTP serves a remote over http, through a handler, for anybody to fetch and push. It returns the URL.
func (r *repo) serveHTTP(through func(http.Handler) http.Handler) (url string) {
	r.T.Helper()
	r.git("config", "http.receivepack", "true")
	backend := &cgi.Handler{Path: r.options().Git, Args: []string{"http-backend"}, Env: append(gittest.Environ(), "GIT_HTTP_EXPORT_ALL=1", "GIT_PROJECT_ROOT="+filepath.Dir(r.Dir))}
	server := httptest.NewServer(through(backend))
	r.T.Cleanup(server.Close)
	return server.URL + "/remote.git"
}

// TestAnswerLost checks that a push succeeds if the remote accepted it but its answer was lost. The local branch
// follows, and nothing is pushed twice.
func TestAnswerLost(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		var pushes atomic.Int32
		url := remote.serveHTTP(func(backend http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
				if request.Method == http.MethodPost && strings.HasSuffix(request.URL.Path, "/git-receive-pack") && remote.tip("gh-pages") == "" {
					pushes.Add(1)
					backend.ServeHTTP(httptest.NewRecorder(), request)
					http.Error(w, "the gateway has lost the answer", http.StatusBadGateway)
					return
				}
				backend.ServeHTTP(w, request)
			})
		})
		r.git("remote", "set-url", "origin", url)
		opts := r.options()
		opts.Push, opts.Git = true, git
		result := r.publish(opts, tree("index.html", "one"))
		if !result.Pushed || remote.tip("gh-pages") != result.Commit || r.tip("refs/heads/gh-pages") != result.Commit || pushes.Load() != 1 {
			t.Errorf("%+v after %d pushes; the remote's branch is at %q and the local one at %q", result, pushes.Load(), remote.tip("gh-pages"), r.tip("refs/heads/gh-pages"))
		}
		remote.checkSound()
	})
}

// TestRemoteGone checks the error of a push if the remote is gone afterwards, so that nobody knows whether the push
// arrived. The local branch stays.
func TestRemoteGone(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		var gone atomic.Bool
		url := remote.serveHTTP(func(backend http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
				if request.Method == http.MethodPost && strings.HasSuffix(request.URL.Path, "/git-receive-pack") {
					gone.Store(true)
				}
				if gone.Load() {
					http.Error(w, "gone", http.StatusBadGateway)
					return
				}
				backend.ServeHTTP(w, request)
			})
		})
		r.git("remote", "set-url", "origin", url)
		opts := r.options()
		opts.Push, opts.Git = true, git
		r.wantError(opts, tree("index.html", "one"), `remote "origin": `)
		if remote.tip("gh-pages") != "" {
			t.Error("the remote has the branch")
		}
	})
}

// TestGivesUp checks that publishing gives up after losing the race four times. The commits of the others and the local
// branch stay.
func TestGivesUp(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		opts := r.options()
		opts.Push, opts.Git = true, git
		r.publish(opts, tree("index.html", "zero"))
		remote.hook("pre-receive", `unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
tip=$(git rev-parse refs/heads/gh-pages)
git update-ref refs/heads/gh-pages $(echo rival | git commit-tree -p $tip "$tip^{tree}")
`)
		r.wantError(opts, tree("index.html", "one"), "somebody else is publishing to it at the same time")
		if got := remote.git("log", "--format=%s", "gh-pages"); got != "rival\nrival\nrival\nrival\nPublish" {
			t.Errorf("the remote's branch is\n%s\nwant four commits of the rival, and nothing lost", got)
		}
		remote.hook("pre-receive", "")
		result := r.publish(opts, tree("index.html", "one"))
		if remote.tip("gh-pages") != result.Commit || remote.git("rev-list", "--count", "gh-pages") != "6" {
			t.Errorf("without a rival: %+v", result)
		}
		r.checkSound()
		remote.checkSound()
	})
}

// TestRefusalMessage checks that the error is one line with at most six lines of the remote's messages, without
// prefixes and hints, and with the status of the ref.
func TestRefusalMessage(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	remote := r.newRemote()
	remote.hook("pre-receive", "echo once >>attempts\nfor i in 1 2 3; do echo \"line $i\"; echo; done >&2\necho 'hint: look' >&2\necho 'error: line 4' >&2\nfor i in 5 6 7 8; do echo \"line $i\"; done >&2\nexit 1\n")
	opts := r.options()
	opts.Push = true
	_, err := Branch(t.Context(), opts, tree("index.html", "x"))
	want := `publish to branch "gh-pages": remote "origin": git push: line 1; line 2; line 3; error: line 4; line 5; line 6; [remote rejected] (pre-receive hook declined)`
	if err == nil || err.Error() != want {
		t.Errorf("a refusal reads\n%v, want\n%s", err, want)
	}
	if b, err := os.ReadFile(filepath.Join(remote.Dir, "attempts")); err != nil || string(b) != "once\n" {
		t.Errorf("a refused commit is pushed %d times, want once", strings.Count(string(b), "once"))
	}
	if got, want := gittest.Hint(err), "allow the push in the remote's rules for protected branches, or publish to another branch with --branch"; got != want {
		t.Errorf("the hint is %q, want %q", got, want)
	}
}

// TestOtherRefs checks that a remote's other refs are neither mistaken for the branch nor fetched, and that local hooks
// do not run.
func TestOtherRefs(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		remote.git("update-ref", "refs/heads/a/refs/heads/gh-pages", "main")
		remote.git("update-ref", "refs/tags/gh-pages", "main")
		if err := os.MkdirAll(filepath.Join(r.Dir, ".git/hooks"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(r.Dir, ".git/hooks/pre-push"), []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		opts := r.options()
		opts.Push, opts.Git = true, git
		first := r.publish(opts, tree("index.html", "one"))
		if first.Previous != "" || !first.Pushed || remote.tip("refs/heads/gh-pages") != first.Commit {
			t.Errorf("with other refs whose names end in the same way: %+v", first)
		}
		theirs := remote.commits("gh-pages", "CNAME", "x")
		remote.git("tag", "theirs", theirs)
		second := r.publish(opts, tree("index.html", "two"))
		if second.Previous != theirs || r.tip("refs/remotes/origin/gh-pages") == "" {
			t.Errorf("on %s: %+v", theirs, second)
		}
		if got := r.git("for-each-ref", "--format=%(refname)", "refs/tags", "refs/remotes"); got != "refs/remotes/origin/gh-pages" {
			t.Errorf("the fetched refs are %q", got)
		}
		if _, err := os.Stat(filepath.Join(r.Dir, ".git/FETCH_HEAD")); err == nil {
			t.Error("FETCH_HEAD is overwritten")
		}
		r.checkSound()
	})
}

// TestShallow checks that a shallow repository stays shallow if only the tip is needed, and that a commit published
// there is joined with one pushed from elsewhere.
func TestShallow(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		opts := r.options()
		opts.Push, opts.Git = true, git
		for _, text := range []string{"1", "2", "3"} {
			r.publish(opts, tree("index.html", text))
		}
		fresh := remote.clone("--depth=1", "--single-branch", "-b", "main")
		mine := opts
		mine.Dir = fresh.Dir
		fresh.publish(mine, tree("index.html", "4"))
		if got := fresh.git("rev-list", "--count", "gh-pages"); got != "2" {
			t.Errorf("of four commits, a shallow repository has %s, want the new one and the tip before it", got)
		}
		if got := remote.git("rev-list", "--count", "gh-pages"); got != "4" {
			t.Errorf("the remote has %s commits, want 4", got)
		}
		r.publish(opts, tree("index.html", "5"))
		ahead := r.publish(opts, tree("index.html", "6")).Commit
		next := fresh.publish(mine, tree("index.html", "7"))
		if got := remote.git("log", "-1", "--format=%P", next.Commit); got != ahead {
			t.Errorf("on a local branch that is two commits behind, the parents of the next commit are %q, want only %s", got, ahead)
		}
		their := r.publish(opts, tree("index.html", "8")).Commit
		mine.Push = false
		our := fresh.publish(mine, tree("index.html", "ours")).Commit
		mine.Push = true
		joined := fresh.publish(mine, tree("index.html", "joined"))
		if got := remote.git("log", "-1", "--format=%P", joined.Commit); got != their+" "+our {
			t.Errorf("the parents of the joining commit are %q, want %s and %s", got, their, our)
		}
		fresh.checkSound()
	})
}

// TestJoinsSameSite checks that diverged branches are joined even if the remote already has the same site, and that a
// branch not made by pmsite is not joined.
func TestJoinsSameSite(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	remote := r.newRemote()
	opts := r.options()
	opts.Push = true
	base := r.publish(opts, tree("index.html", "base")).Commit
	other := remote.clone()
	theirs := other.options()
	theirs.Push = true
	their := other.publish(theirs, tree("index.html", "same")).Commit
	ours := opts
	ours.Push = false
	our := r.publish(ours, tree("index.html", "ours")).Commit
	joined := r.publish(opts, tree("index.html", "same"))
	if joined.Unchanged || !joined.Pushed || joined.Previous != their || changes(joined) != "A[] M[] D[]" {
		t.Errorf("the result of joining two histories with the same site is %+v", joined)
	}
	if got := remote.git("log", "-1", "--format=%H %P", "gh-pages"); got != joined.Commit+" "+their+" "+our {
		t.Errorf("the remote's branch is %q, want a commit on %s and %s", got, their, our)
	}
	r.git("update-ref", "refs/heads/gh-pages", base)
	behind := r.publish(opts, tree("index.html", "next"))
	if got := remote.git("log", "-1", "--format=%P", "gh-pages"); got != joined.Commit || behind.Previous != joined.Commit {
		t.Errorf("on a local branch that is behind, the parents of the next commit are %q, want only the remote's", got)
	}
	r.byHand("gh-pages", func(pages *repo) { pages.git("rm", "-q", Marker) })
	remote.commits("gh-pages", "CNAME", "x")
	r.wantError(opts, tree("index.html", "last"), "it was not made by pmsite")
}

// TestTokenWithUser pushes with a user and a token in addition to settings in the environment. The token is requested
// by host name, without the port.
func TestTokenWithUser(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	remote := r.newRemote()
	remote.git("config", "http.receivepack", "true")
	backend := &cgi.Handler{Path: r.options().Git, Args: []string{"http-backend"}, Env: append(gittest.Environ(), "GIT_HTTP_EXPORT_ALL=1", "GIT_PROJECT_ROOT="+filepath.Dir(remote.Dir))}
	server := httptest.NewTLSServer(guard(backend, "robot", "a:b"))
	defer server.Close()
	r.git("remote", "set-url", "origin", server.URL+"/remote.git")
	opts := r.options()
	opts.Push = true
	opts.Env = append(opts.Env, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=http.sslVerify", "GIT_CONFIG_VALUE_0=false", "GIT_TERMINAL_PROMPT=0")
	opts.Token = func(host string) string {
		if host != "127.0.0.1" {
			t.Errorf("a token for %q is requested", host)
		}
		return "robot:a:b"
	}
	if result := r.publish(opts, tree("index.html", "one")); !result.Pushed || remote.tip("gh-pages") != result.Commit {
		t.Errorf("with a user and a token: %+v", result)
	}
	opts.Token = func(string) string { return "" }
	r.wantError(opts, tree("index.html", "two"), "could not read Username")
}

// TestLocalRace publishes while another process publishes in the same repository, and checks that another process's
// lock stays.
func TestLocalRace(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		r := newRepo(t, "--object-format="+format)
		opts := r.options()
		opts.Jobs = 1
		r.publish(opts, tree("index.html", "zero"))
		var theirs string
		ours := r.publish(opts, &hooked{FS: tree("index.html", "ours"), at: 3, call: func() {
			theirs = r.publish(opts, tree("index.html", "theirs")).Commit
		}})
		if ours.Previous != theirs || changes(ours) != "A[] M[index.html] D[]" || r.tip("gh-pages~1") != theirs || r.git("rev-list", "--count", "gh-pages") != "3" {
			t.Errorf("%s: %+v on %s", format, ours, theirs)
		}
		lock := ".git/refs/heads/gh-pages.lock"
		r.put(lock, "")
		r.wantError(opts, tree("index.html", "next"), "lock")
		if format == "sha1" { // for SHA-256 the message is git's
			r.wantError(opts, tree("index.html", "next"), "refs/heads/gh-pages is locked")
			if got := r.hintFor(opts, tree("index.html", "next")); !strings.HasPrefix(got, "if no other git command is running, remove ") || !strings.HasSuffix(got, `refs/heads/gh-pages.lock"`) {
				t.Errorf("the hint is %q", got)
			}
		}
		if _, err := os.Stat(filepath.Join(r.Dir, lock)); err != nil {
			t.Errorf("%s: another process's lock is gone", format)
		}
		removed := time.AfterFunc(100*time.Millisecond, func() { _ = os.Remove(filepath.Join(r.Dir, lock)) })
		if format == "sha1" { // else the lock is git's affair
			r.publish(opts, tree("index.html", "after a wait"))
		}
		if removed.Stop() {
			_ = os.Remove(filepath.Join(r.Dir, lock))
		}
		r.checkSound()
	}
}
