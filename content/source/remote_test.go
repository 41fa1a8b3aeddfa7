package source

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// served is a bare clone of r, and its address.
func served(r *repo) (dir, address string) {
	dir = filepath.Join(r.t.TempDir(), "team repo.git")
	r.git("clone", "-q", "--bare", r.dir, dir)
	return dir, "file://" + strings.ReplaceAll(filepath.ToSlash(dir), " ", "%20")
}

// reads opens a remote and returns a file of it, or the error.
func reads(t *testing.T, r Remote, ref, name string) (string, error) {
	t.Helper()
	s, fetched, err := r.Open(t.Context(), ref)
	if err != nil {
		return "", err
	}
	defer s.Close()
	if fetched.IsZero() {
		t.Error("no time of the fetch")
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

// TestRemote follows a repository whose branches move, also backwards, and whose default branch changes.
func TestRemote(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t, "--object-format="+format)
			first := r.commit("first", "a.md", "one")
			r.git("tag", "v1")
			dir, url := served(r)
			remote := Remote{URL: url, CacheDir: filepath.Join(t.TempDir(), "not there yet")}
			mustRead(t, remote, "", "one")
			r.commit("second", "a.md", "two")
			r.git("push", "-q", dir, "main", "main:other")
			mustRead(t, remote, "", "two")
			for _, ref := range []string{"v1", first, "main~1"} {
				mustRead(t, remote, ref, "one")
			}
			r.git("push", "-q", "-f", dir, first+":main")
			mustRead(t, remote, "main", "one")
			(&repo{t: t, dir: dir}).git("symbolic-ref", "HEAD", "refs/heads/other")
			mustRead(t, remote, "", "two")
			r.git("push", "-q", dir, ":refs/tags/v1")
			if _, err := reads(t, remote, "v1", "a.md"); err == nil || !strings.Contains(err.Error(), `find commit "v1"`) {
				t.Errorf("a tag that is gone: %v", err)
			}
		})
	}
}

// TestOffline takes the last good copy when asked to, and only then.
func TestOffline(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("first", "a.md", "one")
	dir, url := served(r)
	remote := Remote{URL: url, CacheDir: t.TempDir()}
	offline := remote
	offline.Offline = true
	if _, err := reads(t, offline, "", "a.md"); !errors.Is(err, ErrNoCopy) || hintOf(err) != "run it once without --offline" {
		t.Errorf("%v", err)
	}
	mustRead(t, remote, "", "one")
	if err := os.Rename(dir, dir+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := reads(t, remote, "", "a.md"); err == nil || !strings.Contains(hintOf(err), "--offline") {
		t.Errorf("%v, hint %q", err, hintOf(err))
	}
	mustRead(t, offline, "", "one")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := remote.Open(ended, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	mustRead(t, offline, "", "one")
	if left, _ := filepath.Glob(filepath.Join(remote.CacheDir, "*")); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
}

// TestDamagedCopy makes a copy again, whatever is wrong with it.
func TestDamagedCopy(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("first", "a.md", "one")
	_, url := served(r)
	for name, damage := range map[string]func(dir string) error{
		"no objects":   func(dir string) error { return os.RemoveAll(filepath.Join(dir, "objects", "pack")) },
		"no HEAD":      func(dir string) error { return os.Remove(filepath.Join(dir, "HEAD")) },
		"never ended":  func(dir string) error { return os.Remove(filepath.Join(dir, fetchedName)) },
		"wrong config": func(dir string) error { return os.WriteFile(filepath.Join(dir, "config"), []byte("[core"), 0o600) },
		"a cut pack": func(dir string) error {
			packs, err := filepath.Glob(filepath.Join(dir, "objects", "pack", "*.pack"))
			for _, pack := range packs {
				err = errors.Join(err, os.Chmod(pack, 0o600), os.Truncate(pack, 20))
			}
			return err
		},
		"a file instead": func(dir string) error { return errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)) },
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

// TestAddresses refuses what would run a program or be taken for an option, and prints no secret.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"ext::sh -c touch% /tmp/x", "-uxxx@h:p", "ssh://-oProxyCommand=x/y", "ssh://-x@h/y", "x@-oProxyCommand=y:z", "git@h:-x", "fd::3", "git://h/x",
		"http://h/x", "file://host/x", "https:///x", "https://h", "https://u:geheim@h/x", "https://u:geheim@h:port/x", "ext://x/y",
	} {
		_, _, err := Remote{URL: bad, CacheDir: t.TempDir()}.Open(t.Context(), "")
		if !IsAddress(bad) || err == nil || strings.Contains(err.Error(), "geheim") || strings.Contains(err.Error(), "git ls-remote") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	for _, path := range []string{"../x", "/a/b:c", "./a:b", `C:\x`, "C:/x", "x"} {
		if IsAddress(path) {
			t.Errorf("%s is a path", path)
		}
	}
	a, err := parseAddress("https://token@h.example.org:8443/x")
	if err != nil || a.conceal("cannot read "+a.raw) != "cannot read https://h.example.org:8443/x" || a.host != "h.example.org" {
		t.Errorf("%+v, %v", a, err)
	}
	r := Remote{Token: func(host string) string { return "t0k" + host }}
	if got := strings.Join(r.settings(a), " "); !strings.Contains(got, "http.https://h.example.org:8443/.extraHeader") {
		t.Error(got)
	}
	if a, err = parseAddress("git@h.example.org:x.git"); err != nil || strings.Contains(strings.Join(r.settings(a), " "), "extraHeader") {
		t.Errorf("a token for ssh: %+v, %v", a, err)
	}
}

// FuzzAddress lets nothing through that git could take for an option or a helper, or that shows a password.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"https://u:p@h/x", "ssh://-o@h/x", "git@h:x", "ext::sh", "file:///a%20b", "https://u@h:1/x.git", "-h:x", "ssh://[::1]/x", "file:/://", "https://:/@"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !IsAddress(s) {
			return
		}
		a, err := parseAddress(s)
		if err != nil {
			return
		}
		scheme, rest, long := strings.Cut(a.raw, "://")
		if a.raw != s || strings.HasPrefix(s, "-") || long && (scheme == "ext" || strings.HasPrefix(rest, "-")) || !long && strings.Contains(s, "::") {
			t.Errorf("%q is let through", s)
		}
		if !long {
			return
		}
		u, err := url.Parse(a.shown)
		if err != nil || (u.Hostname() == "") != (scheme == "file") || strings.HasPrefix(u.Hostname(), "-") {
			t.Fatalf("%q is shown as %q: %v", s, a.shown, err)
		}
		if _, secret := u.User.Password(); secret {
			t.Errorf("%q shows a password", a.shown)
		}
	})
}
