package git

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// A configured is a repository whose environment has its own system and home.
type configured struct {
	*gittest.Repo
	home string
}

// newConfigured returns a repository whose environment has further variables; {home} is the home directory.
func newConfigured(t *testing.T, variables ...string) *configured {
	r := &configured{gittest.New(t), t.TempDir()}
	env := slices.DeleteFunc(gittest.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "GIT_CONFIG_") || name == "HOME" || name == "XDG_CONFIG_HOME"
	})
	r.Env = append(env, "HOME="+r.home, "GIT_CONFIG_SYSTEM="+r.home+"/system")
	for _, v := range variables {
		r.Env = append(r.Env, strings.ReplaceAll(v, "{home}", r.home))
	}
	return r
}

// write writes files into the home directory, or with .git/ into the repository; {home} in a text is the directory.
func (r *configured) write(files ...string) {
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(r.home, files[i])
		if strings.HasPrefix(files[i], ".git/") {
			name = filepath.Join(r.Dir, files[i])
		}
		err := os.MkdirAll(filepath.Dir(name), 0o755)
		if err == nil {
			err = os.WriteFile(name, []byte(strings.ReplaceAll(files[i+1], "{home}", r.home)), 0o644)
		}
		if err != nil {
			r.T.Fatal(err)
		}
	}
}

// read returns the configuration of the repository at a directory, and what git says it is; git refuses a damaged one.
func (r *configured) read(dir string) (c *Config, settings, want string, err, refused error) {
	r.T.Helper()
	p, err := Locate(dir)
	if err != nil {
		r.T.Fatal(err)
	}
	c, err = ReadConfig(p, Program{FindProgram().Path, r.Env})
	var b strings.Builder
	for _, s := range c.settings {
		b.WriteString(s.key)
		if !s.bare {
			b.WriteString("\n" + s.value)
		}
		b.WriteString("\x00")
	}
	want, refused = r.In(dir).Try("", "config", "--list", "-z")
	return c, b.String(), want, err, refused
}

// differ returns the first setting in which two lists differ.
func differ(got, want string) string {
	g, w := strings.Split(got, "\x00"), strings.Split(want, "\x00")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("%q, want %q", g[i], w[i])
		}
	}
	return fmt.Sprintf("%d settings, want %d", len(g), len(w))
}

// same compares all settings with git's.
func (r *configured) same(about string) {
	r.T.Helper()
	_, got, want, err, refused := r.read(r.Dir)
	if (err != nil) != (refused != nil) {
		r.T.Errorf("%s: got %v; git says %v", about, err, refused)
	} else if blank := strings.NewReplacer("\t", " "); err == nil && blank.Replace(got) != blank.Replace(want) { // git before 2.45 makes blanks of tabs
		r.T.Errorf("%s: got %s", about, differ(got, want))
	}
}

// TestConfigMatchesGit reads random texts.
func TestConfigMatchesGit(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 18))
	tokens := []string{
		"[core]", "[CoRe]", "[a.B.c]", `[a "B c"]`, `[a "\"\\x"]`, "[a  \"x\"]", "[a", "[a \"x]", "[]", "[a \"x\" ]", "[-a1]", "[a_b]",
		"\n", "\n", "\n", "\n", "\r\n", " ", "\t", "key", "Key-1", "k_y", "=", "=", " = ", "value", "two  words ", `"`, `"quoted ; # "`, `\n`, `\t`, `\\`, `\"`, `\x`, "\\\n",
		";", "#", "; comment", "# comment\n", "é", "1", "\ufeff", "[core]\n\tkey = value\n", "[core] key\n", "key = value\n",
	}
	r := newConfigured(t)
	for range 400 {
		var b strings.Builder
		for range 1 + rng.IntN(12) {
			b.WriteString(tokens[rng.IntN(len(tokens))])
		}
		r.write("system", b.String())
		r.same(fmt.Sprintf("%q", b.String()))
	}
}

// TestConfigFiles reads the files of all places, in git's order.
func TestConfigFiles(t *testing.T) {
	t.Parallel()
	for _, variables := range [][]string{
		nil,
		{"HOME="},
		{"XDG_CONFIG_HOME={home}/xdg"},
		{"XDG_CONFIG_HOME="},
		{"GIT_CONFIG_GLOBAL={home}/global"},
		{"GIT_CONFIG_GLOBAL={home}/none"},
		{"GIT_CONFIG_GLOBAL="},
		{"GIT_CONFIG_GLOBAL=" + os.DevNull},
		{"GIT_CONFIG_NOSYSTEM=yes"},
		{"GIT_CONFIG_NOSYSTEM=0"},
		{"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=A.bC.dE", "GIT_CONFIG_VALUE_0=x", "GIT_CONFIG_KEY_1=include.path", "GIT_CONFIG_VALUE_1={home}/inc"},
		{"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=include.path", "GIT_CONFIG_VALUE_0=inc"},
		{"GIT_CONFIG_COUNT="},
	} {
		r := newConfigured(t, variables...)
		for _, name := range []string{"system", "global", ".gitconfig", ".config/git/config", "xdg/git/config", "inc"} {
			r.write(name, "[from]\n\tfile = "+name+"\n[include]\n\tpath = none\n\tpath = sub\n")
		}
		r.write(".git/config.worktree", "[from]\n\tfile = work tree\n")
		r.same(fmt.Sprintf("with %q", variables))
		r.write(".git/config", "[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tworktreeConfig = true\n")
		r.same(fmt.Sprintf("with %q and extensions.worktreeConfig", variables))
	}
}

// TestConfigIncludes checks the conditions of includeIf, and paths.
func TestConfigIncludes(t *testing.T) {
	t.Parallel()
	r := newConfigured(t)
	r.Commit("one", "a.md", "a")
	r.Git("remote", "add", "origin", "https://example.org/team/repo.git")
	linked, link := filepath.Join(r.home, "linked"), filepath.Join(r.home, "link")
	r.Git("worktree", "add", "-q", "-b", "feature/x/y", linked)
	if err := os.Symlink(linked, link); err != nil {
		t.Fatal(err)
	}
	up := filepath.Dir(r.Dir)
	conditions := []string{
		"gitdir:" + up + "/", "gitdir:" + up + "/**", "gitdir:" + up + "/*/.git", "gitdir:" + strings.ToUpper(up) + "/", "gitdir/i:" + strings.ToUpper(up) + "/",
		"gitdir:.git", "gitdir:worktrees/linked", "gitdir:worktrees/", "gitdir/i:WORKTREES/LINKED", "gitdir:linked", "gitdir:repo*", "gitdir:~/", "gitdir:~/linked/.git/", "gitdir:~/link/",
		"gitdir:./", "gitdir:./.git", "gitdir:./**", "gitdir:..", "gitdir:~", "gitdir:~root/", "gitdir:~nobody-at-all/", "gitdir:/", "gitdir:", "gitdir:**", "gitdir:*",
		"onbranch:main", "onbranch:m*", "onbranch:feature/", "onbranch:feature/*", "onbranch:feature/**", "onbranch:*", "onbranch:**", "onbranch:", "onbranch:MAIN",
		"hasconfig:remote.*.url:https://example.org/**", "hasconfig:remote.*.url:https://example.org/", "hasconfig:remote.*.url:https://example.org/*",
		"hasconfig:remote.*.url:git@**", "hasconfig:remote.*.url:", "hasconfig:remote.origin.url:**", "unknown:x", "main", "",
	}
	files := func(includes ...string) {
		text := ""
		for i, c := range conditions {
			text += fmt.Sprintf("[includeIf %q]\n\tpath = inc%d\n[IncludeIf %q] x = y\n", c, i, c)
			r.write(fmt.Sprintf("inc%d", i), fmt.Sprintf("[held]\n\tthis = %s\n", strings.ReplaceAll(c, "\\", "")))
		}
		r.write(".gitconfig", text+strings.Join(includes, ""))
	}
	files("[include]\n\tpath = ~/by-home\n\tpath = none\n\tpath = {home}/by-path\n\tpath = sub/nested\n\tpath = by\\\n-line\n")
	r.write("by-home", "[held]\n\tthis = home\n", "by-path", "[held]\n\tthis = path\n", "sub/nested", "[include]\n\tpath = more\n\tpath = ../by-path\n",
		"sub/more", "[held]\n\tthis = more\n", "by-line", "[held]\n\tthis = line\n")
	for _, dir := range []string{r.Dir, linked} {
		_, got, want, err, refused := r.read(dir)
		if err != nil || refused != nil || got != want {
			t.Errorf("in %s: got %s; %v, %v", dir, differ(got, want), err, refused)
		}
		if dir == linked && !strings.Contains(got, "held.this\ngitdir:worktrees/linked") || !strings.Contains(got, "held.this\nmore") {
			t.Errorf("in %s nothing is included: %q", dir, got)
		}
	}
	r.write("loop", "[include]\n\tpath = loop\n")
	r.write(".gitconfig", "[include]\n\tpath = loop\n")
	r.same("a file that includes itself")
	r.write(".gitconfig", "[include]\n\tpath = ~nobody-at-all/x\n")
	r.same("a path that cannot be expanded")
	r.write(".gitconfig", "[core]\n\tx = y\n[include\n")
	r.same("a damaged file")
}

// TestConfigThroughLink checks that gitdir matches the path by which the user came, too.
func TestConfigThroughLink(t *testing.T) {
	t.Parallel()
	r := newConfigured(t)
	link := filepath.Join(r.home, "link")
	if err := os.Symlink(r.Dir, link); err != nil {
		t.Fatal(err)
	}
	r.write("sub/x", "", ".gitconfig", "[includeIf \"gitdir:{home}/link/\"]\n\tpath = inc\n", "inc", "[core]\n\tignoreCase = true\n")
	r.Write("sub/a.md", "a")
	for dir, want := range map[string]bool{link: true, link + "/sub": true, r.Dir: false} {
		p, err := Locate(dir)
		if err != nil {
			t.Fatal(err)
		}
		c, err := ReadConfig(p, Program{Env: r.Env})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Bool("core.ignoreCase"); err != nil || got != want {
			t.Errorf("from %s the file is included: %v, %v", dir, got, err)
		}
	}
}

// TestConfigBool compares what is true with git.
func TestConfigBool(t *testing.T) {
	t.Parallel()
	r := newConfigured(t)
	for _, value := range []string{"", "= ", "= true", "= YES", "= On", "= 1", "= 0", "= -1", "= 2k", "= 0x0", "= +0", "= false", "= No", "= off", "= maybe", "= 1kk", "= k", "= 1 1"} {
		r.write(".gitconfig", "[core]\n\tignoreCase "+value+"\n")
		c, _, _, err, _ := r.read(r.Dir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Bool("core.ignorecase")
		want, refused := r.Try("", "config", "--bool", "core.ignoreCase")
		if (err != nil) != (refused != nil) || err == nil && fmt.Sprintln(got) != want {
			t.Errorf("ignoreCase %s is %v, %v; git says %s, %v", value, got, err, want, refused)
		}
	}
}

// TestExcludesFile checks the file that core.excludesFile names, and the user's own.
func TestExcludesFile(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ config, variable, want string }{
		{"", "", "{home}/.config/git/ignore"},
		{"", "XDG_CONFIG_HOME={home}/xdg", "{home}/xdg/git/ignore"},
		{"", "HOME=", ""},
		{"[core]\n\texcludesFile = ~/x\n", "", "{home}/x"},
		{"[core]\n\texcludesFile = /x/y\n", "", "/x/y"},
		{"[core]\n\texcludesFile = x/../y\n", "", "TOP/y"},
		{"[core]\n\texcludesFile =\n", "", ""},
		{"[core]\n\texcludesFile = %(prefix)/x\n", "", "/opt/git/x"},
		{"[core]\n\texcludesFile\n", "", "error: git config core.excludesFile: it has no value"},
		{"[core]\n\texcludesFile = ~nobody-at-all/x\n", "", "error: git config core.excludesFile: expand \"~nobody-at-all/x\": "},
	} {
		r := newConfigured(t, test.variable)
		r.write(".git/config", "[core]\n\trepositoryFormatVersion = 0\n"+test.config)
		p, err := Locate(r.Dir)
		if err != nil {
			t.Fatal(err)
		}
		c, err := ReadConfig(p, Program{Path: "/opt/git/bin/git", Env: r.Env})
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.ExcludesFile("/top")
		if err != nil {
			got = "error: " + err.Error()
		}
		want := strings.NewReplacer("{home}", r.home, "TOP", "/top").Replace(test.want)
		if got != want && !(strings.HasPrefix(want, "error: ") && strings.HasPrefix(got, want)) {
			t.Errorf("with %q and %q the file is %q, want %q", test.config, test.variable, got, want)
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add("[a \"b\\\"\"]\nkey = \"v\" ; comment\n[a.b] other \\\n")
	f.Fuzz(func(t *testing.T, text string) {
		_ = parseConfig(text, func(s configSetting) error {
			if strings.ContainsAny(s.key, "\n") || s.bare && s.value != "" {
				t.Errorf("%q has the setting %+v", text, s)
			}
			return nil
		})
	})
}
