package source

import (
	"strings"
	"testing"
)

// TestExtensions reads repositories whose extensions change neither objects nor refs, and says of the others which one
// it is that neither go-git nor git knows.
func TestExtensions(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("one", "a.md", "a")
	for _, test := range []struct{ config, refused string }{
		{"[extensions]\n\tnoop = true\n", ""},
		{"[extensions]\n\tnoop-v1 = true\n", ""},
		{"[extensions]\n\tworktreeConfig = true\n", ""},
		{"[extensions]\n\tpreciousObjects = true\n", ""},
		{"[extensions]\n\trelativeWorktrees = true\n", ""},
		{"[extensions]\n\tobjectFormat = SHA1\n", ""},
		{"[extensions]\n\trefStorage = Files\n", ""},
		{"[remote \"origin\"]\n\turl = x\n\tpromisor = false\n", ""},
		{"[extensions]\n\tobjectFormat = sha256\n", "its objects are named by sha256, which go-git cannot read"},
		{"[extensions]\n\trefStorage = reftable\n", "its refs are kept as reftable, which go-git cannot read"},
		{"[extensions]\n\tpartialClone = origin\n", "it is a partial clone, of which go-git cannot fetch the rest"},
		{"[remote \"origin\"]\n\turl = x\n\tpromisor = TRUE\n", "it is a partial clone, of which go-git cannot fetch the rest"},
		{"[extensions]\n\tnewest = true\n", `it uses the extension "newest", which go-git does not know`},
		{"[core\n", "read its configuration: "},
	} {
		r.write(".git/config", "[core]\n\trepositoryFormatVersion = 1\n"+test.config)
		p, err := locate(r.dir)
		if err != nil {
			t.Fatal(err)
		}
		_, err = openGoGit(p)
		if test.refused == "" && err != nil || test.refused != "" && (err == nil || !strings.HasPrefix(err.Error(), test.refused)) {
			t.Errorf("with %q go-git says %v, want %q", test.config, err, test.refused)
		}
	}
	r.write(".git/config", "[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tnewest = true\n")
	s := mustTree(t, r.dir)
	if s.GitErr == nil || !strings.Contains(s.GitErr.Error(), `it uses the extension "newest"`) || !strings.Contains(s.GitErr.Error(), "; and by git: git rev-parse: ") ||
		hintOf(s.GitErr) != "install git, or a newer one" {
		t.Fatalf("a repository that nobody can read: %v, hint %q; want what both say", s.GitErr, hintOf(s.GitErr))
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
			t.Errorf("asked for %s, it says %v, want why its repository cannot be read", what, err)
		}
	}
}
