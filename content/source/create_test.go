package source

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

func TestCreate(t *testing.T) {
	t.Parallel()
	who := git.Person{Name: "Kim", Email: "kim@example.org"}
	commits := []git.NewCommit{
		{Branch: "", Message: "one", Author: who, Time: gittest.Start, Files: map[string][]byte{"a.md": []byte("a\n"), "a/b.md": []byte("b\n"), "a-b/c.md": []byte("c\n")}, Delete: nil},
		{Branch: "", Message: "two\n\nwith a body", Author: who, Time: gittest.Start.Add(time.Hour), Files: map[string][]byte{"a/ü.md": []byte("d\n")}, Delete: []string{"a.md"}},
		{Branch: "proposal", Message: "aside", Author: who, Time: gittest.Start.Add(90 * time.Minute), Files: map[string][]byte{"new.md": []byte("new\n")}, Delete: nil},
		{Branch: "", Message: "three", Author: who, Time: gittest.Start.Add(2 * time.Hour), Files: map[string][]byte{"a/b.md": []byte("changed\n")}, Delete: nil},
	}
	r := &gittest.Repo{T: t, Dir: t.TempDir()}
	if err := git.Init(r.Dir, commits); err != nil {
		t.Fatal(err)
	}
	if out := r.Git("status", "--porcelain"); out != "" {
		t.Errorf("git status: %s", out)
	}
	if out := r.Git("fsck", "--strict"); out != "" {
		t.Errorf("git fsck: %s", out)
	}
	if out := r.Git("log", "-1", "--format=%D %H"); out != "HEAD -> main b18445ec8863b152a534307d4936349b05f5d583\n" {
		t.Errorf("git log: %s", out)
	}
	if out := r.Git("log", "--format=%s", "--name-only", "main..proposal"); out != "aside\n\nnew.md\n" {
		t.Errorf("the branch has %q", out)
	}
	if out := r.Git("log", "-1", "--format=%s", "proposal^"); out != "two\n" {
		t.Errorf("the branch begins at %q", out)
	}
	s := mustTree(t, r.Dir)
	if got := strings.Join(paths(t, s.FS), " "); got != "a/b.md a/ü.md a-b/c.md" {
		t.Errorf("files %q", got)
	}
	h, err := s.History(t.Context(), ".")
	if err != nil {
		t.Fatal(err)
	}
	if got := summary(h); got != "a-b/c.md: one; a/b.md: three, one; a/ü.md: two" {
		t.Errorf("history %q", got)
	}
	twin := &gittest.Repo{T: t, Dir: t.TempDir() + "/made"}
	if err := git.Init(twin.Dir, commits); err != nil {
		t.Fatal(err)
	}
	if a, b := r.Git("rev-parse", "HEAD"), twin.Git("rev-parse", "HEAD"); a != b {
		t.Errorf("commits %s and %s", a, b)
	}
	if err := git.Init(r.Dir, commits); err == nil {
		t.Error("creating a repository over another succeeds")
	}
	for _, c := range []git.NewCommit{
		{Files: map[string][]byte{"../x": nil}},
		{Files: map[string][]byte{"x/.GIT/config": nil}},
		{Files: map[string][]byte{"x": nil, "x/y": nil}},
		{Delete: []string{"none"}},
		{Files: map[string][]byte{".": nil}},
		{Files: map[string][]byte{"/x": nil}},
		{Files: map[string][]byte{".git": nil}},
		{Files: map[string][]byte{"x/.Git": nil}},
		{Files: map[string][]byte{"": nil}},
	} {
		err := git.Init(t.TempDir(), []git.NewCommit{c})
		if err == nil {
			t.Errorf("%+v creates a commit", c)
		} else if len(c.Files) == 2 && !strings.HasSuffix(err.Error(), `"x" is both a file and a folder`) {
			t.Errorf("%+v fails for another reason: %v", c, err)
		} else if len(c.Files) == 1 && !strings.HasSuffix(err.Error(), " is not a valid file path") {
			t.Errorf("%+v fails for another reason: %v", c, err)
		}
	}
}

// TestCreatedCommits checks the author, time, message and parent of each commit.
func TestCreatedCommits(t *testing.T) {
	t.Parallel()
	kim, lee := git.Person{Name: "Kim", Email: "kim@example.org"}, git.Person{Name: "Lee", Email: "lee@example.org"}
	r := &gittest.Repo{T: t, Dir: filepath.Join(t.TempDir(), "to be", "made")}
	if err := git.Init(r.Dir, []git.NewCommit{
		{Message: "one\n\nBody", Author: kim, Time: gittest.Start, Files: map[string][]byte{"a.md": []byte("a"), "b.md": []byte("b")}},
		{Branch: "topic", Message: "aside", Author: lee, Time: gittest.Start.Add(time.Hour), Delete: []string{"b.md"}},
		{Message: "two", Author: lee, Time: gittest.Start.Add(2 * time.Hour), Files: map[string][]byte{"c/d.md": []byte("d")}, Delete: []string{"a.md"}},
		{Branch: "topic", Message: "aside again", Author: kim, Time: gittest.Start.Add(3 * time.Hour), Files: map[string][]byte{"e.md": []byte("e")}},
		{Branch: "late", Message: "late", Author: kim, Time: gittest.Start.Add(4 * time.Hour)},
	}); err != nil {
		t.Fatal(err)
	}
	const format = "--format=%s|%an|%ae|%cn|%ce|%aI|%cI"
	for args, want := range map[string]string{
		"main": "two|Lee|lee@example.org|Lee|lee@example.org|2024-01-01T14:00:00+01:00|2024-01-01T14:00:00+01:00\n" +
			"one|Kim|kim@example.org|Kim|kim@example.org|2024-01-01T12:00:00+01:00|2024-01-01T12:00:00+01:00\n",
		"main..topic": "aside again|Kim|kim@example.org|Kim|kim@example.org|2024-01-01T15:00:00+01:00|2024-01-01T15:00:00+01:00\n" +
			"aside|Lee|lee@example.org|Lee|lee@example.org|2024-01-01T13:00:00+01:00|2024-01-01T13:00:00+01:00\n",
		"main..late": "late|Kim|kim@example.org|Kim|kim@example.org|2024-01-01T16:00:00+01:00|2024-01-01T16:00:00+01:00\n",
	} {
		if got := r.Git("log", format, args); got != want {
			t.Errorf("%s has\n%swant\n%s", args, got, want)
		}
	}
	for rev, want := range map[string]string{"main": "b.md\nc/d.md\n", "topic": "a.md\ne.md\n", "late": "b.md\nc/d.md\n", "main~": "a.md\nb.md\n"} {
		if got := r.Git("ls-tree", "-r", "--name-only", rev); got != want {
			t.Errorf("%s contains\n%swant\n%s", rev, got, want)
		}
	}
	if got := r.Git("log", "-1", "--format=%B", "main~"); got != "one\n\nBody\n" && got != "one\n\nBody\n\n" {
		t.Errorf("the message is %q", got)
	}
	if got := r.Git("merge-base", "main", "topic"); got != r.Git("rev-parse", "main~") {
		t.Error("the branch does not begin at the tip of main")
	}
	none := &gittest.Repo{T: t, Dir: t.TempDir()}
	if err := git.Init(none.Dir, nil); err != nil {
		t.Fatal(err)
	}
	if got := none.Git("symbolic-ref", "HEAD"); got != "refs/heads/main\n" {
		t.Errorf("without commits, HEAD is %q", got)
	}
	if err := git.Init(r.Dir, nil); err == nil || !strings.HasSuffix(err.Error(), "the directory is not empty") {
		t.Errorf("over another repository: %v", err)
	}
	if err := git.Init(t.TempDir(), []git.NewCommit{{Message: "bad", Delete: []string{"none.md"}}}); err == nil || !strings.HasPrefix(err.Error(), `create commit "bad": delete "none.md": `) {
		t.Errorf("a missing file: %v", err)
	}
}
