package git

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestExtensions reads repositories whose extensions change neither objects nor refs, and says of the others which one
// it is that neither go-git nor git knows.
func TestExtensions(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
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
		r.Write(".git/config", "[core]\n\trepositoryFormatVersion = 1\n"+test.config)
		p, err := Locate(r.Dir)
		if err != nil {
			t.Fatal(err)
		}
		_, err = openGoGit(p)
		if test.refused == "" && err != nil || test.refused != "" && (err == nil || !strings.HasPrefix(err.Error(), test.refused)) {
			t.Errorf("with %q go-git says %v, want %q", test.config, err, test.refused)
		}
	}
}
