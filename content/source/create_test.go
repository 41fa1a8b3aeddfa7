package source

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestCreate(t *testing.T) {
	t.Parallel()
	who := Person{"Kim", "kim@example.org"}
	commits := []NewCommit{
		{"", "one", who, start, map[string][]byte{"a.md": []byte("a\n"), "a/b.md": []byte("b\n"), "a-b/c.md": []byte("c\n")}, nil},
		{"", "two\n\nwith a body", who, start.Add(time.Hour), map[string][]byte{"a/ü.md": []byte("d\n")}, []string{"a.md"}},
		{"proposal", "aside", who, start.Add(90 * time.Minute), map[string][]byte{"new.md": []byte("new\n")}, nil},
		{"", "three", who, start.Add(2 * time.Hour), map[string][]byte{"a/b.md": []byte("changed\n")}, nil},
	}
	r := &repo{t: t, dir: t.TempDir()}
	if err := Create(r.dir, commits); err != nil {
		t.Fatal(err)
	}
	if out := r.git("status", "--porcelain"); out != "" {
		t.Errorf("git status: %s", out)
	}
	if out := r.git("fsck", "--strict"); out != "" {
		t.Errorf("git fsck: %s", out)
	}
	if out := r.git("log", "-1", "--format=%D %H"); out != "HEAD -> main b18445ec8863b152a534307d4936349b05f5d583\n" {
		t.Errorf("git log: %s", out)
	}
	if out := r.git("log", "--format=%s", "--name-only", "main..proposal"); out != "aside\n\nnew.md\n" {
		t.Errorf("the branch has %q", out)
	}
	if out := r.git("log", "-1", "--format=%s", "proposal^"); out != "two\n" {
		t.Errorf("the branch begins at %q", out)
	}
	s := mustTree(t, r.dir)
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
	twin := &repo{t: t, dir: t.TempDir() + "/made"}
	if err := Create(twin.dir, commits); err != nil {
		t.Fatal(err)
	}
	if a, b := r.git("rev-parse", "HEAD"), twin.git("rev-parse", "HEAD"); a != b {
		t.Errorf("commits %s and %s", a, b)
	}
	if err := Create(r.dir, commits); err == nil {
		t.Error("a repository made where there is one")
	}
	for _, c := range []NewCommit{
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
		err := Create(t.TempDir(), []NewCommit{c})
		if err == nil {
			t.Errorf("%+v makes a commit", c)
		} else if len(c.Files) == 2 && !strings.HasSuffix(err.Error(), `"x" is both a file and a folder`) {
			t.Errorf("%+v is refused for another reason: %v", c, err)
		} else if len(c.Files) == 1 && !strings.HasSuffix(err.Error(), " is no path of a file") {
			t.Errorf("%+v is refused for another reason: %v", c, err)
		}
	}
}

// TestCreatedCommits holds who wrote each commit and when, its message and its parents.
func TestCreatedCommits(t *testing.T) {
	t.Parallel()
	kim, lee := Person{"Kim", "kim@example.org"}, Person{"Lee", "lee@example.org"}
	r := &repo{t: t, dir: filepath.Join(t.TempDir(), "to be", "made")}
	if err := Create(r.dir, []NewCommit{
		{Message: "one\n\nBody", Author: kim, Time: start, Files: map[string][]byte{"a.md": []byte("a"), "b.md": []byte("b")}},
		{Branch: "topic", Message: "aside", Author: lee, Time: start.Add(time.Hour), Delete: []string{"b.md"}},
		{Message: "two", Author: lee, Time: start.Add(2 * time.Hour), Files: map[string][]byte{"c/d.md": []byte("d")}, Delete: []string{"a.md"}},
		{Branch: "topic", Message: "aside again", Author: kim, Time: start.Add(3 * time.Hour), Files: map[string][]byte{"e.md": []byte("e")}},
		{Branch: "late", Message: "late", Author: kim, Time: start.Add(4 * time.Hour)},
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
		if got := r.git("log", format, args); got != want {
			t.Errorf("%s has\n%swant\n%s", args, got, want)
		}
	}
	for rev, want := range map[string]string{"main": "b.md\nc/d.md\n", "topic": "a.md\ne.md\n", "late": "b.md\nc/d.md\n", "main~": "a.md\nb.md\n"} {
		if got := r.git("ls-tree", "-r", "--name-only", rev); got != want {
			t.Errorf("%s holds\n%swant\n%s", rev, got, want)
		}
	}
	if got := r.git("log", "-1", "--format=%B", "main~"); got != "one\n\nBody\n" && got != "one\n\nBody\n\n" {
		t.Errorf("the message is %q", got)
	}
	if got := r.git("merge-base", "main", "topic"); got != r.git("rev-parse", "main~") {
		t.Error("the branch does not begin where main was")
	}
	none := &repo{t: t, dir: t.TempDir()}
	if err := Create(none.dir, nil); err != nil {
		t.Fatal(err)
	}
	if got := none.git("symbolic-ref", "HEAD"); got != "refs/heads/main\n" {
		t.Errorf("without commits, HEAD is %q", got)
	}
	if err := Create(r.dir, nil); err == nil || !strings.HasSuffix(err.Error(), "the directory is not empty") {
		t.Errorf("where there is one: %v", err)
	}
	if err := Create(t.TempDir(), []NewCommit{{Message: "bad", Delete: []string{"none.md"}}}); err == nil || !strings.HasPrefix(err.Error(), `create commit "bad": delete "none.md": `) {
		t.Errorf("a file that is not there: %v", err)
	}
}
