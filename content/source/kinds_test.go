package source

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestKinds opens every kind of repository, as a work tree and as a commit.
func TestKinds(t *testing.T) {
	t.Parallel()
	type want struct {
		dir       string // relative to the repository; "" for its top
		ref       string // "" for HEAD
		branch    string
		bare      bool
		program   bool // go-git cannot read all of it
		truncated bool
		files     string // each with the subjects of its revisions
	}
	const both = "a.md: two, one; sub/ü b.md: one"
	tests := map[string]struct {
		init []string
		make func(r *gittest.Repo)
		want
	}{
		"plain":          {want: want{branch: "main", files: both}},
		"below a folder": {want: want{branch: "main", dir: "sub", files: "ü b.md: one"}},
		"detached":       {make: func(r *gittest.Repo) { r.Git("checkout", "-q", "--detach") }, want: want{files: both}},
		"packed": {make: func(r *gittest.Repo) {
			r.Git("gc", "-q")
			r.Git("pack-refs", "--all")
		}, want: want{branch: "main", files: both}},
		"many packs": {make: func(r *gittest.Repo) {
			for range 3 {
				r.Commit("no matter", "c.md", gittest.Text(r.Time.String()))
				r.Git("repack", "-q")
			}
			r.Commit("gone", "c.md", "-")
		}, want: want{branch: "main", files: both}},
		"commit graph": {make: func(r *gittest.Repo) { r.Git("commit-graph", "write", "--reachable") }, want: want{branch: "main", files: both}},
		"bare": {
			make: func(r *gittest.Repo) { r.Git("clone", "-q", "--bare", r.Dir, "../bare.git") },
			want: want{dir: "../bare.git", branch: "main", bare: true, files: both},
		},
		"git directory": {want: want{dir: ".git", branch: "main", bare: true, files: both}},
		"shallow": {
			make: func(r *gittest.Repo) { r.Git("clone", "-q", "--depth=1", "file://"+r.Dir, "clone") },
			want: want{dir: "clone", branch: "main", truncated: true, files: ""},
		},
		"shallow, two commits": {make: func(r *gittest.Repo) {
			r.Commit("three", "new.md", gittest.Text("new"))
			r.Git("clone", "-q", "--depth=2", "file://"+r.Dir, "clone")
		}, want: want{dir: "clone", branch: "main", truncated: true, files: "new.md: three"}},
		"blobless": {make: partial("--filter=blob:none"), want: want{dir: "clone", branch: "main", program: true, files: both}},
		"treeless": {make: partial("--filter=tree:0"), want: want{dir: "clone", branch: "main", program: true, files: both}},
		"linked work tree": {
			make: func(r *gittest.Repo) { r.Git("worktree", "add", "-q", "-b", "topic", "linked") },
			want: want{dir: "linked", branch: "topic", files: both},
		},
		"submodule": {make: func(r *gittest.Repo) {
			outer := r.In(filepath.Join(r.Dir, "outer"))
			r.Git("init", "-q", "outer")
			outer.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://"+r.Dir, "inner")
			outer.Commit("add")
		}, want: want{dir: "outer/inner", branch: "main", files: both}},
		"with a submodule": {make: func(r *gittest.Repo) {
			r.Git("init", "-q", "-b", "main", "outer")
			outer := r.In(filepath.Join(r.Dir, "outer"))
			outer.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://"+r.Dir, "inner")
			outer.Commit("add")
		}, want: want{dir: "outer", branch: "main", files: ".gitmodules: add"}},
		"alternates": {
			make: func(r *gittest.Repo) { r.Git("clone", "-q", "--shared", r.Dir, "clone") },
			want: want{dir: "clone", branch: "main", files: both},
		},
		"alternates of alternates, relative": {make: func(r *gittest.Repo) {
			r.Git("clone", "-q", "--shared", r.Dir, "first")
			r.Git("clone", "-q", "--shared", "first", "second")
			r.Write("second/.git/objects/info/alternates", "../../../first/.git/objects\n")
		}, want: want{dir: "second", branch: "main", files: both}},
		"autocrlf": {make: func(r *gittest.Repo) {
			r.Git("config", "core.autocrlf", "true")
			r.Git("rm", "-r", "-q", "--cached", ".")
			r.Git("reset", "-q", "--hard")
			if data, err := os.ReadFile(filepath.Join(r.Dir, "a.md")); err != nil || !strings.Contains(string(data), "\r\n") {
				r.T.Fatalf("no CRLF in the work tree: %q, %v", data, err)
			}
			if changed, err := mustTree(r.T, r.Dir).Changed(r.T.Context(), strings.TrimSpace(r.Git("rev-parse", "HEAD")), "."); err != nil || len(changed) > 0 {
				r.T.Errorf("changed: %v, %v", changed, err)
			}
		}, want: want{branch: "main", files: both}},
		"SHA-256": {init: []string{"--object-format=sha256"}, want: want{branch: "main", program: true, files: both}},
		"SHA-256, bare": {
			init: []string{"--object-format=sha256"}, make: func(r *gittest.Repo) { r.Git("clone", "-q", "--bare", r.Dir, "../bare.git") },
			want: want{dir: "../bare.git", branch: "main", bare: true, program: true, files: both},
		},
		"worktreeConfig": {make: func(r *gittest.Repo) {
			r.Git("config", "core.repositoryFormatVersion", "1")
			r.Git("config", "extensions.worktreeConfig", "true")
		}, want: want{branch: "main", files: both}},
		"sparse":                        {make: func(r *gittest.Repo) { r.Git("sparse-checkout", "set", "--no-cone", "/*", "!/none") }, want: want{branch: "main", files: both}},
		"index of version 4":            {make: func(r *gittest.Repo) { r.Git("update-index", "--index-version", "4") }, want: want{branch: "main", files: both}},
		"replace ref, which is ignored": {make: func(r *gittest.Repo) { r.Git("replace", "--graft", "HEAD") }, want: want{branch: "main", files: both}},
		"remote branch": {make: func(r *gittest.Repo) {
			r.Git("branch", "topic/x", "HEAD~")
			r.Git("clone", "-q", r.Dir, "clone")
		}, want: want{dir: "clone", ref: "origin/topic/x", branch: "origin/topic/x", files: "a.md: one; sub/ü b.md: one"}},
		"through a link": {make: func(r *gittest.Repo) {
			if err := os.Symlink("sub", filepath.Join(r.Dir, "link")); err != nil {
				r.T.Fatal(err)
			}
		}, want: want{dir: "link", branch: "main", files: "ü b.md: one"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t, test.init...)
			r.Commit("one", "a.md", gittest.Text("a"), "sub/ü b.md", gittest.Text("b"))
			r.Commit("two", "a.md", gittest.Text("a", "two"))
			if test.make != nil {
				test.make(r)
			}
			at := r.In(filepath.Join(r.Dir, test.dir))
			ref := test.ref
			if ref == "" {
				ref = "HEAD"
			}
			head := strings.TrimSpace(at.Git("rev-parse", ref))
			sources := []*Source{mustCommit(t, at.Dir, ref)}
			if _, refused := git.Open(sources[0].place, git.Program{}); (refused != nil) != (len(head) == 64) {
				t.Errorf("opening with go-git: %v", refused)
			}
			if test.bare {
				if _, err := Worktree(at.Dir); err == nil || gittest.Hint(err) == "" {
					t.Errorf("a bare repository as a work tree: %v", err)
				}
			} else if test.ref == "" {
				sources = append(sources, mustTree(t, at.Dir))
			}
			if !test.program {
				sources = append(sources, byProgram(t, sources[0]))
			}
			for i, s := range sources {
				if s.Commit != head || s.Branch != test.branch || s.Shallow != test.truncated || s.GitErr != nil {
					t.Errorf("%d: %+v, want commit %s", i, s, head)
				}
				h, err := s.History(t.Context(), ".")
				if err != nil {
					t.Fatal(err)
				}
				if h.Truncated != test.truncated {
					t.Errorf("%d: truncated: %v", i, h.Truncated)
				}
				if got := summary(h); got != test.files {
					t.Errorf("%d: history %q, want %q", i, got, test.files)
				}
				if err := fstest.TestFS(s.FS, paths(t, s.FS)...); err != nil {
					t.Errorf("%d: %v", i, err)
				}
			}
		})
	}
}

func partial(filter string) func(r *gittest.Repo) {
	return func(r *gittest.Repo) {
		r.Git("config", "uploadpack.allowFilter", "true")
		r.Git("config", "uploadpack.allowAnySHA1InWant", "true")
		r.Git("clone", "-q", "--bare", filter, "file://"+r.Dir, "../bare")
		r.Git("clone", "-q", filter, "file://"+r.Dir, "clone")
	}
}

func summary(h *History) string {
	var lines []string
	for name, revisions := range h.Files {
		var subjects []string
		for _, v := range revisions {
			subjects = append(subjects, v.Subject)
		}
		lines = append(lines, name+": "+strings.Join(subjects, ", "))
	}
	slices.Sort(lines)
	return strings.Join(lines, "; ")
}

// TestNoCommits opens a new repository, a bare one, and an unborn branch.
func TestNoCommits(t *testing.T) {
	t.Parallel()
	empty := gittest.New(t)
	empty.Write("a.md", "a")
	unborn := gittest.New(t)
	unborn.Commit("elsewhere", "a.md", "a")
	unborn.Git("checkout", "-q", "--orphan", "fresh")
	for branch, r := range map[string]*gittest.Repo{"main": empty, "fresh": unborn} {
		s := mustTree(t, r.Dir)
		for _, s := range []*Source{s, byProgram(t, s)} {
			if s.Commit != "" || s.Branch != branch || !s.Time.IsZero() || s.GitErr != nil {
				t.Errorf("%+v", s)
			}
			if got := paths(t, s.FS); !slices.Equal(got, []string{"a.md"}) {
				t.Errorf("files %q", got)
			}
			if h, err := s.History(t.Context(), "."); err != nil || len(h.Files) != 0 {
				t.Errorf("history %v, %v", h, err)
			}
			if _, _, err := s.repo.Resolve("HEAD"); err == nil || !strings.Contains(err.Error(), `branch "`+branch+`" has no commits yet`) {
				t.Errorf("commit: %v", err)
			}
		}
	}
	if branches, err := mustTree(t, unborn.Dir).Branches(); err != nil || len(branches) != 1 || branches[0].Name != "main" {
		t.Errorf("branches beside an unborn one: %v, %v", branches, err)
	}
	empty.Git("init", "-q", "--bare", "-b", "main", "../bare.git")
	if _, err := Commit(filepath.Join(empty.Dir, "../bare.git"), ""); err == nil || !strings.Contains(err.Error(), `branch "main" has no commits yet`) {
		t.Errorf("an empty bare repository: %v", err)
	}
}

// TestNoProgram checks the errors for a repository that needs a missing git program.
func TestNoProgram(t *testing.T) {
	r := gittest.New(t, "--object-format=sha256")
	r.Commit("one", "a.md", "a")
	t.Setenv("PATH", t.TempDir())
	_, err := Commit(r.Dir, "main")
	if err == nil || !strings.Contains(err.Error(), "sha256") || gittest.Hint(err) == "" {
		t.Errorf("commit: %v", err)
	}
	s := mustTree(t, r.Dir)
	if got := paths(t, s.FS); !slices.Equal(got, []string{"a.md"}) || s.GitErr == nil {
		t.Errorf("files %q, %v", got, s.GitErr)
	}
	if _, err := s.History(t.Context(), "."); !errors.Is(err, s.GitErr) {
		t.Errorf("history: %v", err)
	}
}

// TestDamaged checks that a missing object is an error that names it, rather than a shorter history.
func TestDamaged(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	first := r.Commit("one", "a.md", "a")
	r.Commit("two", "a.md", "b")
	if err := os.Remove(filepath.Join(r.Dir, ".git", "objects", first[:2], first[2:])); err != nil {
		t.Fatal(err)
	}
	s := mustTree(t, r.Dir)
	for _, s := range []*Source{s, byProgram(t, s)} {
		_, err := s.History(t.Context(), ".")
		if !errors.Is(err, git.ErrMissing) || !strings.Contains(err.Error(), first) {
			t.Errorf("history: %v", err)
		}
	}
}

func TestRepacked(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	for _, subject := range []string{"one", "two", "three"} {
		r.Commit(subject, "a.md", gittest.Text("a", subject))
	}
	s := mustCommit(t, r.Dir, "main")
	r.Git("gc", "-q", "--prune=now")
	if h, err := s.History(t.Context(), "."); err != nil || len(h.Files["a.md"]) != 3 {
		t.Errorf("history after git gc: %v, %v", h, err)
	}
}

func TestLFSPointerIsText(t *testing.T) {
	t.Parallel()
	const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
	r := gittest.New(t)
	r.Commit("one", "big.png", pointer, ".gitattributes", "*.png filter=lfs -text\n")
	s := mustCommit(t, r.Dir, "main")
	f, err := s.FS.Open("big.png")
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil || info.Size() != int64(len(pointer)) || !info.ModTime().Equal(s.Time) {
		t.Errorf("%v, %v", info, err)
	}
}
