package git

import (
	"errors"
	"path/filepath"
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
		{"[extensions]\n\tpartialClone = origin\n", "partial"},
		{"[remote \"origin\"]\n\turl = x\n\tpromisor = TRUE\n", "partial"},
		{"[extensions]\n\tnewest = true\n", `it uses the extension "newest", which go-git does not know`},
		{"[core\n", "read its configuration: "},
	} {
		r.Write(".git/config", "[core]\n\trepositoryFormatVersion = 1\n"+test.config)
		p, err := Locate(r.Dir)
		if err != nil {
			t.Fatal(err)
		}
		g, err := openGoGit(p)
		if want := test.refused == "partial"; want {
			if err != nil || !g.partial {
				t.Errorf("with %q go-git says %v, partial %v", test.config, err, g.partial)
			}
			continue
		} else if g.partial {
			t.Errorf("with %q it is taken for a partial clone", test.config)
		}
		if test.refused == "" && err != nil || test.refused != "" && (err == nil || !strings.HasPrefix(err.Error(), test.refused)) {
			t.Errorf("with %q go-git says %v, want %q", test.config, err, test.refused)
		}
	}
}

// TestPartialCloneIsReadByGit which fetches what it lacks; without a git program it is read as far as it goes.
func TestPartialCloneIsReadByGit(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	r.Git("config", "uploadpack.allowFilter", "true")
	r.Git("clone", "-q", "--bare", "--filter=blob:none", "file://"+r.Dir, "clone.git")
	id, err := ParseOID(strings.TrimSpace(r.Git("rev-parse", "HEAD:a.md")))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Locate(filepath.Join(r.Dir, "clone.git"))
	if err != nil {
		t.Fatal(err)
	}
	without, err := Open(p, Program{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := without.Read(id); !errors.Is(err, ErrMissing) {
		t.Errorf("without git, a file that is not there: %v", err)
	}
	if head, _, err := without.Head(); err != nil || head == "" {
		t.Errorf("without git, the commit is %s, %v", head, err)
	}
	with := opened(t, p.Dir)
	if o, err := with.Read(id); err != nil || string(o.Data) != "a" {
		t.Errorf("with git, the file is %q, %v", o.Data, err)
	}
	if err := without.Close(); err != nil {
		t.Error(err)
	}
}
