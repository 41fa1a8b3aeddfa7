package git

import (
	"context"
	"encoding/base64"
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

// authorized returns the program with the credentials for an address. If there are any, whether they come from token,
// the address or the configuration, it refuses redirects, because git would send them to the other server.
func (g Program) authorized(ctx context.Context, p Place, address string, token func(host string) string) Program {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return g
	}
	server := "http." + u.Scheme + "://" + u.Host + "/."
	_, user, password := credentials(address, token)
	if password != "" {
		header := "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
		// The empty header removes one that a CI's checkout may have configured, since servers refuse requests with two.
		g = g.configured(setting{server + "extraHeader", ""}, setting{server + "extraHeader", header})
	}
	_, inAddress := u.User.Password()
	if password != "" || inAddress || g.sendsHeader(ctx, p, u) {
		g = g.configured(setting{server + "followRedirects", "false"})
	}
	return g
}

// sendsHeader reports whether git's configuration has headers for an address, as a CI's checkout configures them.
func (g Program) sendsHeader(ctx context.Context, p Place, u *url.URL) bool {
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path} // other users can read the arguments
	headers, err := g.run(ctx, p, "config", "--get-urlmatch", "http.extraHeader", shown.String())
	return err == nil && strings.TrimSpace(headers) != ""
}
