package git

import (
	"net/url"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestIsAddress checks which strings are addresses and which are paths.
func TestIsAddress(t *testing.T) {
	t.Parallel()
	for s, address := range map[string]bool{
		"https://h/x": true, "ssh://h/x": true, "file:///x": true, "git@h:x": true, "host:x.git": true, "ab:x": true, "h.example.org:a/b": true,
		"x": false, "../x": false, "/a/b:c": false, "./a:b": false, `C:\x`: false, "C:/x": false, "c:x": false, `ab:\x`: false, "": false, ":x": false,
	} {
		if IsAddress(s) != address {
			t.Errorf("IsAddress(%q) = %v, want %v", s, !address, address)
		}
	}
}

// TestRefusedAddresses checks the error and the hint for each bad address. Neither may contain a secret.
func TestRefusedAddresses(t *testing.T) {
	t.Parallel()
	const (
		password = "remove it; to use a token, set PMSITE_TOKEN"
		scheme   = "use an https, ssh or file address, or a path"
	)
	for address, want := range map[string][2]string{
		"https://kim:s3cret@h.example.org/x": {"the address https://h.example.org/x contains a password", password},
		"ssh://kim:s3cret@h/x":               {"the address ssh://h/x contains a password", password},
		"https://kim:s3cret@h:port/x":        {"the address of a source is not a valid URL", ""},
		"git://h/x":                          {`the address of a source has the unsupported scheme "git"`, scheme},
		"http://h/x":                         {`the address of a source has the unsupported scheme "http"`, scheme},
		"ext://h/x":                          {`the address of a source has the unsupported scheme "ext"`, scheme},
		"HTTPS://h/x":                        {`"https://h/x" is not a repository address`, ""},
		"https://h":                          {`"https://h" is not a repository address`, ""},
		"https:///x":                         {`"https:///x" is not a repository address`, ""},
		"https://s3cret@h":                   {`"https://h" is not a repository address`, ""},
		"file://host/x":                      {`"file://host/x" is not a repository address`, ""},
		"ssh://-oProxyCommand=x/y":           {`"ssh://-oProxyCommand=x/y" is not a repository address`, ""},
		"ssh://-x@h/y":                       {`"ssh://-x@h/y" is not a repository address`, ""},
		"ssh://:22/y":                        {`"ssh://:22/y" is not a repository address`, ""},
		"-uxxx@h:p":                          {`"-uxxx@h:p" is not a repository address`, ""},
		"x@-oProxyCommand=y:z":               {`"x@-oProxyCommand=y:z" is not a repository address`, ""},
		"git@h:-x":                           {`"git@h:-x" is not a repository address`, ""},
		"fd::3":                              {`"fd::3" is not a repository address`, ""},
	} {
		_, err := ParseAddress(address)
		if err == nil || err.Error() != want[0] || gittest.Hint(err) != want[1] {
			t.Errorf("the address %s: %v, hint %q; want %q, hint %q", address, err, gittest.Hint(err), want[0], want[1])
		}
	}
}

// TestShownAddresses checks that good addresses are accepted, and that https addresses are shown without a possible
// token.
func TestShownAddresses(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]Address{
		"https://h.example.org/x":             {shown: "https://h.example.org/x"},
		"https://token@h.example.org:8443/x":  {shown: "https://h.example.org:8443/x"},
		"https://h.example.org/x?private=t":   {shown: "https://h.example.org/x"},
		"https://[::1]:8443/x":                {shown: "https://[::1]:8443/x"},
		"ssh://git@h.example.org:2222/x":      {shown: "ssh://git@h.example.org:2222/x"},
		"git@h.example.org:x.git":             {shown: "git@h.example.org:x.git"},
		"file:///srv/team%20repo.git":         {shown: "file:///srv/team%20repo.git"},
		"https://h.example.org/with-dash/x-y": {shown: "https://h.example.org/with-dash/x-y"},
	} {
		want.raw = raw
		if got, err := ParseAddress(raw); err != nil || got != want {
			t.Errorf("ParseAddress(%q) = %+v, %v; want %+v", raw, got, err, want)
		}
	}
}

// TestRedact checks which parts of a message are left out.
func TestRedact(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"cannot read https://token@h/x, nor https://token@h/x/info": "cannot read https://h/x, nor https://h/x/info",
		"could not read Password for 'https://s3cret@h:8443'":       "could not read Password for 'https://h:8443'",
		"unable to access 'http://kim:s3@cret@h/x.git/': no":        "unable to access 'http://h/x.git/': no",
		`Get "https://kim:s3cret@h/x.git/info/refs?a=s3cret": no`:   `Get "https://h/x.git/info/refs": no`,
		"https://h/x.git?private_token=s3cret/info/refs fails":      "https://h/x.git fails",
		"https://h?to=kim@example.org fails":                        "https://h fails",
		"git@h.example.org: Permission denied (publickey)":          "git@h.example.org: Permission denied (publickey)",
		"is it https://h/x? kim@example.org knows":                  "is it https://h/x kim@example.org knows",
		"file:///srv/@team/x.git is missing":                        "file:///srv/@team/x.git is missing",
	} {
		if got := Redact(text); got != want {
			t.Errorf("Redact(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestAddresses checks that addresses which could run a program or be taken for an option are refused, and that no
// secret is printed.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"ext::sh -c touch% /tmp/x", "-uxxx@h:p", "ssh://-oProxyCommand=x/y", "ssh://-x@h/y", "x@-oProxyCommand=y:z", "git@h:-x", "fd::3", "git://h/x",
		"http://h/x", "file://host/x", "https:///x", "https://h", "https://u:s3cret@h/x", "https://u:s3cret@h:port/x", "ext://x/y",
	} {
		_, err := ParseAddress(bad)
		if !IsAddress(bad) || err == nil || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "git ls-remote") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	for _, path := range []string{"../x", "/a/b:c", "./a:b", `C:\x`, "C:/x", "x"} {
		if IsAddress(path) {
			t.Errorf("the path %s is taken for an address", path)
		}
	}
	a, err := ParseAddress("https://token@h.example.org:8443/x")
	if err != nil {
		t.Fatal(err)
	}
	environment := func(a Address) string {
		return strings.Join(Mirror{Address: a, Token: func(host string) string { return "t0k" + host }}.program(t.Context()).Env, " ")
	}
	if got := environment(a); !strings.Contains(got, "http.https://h.example.org:8443/.extraHeader") {
		t.Error(got)
	}
	if a, err = ParseAddress("git@h.example.org:x.git"); err != nil || strings.Contains(environment(a), "extraHeader") {
		t.Errorf("git gets a token for ssh: %+v, %v", a, err)
	}
}

// FuzzAddress checks that no accepted address could be taken for an option or a helper by git, or shows a password.
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
			t.Errorf("%q is accepted", s)
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
