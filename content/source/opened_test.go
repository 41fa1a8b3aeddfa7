package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// mixed returns a repository with files of each kind and a clean work tree.
func mixed(t *testing.T) *gittest.Repo {
	t.Helper()
	r := gittest.New(t)
	r.Write("a.md", "text\n", "run.sh", "#!/bin/sh\n", "dir/b.md", "b", "dir.md", "beside", "dir/sub/c.md", "c", "empty", "")
	if err := errors.Join(os.Chmod(filepath.Join(r.Dir, "run.sh"), 0o755), os.Symlink("dir/b.md", filepath.Join(r.Dir, "link"))); err != nil {
		t.Fatal(err)
	}
	r.Commit("one")
	return r
}

// TestFileInfo checks names, types, sizes and order of files, in a work tree and in a commit.
func TestFileInfo(t *testing.T) {
	t.Parallel()
	r := mixed(t)
	tree, commit := mustTree(t, r.Dir), mustCommit(t, r.Dir, "HEAD")
	for what, s := range map[string]*Source{"work tree": tree, "commit": commit, "commit, by git": byProgram(t, commit)} {
		list, err := fs.ReadDir(s.FS, ".")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range list {
			names = append(names, e.Name())
		}
		if got := strings.Join(names, " "); got != "a.md dir dir.md empty link run.sh" {
			t.Errorf("the %s contains %s, want it sorted by name", what, got)
		}
		for name, want := range map[string]struct {
			base string
			kind fs.FileMode
			size int64
		}{".": {".", fs.ModeDir, -1}, "dir": {"dir", fs.ModeDir, -1}, "dir/sub": {"sub", fs.ModeDir, -1}, "a.md": {"a.md", 0, 5}, "dir/sub/c.md": {"c.md", 0, 1}, "empty": {"empty", 0, 0}} {
			stat, err := fs.Stat(s.FS, name)
			lstat, err2 := fs.Lstat(s.FS, name)
			f, err3 := s.FS.Open(name)
			if err := errors.Join(err, err2, err3); err != nil {
				t.Errorf("%s of the %s: %v", name, what, err)
				continue
			}
			opened, err := f.Stat()
			if err != nil {
				t.Error(err)
			}
			for how, info := range map[string]fs.FileInfo{"stat": stat, "lstat": lstat, "open": opened} {
				if info.Name() != want.base || info.Mode().Type() != want.kind || info.IsDir() != (want.kind != 0) || want.size >= 0 && info.Size() != want.size {
					t.Errorf("%s of %s in the %s returns %s", how, name, what, fs.FormatFileInfo(info))
				}
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
		if to, err := fs.ReadLink(s.FS, "link"); to != "dir/b.md" || err != nil {
			t.Errorf("the link in the %s leads to %q, %v", what, to, err)
		}
	}
	for name, want := range map[string]fs.FileMode{
		"a.md": 0o444, "run.sh": 0o555, "dir": fs.ModeDir | 0o555, ".": fs.ModeDir | 0o555, "link": fs.ModeSymlink | 0o777,
	} {
		info, err := fs.Lstat(commit.FS, name)
		if err != nil || info.Mode() != want || !info.ModTime().Equal(gittest.Start) || info.Sys() != nil {
			t.Errorf("%s in the commit has the mode %v and the time %v, %v; want %v and the commit's time", name, info.Mode(), info.ModTime(), err, want)
		}
	}
	if e := slices.IndexFunc(must(fs.ReadDir(commit.FS, ".")), func(e fs.DirEntry) bool { return e.Name() == "link" && e.Type() == fs.ModeSymlink && !e.IsDir() }); e < 0 {
		t.Error("the commit does not list the link as a link")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestPathErrors checks that an error says why something cannot be opened, and has the path that was given.
func TestPathErrors(t *testing.T) {
	t.Parallel()
	r := mixed(t)
	const link, notDir = "is a symbolic link, which is not followed", "is not a directory"
	for what, s := range map[string]*Source{"work tree": mustTree(t, r.Dir), "commit": mustCommit(t, r.Dir, "HEAD")} {
		for _, test := range []struct{ op, name, want string }{
			{"open", "link", link},
			{"stat", "link", link},
			{"readfile", "link", link},
			{"readfile", "dir", "is a directory"},
			{"readdir", "a.md", notDir},
			{"open", "a.md/x", notDir},
			{"stat", "a.md/x", notDir},
			{"readfile", "a.md/x", notDir},
			{"readdir", "a.md/x", notDir},
			{"open", "link/x", link},
			{"open", "dir/none", fs.ErrNotExist.Error()},
			{"readdir", "none", fs.ErrNotExist.Error()},
			{"readfile", "none/x", fs.ErrNotExist.Error()},
			{"readlink", "a.md", "is not a symbolic link"},
			{"readlink", "dir", "is not a symbolic link"},
			{"open", "dir/", fs.ErrInvalid.Error()},
			{"readfile", "../x", fs.ErrInvalid.Error()},
			{"readdir", "/", fs.ErrInvalid.Error()},
			{"stat", "dir//b.md", fs.ErrInvalid.Error()},
			{"readlink", "./link", fs.ErrInvalid.Error()},
		} {
			err := map[string]func() error{
				"open":     func() error { return second(s.FS.Open(test.name)) },
				"stat":     func() error { return second(fs.Stat(s.FS, test.name)) },
				"readfile": func() error { return second(fs.ReadFile(s.FS, test.name)) },
				"readdir":  func() error { return second(fs.ReadDir(s.FS, test.name)) },
				"readlink": func() error { return second(fs.ReadLink(s.FS, test.name)) },
			}[test.op]()
			var pe *fs.PathError
			got := ""
			if errors.As(err, &pe) {
				got = pe.Err.Error()
				if errors.Is(pe.Err, fs.ErrNotExist) {
					got = fs.ErrNotExist.Error() // operating systems have their own message
				}
			}
			if got == "not a directory" {
				got = notDir
			}
			if got != test.want || pe.Path != test.name || pe.Op != test.op && !(pe.Op == "stat" || pe.Op == "lstat") {
				t.Errorf("%s %q in the %s: %v; want %q", test.op, test.name, what, err, test.want)
			}
		}
		f, err := s.FS.Open("dir")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Read(make([]byte, 1)); err == nil || err.Error() != "read dir: is a directory" {
			t.Errorf("reading a folder in the %s: %v", what, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestReadDirInParts reads a folder a few entries at a time.
func TestReadDirInParts(t *testing.T) {
	t.Parallel()
	r := mixed(t)
	for what, s := range map[string]*Source{"work tree": mustTree(t, r.Dir), "commit": mustCommit(t, r.Dir, "HEAD")} {
		f, err := s.FS.Open(".")
		if err != nil {
			t.Fatal(err)
		}
		dir := f.(fs.ReadDirFile)
		var names []string
		for _, want := range []int{1, 4, 1} {
			part, err := dir.ReadDir(min(want, 4))
			if err != nil || len(part) != want {
				t.Fatalf("a part of the %s: %v, %v; want %d entries", what, part, err, want)
			}
			for _, e := range part {
				names = append(names, e.Name())
			}
		}
		if got := strings.Join(names, " "); got != "a.md dir dir.md empty link run.sh" {
			t.Errorf("in parts, the %s contains %s", what, got)
		}
		if part, err := dir.ReadDir(1); len(part) > 0 || !errors.Is(err, io.EOF) {
			t.Errorf("after the last part of the %s: %v, %v", what, part, err)
		}
		if part, err := dir.ReadDir(-1); len(part) > 0 || err != nil {
			t.Errorf("all that is left of the %s: %v, %v", what, part, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestResultsAreCopies checks that a caller may modify what it was given.
func TestResultsAreCopies(t *testing.T) {
	t.Parallel()
	r := mixed(t)
	s := mustCommit(t, r.Dir, "HEAD")
	blob := strings.TrimSpace(r.Git("rev-parse", "HEAD:a.md"))
	for range 2 {
		for how, read := range map[string]func() ([]byte, error){
			"a file": func() ([]byte, error) { return fs.ReadFile(s.FS, "a.md") }, "a blob": func() ([]byte, error) { return s.Blob(blob) },
		} {
			data, err := read()
			if err != nil || string(data) != "text\n" {
				t.Errorf("%s, after an earlier result was modified: %q, %v", how, data, err)
			}
			clear(data)
		}
		list, err := fs.ReadDir(s.FS, ".")
		if err != nil || list[0] == nil || list[0].Name() != "a.md" {
			t.Errorf("a folder, after an earlier result was modified: %v, %v", list, err)
		}
		clear(list)
	}
}

// TestOpenedSource checks the fields that describe what was opened: folder, commit, time and branch.
func TestOpenedSource(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "sub/a.md", "a")
	two := r.Commit("two", "sub/a.md", "b")
	r.Git("branch", "old", "main~")
	r.Git("worktree", "add", "-q", "--detach", "linked", "main~")
	r.Git("clone", "-q", "--bare", r.Dir, "../bare.git")
	plain := t.TempDir()
	real := func(name ...string) string {
		return must(filepath.EvalSymlinks(filepath.Join(append([]string{r.Dir}, name...)...)))
	}
	type want struct {
		dir, prefix, commit, branch string
		time                        time.Time
	}
	for name, test := range map[string]struct {
		open func() (*Source, error)
		want
		gitDirs []string
	}{
		"a work tree":             {func() (*Source, error) { return Open(r.Dir, "") }, want{real(), ".", two, "main", gittest.Start.Add(time.Hour)}, []string{real(".git")}},
		"a folder":                {func() (*Source, error) { return Open(filepath.Join(r.Dir, "sub"), "") }, want{real("sub"), "sub", two, "main", gittest.Start.Add(time.Hour)}, []string{real(".git")}},
		"a commit":                {func() (*Source, error) { return Open(r.Dir, "HEAD~") }, want{"", ".", one, "", gittest.Start}, []string{real(".git")}},
		"a branch, of a folder":   {func() (*Source, error) { return Open(filepath.Join(r.Dir, "sub"), "old") }, want{"", "sub", one, "old", gittest.Start}, []string{real(".git")}},
		"a linked work tree":      {func() (*Source, error) { return Open(filepath.Join(r.Dir, "linked"), "") }, want{real("linked"), ".", one, "", gittest.Start}, []string{real(".git", "worktrees", "linked"), real(".git")}},
		"a bare repository":       {func() (*Source, error) { return Open(filepath.Join(r.Dir, "../bare.git"), "") }, want{"", ".", two, "main", gittest.Start.Add(time.Hour)}, []string{real("../bare.git")}},
		"outside of a repository": {func() (*Source, error) { return Open(plain, "") }, want{must(filepath.EvalSymlinks(plain)), ".", "", "", time.Time{}}, nil},
		"files only":              {func() (*Source, error) { return filesOf(filepath.Join(r.Dir, "sub")) }, want{real("sub"), "sub", "", "", time.Time{}}, []string{real(".git")}},
		"an explicit git dir":     {func() (*Source, error) { return explicitly(r.Dir, filepath.Join(r.Dir, ".git"), r.Dir) }, want{real(), ".", two, "main", gittest.Start.Add(time.Hour)}, []string{real(".git")}},
		"a commit, by its HEAD":   {func() (*Source, error) { return Commit(r.Dir, "") }, want{"", ".", two, "main", gittest.Start.Add(time.Hour)}, []string{real(".git")}},
		"a commit, by its folder": {func() (*Source, error) { return Commit(filepath.Join(r.Dir, ".git", "refs"), "old") }, want{"", ".", one, "old", gittest.Start}, []string{real(".git")}},
	} {
		s := open(t, test.open)
		got := want{s.Dir, s.Prefix, s.Commit, s.Branch, s.Time}
		if !got.time.Equal(test.time) {
			t.Errorf("%s has the time %v, want %v", name, got.time, test.time)
		}
		got.time = test.time
		if got != test.want || s.Shallow || s.GitErr != nil {
			t.Errorf("%s is %+v, shallow %v, %v; want %+v", name, got, s.Shallow, s.GitErr, test.want)
		}
		if dirs := s.GitDirs(); !slices.Equal(dirs, test.gitDirs) {
			t.Errorf("%s has its HEAD and refs in %q, want %q", name, dirs, test.gitDirs)
		}
	}
	for name, open := range map[string]func() (*Source, error){
		"open %q: not a git repository":                      func() (*Source, error) { return Open(plain, "HEAD") },
		"open %q: not a directory":                           func() (*Source, error) { return Open(filepath.Join(r.Dir, "sub", "a.md"), "") },
		"open %q: a bare repository has no work tree":        func() (*Source, error) { return Worktree(filepath.Join(r.Dir, "../bare.git")) },
		`read the folder "linked" at "old": open linked: `:   func() (*Source, error) { return commitAt(r.Dir, "linked", "old") },
		`find commit "none" in %q: no branch, tag or commit`: func() (*Source, error) { return Commit(r.Dir, "none") },
	} {
		_, err := open()
		before, after, _ := strings.Cut(name, "%q")
		if err == nil || !strings.HasPrefix(err.Error(), before) || !strings.Contains(err.Error(), after) {
			t.Errorf("%v, want %s", err, name)
		}
	}
	if _, err := Worktree(filepath.Join(r.Dir, "../bare.git")); gittest.Hint(err) != "name a commit, as in --ref HEAD" {
		t.Errorf("for a bare repository without a ref the hint is %q", gittest.Hint(err))
	}
}

// commitAt opens a folder that exists on disk, but not in the commit.
func commitAt(dir, folder, ref string) (*Source, error) {
	if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
		return nil, err
	}
	p, err := git.PlaceOf(filepath.Join(dir, folder), filepath.Join(dir, ".git"), dir)
	if err != nil {
		return nil, err
	}
	repo, err := git.Open(p, git.FindProgram())
	if err != nil {
		return nil, err
	}
	return openCommit(p, repo, ref)
}

// TestDropCache checks that a source can still be read after DropCache.
func TestDropCache(t *testing.T) {
	t.Parallel()
	r := mixed(t)
	r.Git("gc", "-q")
	s := mustCommit(t, r.Dir, "HEAD")
	for _, s := range []*Source{s, byProgram(t, s), mustTree(t, t.TempDir())} {
		for range 2 {
			if _, err := s.History(t.Context(), "."); err != nil {
				t.Errorf("after DropCache: %v", err)
			}
			s.DropCache()
		}
	}
}

// TestCloseShared checks that the object store that sources share is closed with the source they come from, not with
// the others.
func TestCloseShared(t *testing.T) {
	r := gittest.New(t, "--object-format=sha256")
	r.Commit("one", "a.md", "a")
	where, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir() // holds a git that records when cat-file begins and ends
	events := filepath.Join(bin, "events")
	script := fmt.Sprintf("#!/bin/sh\ncase \"$*\" in *cat-file*) echo began >> '%[1]s'; '%[2]s' \"$@\"; echo ended >> '%[1]s';; *) exec '%[2]s' \"$@\";; esac\n", events, where)
	if err := os.WriteFile(filepath.Join(bin, "git"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	s, err := Worktree(r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.At("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	running := func() int {
		b, _ := os.ReadFile(events)
		return strings.Count(string(b), "began") - strings.Count(string(b), "ended")
	}
	if err := other.Close(); err != nil || running() == 0 {
		t.Errorf("closing a derived source ends git for both: %v", err)
	}
	if err := s.Close(); err != nil || running() > 0 {
		t.Errorf("closing the source leaves git running: %v", err)
	}
	if _, err := fs.ReadDir(s.FS, "."); err == nil {
		t.Error("a closed work tree can still be read")
	}
}

// TestBlobOfOtherKind checks that Blob refuses other kinds of objects, and that the error names the kind.
func TestBlobOfOtherKind(t *testing.T) {
	t.Parallel()
	r := mixed(t)
	r.Git("tag", "-a", "-m", "a tag", "v1")
	s := mustTree(t, r.Dir)
	for rev, kind := range map[string]string{"HEAD": "commit", "HEAD:dir": "tree", "HEAD^{tree}": "tree", "v1": "tag"} {
		hash := strings.TrimSpace(r.Git("rev-parse", rev))
		for who, s := range map[string]*Source{"go-git": s, "git": byProgram(t, s)} {
			if _, err := s.Blob(hash); err == nil || err.Error() != "read blob "+hash+": it is a "+kind {
				t.Errorf("%s: %s, a %s: %v", who, rev, kind, err)
			}
		}
	}
	for hash, want := range map[string]string{
		"abc": `"abc" is not the full hash of an object`, strings.Repeat("0", 39): "is not the full hash of an object", strings.Repeat("x", 40): "is not the full hash of an object",
		strings.Repeat("0", 40): "read blob " + strings.Repeat("0", 40) + ": object ", strings.Repeat("0", 64): "object not found",
	} {
		if _, err := s.Blob(hash); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the blob %s: %v, want %s", hash, err, want)
		}
	}
}
