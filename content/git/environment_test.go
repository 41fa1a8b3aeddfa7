package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestLocateIn checks where git's variables let a repository be, and what is refused.
func TestLocateIn(t *testing.T) {
	t.Parallel()
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string {
		if name == "" {
			return ""
		}
		return filepath.Join(top, name)
	}
	r := gittest.New(t).In(top)
	r.Git("init", "-q", "a")
	r.Git("init", "-q", "b")
	r.Git("init", "-q", "plain/c")
	r.Git("init", "-q", "--bare", "bare")
	r.Git("init", "-q", "--separate-git-dir", "away.git", "moved")
	r.Git("init", "-q", "--separate-git-dir", "set.git", "set")
	r.Git("--git-dir", "set.git", "config", "core.worktree", "../plain")
	for _, dir := range []string{"a/sub", "plain/sub", "moved/sub"} {
		if err := os.MkdirAll(at(dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for what, tc := range map[string]struct {
		dir, gitDir, workTree string
		want                  string // GitDir, Top and Prefix, or the beginning of the error
	}{
		"nothing set":                        {"a/sub", "", "", "a/.git a sub"},
		"a folder's own repository":          {"a/sub", "a/.git", "", "a/.git a sub"},
		"a file that names it":               {"moved/sub", "moved/.git", "", "away.git moved sub"},
		"another folder":                     {"plain", "a/.git", "", "a/.git plain ."},
		"core.worktree":                      {"plain/sub", "set.git", "", "set.git plain sub"},
		"a work tree":                        {"plain/sub", "a/.git", "plain", "a/.git plain sub"},
		"only a work tree":                   {"a/sub", "", "a/sub", "a/.git a/sub ."},
		"a bare repository":                  {"bare", "bare", "", "bare  ."},
		"a bare repository, from elsewhere":  {"a", "bare", "", "bare  ."},
		"a bare one with a work tree":        {"plain/sub", "bare", "plain", "bare plain sub"},
		"another repository":                 {"b", "a/.git", "", `GIT_DIR names the repository "a/.git", but "b" belongs to the repository "b/.git"`},
		"another one, with a work tree":      {"b", "a/.git", "b", `GIT_DIR names the repository "a/.git", but "b" belongs to the repository "b/.git"`},
		"a nested one, with a work tree":     {"plain/c", "a/.git", "plain", `GIT_DIR names the repository "a/.git", but "plain/c" belongs to the repository "plain/c/.git"`},
		"a bare one in which the folder is":  {"bare", "a/.git", "", `GIT_DIR names the repository "a/.git", but "bare" belongs to the repository "bare"`},
		"no repository":                      {"a", "plain", "", `GIT_DIR: open "plain": not a git repository`},
		"nothing":                            {"a", "none", "", `GIT_DIR: open "none": not a git repository`},
		"a work tree that is elsewhere":      {"plain/sub", "a/.git", "moved", `open "plain/sub": it is outside the work tree "moved"`},
		"only a work tree, in no repository": {"plain/sub", "", "plain", `GIT_WORK_TREE is set, but "plain/sub" is not a git repository`},
	} {
		p, err := LocateIn(at(tc.dir), Environment{GitDir: at(tc.gitDir), WorkTree: at(tc.workTree)})
		got := strings.Join([]string{p.GitDir, p.Top, p.Prefix}, " ")
		if err != nil {
			if got = err.Error(); gittest.Hint(err) == "" {
				t.Errorf("%s: no hint", what)
			}
		}
		if got = strings.ReplaceAll(got, top+"/", ""); got != tc.want {
			t.Errorf("%s: %s, want %s", what, got, tc.want)
		}
	}
}

// TestIndexFile checks that the index is the one that GIT_INDEX_FILE names, from the top of the work tree.
func TestIndexFile(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "sub/a.md", "a")
	other := r.In(r.Dir)
	other.Env = append(gittest.Environ(), "GIT_INDEX_FILE=.git/other")
	other.Write("sub/b.md", "b")
	other.Git("add", "sub/b.md")
	for name, want := range map[string]string{"": "sub/a.md", ".git/other": "sub/b.md", filepath.Join(r.Dir, ".git", "other"): "sub/b.md", ".git/none": ""} {
		p, err := LocateIn(filepath.Join(r.Dir, "sub"), Environment{IndexFile: name})
		if err != nil {
			t.Fatal(err)
		}
		repo, err := Open(p, FindProgram())
		if err != nil {
			t.Fatal(err)
		}
		index, err := repo.Index()
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"sub/a.md", "sub/b.md"} {
			if _, found := index.Find(file); found != (file == want) {
				t.Errorf("with GIT_INDEX_FILE=%s the index has %s: %v", name, file, found)
			}
		}
		if err := repo.Close(); err != nil {
			t.Error(err)
		}
	}
}
