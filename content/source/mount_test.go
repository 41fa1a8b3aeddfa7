package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// TestMounted mounts a commit and a work tree into a work tree, beside its files and where it has no folder at all.
func TestMounted(t *testing.T) {
	t.Parallel()
	main, other := newRepo(t), newRepo(t)
	main.commit("first", "content/a.md", "a", "pmsite.yaml", "x")
	other.commit("first", "docs/b.md", "b", "docs/2026/c.md", "c", "secret.txt", "s")
	fsys, err := Mounted(mustTree(t, main.dir).FS,
		Mount{"content/commit", mustCommit(t, other.dir, "main").FS, "docs"},
		Mount{"content/tree", mustTree(t, other.dir).FS, "docs"},
		Mount{"deep/er/top", mustCommit(t, other.dir, "main").FS, "."})
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

// TestMountRefused covers nothing and follows no link.
func TestMountRefused(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.write("content/a/x.md", "x", "content/b", "a file")
	if err := os.Symlink("/etc", filepath.Join(r.dir, "link")); err != nil {
		t.Fatal(err)
	}
	r.commit("first")
	fsys := mustTree(t, r.dir).FS
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
		{`link: is a symbolic link`, []Mount{{"x", mustCommit(t, r.dir, "HEAD").FS, "link"}}},
		{`link: is a symbolic link`, []Mount{{"x", fsys, "link"}}},
		{`content/b: is not a directory`, []Mount{{"x", fsys, "content/b"}}},
		{`none: no such file`, []Mount{{"x", fsys, "none"}}},
	} {
		if _, err := Mounted(fsys, test.mounts...); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}
