package source

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-billy/v5/osfs"
	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	objectcache "github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// copied are the refs of which a copy has its own.
var copied = []string{"+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"}

// fetch makes the bare repository dir, which may be an empty folder, have what the remote has. Objects come before
// refs, so that an interrupt leaves refs that lead to whole commits. Where go-git fails, for whatever reason, git
// is asked: it knows more kinds of repositories, and credential helpers and ssh settings.
func (r Remote) fetch(ctx context.Context, at address, dir string) error {
	refused := r.fetchGoGit(ctx, at, dir)
	if refused == nil || ctx.Err() != nil {
		return errors.Join(refused, ctx.Err())
	}
	refused = errors.New(at.conceal(refused.Error()))
	name, err := exec.LookPath("git")
	if err == nil {
		if refused = r.fetchProgram(ctx, at, name, dir); refused == nil {
			return nil
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if strings.Contains(refused.Error(), "The requested URL returned error: 30") {
		return hint(refused, "if the repository has moved, name its new address")
	}
	return hint(refused, "--offline takes the copy of the last run, if there is one; over https, a token may be given in PMSITE_TOKEN")
}

func (r Remote) fetchGoGit(ctx context.Context, at address, dir string) error {
	storage := filesystem.NewStorage(osfs.New(dir), objectcache.NewObjectLRU(32*objectcache.MiByte))
	defer storage.Close()
	repo, err := git.Open(storage, nil)
	if errors.Is(err, git.ErrRepositoryNotExists) {
		repo, err = git.InitWithOptions(storage, nil, git.InitOptions{DefaultBranch: plumbing.Main})
	}
	if err != nil {
		return err
	}
	remote := git.NewRemote(repo.Storer, &config.RemoteConfig{Name: "source", URLs: []string{at.raw}})
	var auth transport.AuthMethod
	if user, password := r.credentials(at); password != "" {
		auth = &http.BasicAuth{Username: user, Password: password}
	}
	refs, err := remote.ListContext(ctx, &git.ListOptions{Auth: auth})
	if err != nil {
		return err
	}
	options := &git.FetchOptions{RemoteName: "source", Auth: auth, Tags: git.NoTags, Force: true, Prune: true}
	for _, spec := range copied {
		options.RefSpecs = append(options.RefSpecs, config.RefSpec(spec))
	}
	if err := remote.FetchContext(ctx, options); err != nil && !errors.Is(err, git.NoErrAlreadyUpToDate) {
		return err
	}
	for _, ref := range refs {
		if ref.Name() == plumbing.HEAD {
			return storage.SetReference(ref)
		}
	}
	return nil
}

// fetchProgram asks git. The folder is made anew if go-git began it, which knows only SHA-1.
func (r Remote) fetchProgram(ctx context.Context, at address, name, dir string) error {
	run := func(args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, name, append([]string{"-C", dir}, args...)...)
		cmd.Env = append(append(cleanEnv(os.Environ()), r.settings(at)...), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
		cmd.Cancel = func() error {
			if runtime.GOOS == "windows" {
				return cmd.Process.Kill()
			}
			return cmd.Process.Signal(os.Interrupt) // so that git removes its temporary files
		}
		cmd.WaitDelay = 5 * time.Second
		var stderr tail
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			err = errors.New(at.conceal(stderr.explain(fmt.Errorf("git %s: %w", args[0], err)).Error()))
		}
		return string(out), err
	}
	head, err := run("ls-remote", "--symref", "source", "HEAD")
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, fetchedName)); err != nil {
		if err := reinit(dir, head, run); err != nil {
			return err
		}
	}
	fetch := []string{"fetch", "--quiet", "--prune", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "source"}
	if _, err := run(append(fetch, copied...)...); err != nil {
		return err
	}
	for line := range strings.Lines(head) {
		if to, ok := strings.CutPrefix(strings.TrimSpace(line), "ref: "); ok {
			to, _, _ = strings.Cut(to, "\t")
			_, err = run("symbolic-ref", "HEAD", to)
			return err
		}
	}
	if id, _, ok := strings.Cut(head, "\t"); ok {
		_, err = run("update-ref", "--no-deref", "HEAD", id)
	}
	return err
}

// reinit makes an empty repository for objects named as the remote's are.
func reinit(dir, head string, run func(...string) (string, error)) error {
	list, err := os.ReadDir(dir)
	for _, e := range list {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	if err != nil {
		return err
	}
	format := "sha1"
	if slices.ContainsFunc(strings.Fields(head), func(word string) bool { _, err := parseOID(word); return err == nil && len(word) == 64 }) {
		format = "sha256"
	}
	_, err = run("init", "--quiet", "--bare", "--template=", "--object-format="+format)
	return err
}

// settings are what git is told through its environment, where other users cannot read it: the address, that it
// must run nothing that a repository or an address names, and a token.
func (r Remote) settings(at address) []string {
	set := [][2]string{
		{"remote.source.url", at.raw},
		{"core.hooksPath", os.DevNull},
		{"protocol.allow", "never"},
		{"protocol.https.allow", "always"},
		{"protocol.ssh.allow", "always"},
		{"protocol.file.allow", "always"},
		{"gc.auto", "0"},
		{"maintenance.auto", "false"},
	}
	if user, password := r.credentials(at); password != "" {
		header := "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
		server := "http.https://" + at.port + "/."
		// git would give the header to any server that this one sends it on to
		set = append(set, [2]string{server + "extraHeader", header}, [2]string{server + "followRedirects", "false"})
	}
	env := []string{"GIT_TERMINAL_PROMPT=0", "LC_ALL=C", fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(set))}
	for i, kv := range set {
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", i, kv[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", i, kv[1]))
	}
	return env
}

// credentials returns user and password for an https address; a token is sent nowhere else.
func (r Remote) credentials(at address) (user, password string) {
	if at.host == "" || r.Token == nil {
		return "", ""
	}
	token := r.Token(at.host)
	if user, password, both := strings.Cut(token, ":"); both {
		return user, password
	}
	return "x-access-token", token
}
