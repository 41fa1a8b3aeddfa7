package publish

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
)

// A transport reaches the remote's branch. The git program knows everything that git can be told about remotes:
// helpers, ssh, proxies; go-git serves where there is none.
type transport interface {
	tip(ctx context.Context) (oid, error)          // "" when the remote has no such branch
	fetch(ctx context.Context, shallow bool) error // makes the tracking ref what the remote has
	push(ctx context.Context, commit oid) error    // never by force
}

func openTransport(ctx context.Context, r *repository, opts Options) (transport, error) {
	if r.git != nil {
		return openProgramRemote(ctx, r.git, opts)
	}
	return openGoGitRemote(r.store.(*goGitStore), opts) // the other store needs a git program
}

func noRemote(name string) error {
	return hint(fmt.Errorf("there is no remote %q", name), "git remote add "+name+" URL, or name another one with --remote")
}

// unreachable explains what a remote, or the way to it, said.
func unreachable(remote string, err error) error {
	return hint(fmt.Errorf("remote %q: %w", remote, err),
		"git ls-remote "+remote+" has to work here; over https, a token may be given in PMSITE_TOKEN")
}

// credentials returns user and password for an https address; a token is sent nowhere else.
func (o Options) credentials(address string) (u *url.URL, user, password string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || o.Token == nil {
		return u, "", ""
	}
	token := o.Token(u.Hostname())
	if token == "" {
		return u, "", ""
	}
	if user, password, both := strings.Cut(token, ":"); both {
		return u, user, password
	}
	return u, "x-access-token", token
}

func basicAuth(user, password string) string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}
