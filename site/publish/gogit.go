package publish

import (
	"context"
	"errors"
	"fmt"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	gittransport "github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// A goGitRemote is a remote's branch as go-git reaches it: by https with a token, by ssh with its agent.
type goGitRemote struct {
	store    *goGitStore
	opts     Options
	caBundle []byte // certificates to trust besides the system's
}

func openGoGitRemote(s *goGitStore, opts Options) (*goGitRemote, error) {
	if c := s.config.Remotes[opts.Remote]; c == nil || len(c.URLs) == 0 {
		return nil, noRemote(opts.Remote)
	}
	return &goGitRemote{store: s, opts: opts}, nil
}

// remote is made anew for each question: the storage may have been opened again.
func (g *goGitRemote) remote() *git.Remote {
	return git.NewRemote(undeltified{g.store.stores[0]}, g.store.config.Remotes[g.opts.Remote])
}

// undeltified makes go-git push objects as they are: its search for deltas takes ten times as long.
type undeltified struct{ *filesystem.Storage }

// Config is the repository's, but for the pack window.
func (u undeltified) Config() (*config.Config, error) {
	c, err := u.Storage.Config()
	if err == nil {
		c.Pack.Window = 0
	}
	return c, err
}

// fetchURL and pushURL are chosen as go-git does.
func (g *goGitRemote) fetchURL() string { return g.store.config.Remotes[g.opts.Remote].URLs[0] }

func (g *goGitRemote) pushURL() string {
	urls := g.store.config.Remotes[g.opts.Remote].URLs
	return urls[len(urls)-1]
}

func (g *goGitRemote) auth(address string) gittransport.AuthMethod {
	if _, user, password := g.opts.credentials(address); password != "" {
		return &http.BasicAuth{Username: user, Password: password}
	}
	return nil
}

func (g *goGitRemote) tip(ctx context.Context) (oid, error) {
	refs, err := g.remote().ListContext(ctx, &git.ListOptions{Auth: g.auth(g.fetchURL()), CABundle: g.caBundle})
	if err != nil && !errors.Is(err, gittransport.ErrEmptyRemoteRepository) {
		return "", g.explain(ctx, err)
	}
	for _, ref := range refs {
		if ref.Name() == g.opts.branch() {
			return oidOf(ref.Hash()), nil
		}
	}
	return "", nil
}

func (g *goGitRemote) fetch(ctx context.Context, shallow bool) error {
	spec := config.RefSpec(fmt.Sprintf("+%s:%s", g.opts.branch(), g.opts.tracking()))
	o := &git.FetchOptions{
		RemoteName: g.opts.Remote, RefSpecs: []config.RefSpec{spec}, Tags: git.NoTags, Auth: g.auth(g.fetchURL()), CABundle: g.caBundle,
	}
	if shallow {
		o.Depth = 1
	}
	return g.explain(ctx, g.remote().FetchContext(ctx, o))
}

func (g *goGitRemote) push(ctx context.Context, commit oid) error {
	if err := g.store.reopen(); err != nil { // there is a pack more
		return err
	}
	spec := config.RefSpec(fmt.Sprintf("%s:%s", commit, g.opts.branch()))
	o := &git.PushOptions{
		RemoteName: g.opts.Remote, RefSpecs: []config.RefSpec{spec}, Auth: g.auth(g.pushURL()), CABundle: g.caBundle,
	}
	return g.explain(ctx, g.remote().PushContext(ctx, o))
}

func (g *goGitRemote) explain(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, git.NoErrAlreadyUpToDate) {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return unreachable(g.opts.Remote, err)
}
