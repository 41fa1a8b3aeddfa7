package source

import (
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
	} {
		if err := Create(t.TempDir(), []NewCommit{c}); err == nil {
			t.Errorf("%+v makes a commit", c)
		}
	}
}
