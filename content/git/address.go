package git

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// An Address is the URL of another repository: https, ssh (also as user@host:path) or file:///path.
type Address struct {
	raw   string
	shown string // raw without anything that might be a secret
}

// scpForm matches git's short form of an ssh address, user@host:path. A single letter before the colon is a drive.
var scpForm = lazyregexp.New(`^[^/\\:]{2,}:[^\\]`)

// IsAddress reports whether s is the address of a repository rather than a path on disk.
func IsAddress(s string) bool { return strings.Contains(s, "://") || scpForm().MatchString(s) }

// ParseAddress parses the address of a repository. It refuses passwords, unsupported schemes, and anything that git
// could take for an option or a program.
func ParseAddress(s string) (Address, error) {
	u, err := url.Parse(s)
	if !strings.Contains(s, "://") {
		if strings.HasPrefix(s, "-") || strings.Contains(s, "::") || strings.Contains(s, "@-") || strings.Contains(s, ":-") {
			return Address{}, fmt.Errorf("%q is not a repository address", s)
		}
		return Address{raw: s, shown: s}, nil
	}
	if err != nil {
		return Address{}, errors.New("the address of a source is not a valid URL") // err contains the address, and perhaps a password
	}
	if _, secret := u.User.Password(); secret {
		u.User = nil
		return Address{}, Hint(fmt.Errorf("the address %s contains a password", u), "remove it; to use a token, set PMSITE_TOKEN")
	}
	a := Address{raw: s}
	switch u.Scheme {
	case "https":
		u.User, u.RawQuery, u.Fragment = nil, "", "" // some hosts accept a token as the user name or in the query
	case "ssh", "file":
	default:
		return Address{}, Hint(fmt.Errorf("the address of a source has the unsupported scheme %q", u.Scheme), "use an https, ssh or file address, or a path")
	}
	local := u.Scheme == "file"
	switch {
	case !strings.HasPrefix(s, u.Scheme+"://"), u.Path == "", local != (u.Host == ""), !local && u.Hostname() == "",
		strings.HasPrefix(u.Hostname(), "-"), strings.HasPrefix(u.User.Username(), "-"):
		return Address{}, fmt.Errorf("%q is not a repository address", u)
	}
	a.shown = u.String()
	return a, nil
}

// String returns the address without anything that might be a secret.
func (a Address) String() string { return a.shown }

// secretParts matches the beginning of a URL up to the end of its user, and the query of a URL.
var secretParts = lazyregexp.New(`([a-zA-Z][a-zA-Z0-9+.-]*://)[^\s/?#'"]*@|([a-zA-Z][a-zA-Z0-9+.-]*://[^\s'"?]*)\?[^\s'"]*`)

// Redact returns text without the parts of URLs that might be secrets: the user, the password and the query.
func Redact(text string) string {
	for { // a URL can have both parts
		redacted := secretParts().ReplaceAllString(text, "$1$2")
		if redacted == text {
			return text
		}
		text = redacted
	}
}

// A redactedError is an error whose text is redacted.
type redactedError struct{ error }

func (e redactedError) Error() string { return Redact(e.error.Error()) }
func (e redactedError) Unwrap() error { return e.error }
