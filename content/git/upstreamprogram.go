package git

import (
	"context"
	"errors"
	"strings"
)

// A programBranch is a remoteBranch that uses the git program.
type programBranch struct {
	program                  Program
	place                    Place
	remote, branch, tracking string
}

func (r *Repository) newProgramBranch(ctx context.Context, remote, branch string, token func(host string) string) (*programBranch, error) {
	p := &programBranch{r.program, r.place, remote, BranchRef(branch), TrackingRef(remote, branch)}
	for _, args := range [][]string{{}, {"--push"}} {
		addresses, err := r.program.run(ctx, p.place, append(append([]string{"remote", "get-url", "--all"}, args...), remote)...)
		if failed := (*programError)(nil); errors.As(err, &failed) && strings.Contains(failed.stderr, "No such remote") {
			return nil, noRemote(remote)
		}
		if err != nil {
			return nil, err
		}
		for address := range strings.Lines(addresses) {
			p.program = p.program.authorized(ctx, p.place, strings.TrimSpace(address), token)
		}
	}
	return p, nil
}

func (p *programBranch) run(ctx context.Context, args ...string) (string, error) {
	return p.program.run(ctx, p.place, args...)
}

func (p *programBranch) tip(ctx context.Context) (OID, error) {
	out, err := p.run(ctx, "ls-remote", "--quiet", p.remote, p.branch)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(out) {
		if hash, name, _ := strings.Cut(strings.TrimSpace(line), "\t"); name == p.branch {
			return ParseOID(hash)
		}
	}
	return "", nil
}

func (p *programBranch) fetch(ctx context.Context, shallow bool) error {
	args := []string{"fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"}
	if shallow {
		args = append(args, "--depth=1")
	}
	_, err := p.run(ctx, append(args, p.remote, "+"+p.branch+":"+p.tracking)...)
	return err
}

// push does not run the pre-push hook, which is meant for what people write.
func (p *programBranch) push(ctx context.Context, commit OID) error {
	_, err := p.run(ctx, "push", "--porcelain", "--quiet", "--no-verify", "--no-follow-tags", "--recurse-submodules=no",
		p.remote, commit.String()+":"+p.branch)
	return err
}
