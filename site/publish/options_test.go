package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// hintFor publishes, which must fail, and returns the hint of the error.
func (r *repo) hintFor(opts Options, fsys fs.FS) string {
	r.T.Helper()
	_, err := Branch(r.T.Context(), opts, fsys)
	if err == nil || !strings.HasPrefix(err.Error(), fmt.Sprintf("publish to branch %q: ", opts.Branch)) {
		r.T.Errorf("the error is %v, want one that says what was being done", err)
	}
	return gittest.Hint(err)
}

// TestOptionsAreChecked checks the error and the hint for each invalid option. They are checked before the repository.
func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	r := repoAt(t, t.TempDir()) // not a repository
	site := tree("index.html", "x")
	with := func(change func(o *Options)) Options {
		opts := r.options()
		change(&opts)
		return opts
	}
	for _, tc := range []struct {
		opts        Options
		error, hint string
	}{
		{with(func(o *Options) { o.Branch = "a b" }), `"a b" is not a valid branch name`, "use a name such as gh-pages"},
		{with(func(o *Options) { o.Branch = "x.lock" }), `"x.lock" is not a valid branch name`, "use a name such as gh-pages"},
		{with(func(o *Options) { o.Remote = "a b" }), `"a b" is not a valid remote name`, "list the remotes: git remote"},
		{with(func(o *Options) { o.Remote = "-x" }), `"-x" is not a valid remote name`, "list the remotes: git remote"},
		{with(func(o *Options) { o.Remote = "https://kim:s3cret@example.org/x.git" }), `"https://example.org/x.git" is not a valid remote name`, "list the remotes: git remote"},
		{with(func(o *Options) { o.Time = time.Time{} }), "the commit has no time", ""},
		{with(func(o *Options) { o.Keep = []string{"x", "."} }), `"." is not a valid path to keep`, "use the path of a file or folder on the branch, such as static/CNAME"},
		{with(func(o *Options) { o.Keep = []string{"/x"} }), `"/x" is not a valid path to keep`, "use the path of a file or folder on the branch, such as static/CNAME"},
		{with(func(o *Options) { o.Keep = []string{"x/"} }), `"x/" is not a valid path to keep`, "use the path of a file or folder on the branch, such as static/CNAME"},
		{with(func(o *Options) { o.Branch = "a/b"; o.Keep = []string{"x/y"}; o.Remote = "up/stream" }), "is not in a git repository", "create one: git init"},
	} {
		if got := r.hintFor(tc.opts, site); got != tc.hint {
			t.Errorf("%s: the hint is %q, want %q", tc.error, got, tc.hint)
		}
		if _, err := Branch(t.Context(), tc.opts, site); err == nil || !strings.Contains(err.Error(), tc.error) {
			t.Errorf("the error is %v, want %s", err, tc.error)
		}
	}
}

// TestSignatures checks that characters which git does not allow are removed from the author, and that an empty author
// is replaced by pmsite. The message is trimmed, and its first line goes into the branch's reflog.
func TestSignatures(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		r := newRepo(t, "--object-format="+format)
		opts := r.options()
		opts.Author, opts.Message = git.Person{Name: "  a\x7f<b>\tc\n ", Email: "x@<y>\n"}, "\n Subject \n\n body\n\n"
		r.publish(opts, tree("index.html", "one"))
		if got := r.git("log", "--format=%an|%ae|%cn|%ce|%aI|%cI|%B", "-1", "gh-pages"); got != "abc|x@y|abc|x@y|2026-05-01T12:00:00+01:00|2026-05-01T12:00:00+01:00|Subject \n\n body" {
			t.Errorf("%s: the commit is %q", format, got)
		}
		opts.Author, opts.Message = git.Person{Name: "<>", Email: " \n"}, "Second"
		r.publish(opts, tree("index.html", "two"))
		if got := r.git("log", "--format=%an|%ae", "-1", "gh-pages"); got != "pmsite|pmsite@localhost" {
			t.Errorf("%s: without an author the commit is by %q, want pmsite", format, got)
		}
		first, second := r.tip("gh-pages~1"), r.tip("gh-pages")
		log, err := os.ReadFile(filepath.Join(r.Dir, ".git", "logs", "refs", "heads", "gh-pages"))
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Repeat("0", len(first)) + " " + first + " abc <x@y> 1777633200 +0100\tpublish: Subject\n" +
			first + " " + second + " pmsite <pmsite@localhost> 1777633200 +0100\tpublish: Second\n"
		if got := strings.ReplaceAll(string(log), "Subject \n", "Subject\n"); got != want {
			t.Errorf("%s: the reflog is\n%s, want\n%s", format, got, want)
		}
	}
}

// TestReflogs checks that a branch gets a reflog if git would write one.
func TestReflogs(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{"": true, "true": true, "ALWAYS": true, "yes": true, "on": true, "1": true, "false": false, "0": false} {
		r := newRepo(t)
		r.git("config", "--unset", "core.logAllRefUpdates")
		if value != "" {
			r.git("config", "core.logAllRefUpdates", value)
		}
		r.publish(r.options(), tree("index.html", "one"))
		if got := r.git("reflog", "gh-pages") != ""; got != want {
			t.Errorf("with core.logAllRefUpdates %q, there is a reflog: %v, want %v", value, got, want)
		}
	}
	r := newRepo(t)
	bare := r.newRemote()
	bare.publish(bare.options(), tree("index.html", "one"))
	if got := bare.git("reflog", "gh-pages"); got != "" {
		t.Errorf("a bare repository has the reflog %q", got)
	}
	if err := os.MkdirAll(filepath.Join(bare.Dir, "logs", "refs", "heads"), 0o755); err != nil {
		t.Fatal(err)
	}
	bare.put("logs/refs/heads/gh-pages", "")
	bare.publish(bare.options(), tree("index.html", "two"))
	if got := bare.git("reflog", "--format=%gs", "gh-pages"); got != "publish: Publish" {
		t.Errorf("the new entry of an existing reflog is %q", got)
	}
}

// TestProgress checks that Progress is called for every hundredth file and the last, and that the result counts files
// and bytes, with any number of jobs.
func TestProgress(t *testing.T) {
	t.Parallel()
	var files []string
	for i := range 249 {
		files = append(files, fmt.Sprintf("%03d", i), "12345")
	}
	site := tree(files...)
	bytes := int64(5*249 + len(site[Marker].Data))
	const n = 250
	for _, jobs := range []int{0, 1, 7} {
		r := newRepo(t)
		var mu sync.Mutex
		calls := map[string]int{}
		opts := r.options()
		opts.Jobs, opts.DryRun = jobs, true
		opts.Progress = func(done, total int) {
			mu.Lock()
			defer mu.Unlock()
			calls[fmt.Sprintf("%d/%d", done, total)]++
		}
		result := r.publish(opts, site)
		if fmt.Sprint(calls) != "map[100/250:1 200/250:1 250/250:1]" {
			t.Errorf("with %d jobs, the progress is %v", jobs, calls)
		}
		if result.Files != n || result.Bytes != bytes || len(result.Added) != n {
			t.Errorf("with %d jobs, %d files of %d bytes are published, %d new; want %d of %d", jobs, result.Files, result.Bytes, len(result.Added), n, bytes)
		}
	}
}

// TestRefusedTrees checks which names are refused because git or a file system treats them as .git, and that other bad
// trees are refused, too.
func TestRefusedTrees(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	opts := r.options()
	opts.DryRun = true
	for _, name := range []string{".git", ".Git", "GIT~1", ".git ", ".git.", ".git. .", ".git:stream", ".git::$INDEX_ALLOCATION", ".g\u200dit"} {
		for _, file := range []string{name, name + "/x", "a/" + name} {
			r.wantError(opts, tree(file, "x"), "git does not allow this name")
		}
	}
	for _, name := range []string{".gitignore", ".github/x", "git", "git~2", "a.git", ".git-x", "x:.git"} {
		if _, err := Branch(t.Context(), opts, tree(name, "x")); err != nil {
			t.Errorf("a site with the file %q is refused: %v", name, err)
		}
	}
	r.wantError(opts, fstest.MapFS{"a/" + Marker: {}}, `the tree has no file ".pmsite" at its top`)
	pipe := tree("index.html", "x")
	pipe["pipe"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	r.wantError(opts, pipe, `"pipe" is neither a file nor a folder`)
	r.wantError(opts, unreadable{tree("index.html", "x", "a/b", "y"), "a/b"}, "a/b is gone")
	r.wantError(opts, unreadable{tree("index.html", "x", "a/b", "y"), "a"}, "a is gone")
	opens := 0
	r.wantError(opts, &hooked{FS: unreadable{tree("index.html", "x"), "index.html"}, at: -1, opened: func(name string) {
		if name == "index.html" {
			opens++
		}
	}}, "index.html is gone")
	if opens != 1 {
		t.Errorf("a file that cannot be read is opened %d times, want once", opens)
	}
}

// unreadable is a tree in which one file or folder cannot be opened.
type unreadable struct {
	fs.FS
	name string
}

func (u unreadable) Open(name string) (fs.File, error) {
	if name == u.name {
		return nil, errors.New(name + " is gone")
	}
	return u.FS.Open(name)
}

// TestDryRun checks that a dry run writes neither objects nor refs, and does not contact the remote, which need not
// exist.
func TestDryRun(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	before := r.git("count-objects", "-v") + r.git("for-each-ref")
	opts := r.options()
	opts.DryRun, opts.Push = true, true
	result := r.publish(opts, tree("index.html", "one"))
	if result.Commit != "" || result.Previous != "" || result.Unchanged || result.Pushed || changes(result) != "A[.pmsite index.html] M[] D[]" {
		t.Errorf("the result of a dry run is %+v", result)
	}
	if after := r.git("count-objects", "-v") + r.git("for-each-ref"); after != before {
		t.Errorf("a dry run changes\n%s to\n%s", before, after)
	}
	opts.DryRun, opts.Push = false, false
	first := r.publish(opts, tree("index.html", "one"))
	opts.DryRun = true
	if again := r.publish(opts, tree("index.html", "one")); !again.Unchanged || again.Commit != first.Commit || again.Previous != first.Commit {
		t.Errorf("the result of an unchanged dry run is %+v, want the commit %s", again, first.Commit)
	}
}

// TestCancelledBeforehand checks that nothing is published if the context is already cancelled.
func TestCancelledBeforehand(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if result, err := Branch(ctx, r.options(), tree("index.html", "x")); !errors.Is(err, context.Canceled) || result.Commit != "" || r.tip("gh-pages") != "" {
		t.Errorf("with a cancelled context: %v, %+v", err, result)
	}
	r.checkSound()
}
