package source

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestIsRepository checks which folders are those of other repositories: submodules, checked out or not, and untracked
// repositories in a work tree.
func TestIsRepository(t *testing.T) {
	t.Parallel()
	inner := gittest.New(t)
	inner.Commit("one", "b.md", "b")
	r := gittest.New(t)
	r.Commit("one", "content/a.md", "a", "content/plain/a.md", "a")
	r.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://"+inner.Dir, "content/module")
	r.Commit("two")
	r.Git("clone", "-q", r.Dir, "content/untracked")
	r.Git("clone", "-q", r.Dir, "clone")
	mounted, err := WithMounts(mustTree(t, r.Dir).FS, Mount{"content/free", mustCommit(t, r.Dir, "HEAD").FS, "content"}, Mount{"content/untracked", fstest.MapFS{"b.md": {}}, "."})
	if err != nil {
		t.Fatal(err)
	}
	for what, tc := range map[string]struct {
		fsys fs.FS
		want string
	}{
		"work tree":           {mustTree(t, r.Dir).FS, "content/module content/untracked"},
		"clone":               {mustTree(t, filepath.Join(r.Dir, "clone")).FS, "content/module"},
		"commit":              {mustCommit(t, r.Dir, "HEAD").FS, "content/module"},
		"mounted":             {mounted, "content/module content/free/module"},
		"not of this package": {fstest.MapFS{"content/module/a.md": {}}, ""},
	} {
		var got []string
		for _, name := range []string{"content", "content/a.md", "content/module", "content/untracked", "content/free/module", "content/plain", "content/none", "../x"} {
			if IsRepository(tc.fsys, name) {
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: repositories %q, want %q", what, got, tc.want)
		}
	}
	if list, err := fs.ReadDir(mounted, "content/untracked"); err != nil || len(list) != 1 {
		t.Errorf("the mount in place of a repository has %v, %v", list, err)
	}
	if list, err := fs.ReadDir(mounted, "content"); err != nil || len(list) != 5 {
		t.Errorf("the folder lists %v, %v", list, err)
	}
}
