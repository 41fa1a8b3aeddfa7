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

// A goGitReach is the way to a remote's branch by go-git: by https with a token, by ssh with its agent.
type goGitReach struct {
	place            Place
	remote           *config.RemoteConfig
	branch, tracking string
	token            func(host string) string
}

func (r *Repository) reachByGoGit(remote, branch string, token func(host string) string) (*goGitReach, error) {
	c := r.store.(*goGit).config.Remotes[remote] // the other store needs a git program
	if c == nil || len(c.URLs) == 0 {
		return nil, noRemote(remote)
	}
	return &goGitReach{r.place, c, BranchRef(branch), TrackingRef(remote, branch), token}, nil
}

// ask puts a question to the remote, with the repository as it is now.
func (g *goGitReach) ask(question func(*gogit.Remote) error) error {
	storage := newStorage(g.place.GitDir, g.place.Common, cache.NewObjectLRU(32*cache.MiByte),
		filesystem.Options{ExclusiveAccess: true, KeepDescriptors: true})
	err := question(gogit.NewRemote(undeltified{storage}, g.remote))
	if errors.Is(err, gogit.NoErrAlreadyUpToDate) {
		err = nil
	}
	return errors.Join(err, storage.Close())
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

// auth returns the credentials for the remote's first address, from which go-git fetches, or for its last, to which it
// pushes.
func (g *goGitReach) auth(address string) transport.AuthMethod {
	if _, user, password := credentials(address, g.token); password != "" {
		return &http.BasicAuth{Username: user, Password: password}
	}
	return nil
}

func (g *goGitReach) fetchAuth() transport.AuthMethod { return g.auth(g.remote.URLs[0]) }

func (g *goGitReach) pushAuth() transport.AuthMethod {
	return g.auth(g.remote.URLs[len(g.remote.URLs)-1])
}

func (g *goGitReach) tip(ctx context.Context) (id OID, err error) {
	err = g.ask(func(remote *gogit.Remote) error {
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

func (g *goGitReach) fetch(ctx context.Context, shallow bool) error {
	spec := config.RefSpec(fmt.Sprintf("+%s:%s", g.branch, g.tracking))
	o := &gogit.FetchOptions{RemoteName: g.remote.Name, RefSpecs: []config.RefSpec{spec}, Tags: gogit.NoTags, Auth: g.fetchAuth()}
	if shallow {
		o.Depth = 1
	}
	return g.ask(func(remote *gogit.Remote) error { return remote.FetchContext(ctx, o) })
}

func (g *goGitReach) push(ctx context.Context, commit OID) error {
	spec := config.RefSpec(fmt.Sprintf("%s:%s", commit, g.branch))
	o := &gogit.PushOptions{RemoteName: g.remote.Name, RefSpecs: []config.RefSpec{spec}, Auth: g.pushAuth()}
	return g.ask(func(remote *gogit.Remote) error { return remote.PushContext(ctx, o) })
}
