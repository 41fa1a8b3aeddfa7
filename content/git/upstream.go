package git

import (
	"context"
	"fmt"
	"slices"
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
	}
	err = fmt.Errorf("remote %q: %w", u.remote, redactedError{err})
	switch {
	case movedAway(err):
		return Hint(err, "if the repository has moved, set its new address: git remote set-url "+u.remote+" URL")
	case refused(err):
		return Hint(err, "allow the push in the remote's rules for protected branches, or publish to another branch with --branch")
	}
	return Hint(err, "check the remote: git ls-remote "+u.remote+"; for https, set PMSITE_TOKEN to a token")
}

// movedAway reports whether git was told to follow a redirect, which it refuses if it has credentials.
func movedAway(err error) bool {
	return strings.Contains(err.Error(), "The requested URL returned error: 30")
}

// refusals are what hosts say if a rule or a hook of the repository forbids a push, in lower case.
var refusals = []string{
	"hook declined", "protected branch", // git, GitHub, GitLab, Gitea
	"repository rule violations",              // GitHub
	"pushes to this branch are not permitted", // Azure DevOps
}

// refused reports whether the remote understood the push and refused it.
func refused(err error) bool {
	text := strings.ToLower(err.Error())
	return slices.ContainsFunc(refusals, func(s string) bool { return strings.Contains(text, s) })
}

func noRemote(name string) error {
	return Hint(fmt.Errorf("there is no remote %q", name), "git remote add "+name+" URL, or name another one with --remote")
}
