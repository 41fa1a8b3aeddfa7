package source

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestWithMounts mounts a commit and a work tree into a work tree, beside its files and below a folder that it
// lacks.
func TestWithMounts(t *testing.T) {
	t.Parallel()
	main, other := gittest.New(t), gittest.New(t)
	main.Commit("first", "content/a.md", "a", "pmsite.yaml", "x")
	other.Commit("first", "docs/b.md", "b", "docs/2026/c.md", "c", "secret.txt", "s")
	fsys, err := WithMounts(mustTree(t, main.Dir).FS,
		Mount{"content/commit", mustCommit(t, other.Dir, "main").FS, "docs"},
		Mount{"content/tree", mustTree(t, other.Dir).FS, "docs"},
		Mount{"deep/er/top", mustCommit(t, other.Dir, "main").FS, "."})
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(fsys, "content/a.md", "content/commit/b.md", "content/commit/2026/c.md", "content/tree/b.md",
		"deep/er/top/secret.txt"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"content/commit/secret.txt", "content/tree/../../secret.txt", "content/commit/..", "content/none/b.md"} {
		if _, err := fs.ReadFile(fsys, name); !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMountRefused checks that a mount hides nothing and follows no link.
func TestMountRefused(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("content/a/x.md", "x", "content/b", "a file")
	if err := os.Symlink("/etc", filepath.Join(r.Dir, "link")); err != nil {
		t.Fatal(err)
	}
	r.Commit("first")
	fsys := mustTree(t, r.Dir).FS
	free := Mount{"content/free", fsys, "content/a"}
	for _, test := range []struct {
		want   string
		mounts []Mount
	}{
		{`mount at "content/a": file already exists there`, []Mount{{"content/a", fsys, "."}}},
		{`mount at "content/b": file already exists there`, []Mount{{"content/b", fsys, "."}}},
		{`mount at "content/b/x"`, []Mount{{"content/b/x", fsys, "."}}},
		{`mount at "link": file already exists there`, []Mount{{"link", fsys, "."}}},
		{`mount at "link/x"`, []Mount{{"link/x", fsys, "."}}},
		{`mount at "content/free": file already exists there`, []Mount{free, free}},
		{`mount at "content/free/x.md"`, []Mount{free, {"content/free/x.md", fsys, "."}}},
		{`mount at "content": file already exists there`, []Mount{{"content", fsys, "."}}},
		{`mount at "../x": invalid argument`, []Mount{{"../x", fsys, "."}}},
		{`link: is a symbolic link`, []Mount{{"x", mustCommit(t, r.Dir, "HEAD").FS, "link"}}},
		{`link: is a symbolic link`, []Mount{{"x", fsys, "link"}}},
		{`content/b: is not a directory`, []Mount{{"x", fsys, "content/b"}}},
		{`none: no such file`, []Mount{{"x", fsys, "none"}}},
	} {
		if _, err := WithMounts(fsys, test.mounts...); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}

// TestFoldersAboveMounts checks that folders list both main's entries and those that lead to mounts, sorted by name.
func TestFoldersAboveMounts(t *testing.T) {
	t.Parallel()
	when := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	file := &fstest.MapFile{Data: []byte("x"), ModTime: when}
	main := fstest.MapFS{"m/b.md": file, "z.md": file}
	other := fstest.MapFS{"docs/one.md": file, "docs/sub/two.md": file}
	fsys, err := WithMounts(main, Mount{"m/zz", other, "docs"}, Mount{"m/aa", other, "docs"}, Mount{"new/a/b", other, "docs/sub"}, Mount{"new/a/c", other, "docs"})
	if err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		".": "m new z.md", "m": "aa b.md zz", "m/zz": "one.md sub", "m/aa/sub": "two.md", "new": "a", "new/a": "b c", "new/a/b": "two.md",
	} {
		list, err := fs.ReadDir(fsys, dir)
		var names []string
		for _, e := range list {
			names = append(names, e.Name())
		}
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("the folder %s contains %s, %v; want %s", dir, got, err, want)
		}
		f, err := fsys.Open(dir)
		if err != nil {
			t.Errorf("the folder %s: %v", dir, err)
			continue
		}
		if list, err := f.(fs.ReadDirFile).ReadDir(-1); err != nil || len(list) != len(names) {
			t.Errorf("the opened folder %s contains %v, %v", dir, list, err)
		}
		for how, stat := range map[string]func() (fs.FileInfo, error){
			"open": f.Stat, "stat": func() (fs.FileInfo, error) { return fs.Stat(fsys, dir) }, "lstat": func() (fs.FileInfo, error) { return fs.Lstat(fsys, dir) },
		} {
			if info, err := stat(); err != nil || !info.IsDir() || info.Name() != path.Base(dir) {
				t.Errorf("%s of the folder %s: %v, %v", how, dir, info, err)
			}
		}
	}
	info, err := fs.Stat(fsys, "new")
	if err != nil || info.Mode() != fs.ModeDir|0o555 || !info.ModTime().IsZero() {
		t.Errorf("a folder that only leads to a mount has the mode %v and the time %v, %v", info.Mode(), info.ModTime(), err)
	}
	for name, want := range map[string]string{
		"m/zz/none": "open m/zz/none: file does not exist", "m/none": "open m/none: file does not exist", "../x": "open ../x: invalid argument", "new/a/x": "open new/a/x: file does not exist",
	} {
		if _, err := fsys.Open(name); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if data, err := fs.ReadFile(fsys, "m/zz/sub/two.md"); err != nil || string(data) != "x" {
		t.Errorf("a file in a mount: %q, %v", data, err)
	}
	if data, err := fs.ReadFile(fsys, "m/b.md"); err != nil || string(data) != "x" {
		t.Errorf("a file beside a mount: %q, %v", data, err)
	}
	if _, err := fs.ReadLink(fsys, "m/zz/one.md"); err == nil || !strings.HasPrefix(err.Error(), "readlink m/zz/one.md: ") {
		t.Errorf("readlink of a regular file in a mount: %v", err)
	}
}

// TestMainChangesAboveMount checks the errors if a file in main replaces a folder above a mount.
func TestMainChangesAboveMount(t *testing.T) {
	t.Parallel()
	file := &fstest.MapFile{Data: []byte("x")}
	main := fstest.MapFS{}
	fsys, err := WithMounts(main, Mount{"a/b", fstest.MapFS{"x.md": file}, "."})
	if err != nil {
		t.Fatal(err)
	}
	main["a"] = file
	for how, err := range map[string]error{"stat": second(fs.Stat(fsys, "a")), "lstat": second(fs.Lstat(fsys, "a"))} {
		if err == nil || err.Error() != how+" a: is not a directory" {
			t.Errorf("%s of a file above a mount: %v", how, err)
		}
	}
	if _, err := fsys.Open("a"); err == nil {
		t.Error("a file above a mount opens as a folder")
	}
	if _, err := fs.ReadFile(fsys, "a/b/x.md"); err != nil {
		t.Errorf("the mount itself: %v", err)
	}
}
