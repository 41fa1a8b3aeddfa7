package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEnvironmentOfGit asks git of the repository that was opened, whatever repository the environment names.
func TestEnvironmentOfGit(t *testing.T) {
	other := newRepo(t, "--object-format=sha256")
	other.commit("elsewhere", "b.md", "b")
	r := newRepo(t, "--object-format=sha256")
	one := r.commit("one", "a.md", "a", ".gitignore", "*.log\n", "x.log", "x")
	r.git("add", "-f", "x.log")
	dir := filepath.Join(other.dir, ".git")
	for name, value := range map[string]string{
		"GIT_DIR": dir, "GIT_COMMON_DIR": dir, "GIT_WORK_TREE": other.dir, "GIT_INDEX_FILE": filepath.Join(dir, "index"),
		"GIT_OBJECT_DIRECTORY": filepath.Join(dir, "objects"), "GIT_NAMESPACE": "x", "GIT_CEILING_DIRECTORIES": filepath.Dir(r.dir), "GIT_TRACE": "1",
	} {
		t.Setenv(name, value)
	}
	for _, at := range []string{r.dir, filepath.Join(r.dir, ".git")} {
		s, err := Open(at, "HEAD")
		if err != nil {
			t.Fatal(err)
		}
		if h, err := s.History(t.Context(), "."); s.Commit != one || err != nil || summary(h) != ".gitignore: one; a.md: one" {
			t.Errorf("opened is %s with %v, %v; want %s", s.Commit, h, err, one)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if got := shown(t, r.dir); got != ".gitignore a.md x.log" {
		t.Errorf("shown are %s, want what this repository's index has too", got)
	}
}

// TestWhatGitIsTold keeps what is about reaching a remote and about git's own configuration, and nothing else of git's.
func TestWhatGitIsTold(t *testing.T) {
	t.Parallel()
	kept := strings.Fields("GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG_NOSYSTEM GIT_EXEC_PATH GIT_SSH GIT_SSH_COMMAND GIT_SSH_VARIANT GIT_ASKPASS GIT_SSL_CAINFO GIT_SSL_NO_VERIFY GIT_PROXY_SSL_CAINFO HOME PATH SSH_ASKPASS https_proxy")
	dropped := strings.Fields("GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_CONFIG GIT_NAMESPACE GIT_TRACE GIT_EXTERNAL_DIFF GIT_PAGER GIT_SSHX")
	var env, want []string
	for i, name := range append(slices.Clone(kept), dropped...) {
		env = append(env, name+"=a=b")
		if i < len(kept) {
			want = append(want, name+"=a=b")
		}
	}
	before := slices.Clone(env)
	if got := cleanEnv(env); !slices.Equal(got, want) {
		t.Errorf("git is told\n%q, want\n%q", got, want)
	}
	if !slices.Equal(env, before) {
		t.Error("the environment of the caller is changed")
	}
}

// TestPartialCloneWithoutItsRemote says of what it lacks, in git's words, that it cannot be fetched, and fetches it once
// the remote is back.
func TestPartialCloneWithoutItsRemote(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("one", "a.md", text("a"))
	r.commit("two", "a.md", text("a", "two"), "b.md", "b")
	partial("--filter=blob:none")(r)
	s := mustCommit(t, filepath.Join(r.dir, "bare"), "main")
	blob := strings.TrimSpace(r.git("rev-parse", "main:b.md"))
	git := filepath.Join(r.dir, ".git")
	if err := os.Rename(git, git+".away"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // git dies each time
		_, err := fs.ReadFile(s.FS, "b.md")
		if !errors.Is(err, errMissing) || !strings.Contains(err.Error(), "object "+blob+": object not found: fatal: ") {
			t.Errorf("a file that cannot be fetched: %v, want an error with git's words", err)
		}
	}
	if err := os.Rename(git+".away", git); err != nil {
		t.Fatal(err)
	}
	if data, err := fs.ReadFile(s.FS, "b.md"); err != nil || string(data) != "b" {
		t.Errorf("once the remote is back: %q, %v", data, err)
	}
}

// TestWordsOfGit adds the first line that git says to an error, keeps the end of what is too long, and finds the hint.
func TestWordsOfGit(t *testing.T) {
	t.Parallel()
	exit := errors.New("exit status 128")
	for said, want := range map[string][2]string{
		"":                                   {"exit status 128", ""},
		" \n":                                {"exit status 128", ""},
		"fatal: one\nand more\n":             {"exit status 128: fatal: one", ""},
		"fatal: one\nhint: do something\n\n": {"exit status 128: fatal: one", ""},
		"fatal: detected dubious ownership\nTo add an exception, call:\n\n\tgit config --global --add safe.directory /x\n": {
			"exit status 128: fatal: detected dubious ownership", "if you trust it: git config --global --add safe.directory /x",
		},
	} {
		var words tail
		if _, err := words.Write([]byte(said)); err != nil {
			t.Fatal(err)
		}
		err := words.explain(exit)
		if err.Error() != want[0] || hintOf(err) != want[1] || !errors.Is(err, exit) {
			t.Errorf("where git says %q the error is %v, hint %q; want %q", said, err, hintOf(err), want)
		}
	}
	var words tail
	for i := range 5000 {
		fmt.Fprintf(&words, "line %d\n", i)
	}
	if got := words.buf.String(); !strings.HasSuffix(got, "line 4998\nline 4999\n") || strings.Contains(got, "line 1\n") || len(got) > 1<<15 || len(got) < 1<<12 {
		t.Errorf("of 5000 lines %d bytes are kept, to %q; want the last few thousand", len(got), got[max(0, len(got)-20):])
	}
}

// TestIndexOfBothKinds gives the same files from go-git and from git, also of an index with a conflict and with a file
// that is only meant to be added.
func TestIndexOfBothKinds(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("one", "a.md", text("a"), "ü b.md", "b")
	r.git("checkout", "-q", "-b", "side")
	r.commit("aside", "a.md", text("a", "aside"))
	r.git("checkout", "-q", "main")
	r.commit("main", "a.md", text("a", "main"))
	_, _ = r.try("", "merge", "-q", "side")
	r.write("dir/meant.md", "m")
	r.git("add", "-N", "dir/meant.md")
	s := mustTree(t, r.dir)
	for who, s := range map[string]*Source{"go-git": s, "git": byProgram(t, s)} {
		files, err := s.store.index()
		var names []string
		for name := range files {
			names = append(names, name)
		}
		slices.Sort(names)
		if got := strings.Join(names, ", "); err != nil || got != "a.md, dir/meant.md, ü b.md" {
			t.Errorf("%s: the index has %s, %v", who, got, err)
		}
		changed, err := s.Changed(t.Context(), s.Commit, ".")
		if err != nil || len(changed) != 2 || !changed["a.md"] || !changed["dir/meant.md"] {
			t.Errorf("%s: in the middle of a merge changed are %v, %v; want the file with the conflict and the new one", who, changed, err)
		}
	}
}
