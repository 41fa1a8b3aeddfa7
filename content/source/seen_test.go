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

// shown is what a work tree shows, sorted.
func shown(t *testing.T, dir string) string {
	t.Helper()
	list := paths(t, mustTree(t, dir).FS)
	slices.Sort(list)
	return strings.Join(list, " ")
}

// TestWhereRulesAreRead reads .gitignore files of every folder from the top on, and .git/info/exclude; the file nearest
// to what is asked for decides, and in it the last rule.
func TestWhereRulesAreRead(t *testing.T) {
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
		{"a file that says nothing leaves it to those above", "a.md sub/deep/a.md", []string{".gitignore", "*.log\n", "sub/.gitignore", "*.txt\n\n# nothing\n"}},
		{"info/exclude", "a.md b.log sub/b.log sub/deep/a.md", []string{".git/info/exclude", "a.log\n"}},
		{"any file before info/exclude", "a.log a.md sub/a.log sub/deep/a.log sub/deep/a.md", []string{".git/info/exclude", "*.log\n", ".gitignore", "!a.log\n"}},
		{"a byte order mark, and line ends of Windows", "a.md sub/deep/a.md", []string{".gitignore", "\ufeff*.log\r\n"}},
		{"trailing blanks", "a.md sub/deep/a.md", []string{".gitignore", "*.log   \n"}},
		{"a folder that is ignored is not looked into", "a.log a.md b.log", []string{".gitignore", "sub/\n!sub/a.log\n"}},
		{"a folder that is ignored below", "a.log a.md b.log sub/a.log sub/b.log", []string{"sub/.gitignore", "/deep\n"}},
		{"a rule of a folder says nothing of others", "a.log a.md b.log sub/b.log sub/deep/a.log sub/deep/a.md", []string{"sub/.gitignore", "/a.log\n"}},
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
			t.Errorf("%s: shown are %s, want %s", test.what, list, test.want)
		}
		below := slices.DeleteFunc(strings.Fields(shown(t, filepath.Join(r.Dir, "sub"))), func(name string) bool { return filepath.Base(name) == ".gitignore" })
		var wantBelow []string
		for _, name := range want {
			if rest, ok := strings.CutPrefix(name, "sub/"); ok {
				wantBelow = append(wantBelow, rest)
			}
		}
		if !strings.Contains(test.what, "is not looked into") && !slices.Equal(below, wantBelow) {
			t.Errorf("%s: of the folder sub are shown %q, want %q", test.what, below, wantBelow)
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

// TestNoRulesBehindALink does not follow a .gitignore that is a link, which git does not either, nor one that is a folder.
func TestNoRulesBehindALink(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("rules", "*.log\n", "a.log", "", "sub/a.log", "", "dir/.gitignore/x", "", "dir/a.log", "")
	for _, name := range []string{".gitignore", "sub/.gitignore"} {
		if err := os.Symlink(filepath.Join(r.Dir, "rules"), filepath.Join(r.Dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if got := shown(t, r.Dir); got != ".gitignore a.log dir/.gitignore/x dir/a.log rules sub/.gitignore sub/a.log" {
		t.Errorf("shown are %s", got)
	}
	if got := shown(t, filepath.Join(r.Dir, "sub")); got != ".gitignore a.log" {
		t.Errorf("of a folder are shown %s", got)
	}
}

// TestTrackedThoughIgnored shows what is in the index, also below folders that are ignored, and nothing beside it.
func TestTrackedThoughIgnored(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("out/deep/kept.md", "k", "out/deep/other.md", "o", "out/x.md", "x", ".gitignore", "out/\n", "outside.md", "")
	r.Git("add", "-f", "out/deep/kept.md")
	for what, s := range map[string]*Source{"the work tree": mustTree(t, r.Dir), "its files alone": open(t, func() (*Source, error) { return Files(r.Dir) })} {
		if got := strings.Join(paths(t, s.FS), " "); got != ".gitignore out/deep/kept.md outside.md" {
			t.Errorf("of %s are shown %s", what, got)
		}
		for _, name := range []string{"out/x.md", "out/deep/other.md"} {
			for how, err := range map[string]error{
				"opened": second(s.FS.Open(name)), "read": second(fs.ReadFile(s.FS, name)), "asked for": second(fs.Stat(s.FS, name)), "found": second(fs.Lstat(s.FS, name)),
			} {
				if !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s, which is ignored, is %s in %s: %v", name, how, what, err)
				}
			}
		}
		if data, err := fs.ReadFile(s.FS, "out/deep/kept.md"); string(data) != "k" || err != nil {
			t.Errorf("a tracked file of %s: %q, %v", what, data, err)
		}
	}
}

// TestOtherRepositoriesAreEmpty shows nothing of repositories below, nor of what is named .git in whatever case.
func TestOtherRepositoriesAreEmpty(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("a.md", "a", "nested/in.md", "n", "module/.git", "gitdir: ../elsewhere\n", "module/in.md", "m", "sub/.GIT/config", "x", "sub/.Git", "", "sub/b.md", "b", ".gitx/c.md", "c")
	r.Git("init", "-q", "nested")
	s := mustTree(t, r.Dir)
	if got := strings.Join(paths(t, s.FS), " "); got != ".gitx/c.md a.md sub/b.md" {
		t.Errorf("shown are %s", got)
	}
	for _, name := range []string{"nested", "module"} {
		if list, err := fs.ReadDir(s.FS, name); err != nil || len(list) > 0 {
			t.Errorf("another repository, %s, holds %v, %v; want an empty folder", name, list, err)
		}
		if info, err := fs.Stat(s.FS, name); err != nil || !info.IsDir() {
			t.Errorf("another repository, %s: %v, %v", name, info, err)
		}
	}
	for _, name := range []string{"nested/in.md", "module/in.md", "nested/.git/HEAD", "sub/.GIT", "sub/.GIT/config", ".git/HEAD", ".git"} {
		if _, err := fs.ReadFile(s.FS, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is read: %v", name, err)
		}
		if _, err := s.FS.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is opened: %v", name, err)
		}
	}
}

// TestRulesOfALinkedWorkTree reads info/exclude of the repository that it belongs to.
func TestRulesOfALinkedWorkTree(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	r.Write(".git/info/exclude", "secret.md\n/linked/\n")
	r.Git("worktree", "add", "-q", "--detach", "linked")
	r.Write("linked/secret.md", "s", "linked/b.md", "b")
	if got := shown(t, filepath.Join(r.Dir, "linked")); got != "a.md b.md" {
		t.Errorf("a linked work tree shows %s, want it without what info/exclude names", got)
	}
}

// TestPlaces finds the repository of a folder, as the file .git and the folders above say, and says what is odd.
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
		"far below the top":                    {filepath.Join(r.Dir, "sub", "deep"), one, "sub/deep", ""},
		"named by a file":                      {write("absolute/.git", "gitdir: "+filepath.Join(r.Dir, ".git")+"\r\n"), one, ".", ""},
		"named by a file, from there":          {write("relative/.git", "gitdir: "+relative+"\n"), one, ".", ""},
		"a file .git of something else":        {write("other/.git", "something else"), "", "", `.git": it does not begin with "gitdir: "`},
		"a file .git that leads nowhere":       {write("nowhere/.git", "gitdir: none\n"), "", "", "none"},
		"a file .git that leads to no one":     {write("noone/.git", "gitdir: .\n"), "", "", "not a git repository"},
		"a folder .git that is no repository":  {filepath.Dir(write("folder/.git/x", "")), "", ".", ""},
		"only HEAD":                            {write("head/HEAD", "ref: refs/heads/main\n"), "", ".", ""},
		"HEAD and files for objects and refs":  {filepath.Join(outer, "files"), "", ".", ""},
		"a folder whose .git is a part of one": {filepath.Dir(write("part/.git/HEAD", "ref: refs/heads/main\n")), "", ".", ""},
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
			t.Errorf("%s is the commit %q below %q, %v; want %q below %q", what, s.Commit, s.Prefix, s.GitErr, test.commit, test.prefix)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := WorktreeWith(outer, filepath.Join(r.Dir, ".git"), r.Dir); err == nil || !strings.Contains(err.Error(), "it is outside of the work tree") {
		t.Errorf("a folder beside the work tree: %v", err)
	}
	if _, err := WorktreeWith(filepath.Dir(r.Dir), filepath.Join(r.Dir, ".git"), r.Dir); err == nil || !strings.Contains(err.Error(), "it is outside of the work tree") {
		t.Errorf("the folder above the work tree: %v", err)
	}
}

// TestDamagedShallowFile names the file that says where a history is cut off.
func TestDamagedShallowFile(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "a.md", "a")
	r.Write(".git/shallow", one+"\n")
	if s := mustTree(t, r.Dir); !s.Shallow {
		t.Error("a repository with cut off commits is not shallow")
	}
	r.Write(".git/shallow", "")
	if s := mustTree(t, r.Dir); s.Shallow {
		t.Error("a repository of which nothing is cut off is shallow")
	}
	r.Write(".git/shallow", "none\n")
	if _, err := Commit(r.Dir, ""); err == nil || !strings.Contains(err.Error(), "shallow") || !strings.Contains(err.Error(), `"none" is not the full hash of an object`) {
		t.Errorf("%v, want an error that names the file", err)
	}
	s := mustTree(t, r.Dir)
	if s.GitErr == nil || len(paths(t, s.FS)) != 1 {
		t.Errorf("the work tree opens without a word of it: %v", s.GitErr)
	}
	if _, err := s.At("HEAD"); err == nil || !errors.Is(err, s.GitErr) {
		t.Errorf("another commit of it: %v, want the same words", err)
	}
}

// TestFolderThatComesLater reads a folder that was not there when it was asked for first, and no file that is gone.
func TestFolderThatComesLater(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("a.md", "a", "sub/.gitignore", "*.log\n")
	s := mustTree(t, r.Dir)
	for _, name := range []string{"later/deep/x.md", "sub/later/x.md"} {
		if _, err := fs.ReadFile(s.FS, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s, which is not there yet: %v", name, err)
		}
	}
	r.Write("later/deep/x.md", "x", "sub/later/x.md", "x", "sub/later/x.log", "x", "a.md", "-")
	for _, name := range []string{"later/deep/x.md", "sub/later/x.md"} {
		if data, err := fs.ReadFile(s.FS, name); string(data) != "x" || err != nil {
			t.Errorf("%s, which came later: %q, %v", name, data, err)
		}
	}
	if got := strings.Join(paths(t, s.FS), " "); got != "later/deep/x.md sub/.gitignore sub/later/x.md" {
		t.Errorf("shown are %s", got)
	}
}
