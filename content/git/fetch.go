package git

import (
	"context"
	"errors"

	"github.com/go-git/go-billy/v5/osfs"
	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	objectcache "github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// A Mirror is a bare copy of a remote repository, with all its branches and tags.
type Mirror struct {
	Address Address
	Dir     string // must be an empty folder before the first fetch

	// Program is used if go-git fails for any reason: it supports more kinds of repositories, credential helpers and
	// ssh settings.
	Program Program
	Token   func(host string) string // returns the token, or USER:TOKEN, for an https host; nil and "" mean none
}

// mirrorRefspecs select the refs that a mirror copies.
var mirrorRefspecs = []string{"+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"}

// Fetch updates the mirror to match the remote. It writes objects before refs, so that after an interruption every ref
// still points at a complete commit.
func (m Mirror) Fetch(ctx context.Context) error {
	fetchErr := m.fetchGoGit(ctx)
	if fetchErr != nil && ctx.Err() == nil && m.Program.Path != "" {
		fetchErr = m.fetchProgram(ctx)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case fetchErr == nil:
		return m.seal()
	case movedAway(fetchErr):
		return Hint(redactedError{fetchErr}, "if the repository has moved, use its new address")
	}
	return Hint(redactedError{fetchErr}, "use the copy of the last run, if there is one: --offline; for https, set PMSITE_TOKEN to a token")
}

func (m Mirror) fetchGoGit(ctx context.Context) error {
	storage := filesystem.NewStorage(osfs.New(m.Dir), objectcache.NewObjectLRU(32*objectcache.MiByte))
	defer storage.Close()
	repo, err := gogit.Open(storage, nil)
	if errors.Is(err, gogit.ErrRepositoryNotExists) {
		repo, err = gogit.InitWithOptions(storage, nil, gogit.InitOptions{DefaultBranch: plumbing.Main})
	}
	if err != nil {
		return err
	}
	remote := gogit.NewRemote(repo.Storer, &config.RemoteConfig{Name: "source", URLs: []string{m.Address.raw}})
	var auth transport.AuthMethod
	if _, user, password := credentials(m.Address.raw, m.Token); password != "" {
		auth = &http.BasicAuth{Username: user, Password: password}
	}
	refs, err := remote.ListContext(ctx, &gogit.ListOptions{Auth: auth})
	if err != nil {
		return err
	}
	options := &gogit.FetchOptions{RemoteName: "source", Auth: auth, Tags: gogit.NoTags, Force: true, Prune: true}
	for _, spec := range mirrorRefspecs {
		options.RefSpecs = append(options.RefSpecs, config.RefSpec(spec))
	}
	if err := remote.FetchContext(ctx, options); err != nil && !errors.Is(err, gogit.NoErrAlreadyUpToDate) {
		return err
	}
	for _, ref := range refs {
		if ref.Name() == plumbing.HEAD {
			return storage.SetReference(ref)
		}
	}
	return nil
}
