package source

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestUnmerged compares the unmerged files after a merge with what git status says.
func TestUnmerged(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "sub/modified.md", "1", "sub/mine.md", gittest.Text("mine"), "theirs.md", gittest.Text("theirs"), "clean.md", "1", "renamed.md", gittest.Text("renamed"))
	if got, err := mustTree(t, r.Dir).Unmerged(); err != nil || len(got) > 0 {
		t.Errorf("before the merge: %v, %v", got, err)
	}
	r.Git("checkout", "-q", "-b", "other")
	r.Git("mv", "renamed.md", "b.md")
	r.Commit("other", "sub/modified.md", "2", "sub/mine.md", "-", "theirs.md", gittest.Text("theirs", "changed"), "added.md", "2", "clean.md", "2")
	r.Git("checkout", "-q", "main")
	r.Git("mv", "renamed.md", "a.md")
	r.Commit("main", "sub/modified.md", "3", "sub/mine.md", gittest.Text("mine", "changed"), "theirs.md", "-", "added.md", "3")
	if _, err := r.Try("", "merge", "-q", "other"); err == nil {
		t.Fatal("the merge succeeds")
	}
	codes := map[string]string{"DD": "both deleted", "AU": "added by us", "UD": "deleted by them", "UA": "added by them", "DU": "deleted by us", "AA": "both added", "UU": "both modified"}
	want, below := map[string]string{}, map[string]string{}
	for line := range strings.Lines(r.Git("status", "--porcelain")) {
		if how, ok := codes[line[:2]]; ok {
			name := strings.TrimSpace(line[3:])
			want[name] = how
			if name, ok := strings.CutPrefix(name, "sub/"); ok {
				below[name] = how
			}
		}
	}
	if len(want) != 7 || len(below) != 2 {
		t.Fatalf("git status says %v", want)
	}
	if got, err := mustTree(t, r.Dir).Unmerged(); err != nil || !maps.Equal(got, want) {
		t.Errorf("unmerged %v, %v, want %v", got, err, want)
	}
	if got, err := mustTree(t, filepath.Join(r.Dir, "sub")).Unmerged(); err != nil || !maps.Equal(got, below) {
		t.Errorf("unmerged in a folder %v, %v, want %v", got, err, below)
	}
	if got, err := mustCommit(t, r.Dir, "HEAD").Unmerged(); err != nil || got != nil {
		t.Errorf("a commit has unmerged files %v, %v", got, err)
	}
}
