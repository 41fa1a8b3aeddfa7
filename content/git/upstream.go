package git

import (
	"context"
	"fmt"
	"strings"
)

// An Upstream is a branch at a remote.
type Upstream struct {
	remote string // its name in the configuration
	branch string // full name
	impl   remoteBranch
}

// A remoteBranch is the implementation of an Upstream. The git program supports everything that can be configured for a
// remote, such as credential helpers, ssh and proxies. go-git is used if there is no git program.
type remoteBranch interface {
	tip(ctx context.Context) (OID, error)
	fetch(ctx context.Context, shallow bool) error
	push(ctx context.Context, commit OID) error
}

// Upstream returns a branch, given by its short name, of a configured remote. For an https remote, token returns the
// token or USER:TOKEN to send to a host. It is not sent to any server that the host redirects to. token may be nil or
// return "" if there is none.
func (r *Repository) Upstream(ctx context.Context, remote, branch string, token func(host string) string) (*Upstream, error) {
	u := &Upstream{remote: remote, branch: BranchRef(branch)}
	var err error
	if r.program.Path != "" {
		u.impl, err = r.newProgramBranch(ctx, remote, branch, token)
	} else {
		u.impl, err = r.newGoGitBranch(remote, branch, token)
	}
	return u, err
}

// Tip returns the branch's commit, or "" if the remote has no such branch.
func (u *Upstream) Tip(ctx context.Context) (OID, error) {
	id, err := u.impl.tip(ctx)
	return id, u.explain(ctx, err)
}

// Fetch updates the remote-tracking ref. If shallow is set, it fetches only the last commit.
func (u *Upstream) Fetch(ctx context.Context, shallow bool) error {
	return u.explain(ctx, u.impl.fetch(ctx, shallow))
}

// Push moves the branch to a commit. It never forces the push.
func (u *Upstream) Push(ctx context.Context, commit OID) error {
	return u.explain(ctx, u.impl.push(ctx, commit))
}

// explain adds the remote's name and advice to an error.
func (u *Upstream) explain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(err.Error(), "The requested URL returned error: 30"):
		return Hint(fmt.Errorf("remote %q: %w", u.remote, err), "if the repository has moved, set its new address: git remote set-url "+u.remote+" URL")
	}
	return Hint(fmt.Errorf("remote %q: %w", u.remote, err),
		"check the remote: git ls-remote "+u.remote+"; for https, set PMSITE_TOKEN to a token")
}

func noRemote(name string) error {
	return Hint(fmt.Errorf("there is no remote %q", name), "git remote add "+name+" URL, or name another one with --remote")
}
