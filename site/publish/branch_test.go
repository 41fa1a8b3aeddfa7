package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestBranch publishes three times: an orphan commit, a child of it, and an unchanged site.
func TestBranch(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) { publishThrice(t, newRepo(t, "--object-format="+format)) })
	}
}

func publishThrice(t *testing.T, r *repo) {
	index := func() string {
		b, err := os.ReadFile(filepath.Join(r.Dir, ".git", "index"))
		if err != nil {
			t.Fatal(err)
		}
		return string(b) + r.git("rev-parse", "HEAD") + r.git("symbolic-ref", "HEAD")
	}
	r.git("update-index", "-q", "--refresh") // otherwise git status writes the index
	before := index()
	first := tree("index.html", "one\n", "a/index.html", "a\n", "a-b/ü.html", "b\n", "a.txt", "c\n", "empty", "", "same", "a\n")
	result := r.publish(r.options(), first)
	if result.Commit != r.tip("gh-pages") || result.Previous != "" || result.Unchanged || result.Pushed || result.Files != 7 {
		t.Errorf("%+v", result)
	}
	if got := changes(result); got != "A[.pmsite a-b/ü.html a.txt a/index.html empty index.html same] M[] D[]" {
		t.Error(got)
	}
	const head = "tree \nauthor pmsite <pmsite@localhost> 1777633200 +0100\ncommitter pmsite <pmsite@localhost> 1777633200 +0100\n\nPublish"
	if got := r.git("cat-file", "commit", "gh-pages"); regexp.MustCompile("[0-9a-f]{40,}").ReplaceAllString(got, "") != head {
		t.Errorf("commit %q", got)
	}
	if got := r.files("gh-pages"); got != "100644:.pmsite 100644:a-b/ü.html 100644:a.txt 100644:a/index.html 100644:empty 100644:index.html 100644:same" {
		t.Error(got)
	}
	if got := r.git("reflog", "gh-pages", "--format=%gs %gn"); got != "publish: Publish pmsite" {
		t.Error(got)
	}
	r.checkSound()

	second := tree("index.html", "two\n", "a/index.html", "a\n", "a.txt/now-a-folder", "c\n", "new", "n\n", "same", "a\n")
	opts := r.options()
	opts.Author, opts.Message = git.Person{Name: "site <role>\n", Email: "role@example.org"}, "Second\n\nSource: abc"
	dry := opts
	dry.DryRun, dry.Push = true, true
	would := r.publish(dry, second)
	if r.tip("gh-pages") != result.Commit || would.Commit != "" {
		t.Error("a dry run writes something")
	}
	next := r.publish(opts, second)
	if got := changes(next); got != "A[a.txt/now-a-folder new] M[.pmsite index.html] D[a-b/ü.html a.txt empty]" || got != changes(would) {
		t.Error(got, changes(would))
	}
	if got := r.git("log", "--format=%P %an %ae %s %b", "-1", "gh-pages"); got != result.Commit+" site role role@example.org Second Source: abc" {
		t.Error(got)
	}
	r.checkSound()

	packs := r.git("count-objects", "-v")
	third := r.publish(opts, second)
	if !third.Unchanged || third.Commit != next.Commit || r.tip("gh-pages") != next.Commit || r.git("count-objects", "-v") != packs {
		t.Errorf("%+v", third)
	}
	if index() != before {
		t.Error("index or HEAD have changed")
	}
	sameFiles(t, r.site("gh-pages"), second)
	r.git("gc", "-q", "--prune=now")
	if got := r.publish(opts, first); changes(got) != "A[a-b/ü.html a.txt empty] M[.pmsite index.html] D[a.txt/now-a-folder new]" {
		t.Error(changes(got)) // the trees are read from packs with deltas
	}
	r.checkSound()
}

// sameFiles checks that two trees have the same files, except in .git.
func sameFiles(t *testing.T, got, want fs.FS) {
	t.Helper()
	list := func(fsys fs.FS) map[string]string {
		files := map[string]string{}
		err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				if name == ".git" {
					return fs.SkipDir
				}
				return err
			}
			data, err := fs.ReadFile(fsys, name)
			files[name] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	a, b := list(got), list(want)
	for name := range b {
		if text, ok := a[name]; !ok || text != b[name] {
			t.Errorf("%s: %q, want %q", name, text, b[name])
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d files, want %d", len(a), len(b))
	}
}

// TestSameHash checks that the same site has the same commit hash in every repository.
func TestSameHash(t *testing.T) {
	t.Parallel()
	a, b := newRepo(t), newRepo(t)
	fsys := tree("index.html", "x\n", "a/b", "y\n")
	if one, two := a.publish(a.options(), fsys), b.publish(b.options(), fsys); one.Commit != two.Commit {
		t.Errorf("%s and %s", one.Commit, two.Commit)
	}
}

// TestKept checks that files stay if pmsite did not make them, or if Options.Keep contains them.
func TestKept(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.publish(r.options(), tree("index.html", "one\n", "assets/site.css", "css\n"))
	work := filepath.Join(t.TempDir(), "pages")
	r.git("worktree", "add", "-q", work, "gh-pages")
	pages := repoAt(t, work)
	pages.put("CNAME", "pm.example.org\n")
	pages.put("assets/own.css", "own\n")
	pages.put("run.sh", "#!/bin/sh\n")
	pages.git("add", "-A")
	pages.git("update-index", "--chmod=+x", "run.sh")
	pages.git("commit", "-q", "-m", "by hand")
	pages.git("reset", "-q", "--hard")
	r.wantError(r.options(), tree("index.html", "two\n"), "checked out in")
	r.git("worktree", "remove", work)

	opts := r.options()
	opts.Keep = []string{"CNAME", "assets/own.css", "none", "index.html/none"}
	r.publish(opts, tree("index.html", "two\n"))
	if got := r.files("gh-pages"); got != "100644:.pmsite 100644:CNAME 100644:assets/own.css 100644:index.html 100755:run.sh" {
		t.Error(got)
	}
	r.wantError(opts, tree("index.html", "two\n", "run.sh/x", "y\n"), `its "run.sh" was not made by pmsite`)
	opts.Keep = []string{"CNAME", "index.html", "run.sh"}
	r.publish(opts, tree("index.html", "three\n", "run.sh", "y\n", "CNAME", "other\n"))
	if got := r.git("show", "gh-pages:index.html", "gh-pages:run.sh", "gh-pages:CNAME"); got != "two\n#!/bin/sh\npm.example.org" {
		t.Error(got)
	}
	opts.Keep = []string{"index.html"}
	r.wantError(opts, tree("index.html/x", "three\n"), "both a file and a folder")
	r.checkSound()
}

// TestRefused checks the error for branches, trees and options that are refused.
func TestRefused(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) { testRefused(t, newRepo(t, "--object-format="+format)) })
	}
}

func testRefused(t *testing.T, r *repo) {
	site := tree("index.html", "x\n")
	opts := r.options()
	opts.Branch = "main"
	r.wantError(opts, site, "it is checked out in")
	r.git("branch", "foreign")
	opts.Branch = "foreign"
	r.wantError(opts, site, "it was not made by pmsite")
	_, err := Branch(t.Context(), opts, site)
	if got := gittest.Hint(err); !strings.HasSuffix(got, "start over: git branch -D foreign") {
		t.Error(got)
	}
	r.git("branch", "pages/old")
	opts.Branch = "pages"
	r.wantError(opts, site, `it conflicts with the branch "pages/old"`)
	r.git("branch", "-D", "-q", "pages/old")
	if err := os.MkdirAll(filepath.Join(r.Dir, ".git", "refs", "heads", "pages"), 0o755); err != nil { // some versions of git leave it behind
		t.Fatal(err)
	}
	r.publish(opts, site)
	opts.Branch = "pages/x"
	r.wantError(opts, site, `it conflicts with the branch "pages"`)
	for _, name := range []string{"", "-x", "a..b", "HEAD", "a b"} {
		opts.Branch = name
		r.wantError(opts, site, "is not a valid branch name")
	}
	opts.Branch = "gh-pages"
	r.wantError(opts, fstest.MapFS{"x": {}}, `no file ".pmsite"`)
	r.wantError(opts, tree("a/.GIT/config", "x"), `"a/.GIT": git does not allow this name`)
	r.wantError(opts, tree("a/.g\u200cit", "x"), "git does not allow this name")
	r.wantError(opts, tree("git~1", "x"), "git does not allow this name")
	link := tree("index.html", "x")
	link["link"] = &fstest.MapFile{Data: []byte("index.html"), Mode: fs.ModeSymlink}
	r.wantError(opts, link, "neither a file nor a folder")
	opts.Keep = []string{"../x"}
	r.wantError(opts, site, "is not a valid path to keep")
	opts = r.options()
	opts.Push = true
	r.wantError(opts, site, `there is no remote "origin"`)
	opts.Remote = "--upload-pack=x"
	r.wantError(opts, site, "is not a valid remote name")
	r.git("symbolic-ref", "refs/heads/alias", "refs/heads/foreign")
	opts = r.options()
	opts.Branch = "alias"
	r.wantError(opts, site, "is a symbolic ref to")
	linked := filepath.Join(t.TempDir(), "linked work tree")
	r.git("worktree", "add", "-q", "-b", "side", linked)
	opts.Branch = "side"
	r.wantError(opts, site, "it is checked out in \""+linked)
	r.checkSound()
}

// TestRefusedWithoutGit checks the errors for a missing remote without a git program, and for a missing repository.
func TestRefusedWithoutGit(t *testing.T) {
	t.Parallel()
	site := tree("index.html", "x\n")
	r := newRepo(t)
	opts := r.options()
	opts.Push, opts.Git = true, ""
	r.wantError(opts, site, `there is no remote "origin"`)
	none := repoAt(t, t.TempDir())
	none.wantError(none.options(), site, "is not in a git repository")
}

// TestAlmostEmptyBranch publishes to a branch that is empty, or has only files to be kept.
func TestAlmostEmptyBranch(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.git("switch", "-q", "--orphan", "gh-pages")
	r.git("commit", "-q", "--allow-empty", "-m", "empty")
	r.git("switch", "-q", "--orphan", "named")
	r.put("CNAME", "x\n")
	r.git("add", "CNAME")
	r.git("commit", "-q", "-m", "CNAME")
	r.git("switch", "-q", "main")
	for _, branch := range []string{"gh-pages", "named"} {
		opts := r.options()
		opts.Branch = branch
		r.publish(opts, tree("index.html", "x\n"))
	}
	if got := r.files("gh-pages") + " " + r.files("named"); got != "100644:.pmsite 100644:index.html 100644:.pmsite 100644:CNAME 100644:index.html" {
		t.Error(got)
	}
	r.checkSound()
}

// hooked is a tree that calls a function at the given number of opened files.
type hooked struct {
	fs.FS
	count  atomic.Int64
	at     int64
	call   func()
	opened func(name string) // called for each file; may be nil
}

func (h *hooked) Open(name string) (fs.File, error) {
	if h.count.Add(1) == h.at {
		h.call()
	}
	if h.opened != nil {
		h.opened(name)
	}
	return h.FS.Open(name)
}

// TestInterrupted cancels at every file and at every step of a push. The local and the remote branch must be either old
// or new.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	remote := r.newRemote()
	opts := r.options()
	opts.Jobs, opts.Push = 1, true
	old := r.publish(opts, tree("index.html", "old\n")).Commit
	site := tree("index.html", "new\n", "a", "a\n", "b/c", "c\n")
	for at := int64(1); ; at++ {
		ctx, cancel := context.WithCancel(t.Context())
		h := &hooked{FS: site, at: at, call: cancel}
		_, err := Branch(ctx, opts, h)
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if r.tip("gh-pages") != old || remote.tip("gh-pages") != old {
			t.Fatal("the branch has moved")
		}
		r.checkTidy()
	}
	r.checkSound()
	if r.tip("gh-pages") == old || remote.tip("gh-pages") != r.tip("gh-pages") {
		t.Error("the branch has not moved")
	}
	other := remote.clone()
	theirs := other.options()
	theirs.Push = true
	for _, step := range []string{"tip", "fetch", "push", "pushed"} {
		before := r.tip("gh-pages")
		site["index.html"] = &fstest.MapFile{Data: []byte(step)}
		other.publish(theirs, tree("index.html", "theirs, "+step)) // something to fetch
		ctx, cancel := context.WithCancel(t.Context())
		p, err := newPublication(ctx, opts)
		if err != nil {
			t.Fatal(err)
		}
		p.remote = &stepping{upstream: p.remote, step: step, call: cancel}
		_, err = p.attempt(ctx, site)
		if err := p.close(); err != nil {
			t.Error(err)
		}
		cancel()
		if step == "pushed" {
			if err != nil || remote.tip("gh-pages") != r.tip("gh-pages") || r.tip("gh-pages") == before {
				t.Errorf("%s: %v", step, err)
			}
		} else if !errors.Is(err, context.Canceled) || r.tip("gh-pages") != before {
			t.Errorf("%s: %v", step, err)
		}
		r.checkTidy()
		remote.checkTidy()
		r.publish(opts, site)
	}
	r.checkSound()
	remote.checkSound()
}
