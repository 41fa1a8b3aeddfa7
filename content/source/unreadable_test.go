package source

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestUnreadableRepository checks that the work tree is readable, and that everything else returns the reason why the
// repository cannot be read.
func TestUnreadableRepository(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	r.Write(".git/config", "[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tnewest = true\n")
	s := mustTree(t, r.Dir)
	if s.GitErr == nil || !strings.Contains(s.GitErr.Error(), `it uses the extension "newest"`) || !strings.Contains(s.GitErr.Error(), "; and by git: git rev-parse: ") ||
		gittest.Hint(s.GitErr) != "install git, or a newer one" {
		t.Fatalf("an unreadable repository: %v, hint %q; want the errors of go-git and git", s.GitErr, gittest.Hint(s.GitErr))
	}
	if got := paths(t, s.FS); len(got) != 1 || got[0] != "a.md" {
		t.Errorf("its work tree shows %q, want a.md", got)
	}
	for what, err := range map[string]error{
		"history": second(s.History(t.Context(), ".")), "people": second(s.People(t.Context())), "branches": second(s.Branches()),
		"another commit": second(s.At("HEAD")), "a blob": second(s.Blob(strings.Repeat("0", 40))), "changes": second(s.Changes("HEAD", "HEAD")),
		"changed files": second(s.Changed(t.Context(), strings.Repeat("0", 40), ".")), "merge base": second(s.MergeBase(t.Context(), "HEAD", "HEAD")),
	} {
		if err == nil || err.Error() != s.GitErr.Error() {
			t.Errorf("%s: %v, want why the repository cannot be read", what, err)
		}
	}
}
