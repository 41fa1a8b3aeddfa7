package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// fetchProgram fetches with the git program. Before the first complete fetch it recreates the repository, because
// go-git may have started one, and knows only SHA-1.
func (m Mirror) fetchProgram(ctx context.Context) error {
	program := m.program(ctx)
	run := func(args ...string) (string, error) { return program.run(ctx, Place{GitDir: m.Dir}, args...) }
	head, err := run("ls-remote", "--symref", "source", "HEAD")
	if err != nil {
		return err
	}
	if _, err := m.Fetched(); err != nil {
		if err := m.reinit(head, run); err != nil {
			return err
		}
	}
	fetch := []string{"fetch", "--quiet", "--prune", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "source"}
	if _, err := run(append(fetch, mirrorRefspecs...)...); err != nil {
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

// program returns the git program configured for the remote: with its address and token, and so that it runs nothing
// that a repository or an address names.
func (m Mirror) program(ctx context.Context) Program {
	program := m.Program.configured(
		setting{"remote.source.url", m.Address.raw},
		setting{"core.hooksPath", os.DevNull},
	).authorized(ctx, Place{GitDir: m.Dir}, m.Address.raw, m.Token)
	program.Env = append(program.Env, "GIT_ALLOW_PROTOCOL=https:ssh:file", "GIT_TERMINAL_PROMPT=0")
	return program
}

// reinit replaces the mirror by an empty repository with the remote's object format.
func (m Mirror) reinit(head string, run func(...string) (string, error)) error {
	list, err := os.ReadDir(m.Dir)
	for _, e := range list {
		err = errors.Join(err, os.RemoveAll(filepath.Join(m.Dir, e.Name())))
	}
	if err != nil {
		return err
	}
	format := "sha1"
	if slices.ContainsFunc(strings.Fields(head), func(word string) bool { _, err := ParseOID(word); return err == nil && len(word) == 64 }) {
		format = "sha256"
	}
	_, err = run("init", "--quiet", "--bare", "--template=", "--object-format="+format)
	return err
}
