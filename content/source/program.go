package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// program is the store that asks the git program: a few processes of git cat-file for objects, short ones for the
// rest.
type program struct {
	git   string
	place place
	cache *lru
	cats  *pool[*catFile]
}

// A catFile is a process of git cat-file. It starts with the first object, and again when it died, as it does when
// a partial clone's remote cannot be reached.
type catFile struct {
	cmd    *exec.Cmd // nil when it does not run
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *tail
}

func openProgram(p place) (*program, error) {
	name, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("there is no git program")
	}
	g := &program{
		git: name, place: p, cache: newLRU(cacheBytes),
		cats: newPool(func() (*catFile, error) { return &catFile{}, nil }),
	}
	if _, err := g.run("rev-parse", "--git-dir"); err != nil {
		return nil, err
	}
	return g, nil
}

// command prepares a call of git that finds the repository itself, so that its safe.directory check applies, unless
// the caller named the repository.
func (g *program) command(args ...string) *exec.Cmd {
	base := []string{"-C", g.place.gitDir}
	if g.place.top != "" {
		base[1] = g.place.top
	}
	if g.place.explicit {
		base = append(base, "--git-dir="+g.place.gitDir, "--work-tree="+g.place.top)
	}
	base = append(base, "-c", "core.fsmonitor=false")
	cmd := exec.Command(g.git, append(base, args...)...)
	cmd.Env = append(cleanEnv(os.Environ()), "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1",
		"GIT_DISCOVERY_ACROSS_FILESYSTEM=1", "LC_ALL=C")
	return cmd
}

// cleanEnv drops the variables that could point git at another repository; those for its configuration and for
// reaching a remote stay.
func cleanEnv(env []string) []string {
	keep := []string{
		"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH", "GIT_SSH", "GIT_SSH_COMMAND",
		"GIT_SSH_VARIANT", "GIT_ASKPASS", "GIT_SSL_CAINFO", "GIT_SSL_NO_VERIFY", "GIT_PROXY_SSL_CAINFO",
	}
	return slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "GIT_") && !slices.Contains(keep, name)
	})
}

func (g *program) run(args ...string) (string, error) {
	cmd := g.command(args...)
	var stderr tail
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", stderr.explain(fmt.Errorf("git %s: %w", args[0], err))
	}
	return string(out), nil
}

func (g *program) read(id oid) (object, error) {
	if o, ok := g.cache.get(id); ok {
		return o, nil
	}
	c, err := g.cats.get()
	if err != nil {
		return object{}, err
	}
	defer g.cats.put(c)
	if c.cmd == nil {
		if err := c.start(g.command("cat-file", "--batch")); err != nil {
			return object{}, err
		}
	}
	o, err := c.ask(id)
	if err != nil {
		return o, fmt.Errorf("object %s: %w", id, err)
	}
	g.cache.put(id, o)
	return o, nil
}

func (g *program) close() error { return g.cats.close() }

func (g *program) forget() error {
	g.cache.clear()
	return g.cats.close()
}

func (c *catFile) start(cmd *exec.Cmd) (err error) {
	c.stderr = &tail{}
	cmd.Stderr = c.stderr
	if c.in, err = cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	c.out = bufio.NewReaderSize(out, 1<<16)
	if err := cmd.Start(); err != nil {
		return err
	}
	c.cmd = cmd
	return nil
}

// ask writes an object's name and reads "NAME KIND SIZE", the content and a line feed.
func (c *catFile) ask(id oid) (object, error) {
	line := ""
	_, err := io.WriteString(c.in, id.String()+"\n")
	if err == nil {
		line, err = c.out.ReadString('\n')
	}
	if err != nil {
		_ = c.Close() // what git said on its standard error says more
		return object{}, c.stderr.explain(errMissing)
	}
	fields := strings.Fields(line)
	if len(fields) != 3 {
		return object{}, errMissing
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return object{}, errors.Join(fmt.Errorf("git cat-file: %q", line), c.Close())
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(c.out, data); err != nil {
		return object{}, errors.Join(err, c.Close())
	}
	return object{kind(fields[1]), data[:size:size]}, nil
}

// Close ends the process.
func (c *catFile) Close() error {
	if c.cmd == nil {
		return nil
	}
	err := c.in.Close()
	_, _ = io.Copy(io.Discard, c.out)
	err = errors.Join(err, c.cmd.Wait())
	c.cmd = nil
	return err
}

// A tail keeps the end of what git says on its standard error.
type tail struct{ buf bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	if t.buf.Len() > 1<<14 {
		t.buf.Next(1 << 13)
	}
	return t.buf.Write(p)
}

// explain adds git's own words to an error, and a hint where git gives a good one.
func (t *tail) explain(err error) error {
	said := strings.TrimSpace(t.buf.String())
	if said == "" {
		return err
	}
	lines := strings.Split(said, "\n")
	err = fmt.Errorf("%w: %s", err, lines[0])
	for _, line := range lines {
		if command := strings.TrimSpace(line); strings.HasPrefix(command, "git config --global --add safe.directory") {
			return hint(err, "if you trust it: "+command)
		}
	}
	return err
}
