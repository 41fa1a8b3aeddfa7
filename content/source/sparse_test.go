package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// contents returns the path and the content of every file, or the error of reading it.
func contents(t *testing.T, fsys fs.FS) string {
	t.Helper()
	var out []string
	for _, name := range paths(t, fsys) {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			data = []byte(err.Error())
		}
		out = append(out, name+"="+string(data))
	}
	return strings.Join(out, "\n")
}

// TestSparse checks that a work tree has the same files when git does not check all of them out, whatever the way.
func TestSparse(t *testing.T) {
	t.Parallel()
	for what, leaveOut := range map[string]func(r *gittest.Repo){
		"a cone":         func(r *gittest.Repo) { r.Git("sparse-checkout", "set", "--cone", "content/2026") },
		"a sparse index": func(r *gittest.Repo) { r.Git("sparse-checkout", "set", "--cone", "--sparse-index", "content/2026") },
		"patterns":       func(r *gittest.Repo) { r.Git("sparse-checkout", "set", "--no-cone", "*", "!a*", "!shot.png") },
		"no document":    func(r *gittest.Repo) { r.Git("sparse-checkout", "set", "--no-cone", "!*") },
		"marked files":   func(r *gittest.Repo) { skip(r, "content/2025/a.md", "content/2025/b/shot.png") },
		"no commit": func(r *gittest.Repo) {
			skip(r, "content/2025/a.md")
			r.Git("update-ref", "-d", "HEAD")
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t)
			r.Commit("one", "pmsite.yaml", "title: T\n", ".gitignore", "*.log\n", "content/2025/a.md", "a", "content/2025/b/index.md", "b", "content/2025/b/shot.png", "png",
				"content/2025-a.md", "between", "content/2026/c.md", "c", "content/2026/x.log", "ignored")
			r.Git("add", "-f", "content/2026/x.log")
			base := r.Commit("two")
			full := mustTree(t, r.Dir)
			want, wantBelow := contents(t, full.FS), contents(t, mustSub(t, full.FS, "content"))
			leaveOut(r)
			if status := r.Git("diff", "--name-only"); status != "" {
				t.Fatalf("git sees changes: %s", status)
			}
			sparse := mustTree(t, r.Dir)
			if got := contents(t, sparse.FS); got != want || sparse.IndexErr != nil {
				t.Errorf("files\n%s\nwant\n%s (%v)", got, want, sparse.IndexErr)
			}
			r.Write("content/x.log", "ignored") // the folder may be gone
			if got := contents(t, mustTree(t, filepath.Join(r.Dir, "content")).FS); got != wantBelow {
				t.Errorf("files of a folder\n%s\nwant\n%s", got, wantBelow)
			}
			if changed, err := sparse.Changed(t.Context(), base, "."); err != nil || len(changed) > 0 {
				t.Errorf("changed since the commit: %v, %v", changed, err)
			}
		})
	}
}

func skip(r *gittest.Repo, names ...string) {
	r.Git(append([]string{"update-index", "--skip-worktree"}, names...)...)
	for _, name := range names {
		r.Write(name, "-")
	}
}

func mustSub(t *testing.T, fsys fs.FS, dir string) fs.FS {
	t.Helper()
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

// TestSparseFS checks the file system of a sparse checkout: files on disk come first, and links and submodules are what
// they are in a full checkout.
func TestSparseFS(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("content/a.md", "a", "content/b.md", "b", "content/old/c.md", "c")
	if err := os.Symlink("a.md", filepath.Join(r.Dir, "link.md")); err != nil {
		t.Fatal(err)
	}
	r.Commit("one")
	r.Git("update-index", "--add", "--cacheinfo", "160000,"+strings.TrimSpace(r.Git("rev-parse", "HEAD"))+",content/module")
	r.Git("update-index", "--skip-worktree", "content/module")
	skip(r, "content/a.md", "content/b.md", "content/old/c.md", "link.md")
	r.Write("content/b.md", "mine")
	if err := os.Remove(filepath.Join(r.Dir, "content", "old")); err != nil {
		t.Fatal(err)
	}
	fsys := mustTree(t, r.Dir).FS
	if err := fstest.TestFS(mustTree(t, filepath.Join(r.Dir, "content")).FS, "a.md", "b.md", "old/c.md"); err != nil {
		t.Error(err)
	}
	if data, err := fs.ReadFile(fsys, "content/b.md"); err != nil || string(data) != "mine" {
		t.Errorf("a file that is on disk after all is %q, %v", data, err)
	}
	if to, err := fs.ReadLink(fsys, "link.md"); err != nil || to != "a.md" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if _, err := fsys.Open("link.md"); !errors.Is(err, errSymlink) {
		t.Errorf("the link is followed: %v", err)
	}
	if list, err := fs.ReadDir(fsys, "content/module"); err != nil || len(list) > 0 {
		t.Errorf("the submodule has %v, %v", list, err)
	}
	for _, name := range []string{"content/none.md", "none/a.md", "content/a.md/x"} {
		if _, err := fs.Stat(fsys, name); !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errNotDir) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := fsys.Open("../a.md"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("an invalid path: %v", err)
	}
}

// TestSparsePartialClone checks that a file that is neither on disk nor in the repository is an error that says so.
func TestSparsePartialClone(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "content/2025/a.md", "a", "content/2026/b.md", "b")
	r.Git("config", "uploadpack.allowFilter", "true")
	r.Git("clone", "-q", "--sparse", "--filter=blob:none", "file://"+r.Dir, "clone")
	clone := r.In(filepath.Join(r.Dir, "clone"))
	clone.Git("sparse-checkout", "set", "content/2026")
	if err := os.Rename(filepath.Join(r.Dir, ".git"), filepath.Join(r.Dir, ".git.away")); err != nil {
		t.Fatal(err)
	}
	fsys := mustTree(t, clone.Dir).FS
	if got := paths(t, fsys); !slices.Equal(got, []string{"content/2025/a.md", "content/2026/b.md"}) {
		t.Errorf("files %q", got)
	}
	_, err := fs.ReadFile(fsys, "content/2025/a.md")
	if !errors.Is(err, git.ErrMissing) || !strings.Contains(err.Error(), "not checked out, and missing from the repository") ||
		gittest.Hint(err) != "fetch and check out its folder: git sparse-checkout add content/2025" {
		t.Errorf("a file that cannot be fetched: %v, hint %q", err, gittest.Hint(err))
	}
}
