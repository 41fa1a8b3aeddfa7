package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestPackedAnewWhileReading looks for an object as long as git goes on to pack, and no longer.
func TestPackedAnewWhileReading(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	g := opened(t, r.Dir).store.(*goGit)
	for _, packs := range []int{0, 1, 3} {
		asked := 0
		err := g.ask(func(*reader) error {
			if asked++; asked <= packs {
				r.Commit(fmt.Sprint("more ", packs, asked), "a.md", fmt.Sprint(packs, asked))
				r.Git("repack", "-adfq")
			}
			return ErrMissing
		})
		if asked != packs+1 || !errors.Is(err, ErrMissing) {
			t.Errorf("while git packs %d times, an object that is missing is looked for %d times: %v", packs, asked, err)
		}
	}
	head := r.Commit("last", "a.md", "z")
	short := head[:7]
	if _, _, err := g.resolve(short); err != nil {
		t.Error(err)
	}
	r.Git("gc", "-q")
	if id, _, err := g.resolve(short); err != nil || id.String() != head {
		t.Errorf("packed anew, the commit %s is %s: %v", short, id, err)
	}
}

// TestProgramLooksAgain asks git once more about an object that it does not find at first. It is not parallel: a script
// cannot be run while a process that another test starts has it open.
func TestProgramLooksAgain(t *testing.T) {
	r := gittest.New(t)
	head, err := ParseOID(r.Commit("one", "a.md", "a"))
	if err != nil {
		t.Fatal(err)
	}
	git := FindProgram()
	started := filepath.Join(t.TempDir(), "started")
	script := fmt.Sprintf("#!/bin/sh\ncase \"$*\" in\n*cat-file*) echo x >> '%s'\n\tif [ $(wc -l < '%[1]s') = 1 ]; then while read id; do echo \"$id missing\"; done; exit; fi;;\nesac\nexec '%s' \"$@\"\n", started, git.Path)
	git.Path = filepath.Join(t.TempDir(), "git")
	if err := os.WriteFile(git.Path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	asked := func() int {
		data, err := os.ReadFile(started)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(data), "x")
	}
	for what, ask := range map[string]func(*Repository, OID) error{
		"an object": func(repo *Repository, id OID) error { _, err := repo.Read(id); return err },
		"a size":    func(repo *Repository, id OID) error { _, err := repo.Size(id); return err },
	} {
		repo := openedBy(t, r.Dir, func(p Place, _ Program) (*Repository, error) { return OpenProgram(p, git) })
		if err := os.WriteFile(started, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := ask(repo, head); err != nil || asked() != 2 {
			t.Errorf("%s that git does not find at first: %v, with %d processes", what, err, asked())
		}
		if err := ask(repo, OID(strings.Repeat("x", 20))); !errors.Is(err, ErrMissing) || asked() != 3 {
			t.Errorf("%s that git never finds: %v, with %d processes", what, err, asked())
		}
	}
}

// TestProgramIsNotReadToTheEnd ends git where it begins to write a gigabyte. It is not parallel for the same reason.
func TestProgramIsNotReadToTheEnd(t *testing.T) {
	r := gittest.New(t)
	git := FindProgram()
	script := fmt.Sprintf("#!/bin/sh\ncase \"$*\" in\n*cat-file*) read id; echo \"$id tree 1073741824\"; exec cat /dev/zero;;\nesac\nexec '%s' \"$@\"\n", git.Path)
	git.Path = filepath.Join(t.TempDir(), "git")
	if err := os.WriteFile(git.Path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	repo := openedBy(t, r.Dir, func(p Place, _ Program) (*Repository, error) { return OpenProgram(p, git) })
	for range 2 {
		if _, err := repo.Read(OID(strings.Repeat("x", 20))); !errors.Is(err, ErrTooLarge) {
			t.Errorf("a tree of a gigabyte: %v", err)
		}
	}
}

// TestLocksAreNoRefs reads the branches while git moves one of them, and after git was killed as it did.
func TestLocksAreNoRefs(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	head := r.Commit("one", "a.md", "a")
	for name, lock := range map[string]string{"main": "", "gh-pages": "", "other": head + "\n", "half": head[:20]} {
		r.Write(".git/refs/heads/"+name+".lock", lock)
	}
	for by, way := range map[string]func(Place, Program) (*Repository, error){"go-git": Open, "git": OpenProgram} {
		repo := openedBy(t, r.Dir, way)
		branches, err := repo.Branches()
		if err != nil || len(branches) != 1 || branches[0].Name != "main" {
			t.Errorf("%s: the branches are %v, %v", by, branches, err)
		}
		if names, err := repo.store.refs(); err != nil || strings.Contains(strings.Join(names, " "), "lock") {
			t.Errorf("%s: the refs are %q, %v", by, names, err)
		}
	}
}
