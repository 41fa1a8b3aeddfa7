package git

import (
	"context"
	"fmt"
	"strings"
)

// An Upstream is a branch of a remote.
type Upstream struct {
	remote string // its name in the configuration
	branch string // full name
	reach  reach
}

// A reach is a way to a remote's branch. The git program knows everything that git can be told about remotes: helpers,
// ssh, proxies; go-git serves where there is none.
type reach interface {
	tip(ctx context.Context) (OID, error)
	fetch(ctx context.Context, shallow bool) error
	push(ctx context.Context, commit OID) error
}

// Upstream returns the branch (short) of a configured remote. The token, or USER:TOKEN, that token returns for the host
// of an https remote is sent there, and to no server that this one sends on to; nil and "" mean none.
func (r *Repository) Upstream(ctx context.Context, remote, branch string, token func(host string) string) (*Upstream, error) {
	u := &Upstream{remote: remote, branch: BranchRef(branch)}
	var err error
	if r.program.Path != "" {
		u.reach, err = r.reachByProgram(ctx, remote, branch, token)
	} else {
		u.reach, err = r.reachByGoGit(remote, branch, token)
	}
	return u, err
}

// Tip returns the branch's commit; "" when the remote has no such branch.
func (u *Upstream) Tip(ctx context.Context) (OID, error) {
	id, err := u.reach.tip(ctx)
	return id, u.explain(ctx, err)
}

// Fetch makes the tracking ref what the remote has; of the history no more than the tip where shallow suffices.
func (u *Upstream) Fetch(ctx context.Context, shallow bool) error {
	return u.explain(ctx, u.reach.fetch(ctx, shallow))
}

// Push makes the branch name a commit, never by force.
func (u *Upstream) Push(ctx context.Context, commit OID) error {
	return u.explain(ctx, u.reach.push(ctx, commit))
}

// explain adds advice to what a remote, or the way to it, said.
func (u *Upstream) explain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(err.Error(), "The requested URL returned error: 30"):
		return Hint(fmt.Errorf("remote %q: %w", u.remote, err), "if the repository has moved, name its new address: git remote set-url "+u.remote+" URL")
	}
	return Hint(fmt.Errorf("remote %q: %w", u.remote, err),
		"git ls-remote "+u.remote+" has to work here; over https, a token may be given in PMSITE_TOKEN")
}

func noRemote(name string) error {
	return Hint(fmt.Errorf("there is no remote %q", name), "git remote add "+name+" URL, or name another one with --remote")
}
