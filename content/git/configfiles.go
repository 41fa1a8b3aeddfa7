package git

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// A configReader reads a configuration.
type configReader struct {
	Config
	place     Place
	addresses []string // of the remotes, for conditions; nil until they are needed
	blind     bool     // addresses of remotes are being collected: no condition on them holds
}

// maxIncludes is how deeply files may include one another, as in git.
const maxIncludes = 10

// ReadConfig reads the configuration of the repository at a place, as the git program does in the program's
// environment. Without a repository there is none.
func ReadConfig(p Place, program Program) (*Config, error) {
	r := &configReader{place: p, Config: Config{program: program}}
	if p.GitDir == "" {
		return &r.Config, nil
	}
	return &r.Config, r.readAll()
}

func (r *configReader) readAll() error {
	files := append(r.program.userConfigs(), filepath.Join(r.place.Common, "config"))
	for _, name := range files {
		if err := r.readFile(name, 0); err != nil {
			return err
		}
	}
	if own, err := r.Bool("extensions.worktreeConfig"); err != nil {
		return err
	} else if own {
		if err := r.readFile(filepath.Join(r.place.GitDir, "config.worktree"), 0); err != nil {
			return err
		}
	}
	for _, s := range r.program.settings() {
		if err := r.add(s, "", 0); err != nil {
			return err
		}
	}
	return nil
}

// readFile reads a file and what it includes. A file that does not exist, or that may not be read, has no settings.
func (r *configReader) readFile(name string, depth int) error {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() { // a pipe would block
		return ignoreAbsent(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return ignoreAbsent(err)
	}
	if err := parseConfig(string(text), func(s configSetting) error { return r.add(s, name, depth) }); err != nil {
		return fmt.Errorf("read %q: %w", name, err)
	}
	return nil
}

// ignoreAbsent drops the errors at which git goes on without a file.
func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	return err
}

// add takes over a setting of a file, "" for none, and reads the file that it includes.
func (r *configReader) add(s configSetting, from string, depth int) error {
	r.settings = append(r.settings, s)
	condition, conditional := strings.CutPrefix(s.key, "includeif.")
	condition, isPath := strings.CutSuffix(condition, ".path")
	if s.key != "include.path" && (!conditional || !isPath) || s.bare {
		return nil
	}
	if conditional {
		if holds, err := r.holds(condition, from); err != nil || !holds {
			return err
		}
	}
	if depth == maxIncludes {
		return fmt.Errorf("more than %d files include one another", maxIncludes)
	}
	path, err := r.program.expandPath(s.value)
	if err != nil {
		return err
	}
	if from == "" && !filepath.IsAbs(path) {
		return fmt.Errorf("%s: the path %q is relative to no file", s.key, path)
	}
	return r.readFile(resolvePath(filepath.Dir(from), path), depth+1)
}

// getenv returns a variable of the program's environment.
func (g Program) getenv(name string) (value string, found bool) {
	for _, v := range g.Env {
		if rest, ok := strings.CutPrefix(v, name+"="); ok {
			value, found = rest, true
		}
	}
	return value, found
}

// userConfigs returns the files of the system's and the user's configuration, in the order in which git reads them.
func (g Program) userConfigs() (names []string) {
	if skip, _ := g.getenv("GIT_CONFIG_NOSYSTEM"); !isTrue(skip) {
		names = append(names, g.systemConfig())
	}
	if global, found := g.getenv("GIT_CONFIG_GLOBAL"); found {
		return append(names, global)
	}
	if name := g.userFile("config"); name != "" {
		names = append(names, name)
	}
	if home := g.home(); home != "" {
		names = append(names, filepath.Join(home, ".gitconfig"))
	}
	return names
}

func isTrue(s string) bool {
	b, err := parseConfigBool(s)
	return err == nil && b
}

// systemConfig returns the file of the system's configuration: git has it where it was installed, or in /etc.
func (g Program) systemConfig() string {
	if name, found := g.getenv("GIT_CONFIG_SYSTEM"); found {
		return name
	}
	if g.Path != "" {
		name := filepath.Join(g.prefix(), "etc", "gitconfig")
		if _, err := os.Stat(name); err == nil {
			return name
		}
	}
	return "/etc/gitconfig"
}

// prefix returns the folder that the git program was installed in.
func (g Program) prefix() string { return filepath.Dir(filepath.Dir(g.Path)) }

// userFile returns the path of one of git's files in the user's folder of settings, such as ~/.config/git/ignore; ""
// if there is no such folder.
func (g Program) userFile(name string) string {
	if dir, _ := g.getenv("XDG_CONFIG_HOME"); dir != "" {
		return filepath.Join(dir, "git", name)
	}
	if home := g.home(); home != "" {
		return filepath.Join(home, ".config", "git", name)
	}
	return ""
}

// home returns the user's home directory; "" if it is not known.
func (g Program) home() string {
	home, _ := g.getenv("HOME")
	if home == "" && runtime.GOOS == "windows" {
		home, _ = g.getenv("USERPROFILE") // git sets HOME to it
	}
	return home
}

// settings returns those of the environment.
func (g Program) settings() (list []configSetting) {
	count, _ := g.getenv("GIT_CONFIG_COUNT")
	n, _ := strconv.Atoi(count)
	for i := range n {
		key, found := g.getenv(fmt.Sprintf("GIT_CONFIG_KEY_%d", i))
		if !found {
			break
		}
		value, _ := g.getenv(fmt.Sprintf("GIT_CONFIG_VALUE_%d", i))
		list = append(list, configSetting{key: configKey(key), value: value})
	}
	return list
}

// expandPath replaces what a path of the configuration begins with: "~/", "~user/" or, for where git is installed,
// "%(prefix)/".
func (g Program) expandPath(path string) (string, error) {
	if rest, ok := strings.CutPrefix(path, "%(prefix)/"); ok && g.Path != "" {
		return filepath.Join(g.prefix(), rest), nil
	}
	if !strings.HasPrefix(path, "~") {
		return path, nil
	}
	name, rest, _ := strings.Cut(path[1:], "/")
	home := g.home()
	if name != "" {
		u, err := user.Lookup(name)
		if err != nil {
			return "", fmt.Errorf("expand %q: %w", path, err)
		}
		home = u.HomeDir
	}
	if home == "" {
		return "", fmt.Errorf("expand %q: HOME is not set", path)
	}
	return filepath.Join(home, rest), nil
}
