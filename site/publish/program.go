package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// program runs git in a repository.
type program struct {
	path  string
	place place
	env   []string
}

// command prepares a call of git that finds the repository itself, so that its safe.directory check applies, unless
// the caller named the repository.
func (g *program) command(ctx context.Context, args ...string) *exec.Cmd {
	base := []string{"-C", g.place.gitDir}
	if g.place.top != "" {
		base[1] = g.place.top
	}
	if g.place.explicit {
		base = append(base, "--git-dir="+g.place.gitDir, "--work-tree="+g.place.top)
	}
	// Maintenance behind our back would take away packs that go-git has open.
	base = append(base, "-c", "core.fsmonitor=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false")
	cmd := exec.CommandContext(ctx, g.path, append(base, args...)...)
	cmd.Env = append(cleanEnv(g.env), "GIT_DISCOVERY_ACROSS_FILESYSTEM=1", "LC_ALL=C")
	cmd.Cancel = func() error {
		if runtime.GOOS == "windows" {
			return cmd.Process.Kill()
		}
		return cmd.Process.Signal(os.Interrupt) // so that git removes its temporary files
	}
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// cleanEnv drops the variables that could point git at another repository.
func cleanEnv(env []string) []string {
	drop := []string{
		"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
		"GIT_NAMESPACE", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_QUARANTINE_PATH",
	}
	return slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(drop, name)
	})
}

// run returns what git prints. An error holds git's own words.
func (g *program) run(ctx context.Context, args ...string) (string, error) {
	cmd := g.command(ctx, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return string(out), &gitError{exit, stderr.String(), string(out)}
	}
	return string(out), err
}

// A gitError is a refusal of the git program.
type gitError struct {
	*exec.ExitError
	said, printed string
}

// Error makes one line of what git said, without its prefixes and hints, and of the line by which push names a ref
// that was refused.
func (e *gitError) Error() string {
	var lines []string
	for line := range strings.Lines(e.said) {
		line = strings.TrimSpace(line)
		for _, prefix := range []string{"fatal: ", "error: ", "remote: "} {
			line = strings.TrimPrefix(line, prefix)
		}
		if line != "" && line != "remote:" && !strings.HasPrefix(line, "hint: ") && len(lines) < 6 {
			lines = append(lines, line)
		}
	}
	for line := range strings.Lines(e.printed) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 && fields[0] == "!" {
			lines = append(lines, fields[2])
		}
	}
	if len(lines) == 0 {
		return "git: " + e.ExitError.Error()
	}
	return "git: " + strings.Join(lines, "; ")
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}

// A programRemote is a remote's branch as the git program reaches it.
type programRemote struct {
	*program
	remote, branch, tracking string
}

func openProgramRemote(ctx context.Context, g *program, opts Options) (*programRemote, error) {
	twin := *g
	p := &programRemote{&twin, opts.Remote, opts.branch().String(), opts.tracking().String()}
	for _, args := range [][]string{{}, {"--push"}} {
		addresses, err := p.run(ctx, append(append([]string{"remote", "get-url", "--all"}, args...), opts.Remote)...)
		if refused := (*gitError)(nil); errors.As(err, &refused) {
			if strings.Contains(refused.said, "No such remote") {
				return nil, noRemote(opts.Remote)
			}
			return nil, err
		}
		if err != nil {
			return nil, err
		}
		for address := range strings.Lines(addresses) {
			p.authorize(opts, strings.TrimSpace(address))
		}
	}
	return p, nil
}

// authorize gives a token to git in its environment, where other users cannot read it. The empty value before it
// clears what a CI's checkout may have left in the configuration: two headers would be refused.
func (p *programRemote) authorize(opts Options, address string) {
	u, user, password := opts.credentials(address)
	if password == "" {
		return
	}
	key := fmt.Sprintf("http.https://%s/.extraHeader", u.Host)
	p.configure(key, "")
	p.configure(key, basicAuth(user, password))
}

func (p *programRemote) configure(key, value string) {
	n := 0
	p.env = slices.DeleteFunc(slices.Clone(p.env), func(v string) bool {
		count, found := strings.CutPrefix(v, "GIT_CONFIG_COUNT=")
		if found {
			n, _ = strconv.Atoi(count)
		}
		return found
	})
	p.env = append(p.env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", n+1),
		fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", n, key), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", n, value))
}

func (p *programRemote) tip(ctx context.Context) (oid, error) {
	out, err := p.run(ctx, "ls-remote", "--quiet", p.remote, p.branch)
	if err != nil {
		return "", unreachable(p.remote, err)
	}
	for line := range strings.Lines(out) {
		if hash, name, _ := strings.Cut(strings.TrimSpace(line), "\t"); name == p.branch {
			return parseOID(hash)
		}
	}
	return "", nil
}

func (p *programRemote) fetch(ctx context.Context, shallow bool) error {
	args := []string{"fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"}
	if shallow {
		args = append(args, "--depth=1")
	}
	if _, err := p.run(ctx, append(args, p.remote, "+"+p.branch+":"+p.tracking)...); err != nil {
		return unreachable(p.remote, err)
	}
	return nil
}

// push runs no pre-push hook: those check what people write.
func (p *programRemote) push(ctx context.Context, commit oid) error {
	_, err := p.run(ctx, "push", "--porcelain", "--quiet", "--no-verify", "--no-follow-tags", "--recurse-submodules=no",
		p.remote, commit.String()+":"+p.branch)
	if err != nil {
		return unreachable(p.remote, err)
	}
	return nil
}
