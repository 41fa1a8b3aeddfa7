package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// shown returns the visible files of a work tree, sorted.
func shown(t *testing.T, dir string) string {
	t.Helper()
	list := paths(t, mustTree(t, dir).FS)
	slices.Sort(list)
	return strings.Join(list, " ")
}

// TestIgnorePrecedence checks that .gitignore files of all folders apply before .git/info/exclude, the nearest file
// first, and in each file the last rule.
func TestIgnorePrecedence(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	files := []string{"a.md", "", "a.log", "", "b.log", "", "sub/a.log", "", "sub/b.log", "", "sub/deep/a.log", "", "sub/deep/a.md", ""}
	r.Write(files...)
	for _, test := range []struct {
		what, want string
		rules      []string
	}{
		{"no rules", "a.log a.md b.log sub/a.log sub/b.log sub/deep/a.log sub/deep/a.md", nil},
		{"a rule for all folders", "a.md sub/deep/a.md", []string{".gitignore", "*.log\n"}},
		{"the last rule decides", "a.log a.md sub/a.log sub/deep/a.log sub/deep/a.md", []string{".gitignore", "*.log\n!a.log\n"}},
		{"the last rule decides, the other way round", "a.md sub/deep/a.md", []string{".gitignore", "!a.log\n*.log\n"}},
		{"the nearer file decides", "a.md sub/a.log sub/b.log sub/deep/a.md", []string{".gitignore", "*.log\n", "sub/.gitignore", "!*.log\n", "sub/deep/.gitignore", "*.log\n"}},
		{"a file without a matching rule defers to those above", "a.md sub/deep/a.md", []string{".gitignore", "*.log\n", "sub/.gitignore", "*.txt\n\n# nothing\n"}},
		{"info/exclude", "a.md b.log sub/b.log sub/deep/a.md", []string{".git/info/exclude", "a.log\n"}},
		{"any .gitignore before info/exclude", "a.log a.md sub/a.log sub/deep/a.log sub/deep/a.md", []string{".git/info/exclude", "*.log\n", ".gitignore", "!a.log\n"}},
		{"a byte order mark and CRLF", "a.md sub/deep/a.md", []string{".gitignore", "\ufeff*.log\r\n"}},
		{"trailing spaces", "a.md sub/deep/a.md", []string{".gitignore", "*.log   \n"}},
		{"an ignored folder is not searched", "a.log a.md b.log", []string{".gitignore", "sub/\n!sub/a.log\n"}},
		{"a folder ignored by a nested file", "a.log a.md b.log sub/a.log sub/b.log", []string{"sub/.gitignore", "/deep\n"}},
		{"a folder's rule does not apply to other folders", "a.log a.md b.log sub/b.log sub/deep/a.log sub/deep/a.md", []string{"sub/.gitignore", "/a.log\n"}},
	} {
		r.Write(test.rules...)
		want := strings.FieldsFunc(r.Git("ls-files", "-z", "--others", "--exclude-standard"), func(r rune) bool { return r == 0 })
		want = slices.DeleteFunc(want, func(name string) bool { return filepath.Base(name) == ".gitignore" })
		slices.Sort(want)
		if got := strings.Join(want, " "); got != test.want {
			t.Errorf("%s: git shows %s, want %s", test.what, got, test.want)
		}
		got := strings.Fields(shown(t, r.Dir))
		got = slices.DeleteFunc(got, func(name string) bool { return filepath.Base(name) == ".gitignore" })
		if list := strings.Join(got, " "); list != test.want {
			t.Errorf("%s: visible files %s, want %s", test.what, list, test.want)
		}
		below := slices.DeleteFunc(strings.Fields(shown(t, filepath.Join(r.Dir, "sub"))), func(name string) bool { return filepath.Base(name) == ".gitignore" })
		var wantBelow []string
		for _, name := range want {
			if rest, ok := strings.CutPrefix(name, "sub/"); ok {
				wantBelow = append(wantBelow, rest)
			}
		}
		if !strings.Contains(test.what, "is not searched") && !slices.Equal(below, wantBelow) {
			t.Errorf("%s: visible files %q in the folder sub, want %q", test.what, below, wantBelow)
		}
		for i := 0; i < len(test.rules); i += 2 {
			if strings.HasSuffix(test.rules[i], "exclude") {
				r.Write(test.rules[i], "")
			} else {
				r.Write(test.rules[i], "-")
			}
		}
	}
}

// TestIgnoreFileIsNotRegular checks that, as in git, a .gitignore that is a link or a folder has no effect.
func TestIgnoreFileIsNotRegular(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("rules", "*.log\n", "a.log", "", "sub/a.log", "", "dir/.gitignore/x", "", "dir/a.log", "")
	for _, name := range []string{".gitignore", "sub/.gitignore"} {
		if err := os.Symlink(filepath.Join(r.Dir, "rules"), filepath.Join(r.Dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if got := shown(t, r.Dir); got != ".gitignore a.log dir/.gitignore/x dir/a.log rules sub/.gitignore sub/a.log" {
		t.Errorf("visible files: %s", got)
	}
	if got := shown(t, filepath.Join(r.Dir, "sub")); got != ".gitignore a.log" {
		t.Errorf("visible files in a folder: %s", got)
	}
}

// TestTrackedButIgnored checks that tracked files are visible even in ignored folders, and other files there are not.
func TestTrackedButIgnored(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("out/deep/kept.md", "k", "out/deep/other.md", "o", "out/x.md", "x", ".gitignore", "out/\n", "outside.md", "")
	r.Git("add", "-f", "out/deep/kept.md")
	for what, s := range map[string]*Source{"the work tree": mustTree(t, r.Dir), "its files only": open(t, func() (*Source, error) { return filesOf(r.Dir) })} {
		if got := strings.Join(paths(t, s.FS), " "); got != ".gitignore out/deep/kept.md outside.md" {
			t.Errorf("visible files of %s: %s", what, got)
		}
		for _, name := range []string{"out/x.md", "out/deep/other.md"} {
			for how, err := range map[string]error{
				"opened": second(s.FS.Open(name)), "read": second(fs.ReadFile(s.FS, name)), "described": second(fs.Stat(s.FS, name)), "described by lstat": second(fs.Lstat(s.FS, name)),
			} {
				if !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("the ignored file %s can be %s in %s: %v", name, how, what, err)
				}
			}
		}
		if data, err := fs.ReadFile(s.FS, "out/deep/kept.md"); string(data) != "k" || err != nil {
			t.Errorf("a tracked file in %s: %q, %v", what, data, err)
		}
	}
}

// TestNestedRepositoriesAreEmpty checks that nested repositories appear empty, and that .git in any case is hidden.
func TestNestedRepositoriesAreEmpty(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("a.md", "a", "nested/in.md", "n", "module/.git", "gitdir: ../elsewhere\n", "module/in.md", "m", "sub/.GIT/config", "x", "sub/.Git", "", "sub/b.md", "b", ".gitx/c.md", "c")
	r.Git("init", "-q", "nested")
	s := mustTree(t, r.Dir)
	if got := strings.Join(paths(t, s.FS), " "); got != ".gitx/c.md a.md sub/b.md" {
		t.Errorf("visible files: %s", got)
	}
	for _, name := range []string{"nested", "module"} {
		if list, err := fs.ReadDir(s.FS, name); err != nil || len(list) > 0 {
			t.Errorf("the nested repository %s contains %v, %v; want an empty folder", name, list, err)
		}
		if info, err := fs.Stat(s.FS, name); err != nil || !info.IsDir() {
			t.Errorf("the nested repository %s: %v, %v", name, info, err)
		}
	}
	for _, name := range []string{"nested/in.md", "module/in.md", "nested/.git/HEAD", "sub/.GIT", "sub/.GIT/config", ".git/HEAD", ".git"} {
		if _, err := fs.ReadFile(s.FS, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s can be read: %v", name, err)
		}
		if _, err := s.FS.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s can be opened: %v", name, err)
		}
	}
}

// TestExcludeOfLinkedWorkTree checks that a linked work tree uses info/exclude of its main repository.
func TestExcludeOfLinkedWorkTree(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	r.Write(".git/info/exclude", "secret.md\n/linked/\n")
	r.Git("worktree", "add", "-q", "--detach", "linked")
	r.Write("linked/secret.md", "s", "linked/b.md", "b")
	if got := shown(t, filepath.Join(r.Dir, "linked")); got != "a.md b.md" {
		t.Errorf("a linked work tree shows %s, want it without files in info/exclude", got)
	}
}

// TestPlaces checks how the repository of a folder is found, through .git files and parent folders, and the errors for
// malformed ones.
func TestPlaces(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "sub/deep/a.md", "a")
	outer := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		name = filepath.Join(outer, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
		return filepath.Dir(name)
	}
	relative, err := filepath.Rel(filepath.Join(must(filepath.EvalSymlinks(outer)), "relative"), must(filepath.EvalSymlinks(filepath.Join(r.Dir, ".git"))))
	if err != nil {
		t.Fatal(err)
	}
	for what, test := range map[string]struct{ dir, commit, prefix, err string }{
		"far below the top":                        {filepath.Join(r.Dir, "sub", "deep"), one, "sub/deep", ""},
		"a .git file":                              {write("absolute/.git", "gitdir: "+filepath.Join(r.Dir, ".git")+"\r\n"), one, ".", ""},
		"a relative .git file":                     {write("relative/.git", "gitdir: "+relative+"\n"), one, ".", ""},
		"a .git file of something else":            {write("other/.git", "something else"), "", "", `.git": it does not begin with "gitdir: "`},
		"a .git file that leads nowhere":           {write("nowhere/.git", "gitdir: none\n"), "", "", "none"},
		"a .git file that leads to a plain folder": {write("noone/.git", "gitdir: .\n"), "", "", "not a git repository"},
		"a .git folder that is not a repository":   {filepath.Dir(write("folder/.git/x", "")), "", ".", ""},
		"only HEAD":                                {write("head/HEAD", "ref: refs/heads/main\n"), "", ".", ""},
		"HEAD and files for objects and refs":      {filepath.Join(outer, "files"), "", ".", ""},
		"a .git folder with only HEAD":             {filepath.Dir(write("part/.git/HEAD", "ref: refs/heads/main\n")), "", ".", ""},
	} {
		if strings.HasPrefix(what, "HEAD and files") {
			write("files/HEAD", "ref: refs/heads/main\n")
			write("files/objects", "")
			write("files/refs", "")
		}
		s, err := Worktree(test.dir)
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s: %v, want %s", what, err, test.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if s.Commit != test.commit || s.Prefix != test.prefix || s.GitErr != nil {
			t.Errorf("%s opens the commit %q with the prefix %q, %v; want %q with %q", what, s.Commit, s.Prefix, s.GitErr, test.commit, test.prefix)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := explicitly(outer, filepath.Join(r.Dir, ".git"), r.Dir); err == nil || !strings.Contains(err.Error(), "it is outside the work tree") {
		t.Errorf("a folder beside the work tree: %v", err)
	}
	if _, err := explicitly(filepath.Dir(r.Dir), filepath.Join(r.Dir, ".git"), r.Dir); err == nil || !strings.Contains(err.Error(), "it is outside the work tree") {
		t.Errorf("the folder above the work tree: %v", err)
	}
}

// TestDamagedShallowFile checks that the error names the shallow file.
func TestDamagedShallowFile(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "a.md", "a")
	r.Write(".git/shallow", one+"\n")
	if s := mustTree(t, r.Dir); !s.Shallow {
		t.Error("a repository with a shallow commit is not shallow")
	}
	r.Write(".git/shallow", "")
	if s := mustTree(t, r.Dir); s.Shallow {
		t.Error("a repository with an empty shallow file is shallow")
	}
	r.Write(".git/shallow", "none\n")
	if _, err := Commit(r.Dir, ""); err == nil || !strings.Contains(err.Error(), "shallow") || !strings.Contains(err.Error(), `"none" is not the full hash of an object`) {
		t.Errorf("%v, want an error that names the file", err)
	}
	s := mustTree(t, r.Dir)
	if s.GitErr == nil || len(paths(t, s.FS)) != 1 {
		t.Errorf("the work tree opens without reporting it: %v", s.GitErr)
	}
	if _, err := s.At("HEAD"); err == nil || !errors.Is(err, s.GitErr) {
		t.Errorf("another commit: %v, want the same error", err)
	}
}

// TestFolderCreatedLater checks that a folder can be read that did not exist at the first attempt, and that a deleted
// file is not listed.
func TestFolderCreatedLater(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("a.md", "a", "sub/.gitignore", "*.log\n")
	s := mustTree(t, r.Dir)
	for _, name := range []string{"later/deep/x.md", "sub/later/x.md"} {
		if _, err := fs.ReadFile(s.FS, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s, which does not exist yet: %v", name, err)
		}
	}
	r.Write("later/deep/x.md", "x", "sub/later/x.md", "x", "sub/later/x.log", "x", "a.md", "-")
	for _, name := range []string{"later/deep/x.md", "sub/later/x.md"} {
		if data, err := fs.ReadFile(s.FS, name); string(data) != "x" || err != nil {
			t.Errorf("%s, which was created later: %q, %v", name, data, err)
		}
	}
	if got := strings.Join(paths(t, s.FS), " "); got != "later/deep/x.md sub/.gitignore sub/later/x.md" {
		t.Errorf("visible files: %s", got)
	}
}

// TestUsersIgnoreFile checks that what core.excludesFile, or the user's own list, names is hidden, with and without a
// git program.
func TestUsersIgnoreFile(t *testing.T) {
	r := gittest.New(t)
	r.Write("a.log", "", "b.log", "", "c.md", "", "kept.log", "")
	r.Git("add", "-f", "kept.log")
	home, path := t.TempDir(), os.Getenv("PATH")
	at := r.In(home)
	at.Write(".config/git/ignore", "a.log\n", "xdg/git/ignore", "b.log\n", "list", "*.log\n", "inc", "[core]\n\texcludesFile = ~/list\n")
	const all = "a.log b.log c.md kept.log"
	for _, test := range []struct{ what, config, gitconfig, variable, exclude, want string }{
		{what: "the default", want: "b.log c.md kept.log"},
		{what: "XDG_CONFIG_HOME", variable: "XDG_CONFIG_HOME=" + home + "/xdg", want: "a.log c.md kept.log"},
		{what: "the repository's setting", config: "[core]\n\texcludesFile = " + home + "/list\n", want: "c.md kept.log"},
		{what: "the user's setting", gitconfig: "[core]\n\texcludesFile = ~/list\n", want: "c.md kept.log"},
		{what: "a setting that turns it off", gitconfig: "[core]\n\texcludesFile =\n", want: all},
		{what: "the repository's setting wins", gitconfig: "[core]\n\texcludesFile = ~/list\n", config: "[core]\n\texcludesFile = /none\n", want: all},
		{what: "an included file", gitconfig: "[includeIf \"gitdir:" + filepath.Dir(r.Dir) + "/\"]\n\tpath = inc\n", want: "c.md kept.log"},
		{what: "an included file of others", gitconfig: "[includeIf \"gitdir:/elsewhere/\"]\n\tpath = inc\n", want: "b.log c.md kept.log"},
		{what: "info/exclude before it", config: "[core]\n\texcludesFile = " + home + "/list\n", exclude: "!a.log\n", want: "a.log c.md kept.log"},
		{what: "in the other case", config: "[core]\n\tignoreCase\n", exclude: "[bB].LOG\nC.MD\nKEPT.LOG\n", want: "kept.log"},
	} {
		t.Setenv("HOME", home)
		t.Setenv("XDG_CONFIG_HOME", "")
		t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
		t.Setenv("GIT_CONFIG_GLOBAL", "")
		if err := os.Unsetenv("GIT_CONFIG_GLOBAL"); err != nil {
			t.Fatal(err)
		}
		if name, value, ok := strings.Cut(test.variable, "="); ok {
			t.Setenv(name, value)
		}
		r.Write(".git/config", "[core]\n\trepositoryFormatVersion = 0\n"+test.config, ".git/info/exclude", test.exclude)
		at.Write(".gitconfig", test.gitconfig)
		r.Env = os.Environ()
		want := strings.Fields(r.Git("ls-files", "--cached", "--others", "--exclude-standard"))
		slices.Sort(want)
		if got := strings.Join(want, " "); got != test.want {
			t.Errorf("%s: git shows %s, want %s", test.what, got, test.want)
		}
		for _, programs := range []string{path, ""} {
			t.Setenv("PATH", programs)
			if got := shown(t, r.Dir); got != test.want {
				t.Errorf("%s, with programs in %q: visible files %s, want %s", test.what, programs, got, test.want)
			}
		}
		t.Setenv("PATH", path)
	}
	at.Write(".gitconfig", "[core]\n\tignoreCase = 7\n\tx y\n")
	if _, err := Worktree(r.Dir); err == nil || !strings.HasSuffix(err.Error(), `.gitconfig": line 3: this is not a setting`) || gittest.Hint(err) != "git config --list has to work here" {
		t.Errorf("with a damaged configuration: %v, hint %q", err, gittest.Hint(err))
	}
	plain := t.TempDir()
	r.In(plain).Write("a.log", "")
	if got := shown(t, plain); got != "a.log" {
		t.Errorf("outside of any repository: visible files %s", got)
	}
}

// TestIgnoreFileLeftOut checks that a .gitignore file that a sparse checkout leaves out of the work tree still counts.
func TestIgnoreFileLeftOut(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", ".gitignore", "*.log\n", "sub/.gitignore", "*.txt\n", "sub/a.md", "a")
	r.Git("sparse-checkout", "set", "--no-cone", "/*", "!.gitignore")
	r.Write("x.log", "", "sub/x.log", "", "sub/x.txt", "", "x.txt", "")
	if got := shown(t, r.Dir); got != ".gitignore sub/.gitignore sub/a.md x.txt" {
		t.Errorf("visible files: %s", got)
	}
	if got := shown(t, filepath.Join(r.Dir, "sub")); got != ".gitignore a.md" {
		t.Errorf("visible files in a folder: %s", got)
	}
}

// TestIgnoredFolderOpened checks that a folder that git ignores has its files if it is opened itself, except those that a
// rule ignores by their own name.
func TestIgnoredFolderOpened(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write(".gitignore", "out/\n*.log\nout/in/c.md\n", "out/.gitignore", "b.md\n", "out/in/a.md", "", "out/in/a.log", "", "out/in/b.md", "", "out/in/c.md", "")
	for dir, want := range map[string]string{".": ".gitignore", "out": ".gitignore in/a.md", "out/in": "a.md"} {
		if got := shown(t, filepath.Join(r.Dir, dir)); got != want {
			t.Errorf("visible files of %s: %s, want %s", dir, got, want)
		}
	}
}
