package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// paths returns the paths of everything except directories.
func paths(t testing.TB, fsys fs.FS) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && name != "." && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestWorktreeShowsWhatGitShows(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("a.md", "a", "kept/forced.log", "tracked although ignored", "ignored/forced/x.md", "x")
	r.Git("add", "-A")
	r.Write(
		".gitignore", "# comment\n*.log\n/top.md\nignored/\n!important.log\nfoo/**/bar\n**/deep/*.txt\ntrailing\\ \n\\#hash\nsp[a-c!]ce\n[!x]y.z\nab/**\n  \n",
		"x.log", "", "important.log", "", "top.md", "", "sub/top.md", "", "ignored/no.md", "", "ignored/forced/no.md", "",
		"foo/bar", "", "foo/1/2/bar", "", "foo/baz", "", "q/deep/1.txt", "", "q/deep/1.md", "", "trailing ", "", "#hash", "",
		"space", "", "spdce", "", "ay.z", "", "xy.z", "", "ab/c/d", "", "ab.md", "",
		"sub/.gitignore", "!*.log\nlocal*\n/anchored\n", "sub/y.log", "", "sub/local.md", "", "sub/deeper/local.md", "",
		"sub/anchored", "", "sub/deeper/anchored", "", "excluded.md", "", ".git/info/exclude", "excluded.md\n",
		"nested/.git/HEAD", "ref: refs/heads/main\n", "nested/.git/objects/x", "", "nested/.git/refs/x", "", "nested/in.md", "",
		"ü mlaut.md", "",
	)
	r.Git("add", "-f", "kept/forced.log", "ignored/forced/x.md")
	for _, dir := range []string{".", "sub", "ignored/forced"} {
		t.Run(dir, func(t *testing.T) {
			at := r.In(filepath.Join(r.Dir, dir))
			out := at.Git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
			want := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
			want = slices.DeleteFunc(want, func(name string) bool { return strings.HasPrefix(name, "nested/") })
			slices.Sort(want)
			s := mustTree(t, at.Dir)
			if dir == "ignored/forced" { // an ignored folder shows its files if it is opened itself
				want = []string{"no.md", "x.md"}
			}
			got := paths(t, s.FS)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("files\n%q\nwant\n%q", got, want)
			}
			if err := fstest.TestFS(s.FS, want...); err != nil {
				t.Error(err)
			}
			alone := open(t, func() (*Source, error) { return filesOf(at.Dir) })
			if got := paths(t, alone.FS); !slices.Equal(got, paths(t, s.FS)) || alone.GitErr != nil {
				t.Errorf("with Files: files %q, %v", got, alone.GitErr)
			}
		})
	}
}

func TestWorktreeStaysInside(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a", "dir/b.md", "b")
	outside := filepath.Join(filepath.Dir(r.Dir), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"out": outside, "in": "a.md", "dirlink": "dir", "dir/up": ".."} {
		if err := os.Symlink(to, filepath.Join(r.Dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	r.Git("add", "-A")
	r.Git("commit", "-q", "-m", "links")
	for _, s := range []*Source{mustTree(t, r.Dir), mustCommit(t, r.Dir, "HEAD")} {
		for _, name := range []string{"out", "in", "dirlink", "dirlink/b.md", "dir/up/a.md", "dir/up", ".git/config", ".git", "../secret", "/a.md", "a.md/x", "none"} {
			for what, err := range map[string]error{
				"open": second(s.FS.Open(name)), "read": second(fs.ReadFile(s.FS, name)), "list": second(fs.ReadDir(s.FS, name)),
				"stat": second(fs.Stat(s.FS, name)),
			} {
				var pe *fs.PathError
				if !errors.As(err, &pe) || pe.Path != name {
					t.Errorf("%s %q: %v, want a path error", what, name, err)
				}
			}
		}
		info, err := fs.Lstat(s.FS, "out")
		if err != nil || info.Mode().Type() != fs.ModeSymlink {
			t.Errorf("lstat of a link: %v, %v", info, err)
		}
		if to, err := fs.ReadLink(s.FS, "in"); to != "a.md" || err != nil {
			t.Errorf("readlink: %q, %v", to, err)
		}
		if _, err := s.FS.Open("in"); !strings.Contains(err.Error(), "symbolic link") {
			t.Errorf("open of a link: %q", err)
		}
		entries, err := fs.ReadDir(s.FS, ".")
		if err != nil || len(entries) != 5 {
			t.Errorf("readdir: %v, %v", entries, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestPlainFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := &gittest.Repo{T: t, Dir: dir}
	r.Write("a.md", "a", ".gitignore", "*.log", "x.log", "")
	s := mustTree(t, dir)
	if got := paths(t, s.FS); !slices.Equal(got, []string{".gitignore", "a.md"}) {
		t.Errorf("files %q", got)
	}
	if s.Commit != "" || !s.Time.IsZero() || s.Branch != "" || s.GitErr != nil {
		t.Errorf("%+v", s)
	}
	h, err := s.History(t.Context(), ".")
	if err != nil || len(h.Files) != 0 {
		t.Errorf("history %v, %v", h, err)
	}
	if _, err := Commit(dir, "main"); !errors.Is(err, git.ErrNoRepository) {
		t.Errorf("commit: %v", err)
	}
	if _, err := Worktree(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no such folder: %v", err)
	}
}

func TestConcurrentReading(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	for _, name := range strings.Fields("a b c d e f g h") {
		r.Commit(name, name+".md", gittest.Text(name), "dir/"+name+".md", gittest.Text("dir"+name))
	}
	r.Git("gc", "-q")
	for _, s := range []*Source{mustTree(t, r.Dir), mustCommit(t, r.Dir, "HEAD")} {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if n := len(paths(t, s.FS)); n != 16 {
					t.Errorf("%d files", n)
				}
				for _, name := range []string{"a.md", "dir/h.md"} {
					if b, err := fs.ReadFile(s.FS, name); err != nil || len(b) < 100 {
						t.Error(err)
					}
				}
				if _, err := s.History(t.Context(), "."); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
}

// TestTrackedFilesInFormsOfTheIndex checks that ignored files are visible if they are tracked, however git stores its
// index.
func TestTrackedFilesInFormsOfTheIndex(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"update-index --index-version 4", "update-index --split-index", "sparse-checkout set --cone --sparse-index content"} {
		r := gittest.New(t)
		r.Write(".gitignore", "*.log\n", "content/a.md", "a", "content/x.log", "x", "other/in/y.log", "y")
		r.Git("add", "-f", ".")
		r.Git("commit", "-q", "-m", "one")
		r.Git(strings.Fields(args)...)
		r.Write("content/z.log", "not tracked", "other/in/y.log", "y", "other/in/z.log", "not tracked")
		for _, s := range []*Source{mustTree(t, r.Dir), open(t, func() (*Source, error) { return filesOf(r.Dir) })} {
			if got := strings.Join(paths(t, s.FS), " "); got != ".gitignore content/a.md content/x.log other/in/y.log" {
				t.Errorf("git %s: %s", args, got)
			}
		}
	}
}
