package git

import (
	"net/url"
	"strings"
)

// credentials returns the user and password for an https address, and the server they are for, as host or host:port.
// It calls token, which returns a token or USER:TOKEN, with the host name. For other addresses it does not
// call token and returns empty strings.
func credentials(address string, token func(host string) string) (server, user, password string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || token == nil {
		return "", "", ""
	}
	value := token(u.Hostname())
	user, password, both := strings.Cut(value, ":")
	if !both {
		user, password = "x-access-token", value
	}
	return u.Host, user, password
}
