package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

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
	Of  Address
	Dir string // an empty folder before the first fetch

	// Program is asked where go-git fails, for whatever reason: it knows more kinds of repositories, credential helpers
	// and ssh settings.
	Program Program
	Token   func(host string) string // returns the token, or USER:TOKEN, for an https host; nil and "" mean none
}

// mirrored are the refs of which a mirror has its own.
var mirrored = []string{"+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"}

// fetchedName is a file in a mirror whose time is that of the last complete fetch.
const fetchedName = "pmsite-fetched"

// Fetch makes the mirror have what the remote has. Objects come before refs, so that an interrupt leaves refs that lead
// to whole commits.
func (m Mirror) Fetch(ctx context.Context) error {
	refused := m.fetchGoGit(ctx)
	if refused != nil && ctx.Err() == nil {
		refused = errors.New(m.Of.conceal(refused.Error()))
		if m.Program.Path != "" {
			refused = m.fetchProgram(ctx)
		}
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case refused == nil:
		return os.WriteFile(filepath.Join(m.Dir, fetchedName), []byte("the time of this file is that of the last fetch\n"), 0o600)
	case strings.Contains(refused.Error(), "The requested URL returned error: 30"):
		return Hint(refused, "if the repository has moved, name its new address")
	}
	return Hint(refused, "--offline takes the copy of the last run, if there is one; over https, a token may be given in PMSITE_TOKEN")
}

// Fetched returns when the last complete fetch was; it is an error that wraps fs.ErrNotExist if there was none.
func (m Mirror) Fetched() (time.Time, error) {
	info, err := os.Stat(filepath.Join(m.Dir, fetchedName))
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
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
	remote := gogit.NewRemote(repo.Storer, &config.RemoteConfig{Name: "source", URLs: []string{m.Of.raw}})
	var auth transport.AuthMethod
	if _, user, password := credentials(m.Of.raw, m.Token); password != "" {
		auth = &http.BasicAuth{Username: user, Password: password}
	}
	refs, err := remote.ListContext(ctx, &gogit.ListOptions{Auth: auth})
	if err != nil {
		return err
	}
	options := &gogit.FetchOptions{RemoteName: "source", Auth: auth, Tags: gogit.NoTags, Force: true, Prune: true}
	for _, spec := range mirrored {
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
