package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
	"golang.org/x/sync/errgroup"
)

// served returns the folder of a bare clone of r, and its address.
func served(r *gittest.Repo) (dir, address string) {
	dir = filepath.Join(r.T.TempDir(), "team repo.git")
	r.Git("clone", "-q", "--bare", r.Dir, dir)
	return dir, "file://" + strings.ReplaceAll(filepath.ToSlash(dir), " ", "%20")
}

// reads opens a remote and returns the content of a file.
func reads(t *testing.T, r Remote, ref, name string) (string, error) {
	t.Helper()
	s, fetched, err := r.Open(t.Context(), ref)
	if err != nil {
		return "", err
	}
	defer s.Close()
	if fetched.IsZero() {
		t.Error("no fetch time")
	}
	data, err := fs.ReadFile(s.FS, name)
	return string(data), err
}

func mustRead(t *testing.T, r Remote, ref, want string) {
	t.Helper()
	if got, err := reads(t, r, ref, "a.md"); err != nil || got != want {
		t.Errorf("%q: %q, %v; want %q", ref, got, err, want)
	}
}

// TestRemote checks a repository whose branches move, even backwards, and whose default branch changes.
func TestRemote(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t, "--object-format="+format)
			first := r.Commit("first", "a.md", "one")
			r.Git("tag", "v1")
			dir, url := served(r)
			remote := Remote{URL: url, CacheDir: filepath.Join(t.TempDir(), "not there yet")}
			mustRead(t, remote, "", "one")
			r.Commit("second", "a.md", "two")
			r.Git("push", "-q", dir, "main", "main:other")
			mustRead(t, remote, "", "two")
			for _, ref := range []string{"v1", first, "main~1"} {
				mustRead(t, remote, ref, "one")
			}
			r.Git("push", "-q", "-f", dir, first+":main")
			mustRead(t, remote, "main", "one")
			(&gittest.Repo{T: t, Dir: dir}).Git("symbolic-ref", "HEAD", "refs/heads/other")
			mustRead(t, remote, "", "two")
			r.Git("push", "-q", dir, ":refs/tags/v1")
			if _, err := reads(t, remote, "v1", "a.md"); err == nil || !strings.Contains(err.Error(), `find commit "v1"`) {
				t.Errorf("a deleted tag: %v", err)
			}
		})
	}
}

// TestOffline checks that the last good copy is used with Offline, and only then.
func TestOffline(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, url := served(r)
	remote := Remote{URL: url, CacheDir: t.TempDir()}
	offline := remote
	offline.Offline = true
	if _, err := reads(t, offline, "", "a.md"); !errors.Is(err, ErrNoCopy) || gittest.Hint(err) != "run it once without --offline" {
		t.Errorf("%v", err)
	}
	mustRead(t, remote, "", "one")
	if err := os.Rename(dir, dir+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := reads(t, remote, "", "a.md"); err == nil || !strings.Contains(gittest.Hint(err), "--offline") {
		t.Errorf("%v, hint %q", err, gittest.Hint(err))
	}
	mustRead(t, offline, "", "one")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := remote.Open(ended, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	mustRead(t, offline, "", "one")
	if left, _ := filepath.Glob(filepath.Join(remote.CacheDir, "*")); len(left) != 2 { // the copy and its lock
		t.Errorf("left behind: %q", left)
	}
}

// TestDamagedCopy checks that a copy that is damaged in any way is cloned again.
func TestDamagedCopy(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	_, url := served(r)
	for name, damage := range map[string]func(dir string) error{
		"no objects":   func(dir string) error { return os.RemoveAll(filepath.Join(dir, "objects", "pack")) },
		"no HEAD":      func(dir string) error { return os.Remove(filepath.Join(dir, "HEAD")) },
		"interrupted":  func(dir string) error { return os.Remove(filepath.Join(dir, "pmsite-fetched")) },
		"wrong config": func(dir string) error { return os.WriteFile(filepath.Join(dir, "config"), []byte("[core"), 0o600) },
		"a truncated pack": func(dir string) error {
			packs, err := filepath.Glob(filepath.Join(dir, "objects", "pack", "*.pack"))
			for _, pack := range packs {
				err = errors.Join(err, os.Chmod(pack, 0o600), os.Truncate(pack, 20))
			}
			return err
		},
		"a byte of a pack flipped":   func(dir string) error { return flip(filepath.Join(dir, "objects", "pack", "*.pack")) },
		"a byte of an index flipped": func(dir string) error { return flip(filepath.Join(dir, "objects", "pack", "*.idx")) },
		"a file instead":             func(dir string) error { return errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)) },
	} {
		remote := Remote{URL: url, CacheDir: t.TempDir()}
		mustRead(t, remote, "", "one")
		dirs, err := filepath.Glob(filepath.Join(remote.CacheDir, "source-*"))
		if err != nil || len(dirs) != 1 {
			t.Fatal(dirs, err)
		}
		if err := damage(dirs[0]); err != nil {
			t.Fatal(err)
		}
		offline := remote
		offline.Offline = true
		if _, err := reads(t, offline, "", "a.md"); !errors.Is(err, ErrNoCopy) {
			t.Errorf("%s, offline: %v", name, err)
		}
		mustRead(t, remote, "", "one")
		mustRead(t, offline, "", "one")
	}
}

// flip flips a bit in the middle of each file that matches.
func flip(glob string) error {
	names, err := filepath.Glob(glob)
	if len(names) == 0 {
		return fmt.Errorf("no %s: %w", glob, err)
	}
	for _, name := range names {
		data, readErr := os.ReadFile(name)
		if readErr == nil {
			data[len(data)/2] ^= 1
		}
		err = errors.Join(err, readErr, os.Chmod(name, 0o600), os.WriteFile(name, data, 0o600))
	}
	return err
}

// TestRemoteRefusesAddress checks that no connection is made to a refused address, and that the error reveals no
// secret.
func TestRemoteRefusesAddress(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"ext::sh -c touch% /tmp/x", "-uxxx@h:p", "git://h/x", "https://u:s3cret@h/x"} {
		_, _, err := Remote{URL: bad, CacheDir: t.TempDir()}.Open(t.Context(), "")
		if err == nil || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "git ls-remote") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// TestCopyByManyAtOnce checks that several processes can clone and fetch one copy at the same time.
func TestCopyByManyAtOnce(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, url := served(r)
	cache := t.TempDir()
	for _, text := range []string{"one", "two", "three"} {
		if text != "one" {
			r.Commit(text, "a.md", text)
			r.Git("push", "-q", dir, "main")
		}
		var all errgroup.Group
		for range 6 {
			all.Go(func() error {
				got, err := reads(t, Remote{URL: url, CacheDir: cache}, "", "a.md")
				if err == nil && got != text {
					err = fmt.Errorf("%q, want %q", got, text)
				}
				return err
			})
		}
		if err := all.Wait(); err != nil {
			t.Error(err)
		}
	}
}

// TestKilledFetch checks that locks and unfinished files that a killed fetch has left are removed, and the copy is
// fetched all the same.
func TestKilledFetch(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("first", "a.md", "one")
	dir, url := served(r)
	remote := Remote{URL: url, CacheDir: t.TempDir()}
	mustRead(t, remote, "", "one")
	copied := copyOf(t, remote)
	left := []string{"refs/heads/main.lock", "packed-refs.lock", "HEAD.lock", "config.lock", "objects/pack/tmp_pack_x1", "objects/tmp_objdir-incoming-x/y"}
	for _, name := range left {
		name = filepath.Join(copied, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	unfinished := copied + "-1.tmp"
	if err := os.Mkdir(unfinished, 0o700); err != nil {
		t.Fatal(err)
	}
	r.Commit("second", "a.md", "two")
	r.Git("push", "-q", dir, "main")
	mustRead(t, remote, "", "two")
	for _, name := range append(left, "../"+filepath.Base(unfinished)) {
		if _, err := os.Stat(filepath.Join(copied, name)); err == nil {
			t.Errorf("%s is left", name)
		}
	}
}
