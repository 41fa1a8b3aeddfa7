package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// A Program is the git program. The zero value means that there is none.
type Program struct {
	Path string   // "" if there is none
	Env  []string // its environment; variables that could point it at another repository are dropped
}

// FindProgram returns the git program found in PATH, with the environment of this process and without prompts for
// passwords. If there is none, its path is "", and the environment still says where git's configuration is.
func FindProgram() Program {
	name, err := exec.LookPath("git")
	if err != nil {
		name = ""
	}
	return Program{name, append(os.Environ(), "GIT_TERMINAL_PROMPT=0")}
}

// command returns a git command. git finds the repository itself, so that its safe.directory check applies, unless the
// caller specified the repository.
func (g Program) command(ctx context.Context, p Place, args ...string) *exec.Cmd {
	base := []string{"-C", p.GitDir}
	if p.Top != "" {
		base[1] = p.Top
	}
	if p.Explicit {
		base = append(base, "--git-dir="+p.GitDir)
	}
	if p.Explicit && p.Top != "" {
		base = append(base, "--work-tree="+p.Top)
	}
	// Background maintenance could delete packs that go-git has open.
	base = append(base, "-c", "core.fsmonitor=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false")
	cmd := exec.CommandContext(ctx, g.Path, append(base, args...)...)
	cmd.Env = append(cleanEnv(g.Env), "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_DISCOVERY_ACROSS_FILESYSTEM=1", "LC_ALL=C")
	if p.objects != "" {
		cmd.Env = append(cmd.Env, "GIT_OBJECT_DIRECTORY="+p.objects, "GIT_ALTERNATE_OBJECT_DIRECTORIES="+p.alternates)
	}
	cmd.Cancel = func() error {
		if runtime.GOOS == "windows" {
			return cmd.Process.Kill()
		}
		return cmd.Process.Signal(os.Interrupt) // so that git removes its temporary files
	}
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// run runs git and returns its standard output. An error contains git's own messages, and a hint if git gives a useful
// one.
func (g Program) run(ctx context.Context, p Place, args ...string) (string, error) {
	if g.Path == "" {
		return "", errNoProgram
	}
	cmd := g.command(ctx, p, args...)
	var stderr tail
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return string(out), newProgramError(exit, args[0], stderr.String(), string(out))
	}
	return string(out), err
}

var errNoProgram = errors.New("no git program was found")

// A setting is a key of git's configuration and its value.
type setting [2]string

// configured returns the program with additional settings, which override earlier ones. It passes them in the
// environment, where other users cannot read them.
func (g Program) configured(settings ...setting) Program {
	n := 0
	env := make([]string, 0, len(g.Env)+2*len(settings)+1)
	for _, v := range g.Env {
		if count, found := strings.CutPrefix(v, "GIT_CONFIG_COUNT="); found {
			_, _ = fmt.Sscan(count, &n)
		} else {
			env = append(env, v)
		}
	}
	for _, s := range settings {
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", n, s[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", n, s[1]))
		n++
	}
	g.Env = append(env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", n))
	return g
}
