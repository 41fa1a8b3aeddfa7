package git

import (
	"net/url"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestAddressesToldFromPaths tells what is fetched from what lies on disk.
func TestAddressesToldFromPaths(t *testing.T) {
	t.Parallel()
	for s, address := range map[string]bool{
		"https://h/x": true, "ssh://h/x": true, "file:///x": true, "git@h:x": true, "host:x.git": true, "ab:x": true, "h.example.org:a/b": true,
		"x": false, "../x": false, "/a/b:c": false, "./a:b": false, `C:\x`: false, "C:/x": false, "c:x": false, `ab:\x`: false, "": false, ":x": false,
	} {
		if IsAddress(s) != address {
			t.Errorf("%q is taken for an address: %v, want %v", s, !address, address)
		}
	}
}

// TestRefusedAddresses says why an address is not used, and what to do, without a word of a secret.
func TestRefusedAddresses(t *testing.T) {
	t.Parallel()
	const (
		password = "take it out; a token may be given in PMSITE_TOKEN"
		scheme   = "use an https, ssh or file address, or a path"
	)
	for address, want := range map[string][2]string{
		"https://kim:geheim@h.example.org/x": {"the address of https://h.example.org/x holds a password", password},
		"ssh://kim:geheim@h/x":               {"the address of ssh://h/x holds a password", password},
		"https://kim:geheim@h:port/x":        {"an address of a source cannot be read", ""},
		"git://h/x":                          {"a source cannot be reached by git", scheme},
		"http://h/x":                         {"a source cannot be reached by http", scheme},
		"ext://h/x":                          {"a source cannot be reached by ext", scheme},
		"HTTPS://h/x":                        {`"https://h/x" is no address of a repository`, ""},
		"https://h":                          {`"https://h" is no address of a repository`, ""},
		"https:///x":                         {`"https:///x" is no address of a repository`, ""},
		"https://geheim@h":                   {`"https://h" is no address of a repository`, ""},
		"file://host/x":                      {`"file://host/x" is no address of a repository`, ""},
		"ssh://-oProxyCommand=x/y":           {`"ssh://-oProxyCommand=x/y" is no address of a repository`, ""},
		"ssh://-x@h/y":                       {`"ssh://-x@h/y" is no address of a repository`, ""},
		"ssh://:22/y":                        {`"ssh://:22/y" is no address of a repository`, ""},
		"-uxxx@h:p":                          {`"-uxxx@h:p" is no address of a repository`, ""},
		"x@-oProxyCommand=y:z":               {`"x@-oProxyCommand=y:z" is no address of a repository`, ""},
		"git@h:-x":                           {`"git@h:-x" is no address of a repository`, ""},
		"fd::3":                              {`"fd::3" is no address of a repository`, ""},
	} {
		_, err := ParseAddress(address)
		if err == nil || err.Error() != want[0] || gittest.Hint(err) != want[1] {
			t.Errorf("the address %s: %v, hint %q; want %q, hint %q", address, err, gittest.Hint(err), want[0], want[1])
		}
	}
}

// TestShownAddresses lets good addresses through, and shows those over https without what may be a token.
func TestShownAddresses(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]Address{
		"https://h.example.org/x":             {shown: "https://h.example.org/x"},
		"https://token@h.example.org:8443/x":  {shown: "https://h.example.org:8443/x"},
		"https://[::1]:8443/x":                {shown: "https://[::1]:8443/x"},
		"ssh://git@h.example.org:2222/x":      {shown: "ssh://git@h.example.org:2222/x"},
		"git@h.example.org:x.git":             {shown: "git@h.example.org:x.git"},
		"file:///srv/team%20repo.git":         {shown: "file:///srv/team%20repo.git"},
		"https://h.example.org/with-dash/x-y": {shown: "https://h.example.org/with-dash/x-y"},
	} {
		want.raw = raw
		if got, err := ParseAddress(raw); err != nil || got != want {
			t.Errorf("the address %s is read as %+v, %v; want %+v", raw, got, err, want)
		}
	}
	a := Address{raw: "https://token@h/x", shown: "https://h/x"}
	if got := a.conceal("cannot read https://token@h/x, nor https://token@h/x/info"); got != "cannot read https://h/x, nor https://h/x/info" {
		t.Errorf("what is said of it is %q, want it without the token", got)
	}
}

// TestAddresses refuses what would run a program or be taken for an option, and prints no secret.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"ext::sh -c touch% /tmp/x", "-uxxx@h:p", "ssh://-oProxyCommand=x/y", "ssh://-x@h/y", "x@-oProxyCommand=y:z", "git@h:-x", "fd::3", "git://h/x",
		"http://h/x", "file://host/x", "https:///x", "https://h", "https://u:geheim@h/x", "https://u:geheim@h:port/x", "ext://x/y",
	} {
		_, err := ParseAddress(bad)
		if !IsAddress(bad) || err == nil || strings.Contains(err.Error(), "geheim") || strings.Contains(err.Error(), "git ls-remote") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	for _, path := range []string{"../x", "/a/b:c", "./a:b", `C:\x`, "C:/x", "x"} {
		if IsAddress(path) {
			t.Errorf("%s is a path", path)
		}
	}
	a, err := ParseAddress("https://token@h.example.org:8443/x")
	if err != nil || a.conceal("cannot read "+a.raw) != "cannot read https://h.example.org:8443/x" {
		t.Errorf("%+v, %v", a, err)
	}
	told := func(a Address) string {
		return strings.Join(Mirror{Of: a, Token: func(host string) string { return "t0k" + host }}.program().Env, " ")
	}
	if got := told(a); !strings.Contains(got, "http.https://h.example.org:8443/.extraHeader") {
		t.Error(got)
	}
	if a, err = ParseAddress("git@h.example.org:x.git"); err != nil || strings.Contains(told(a), "extraHeader") {
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
		a, err := ParseAddress(s)
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
