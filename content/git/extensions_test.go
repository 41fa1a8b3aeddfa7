package git

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestExtensions checks that go-git opens repositories whose extensions change neither objects nor refs, and that the
// error for the others names the extension.
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
		{"[extensions]\n\tobjectFormat = sha256\n", "its object format is sha256, which go-git cannot read"},
		{"[extensions]\n\trefStorage = reftable\n", "its ref storage is reftable, which go-git cannot read"},
		{"[extensions]\n\tpartialClone = origin\n", "partial"},
		{"[remote \"origin\"]\n\turl = x\n\tpromisor = TRUE\n", "partial"},
		{"[extensions]\n\tnewest = true\n", `it uses the extension "newest", which go-git does not support`},
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
				t.Errorf("with %q: %v, partial %v", test.config, err, g.partial)
			}
			continue
		} else if g.partial {
			t.Errorf("with %q the repository is taken for a partial clone", test.config)
		}
		if test.refused == "" && err != nil || test.refused != "" && (err == nil || !strings.HasPrefix(err.Error(), test.refused)) {
			t.Errorf("with %q: %v, want %q", test.config, err, test.refused)
		}
	}
}

// TestPartialClone checks that git reads a partial clone and fetches missing objects, and that without a git program
// go-git reads the objects that are there.
func TestPartialClone(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	r.Git("config", "uploadpack.allowFilter", "true")
	r.Git("clone", "-q", "--bare", "--filter=blob:none", "file://"+r.Dir, "../clone.git")
	id, err := ParseOID(strings.TrimSpace(r.Git("rev-parse", "HEAD:a.md")))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Locate(filepath.Join(r.Dir, "../clone.git"))
	if err != nil {
		t.Fatal(err)
	}
	without, err := Open(p, Program{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := without.Read(id); !errors.Is(err, ErrMissing) {
		t.Errorf("without git, a missing file: %v", err)
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
