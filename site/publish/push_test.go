package publish

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// stepping is an upstream that calls a function at the given step.
type stepping struct {
	upstream
	step string
	call func()
}

func (s *stepping) at(step string) {
	if s.step == step {
		s.call()
	}
}

func (s *stepping) Tip(ctx context.Context) (git.OID, error) {
	s.at("tip")
	return s.upstream.Tip(ctx)
}

func (s *stepping) Fetch(ctx context.Context, shallow bool) error {
	s.at("fetch")
	return s.upstream.Fetch(ctx, shallow)
}

func (s *stepping) Push(ctx context.Context, commit git.OID) error {
	s.at("push")
	err := s.upstream.Push(ctx, commit)
	s.at("pushed")
	return err
}

// bothWays runs a test with the git program and with go-git alone.
func bothWays(t *testing.T, test func(t *testing.T, r *repo, git string)) {
	t.Run("git", func(t *testing.T) { test(t, newRepo(t), repoAt(t, "").options().Git) })
	t.Run("go-git", func(t *testing.T) { test(t, newRepo(t), "") })
}

// everyWay runs a test both ways and, with git, in a SHA-256 repository, which go-git cannot read.
func everyWay(t *testing.T, test func(t *testing.T, r *repo, git string)) {
	bothWays(t, test)
	t.Run("SHA-256", func(t *testing.T) { test(t, newRepo(t, "--object-format=sha256"), repoAt(t, "").options().Git) })
}

// TestPush pushes a new branch, a second commit, a commit that was published without pushing, and an unchanged site.
func TestPush(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		opts := r.options()
		opts.Push, opts.Git = true, git
		for i, text := range []string{"one", "two"} {
			result := r.publish(opts, tree("index.html", text))
			if !result.Pushed || remote.tip("gh-pages") != result.Commit || r.tip("gh-pages") != result.Commit ||
				remote.git("rev-list", "--count", "gh-pages") != fmt.Sprint(i+1) {
				t.Errorf("%+v", result)
			}
		}
		later := opts
		later.Push = false
		r.publish(later, tree("index.html", "three"))
		result := r.publish(opts, tree("index.html", "three"))
		if !result.Pushed || !result.Unchanged || remote.tip("gh-pages") != result.Commit {
			t.Errorf("%+v", result)
		}
		result = r.publish(opts, tree("index.html", "three"))
		if result.Pushed || !result.Unchanged || remote.tip("gh-pages") != result.Commit {
			t.Errorf("%+v", result)
		}
		r.checkSound()
		remote.checkSound()
		site := tree("index.html", "three")
		sameFiles(t, remote.site("gh-pages"), site)
	})
}

// TestStartsFromRemote checks that the next commit is made on the remote's branch if the local one is missing or
// behind.
func TestStartsFromRemote(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		opts := r.options()
		opts.Push, opts.Git = true, git
		first := r.publish(opts, tree("index.html", "one", "old", "x")).Commit
		for i, clone := range []*repo{remote.clone(), remote.clone("--depth=1", "--no-single-branch"), remote.clone("--depth=1", "--single-branch")} {
			theirs := clone.options()
			theirs.Push, theirs.Git = true, git
			result := clone.publish(theirs, tree("index.html", fmt.Sprint("from clone ", i)))
			if remote.tip("gh-pages") != result.Commit || remote.tip("gh-pages~1") != result.Previous || len(result.Added) > 0 {
				t.Errorf("clone %d: %+v", i, result)
			}
			clone.checkSound()
		}
		behind := r.publish(opts, tree("index.html", "ours again"))
		if remote.git("rev-list", "--count", first+".."+behind.Commit) != "4" || r.tip("gh-pages") != behind.Commit {
			t.Errorf("%+v", behind)
		}
		// Without a push, it starts from what was last fetched.
		clone := remote.clone()
		result := clone.publish(clone.options(), tree("index.html", "local"))
		if result.Previous != behind.Commit || remote.tip("gh-pages") != behind.Commit || clone.tip("gh-pages") != result.Commit {
			t.Errorf("%+v", result)
		}
		remote.checkSound()
	})
}

// TestCatchesUp checks that the local branch follows a commit that is already at the remote, as after a run that was
// killed between the push and the local update.
func TestCatchesUp(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		opts := r.options()
		opts.Push, opts.Git = true, git
		r.publish(opts, tree("index.html", "one"))
		other := remote.clone()
		theirs := other.options()
		theirs.Push = true
		their := other.publish(theirs, tree("index.html", "two")).Commit
		if got := r.publish(opts, tree("index.html", "two")); !got.Unchanged || got.Pushed || r.tip("gh-pages") != their {
			t.Errorf("%+v, the branch is at %s, want %s", got, r.tip("gh-pages"), their)
		}
		fresh := remote.clone()
		theirs.Dir = fresh.Dir
		if got := fresh.publish(theirs, tree("index.html", "two")); !got.Unchanged || fresh.tip("refs/heads/gh-pages") != "" {
			t.Errorf("%+v, and the branch is at %s", got, fresh.tip("gh-pages"))
		}
		r.checkSound()
	})
}

// TestLostRace publishes while somebody else pushes to the same branch.
func TestLostRace(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		opts := r.options()
		opts.Push, opts.Git, opts.Jobs = true, git, 1
		r.publish(opts, tree("index.html", "zero"))
		n, theirs := 0, ""
		rival := func() {
			n++
			theirs = remote.commits("gh-pages", "CNAME", fmt.Sprint(n))
		}
		result := r.publish(opts, &hooked{FS: tree("index.html", "one"), at: 3, call: rival})
		if remote.tip("gh-pages") != result.Commit || remote.tip("gh-pages~1") != theirs {
			t.Errorf("%+v", result)
		}
		if got := r.files("gh-pages"); got != "100644:.pmsite 100644:CNAME 100644:index.html" {
			t.Error(got)
		}

		r.checkSound()
		remote.checkSound()
	})
}

// TestDiverged joins, without the git program, a commit that was published without a push and one pushed from a clone.
func TestDiverged(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	remote := r.newRemote()
	opts := r.options()
	opts.Push, opts.Git = true, ""
	r.publish(opts, tree("index.html", "base"))
	other := remote.clone()
	theirs := other.options()
	theirs.Push = true
	their := other.publish(theirs, tree("index.html", "theirs")).Commit
	opts.Push = false
	our := r.publish(opts, tree("index.html", "ours")).Commit
	opts.Push = true
	joined := r.publish(opts, tree("index.html", "joined"))
	if got := remote.git("log", "-1", "--format=%H %P", "gh-pages"); got != joined.Commit+" "+their+" "+our {
		t.Error(got)
	}
	r.checkSound()
	remote.checkSound()
}

// TestPushRefused checks that the error contains the remote's message, and that the local branch stays.
func TestPushRefused(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, r *repo, git string) {
		remote := r.newRemote()
		hook := "#!/bin/sh\necho 'the branch is protected' >&2\nexit 1\n"
		if err := os.Mkdir(remote.Dir+"/hooks", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(remote.Dir+"/hooks/pre-receive", []byte(hook), 0o755); err != nil {
			t.Fatal(err)
		}
		opts := r.options()
		opts.Push, opts.Git = true, git
		r.wantError(opts, tree("index.html", "x"), "pre-receive hook declined")
		if got := r.hintFor(opts, tree("index.html", "x")); !strings.HasSuffix(got, "or publish to another branch with --branch") {
			t.Error(got)
		}
		if git != "" {
			r.wantError(opts, tree("index.html", "x"), "the branch is protected")
		}
		r.git("remote", "set-url", "origin", remote.Dir+"-gone")
		r.wantError(opts, tree("index.html", "x"), `remote "origin": `)
		_, err := Branch(t.Context(), opts, tree("index.html", "x"))
		if got := gittest.Hint(err); !strings.HasPrefix(got, "check the remote: git ls-remote origin") {
			t.Error(got)
		}
		r.checkSound()
		// For a foreign branch at the remote, the hint deletes it there, not locally.
		r.git("remote", "set-url", "origin", remote.Dir)
		remote.git("branch", "gh-pages", "main")
		r.wantError(opts, tree("index.html", "x"), "not made by pmsite")
		_, err = Branch(t.Context(), opts, tree("index.html", "x"))
		if got := gittest.Hint(err); !strings.HasSuffix(got, "git push origin --delete gh-pages") {
			t.Error(got)
		}
	})
}
