package source

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// copyOf returns the folder of the only copy in a remote's CacheDir.
func copyOf(t *testing.T, r Remote) string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(r.CacheDir, "source-*"))
	if err != nil || len(dirs) != 1 {
		t.Fatalf("copies %q, %v; want one", dirs, err)
	}
	return dirs[0]
}

// TestCopyHasBranchesAndTags checks that a copy has the current branches and tags of its remote, and no others.
func TestCopyHasBranchesAndTags(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t, "--object-format="+format)
			r.Commit("first", "a.md", "one")
			dir, url := served(r)
			second := r.Commit("second", "a.md", "two")
			r.Git("push", "-q", dir, "main:topic", "main:refs/pull/1/head", "main:refs/tags/v1")
			remote := Remote{URL: url, CacheDir: filepath.Join(t.TempDir(), "made", "when needed")}
			mustRead(t, remote, "topic", "two")
			at := r.In(copyOf(t, remote))
			if info, err := os.Stat(remote.CacheDir); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("the folder of the copies has mode %v, %v; want it accessible only to its owner", info.Mode(), err)
			}
			if got := at.Git("for-each-ref", "--format=%(refname)"); got != "refs/heads/main\nrefs/heads/topic\nrefs/tags/v1\n" {
				t.Errorf("the copy has\n%swant the branches and tags", got)
			}
			r.Git("push", "-q", dir, ":topic", ":refs/tags/v1")
			mustRead(t, remote, "", "one")
			if got := at.Git("for-each-ref", "--format=%(refname)"); got != "refs/heads/main\n" {
				t.Errorf("after they are deleted from the remote, the copy has\n%swant only main", got)
			}
			r.Git("push", "-q", dir, "main")
			s, _, err := remote.Open(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			if s.Commit != second || s.Branch != "main" || s.Dir != "" {
				t.Errorf("the default branch is %q at %s in the work tree %q, want main at %s and no work tree", s.Branch, s.Commit, s.Dir, second)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestDetachedRemote checks that a remote with a detached HEAD opens at that commit.
func TestDetachedRemote(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t, "--object-format="+format)
			first := r.Commit("first", "a.md", "one")
			r.Commit("second", "a.md", "two")
			dir, url := served(r)
			(&gittest.Repo{T: t, Dir: dir}).Git("update-ref", "--no-deref", "HEAD", first)
			mustRead(t, Remote{URL: url, CacheDir: t.TempDir()}, "", "one")
		})
	}
}

// TestFetchTime checks the time returned by Open: now, or with Offline, when the copy was last fetched.
func TestFetchTime(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	_, url := served(r)
	remote := Remote{URL: url, CacheDir: t.TempDir()}
	mustRead(t, remote, "", "one")
	fetched := func(r Remote) time.Time {
		s, at, err := r.Open(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		return at
	}
	old := time.Now().Add(-48 * time.Hour).Truncate(time.Second)
	if err := os.Chtimes(filepath.Join(copyOf(t, remote), "pmsite-fetched"), old, old); err != nil {
		t.Fatal(err)
	}
	offline := remote
	offline.Offline = true
	if got := fetched(offline); !got.Equal(old) {
		t.Errorf("offline, the fetch time is %v, want %v", got, old)
	}
	if got := fetched(remote); got.Before(old.Add(24 * time.Hour)) {
		t.Errorf("after a fetch without changes, the fetch time is %v, want now", got)
	}
}

// TestCopiesSideBySide checks that several remotes can share a cache folder.
func TestCopiesSideBySide(t *testing.T) {
	t.Parallel()
	cache := t.TempDir()
	var remotes []Remote
	for _, text := range []string{"one", "two"} {
		r := gittest.New(t)
		r.Commit("first", "a.md", text)
		_, url := served(r)
		remotes = append(remotes, Remote{URL: url, CacheDir: cache})
	}
	for range 2 {
		mustRead(t, remotes[0], "", "one")
		mustRead(t, remotes[1], "", "two")
	}
	if names, _ := filepath.Glob(filepath.Join(cache, "*")); len(names) != 4 {
		t.Errorf("the cache has %q, want a folder and a lock for each remote and nothing else", names)
	}
}

// TestRemoteUnknownRef checks that the error for an unknown ref names the source and the ref, and that the copy is not
// cloned again.
func TestRemoteUnknownRef(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	_, url := served(r)
	remote := Remote{URL: url, CacheDir: t.TempDir()}
	mustRead(t, remote, "", "one")
	marker := filepath.Join(copyOf(t, remote), "marker")
	if err := os.WriteFile(marker, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err := remote.Open(t.Context(), "none")
	if err == nil || !strings.HasPrefix(err.Error(), `source "`+url+`": find commit "none"`) || gittest.Hint(err) != "list them: git branch -a; git tag" {
		t.Errorf("an unknown ref: %v, hint %q", err, gittest.Hint(err))
	}
	mustRead(t, remote, "", "one")
	if _, err := os.Stat(marker); err != nil {
		t.Errorf("a good copy was cloned again: %v", err)
	}
}

// TestFetchRunsNoHook checks that fetching runs no hooks from the user's git configuration.
func TestFetchRunsNoHook(t *testing.T) {
	hooks, ran := t.TempDir(), filepath.Join(t.TempDir(), "ran")
	for _, name := range []string{"reference-transaction", "post-checkout", "pre-auto-gc"} {
		if err := os.WriteFile(filepath.Join(hooks, name), []byte("#!/bin/sh\necho "+name+" >> '"+ran+"'\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, format := range []string{"sha1", "sha256"} { // read by go-git, and by git
		r := gittest.New(t, "--object-format="+format)
		r.Commit("first", "a.md", "one")
		_, url := served(r)
		config := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(config, []byte("[core]\n\thooksPath = "+hooks+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("GIT_CONFIG_GLOBAL", config)
		remote := Remote{URL: url, CacheDir: t.TempDir()}
		mustRead(t, remote, "", "one")
		mustRead(t, remote, "", "one")
		if names, err := os.ReadFile(ran); err == nil {
			t.Errorf("%s: fetching ran the hooks %q", format, names)
		}
	}
}

// TestCopyMissingOldCommit checks that a copy is cloned again if it lacks the requested commit, and that this is an
// error offline.
func TestCopyMissingOldCommit(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	first := r.Commit("first", "a.md", "one")
	r.Commit("second", "a.md", "two")
	_, url := served(r)
	remote := Remote{URL: url, CacheDir: t.TempDir()}
	offline := remote
	offline.Offline = true
	mustRead(t, remote, first, "one")
	at := r.In(copyOf(t, remote))
	packs, err := filepath.Glob(filepath.Join(at.Dir, "objects", "pack", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range packs {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(name) != ".pack" {
			continue
		}
		if _, err := at.Try(string(data), "unpack-objects", "-q"); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(at.Dir, "objects", first[:2], first[2:])); err != nil {
		t.Fatal(err)
	}
	mustRead(t, offline, "", "two")
	if _, err := reads(t, offline, first, "a.md"); !errors.Is(err, git.ErrMissing) {
		t.Errorf("offline, a commit missing from the copy: %v", err)
	}
	mustRead(t, remote, first, "one")
	mustRead(t, offline, first, "one")
}
