package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

func TestWorktreeWith(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "sub/a.md", "a", ".gitignore", "*.log\n", "sub/x.log", "")
	gitDir := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(filepath.Join(r.Dir, ".git"), gitDir); err != nil {
		t.Fatal(err)
	}
	s := open(t, func() (*Source, error) { return explicitly(filepath.Join(r.Dir, "sub"), gitDir, r.Dir) })
	for _, s := range []*Source{s, byProgram(t, s)} {
		h, err := s.History(t.Context(), ".")
		if err != nil || summary(h) != "a.md: one" || s.Prefix != "sub" {
			t.Errorf("%+v, %v, prefix %q", h, err, s.Prefix)
		}
		index, err := s.repo.Index()
		if err != nil {
			t.Fatal(err)
		}
		if _, tracked := index.Find("sub/a.md"); !tracked {
			t.Errorf("%+v does not have the file", index)
		}
	}
	if got := paths(t, s.FS); !slices.Equal(got, []string{"a.md"}) {
		t.Errorf("files %q", got)
	}
	if _, err := explicitly(t.TempDir(), gitDir, r.Dir); err == nil {
		t.Error("opening a folder outside of the work tree succeeds")
	}
	if _, err := explicitly(r.Dir, r.Dir, r.Dir); !errors.Is(err, git.ErrNoRepository) {
		t.Errorf("no repository: %v", err)
	}
}

func TestAt(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "sub/a.md", gittest.Text("a"))
	r.Commit("two", "sub/a.md", gittest.Text("a", "two"))
	s := mustTree(t, filepath.Join(r.Dir, "sub"))
	base, err := s.At("HEAD~")
	if err != nil || base.Commit != one || base.Prefix != "sub" {
		t.Fatal(base, err)
	}
	if err := base.Close(); err != nil {
		t.Fatal(err)
	}
	h, err := s.History(t.Context(), ".")
	if err != nil || summary(h) != "a.md: two, one" {
		t.Fatal(h, err)
	}
	old := h.Files["a.md"][1]
	data, err := s.Blob(old.Blob)
	if err != nil || string(data) != gittest.Text("a") || old.Path != "sub/a.md" {
		t.Errorf("%+v: %q, %v", old, data, err)
	}
	for _, hash := range []string{one, "abc", strings.Repeat("0", 40)} {
		if _, err := s.Blob(hash); err == nil {
			t.Errorf("%s is a blob", hash)
		}
	}
	if _, err := mustTree(t, t.TempDir()).At("HEAD"); !errors.Is(err, git.ErrNoRepository) {
		t.Errorf("no repository: %v", err)
	}
	r.Commit("elsewhere", "other/b.md", "b", "sub/a.md", "-")
	if _, err := Commit(filepath.Join(r.Dir, "other"), "HEAD~"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder missing from the commit: %v", err)
	}
}

// TestMovedFolder moves too many files for all of them to be compared with each other, half of them edited.
func TestMovedFolder(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	var before, after strings.Builder
	for i := range 500 {
		body := gittest.Text(fmt.Sprint(i))
		fmt.Fprintf(&before, "M 100644 inline old/%03d.md\ndata %d\n%s\n", i, len(body), body)
		if i%2 == 0 {
			body += "edited\n"
		}
		fmt.Fprintf(&after, "M 100644 inline content/new/%03d.md\ndata %d\n%s\n", i, len(body), body)
	}
	const commit = "commit refs/heads/main\ncommitter C <c@example.org> 1700000000 +0000\ndata 0\n\n"
	if out, err := r.Try(commit+before.String()+commit+"D old\n"+after.String(), "fast-import", "--quiet"); err != nil {
		t.Fatal(err, out)
	}
	if err := os.Mkdir(filepath.Join(r.Dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	s := mustTree(t, filepath.Join(r.Dir, "content"))
	h, err := s.History(t.Context(), "new")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 500 {
		list := h.Files[fmt.Sprintf("new/%03d.md", i)]
		if len(list) != 2 || list[0].Change != Renamed || list[0].From != fmt.Sprintf("old/%03d.md", i) {
			t.Fatalf("%d: %s", i, show(list))
		}
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one\n\nCo-authored-by: Bo <bo@example.org>\nco-Authored-By: Al <al@example.org>", "a.md", "a")
	h, err := mustTree(t, r.Dir).History(t.Context(), ".")
	want := []git.Person{{Name: "A", Email: "a@example.org"}, {Name: "Al", Email: "al@example.org"}, {Name: "Bo", Email: "bo@example.org"}, {Name: "C", Email: "c@example.org"}}
	if err != nil || !slices.Equal(h.People, want) {
		t.Errorf("%v, %v", h, err)
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	importRandom(r, 1, 50, 3, false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := mustTree(t, r.Dir).History(ctx, "."); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestRepositoryOfAnotherUser checks that git's own ownership check applies when the git program is used.
func TestRepositoryOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	for _, format := range []string{"sha1", "sha256"} {
		r := gittest.New(t, "--object-format="+format)
		r.Commit("one", "a.md", "a")
		for _, name := range []string{r.Dir, filepath.Join(r.Dir, ".git")} {
			if err := os.Chown(name, 12345, 12345); err != nil {
				t.Fatal(err)
			}
		}
		s := mustTree(t, r.Dir)
		if format == "sha1" && s.GitErr != nil {
			t.Errorf("go-git: %v", s.GitErr)
		}
		if format == "sha256" && !strings.Contains(gittest.Hint(s.GitErr), "safe.directory") {
			t.Errorf("git: %v, hint %q", s.GitErr, gittest.Hint(s.GitErr))
		}
	}
}
