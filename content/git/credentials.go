package git

import (
	"net/url"
	"strings"
)

// credentials returns user and password for an https address, and its server as host or host:port. A token, or
// USER:TOKEN, is asked for by the host, and is sent nowhere else; for other addresses none is asked for.
func credentials(address string, token func(host string) string) (server, user, password string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || token == nil {
		return "", "", ""
	}
	given := token(u.Hostname())
	user, password, both := strings.Cut(given, ":")
	if !both {
		user, password = "x-access-token", given
	}
	return u.Host, user, password
}
