package git

import (
	"context"
	"errors"
	"fmt"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// A goGitBranch is a remoteBranch that uses go-git. It supports https with a token, and ssh with an agent.
type goGitBranch struct {
	place            Place
	remote           *config.RemoteConfig
	branch, tracking string
	token            func(host string) string
}

func (r *Repository) newGoGitBranch(remote, branch string, token func(host string) string) (*goGitBranch, error) {
	c := r.store.(*goGit).config.Remotes[remote] // without a git program, there is only this kind of store
	if c == nil || len(c.URLs) == 0 {
		return nil, noRemote(remote)
	}
	return &goGitBranch{r.place, c, BranchRef(branch), TrackingRef(remote, branch), token}, nil
}

// do calls op with the remote and the current state of the repository.
func (g *goGitBranch) do(op func(*gogit.Remote) error) error {
	storage := newStorage(g.place.GitDir, g.place.Common, cache.NewObjectLRU(32*cache.MiByte),
		filesystem.Options{ExclusiveAccess: true, KeepDescriptors: true})
	err := op(gogit.NewRemote(noDeltas{storage}, g.remote))
	if errors.Is(err, gogit.NoErrAlreadyUpToDate) {
		err = nil
	}
	return errors.Join(err, storage.Close())
}

// noDeltas makes go-git push whole objects, because searching for deltas takes ten times as long.
type noDeltas struct{ *filesystem.Storage }

// Config returns the repository's configuration with a pack window of 0.
func (u noDeltas) Config() (*config.Config, error) {
	c, err := u.Storage.Config()
	if err == nil {
		c.Pack.Window = 0
	}
	return c, err
}

// auth returns the credentials for an address of the remote. go-git fetches from the first one and pushes to the last.
func (g *goGitBranch) auth(address string) transport.AuthMethod {
	if _, user, password := credentials(address, g.token); password != "" {
		return &http.BasicAuth{Username: user, Password: password}
	}
	return nil
}

func (g *goGitBranch) fetchAuth() transport.AuthMethod { return g.auth(g.remote.URLs[0]) }

func (g *goGitBranch) pushAuth() transport.AuthMethod {
	return g.auth(g.remote.URLs[len(g.remote.URLs)-1])
}

func (g *goGitBranch) tip(ctx context.Context) (id OID, err error) {
	err = g.do(func(remote *gogit.Remote) error {
		refs, err := remote.ListContext(ctx, &gogit.ListOptions{Auth: g.fetchAuth()})
		if err != nil && !errors.Is(err, transport.ErrEmptyRemoteRepository) {
			return err
		}
		for _, ref := range refs {
			if h := ref.Hash(); ref.Name().String() == g.branch {
				id = OID(h[:])
			}
		}
		return nil
	})
	return id, err
}

func (g *goGitBranch) fetch(ctx context.Context, shallow bool) error {
	spec := config.RefSpec(fmt.Sprintf("+%s:%s", g.branch, g.tracking))
	o := &gogit.FetchOptions{RemoteName: g.remote.Name, RefSpecs: []config.RefSpec{spec}, Tags: gogit.NoTags, Auth: g.fetchAuth()}
	if shallow {
		o.Depth = 1
	}
	return g.do(func(remote *gogit.Remote) error { return remote.FetchContext(ctx, o) })
}

func (g *goGitBranch) push(ctx context.Context, commit OID) error {
	spec := config.RefSpec(fmt.Sprintf("%s:%s", commit, g.branch))
	o := &gogit.PushOptions{RemoteName: g.remote.Name, RefSpecs: []config.RefSpec{spec}, Auth: g.pushAuth()}
	return g.do(func(remote *gogit.Remote) error { return remote.PushContext(ctx, o) })
}
