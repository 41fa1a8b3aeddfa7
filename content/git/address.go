package git

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// An Address leads to a repository elsewhere, by https, ssh or as file:///path.
type Address struct {
	raw   string
	shown string // without what might be a secret
}

// scpForm is git's short form of an ssh address, user@host:path; a single letter before the colon is a drive.
var scpForm = lazyregexp.New(`^[^/\\:]{2,}:[^\\]`)

// IsAddress tells the address of a repository from a path on disk.
func IsAddress(s string) bool { return strings.Contains(s, "://") || scpForm().MatchString(s) }

// ParseAddress lets through what names a repository, and nothing that git would take as an option or a program.
func ParseAddress(s string) (Address, error) {
	u, err := url.Parse(s)
	if !strings.Contains(s, "://") {
		if strings.HasPrefix(s, "-") || strings.Contains(s, "::") || strings.Contains(s, "@-") || strings.Contains(s, ":-") {
			return Address{}, fmt.Errorf("%q is no address of a repository", s)
		}
		return Address{raw: s, shown: s}, nil
	}
	if err != nil {
		return Address{}, errors.New("an address of a source cannot be read") // its words hold the address
	}
	if _, secret := u.User.Password(); secret {
		u.User = nil
		return Address{}, Hint(fmt.Errorf("the address of %s holds a password", u), "take it out; a token may be given in PMSITE_TOKEN")
	}
	a := Address{raw: s}
	switch u.Scheme {
	case "https":
		u.User = nil // some hosts take a token there
	case "ssh", "file":
	default:
		return Address{}, Hint(fmt.Errorf("a source cannot be reached by %s", u.Scheme), "use an https, ssh or file address, or a path")
	}
	local := u.Scheme == "file"
	switch {
	case !strings.HasPrefix(s, u.Scheme+"://"), u.Path == "", local != (u.Host == ""), !local && u.Hostname() == "",
		strings.HasPrefix(u.Hostname(), "-"), strings.HasPrefix(u.User.Username(), "-"):
		return Address{}, fmt.Errorf("%q is no address of a repository", u)
	}
	a.shown = u.String()
	return a, nil
}

// String returns the address without what might be a secret.
func (a Address) String() string { return a.shown }

// conceal takes an address out of what others say of it.
func (a Address) conceal(said string) string { return strings.ReplaceAll(said, a.raw, a.shown) }
