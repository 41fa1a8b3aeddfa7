package source

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestChangedRegularFilesOnly checks that only the content of regular files counts: no links, modes or folders, and
// nothing that is ignored.
func TestChangedRegularFilesOnly(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("a.md", "a\r\nb\r\n", "b.md", "b\n", "run.sh", "x", "ab/c.md", "c", "a-b/d.md", "d", ".gitignore", "*.log\n", "x.log", "x", "now.md", "n")
	if err := os.Symlink("a.md", filepath.Join(r.Dir, "link")); err != nil {
		t.Fatal(err)
	}
	base := r.Commit("one")
	if err := errors.Join(os.Remove(filepath.Join(r.Dir, "link")), os.Symlink("b.md", filepath.Join(r.Dir, "link")),
		os.Chmod(filepath.Join(r.Dir, "run.sh"), 0o755), os.Remove(filepath.Join(r.Dir, "now.md")), os.Symlink("a.md", filepath.Join(r.Dir, "now.md"))); err != nil {
		t.Fatal(err)
	}
	r.Write("x.log", "changed", "a.md", "a\nb\n", "b.md", "b\n\n", "ab/c.md", "-", "ab.md", "new")
	s := mustTree(t, r.Dir)
	for who, s := range map[string]*Source{"go-git": s, "git": byProgram(t, s)} {
		changed, err := s.Changed(t.Context(), base, ".")
		// a.md was committed with CRLF and now has LF. The reverse would not count as a change.
		if got := strings.Join(slices.Sorted(maps.Keys(changed)), " "); err != nil || got != "a.md ab.md ab/c.md b.md now.md" {
			t.Errorf("%s: changed files %s, %v", who, got, err)
		}
	}
	if changed, err := s.Changed(t.Context(), base, "ab"); err != nil || len(changed) != 1 || !changed["ab/c.md"] {
		t.Errorf("changed files below a folder whose name is a prefix of others: %v, %v", changed, err)
	}
	r.Commit("two")
	now := mustCommit(t, r.Dir, "HEAD")
	changed, err := now.Changed(t.Context(), base, ".")
	if got := strings.Join(slices.Sorted(maps.Keys(changed)), " "); err != nil || got != "a.md ab.md ab/c.md b.md now.md" {
		t.Errorf("changed files of a commit: %s, %v", got, err)
	}
	if changed, err := now.Changed(t.Context(), now.Commit, "."); err != nil || len(changed) > 0 {
		t.Errorf("a commit differs from itself in %v, %v", changed, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Changed(ended, base, "."); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	for commit, want := range map[string]string{"main": `"main" is not the full hash of an object`, strings.Repeat("0", 40): "read the files of commit 0000000000"} {
		if _, err := s.Changed(t.Context(), commit, "."); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the commit %q: %v, want %s", commit, err, want)
		}
	}
}

// TestBlobHash checks that hashes equal git's, for both object formats.
func TestBlobHash(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		r := gittest.New(t, "--object-format="+format)
		for _, text := range []string{"", "text\n", strings.Repeat("x", 1000)} {
			out, err := r.Try(text, "hash-object", "--stdin")
			want := strings.TrimSpace(out)
			if got := git.BlobHash([]byte(text), want); err != nil || got != want {
				t.Errorf("%s: the hash of %.10q is %s, git says %s, %v", format, text, got, want, err)
			}
		}
	}
}

// TestChangesMatchGit compares commits of a random history with each other, and the result with git diff-tree.
func TestChangesMatchGit(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	importRandom(r, 3, 30, 2, false)
	s := mustCommit(t, r.Dir, "main")
	ids := strings.Fields(r.Git("rev-list", "main"))
	for i := 0; i+3 < len(ids); i += 3 {
		from, to := ids[i+3], ids[i]
		fields := strings.Split(r.Git("diff-tree", "-r", "-z", "--no-abbrev", "--no-renames", from, to), "\x00")
		want := []FileChange{}
		for j := 0; j+1 < len(fields); j += 2 {
			about := strings.Fields(fields[j])
			c := FileChange{fields[j+1], about[2], about[3]}
			c.Old, c.New = strings.TrimPrefix(c.Old, strings.Repeat("0", 40)), strings.TrimPrefix(c.New, strings.Repeat("0", 40))
			want = append(want, c)
		}
		slices.SortFunc(want, func(a, b FileChange) int { return strings.Compare(a.Path, b.Path) })
		got, err := s.Changes(from, to)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("from %s to %s the changes are\n%v, %v; git has\n%v", from, to, got, err, want)
		}
	}
}

// TestChangesAcrossFileTypes checks paths that change between file, folder and link.
func TestChangesAcrossFileTypes(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Write("a.md", "a", "to-folder", "f", "from-folder/x", "x", "to-link", "l", "run.sh", "r", "a/b.md", "b", "a.d/c.md", "c")
	r.Commit("one")
	r.Write("to-folder", "-", "to-folder/y", "y", "from-folder/x", "-")
	if err := errors.Join(os.Remove(filepath.Join(r.Dir, "from-folder")), os.Remove(filepath.Join(r.Dir, "to-link")),
		os.Symlink("a.md", filepath.Join(r.Dir, "to-link")), os.Chmod(filepath.Join(r.Dir, "run.sh"), 0o755)); err != nil {
		t.Fatal(err)
	}
	r.Commit("two", "from-folder", "now a file", "a.d/c.md", "cc", "a.e", "e")
	const there, back = "a.d/c.md changed, a.e new, from-folder new, from-folder/x deleted, to-folder deleted, to-folder/y new, to-link deleted",
		"a.d/c.md changed, a.e deleted, from-folder deleted, from-folder/x new, to-folder new, to-folder/y deleted, to-link new"
	s := mustTree(t, r.Dir)
	for want, refs := range map[string][2]string{there: {"HEAD~", "HEAD"}, back: {"HEAD", "HEAD~"}} {
		list, err := s.Changes(refs[0], refs[1])
		if got := brief(list); err != nil || got != want {
			t.Errorf("from %s to %s: %s, %v; want %s", refs[0], refs[1], got, err, want)
		}
	}
	below := mustTree(t, filepath.Join(r.Dir, "to-folder"))
	list, err := below.Changes("HEAD~", "HEAD")
	if got := brief(list); err != nil || got != "y new" {
		t.Errorf("a folder that was a file: %s, %v", got, err)
	}
	for ref, want := range map[string]string{"none": `find commit "none": no branch, tag or commit has this name`, "HEAD~7": `find commit "HEAD~7"`} {
		if _, err := s.Changes("HEAD", ref); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("changes to %q: %v", ref, err)
		}
	}
	if _, err := mustTree(t, t.TempDir()).Changes("a", "b"); !errors.Is(err, git.ErrNoRepository) {
		t.Errorf("without a repository: %v", err)
	}
}

// TestBranchStart checks that BranchStart follows first parents to the first commit of a branch, and returns all its people.
func TestBranchStart(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	base := r.Commit("one", "a.md", "a")
	r.Git("checkout", "-q", "-b", "topic")
	first := r.Time
	for i := range 12 {
		r.Git("commit", "-q", "--allow-empty", "-m", fmt.Sprint(i), "--author", fmt.Sprintf("Author %d <a%d@example.org>", i, i))
		r.Tick()
	}
	r.Git("checkout", "-q", "main")
	r.Commit("two", "a.md", "b")
	s := mustTree(t, r.Dir)
	begun, people, err := s.BranchStart(base, "topic")
	if err != nil || !begun.Equal(first) || len(people) != 24 || people[0] != (git.Person{Name: "Author 11", Email: "a11@example.org"}) || people[23] != (git.Person{Name: "C", Email: "c@example.org"}) {
		t.Errorf("the branch began at %v with the people %v, %v; want %v, and the author and committer of each commit, newest first", begun, people, err, first)
	}
	if begun, people, err = s.BranchStart("main", "topic"); err != nil || !begun.Equal(gittest.Start) || len(people) != 26 {
		t.Errorf("relative to a commit outside of the branch, it began at %v with %d people, %v; want the root's time, %v", begun, len(people), err, gittest.Start)
	}
	for _, refs := range [][2]string{{"none", "topic"}, {"topic", "none"}} {
		if _, _, err := s.BranchStart(refs[0], refs[1]); err == nil || !strings.HasPrefix(err.Error(), `find commit "none": `) {
			t.Errorf("%q: %v", refs, err)
		}
	}
	if _, _, err := mustTree(t, t.TempDir()).BranchStart("a", "b"); !errors.Is(err, git.ErrNoRepository) {
		t.Errorf("without a repository: %v", err)
	}
}

// TestBranchStartLimit checks that BranchStart follows a limited number of commits.
func TestBranchStartLimit(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	var in strings.Builder
	for i := range 1100 {
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter C <c@example.org> %d +0000\ndata 0\n\n", gittest.Start.Unix()+int64(i)*60)
	}
	in.WriteString("commit refs/heads/other\ncommitter C <c@example.org> 1 +0000\ndata 0\n\n")
	if out, err := r.Try(in.String(), "fast-import", "--quiet"); err != nil {
		t.Fatal(err, out)
	}
	begun, people, err := mustCommit(t, r.Dir, "main").BranchStart("other", "main")
	if want := gittest.Start.Add(100 * time.Minute); err != nil || !begun.Equal(want) || len(people) != 2000 {
		t.Errorf("the branch began at %v with %d people, %v; want the time of the thousandth commit back, %v", begun, len(people), err, want)
	}
}

// TestHistoryOfFolder checks that a folder's history has only the files below it, by path in the opened tree.
func TestHistoryOfFolder(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "content/a.md", gittest.Text("a"), "content/sub/b.md", gittest.Text("b"), "contents/c.md", gittest.Text("c"), "d.md", gittest.Text("d"))
	two := r.Commit("two\nof two lines\n\nBody", "content/a.md", gittest.Text("a", "two"))
	r.Commit("gone", "content/a.md", "-")
	r.Commit("back", "content/a.md", gittest.Text("a", "back"))
	top, folder := mustTree(t, r.Dir), mustTree(t, filepath.Join(r.Dir, "content"))
	for _, test := range []struct {
		s           *Source
		under, want string
	}{
		{top, ".", "content/a.md: back, gone, two of two lines, one; content/sub/b.md: one; contents/c.md: one; d.md: one"},
		{top, "content", "content/a.md: back, gone, two of two lines, one; content/sub/b.md: one"},
		{top, "content/sub", "content/sub/b.md: one"},
		{top, "none", ""},
		{top, "d.md", ""},
		{folder, ".", "a.md: back, gone, two of two lines, one; sub/b.md: one"},
		{folder, "sub", "sub/b.md: one"},
	} {
		h, err := test.s.History(t.Context(), test.under)
		if err != nil || summary(h) != test.want || h.Commits != 4 || h.Truncated {
			t.Errorf("the history of %q in the folder %q is %v, %v; want %q from 4 commits", test.under, test.s.Prefix, h, err, test.want)
		}
	}
	for _, under := range []string{"../x", "/content", "content/", ""} {
		if _, err := top.History(t.Context(), under); err == nil || err.Error() != "history "+under+": invalid argument" {
			t.Errorf("the history of %q: %v", under, err)
		}
	}
	h, err := folder.History(t.Context(), ".")
	if err != nil {
		t.Fatal(err)
	}
	list := h.Files["a.md"]
	if len(list) != 4 {
		t.Fatalf("the file has the history\n%swant four revisions", show(list))
	}
	blob := func(rev string) string { return strings.TrimSpace(r.Git("rev-parse", rev)) }
	for i, want := range []Revision{
		{Change: Added, Blob: blob("HEAD:content/a.md"), Subject: "back", Time: gittest.Start.Add(3 * time.Hour), Hash: top.Commit},
		{Change: Deleted, Blob: blob("HEAD~2:content/a.md"), Before: blob("HEAD~2:content/a.md"), Subject: "gone", Time: gittest.Start.Add(2 * time.Hour), Hash: blob("HEAD~1")},
		{Change: Modified, Blob: blob("HEAD~2:content/a.md"), Before: blob("HEAD~3:content/a.md"), Subject: "two of two lines", Time: gittest.Start.Add(time.Hour), Hash: two},
		{Change: Added, Blob: blob("HEAD~3:content/a.md"), Subject: "one", Time: gittest.Start, Hash: blob("HEAD~3")},
	} {
		want.Author, want.Path = git.Person{Name: "A", Email: "a@example.org"}, "content/a.md"
		got := list[i]
		if !got.Time.Equal(want.Time) {
			t.Errorf("%s has the time %v, want %v", got.Subject, got.Time, want.Time)
		}
		got.Time = want.Time
		if got != want {
			t.Errorf("a revision is\n%+v, want\n%+v", got, want)
		}
	}
	if created, known := h.Created("a.md"); !known || !created.Equal(gittest.Start) {
		t.Errorf("the file was created at %v, %v", created, known)
	}
	if changed, known := h.Changed("a.md"); !known || !changed.Equal(gittest.Start.Add(3*time.Hour)) {
		t.Errorf("the file was changed at %v, %v", changed, known)
	}
	for how, find := range map[string]func(string) (time.Time, bool){"created": h.Created, "changed": h.Changed} {
		if at, known := find("none.md"); known || !at.IsZero() {
			t.Errorf("a missing file was %s at %v", how, at)
		}
	}
	if got := fmt.Sprint(Modified, Added, Renamed, Deleted); got != "modified added renamed deleted" {
		t.Errorf("the changes are called %s", got)
	}
}
