package publish

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// A repo is a repository that tests publish in.
type repo struct{ *gittest.Repo }

var start = time.Date(2026, 5, 1, 12, 0, 0, 0, time.FixedZone("", 3600))

// newRepo makes a repository with one commit on main.
func newRepo(t testing.TB, args ...string) *repo {
	t.Helper()
	model := gittest.Model{Name: "published", Init: append([]string{"--template="}, args...), Make: func(r *gittest.Repo) {
		r.Git("hash-object", "-w", "-t", "tree", os.DevNull) // git does not need the empty tree, but fsck reports it missing
		r.Commit("source", "source.md", "source\n")
	}}
	return &repo{model.New(t)}
}

func repoAt(t testing.TB, dir string) *repo {
	return &repo{&gittest.Repo{T: t, Dir: dir, Time: start}}
}

// newRemote makes a bare copy of r and configures it as r's origin.
func (r *repo) newRemote() *repo {
	r.T.Helper()
	remote := repoAt(r.T, filepath.Join(r.T.TempDir(), "remote.git"))
	if err := os.CopyFS(remote.Dir, os.DirFS(filepath.Join(r.Dir, ".git"))); err != nil {
		r.T.Fatal(err)
	}
	for _, name := range []string{"index", "logs"} {
		if err := os.RemoveAll(filepath.Join(remote.Dir, name)); err != nil {
			r.T.Fatal(err)
		}
	}
	name := filepath.Join(remote.Dir, "config")
	config, err := os.ReadFile(name)
	if err != nil {
		r.T.Fatal(err)
	}
	config = regexp.MustCompile(`(?m)^.*logallrefupdates.*\n`).ReplaceAll(config, nil)
	if err := os.WriteFile(name, bytes.Replace(config, []byte("bare = false"), []byte("bare = true"), 1), 0o600); err != nil {
		r.T.Fatal(err)
	}
	here, err := os.OpenFile(filepath.Join(r.Dir, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		r.T.Fatal(err)
	}
	fmt.Fprintf(here, "[remote \"origin\"]\n\turl = %q\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n", remote.Dir)
	if err := here.Close(); err != nil {
		r.T.Fatal(err)
	}
	return remote
}

func (r *repo) clone(args ...string) *repo {
	r.T.Helper()
	dir := filepath.Join(r.T.TempDir(), "clone")
	from := r.Dir
	if len(args) > 0 { // git ignores the arguments if it can copy files
		from = "file://" + r.Dir
	}
	r.git(append(append([]string{"clone", "-q", "--template="}, args...), from, dir)...)
	return repoAt(r.T, dir)
}

// git runs git and returns its trimmed output.
func (r *repo) git(args ...string) string {
	r.T.Helper()
	return strings.TrimSpace(r.Git(args...))
}

func (r *repo) try(args ...string) (string, error) { return r.Try("", args...) }

func (r *repo) put(name, text string) {
	r.T.Helper()
	if err := os.WriteFile(filepath.Join(r.Dir, name), []byte(text), 0o644); err != nil {
		r.T.Fatal(err)
	}
}

// commits commits a file to a branch, as if by hand, and returns the hash of the commit.
func (r *repo) commits(branch, name, text string) string {
	r.T.Helper()
	cmd := r.Command("fast-import", "--quiet")
	ref := "refs/heads/" + branch
	cmd.Stdin = strings.NewReader(fmt.Sprintf("commit %s\ncommitter C <c@example.org> 1777633200 +0100\ndata 7\nby hand\nfrom %s^0\nM 100644 inline %s\ndata %d\n%s\n",
		ref, ref, name, len(text), text))
	if out, err := cmd.CombinedOutput(); err != nil {
		r.T.Fatalf("git fast-import: %v %s", err, out)
	}
	return r.tip(ref)
}

// tip is "" when the branch is not there.
func (r *repo) tip(ref string) string {
	if strings.HasPrefix(ref, "refs/heads/") { // which git need not be asked for where it is a file, or nothing
		b, err := os.ReadFile(filepath.Join(r.Dir, ".git", ref))
		_, packed := os.Stat(filepath.Join(r.Dir, ".git", "packed-refs"))
		if err == nil && !strings.HasPrefix(string(b), "ref: ") {
			return strings.TrimSpace(string(b))
		}
		if _, isFolder := os.Stat(filepath.Join(r.Dir, ".git", "refs")); isFolder == nil && errors.Is(err, fs.ErrNotExist) && errors.Is(packed, fs.ErrNotExist) {
			return ""
		}
	}
	out, _ := r.try("rev-parse", "-q", "--verify", ref)
	return strings.TrimSpace(out)
}

// files returns a ref's files with their modes.
func (r *repo) files(ref string) string {
	r.T.Helper()
	return strings.ReplaceAll(r.git("-c", "core.quotePath=false", "ls-tree", "-r", "--format=%(objectmode):%(path)", ref), "\n", " ")
}

// checkSound fails the test if git finds an error in the repository or a change in the work tree, or if temporary files
// are left behind.
func (r *repo) checkSound() {
	r.T.Helper()
	if out, err := r.try("fsck", "--strict", "--full", "--no-dangling"); out != "" || err != nil {
		r.T.Errorf("git fsck: %v %s", err, out)
	}
	r.checkTidy()
	if _, err := os.Stat(filepath.Join(r.Dir, ".git")); err == nil {
		if out := r.git("status", "--porcelain"); out != "" {
			r.T.Errorf("git status: %s", out)
		}
	}
}

// commonDir returns the folder with the objects and refs.
func (r *repo) commonDir() string {
	r.T.Helper()
	dir := filepath.Join(r.Dir, ".git")
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return dir
	}
	return r.git("rev-parse", "--path-format=absolute", "--git-common-dir")
}

// checkTidy fails the test if temporary files or locks are left behind.
func (r *repo) checkTidy() {
	r.T.Helper()
	err := filepath.WalkDir(r.commonDir(), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && (strings.HasPrefix(entry.Name(), "tmp_") || strings.HasSuffix(entry.Name(), ".lock")) {
			r.T.Errorf("%s is left behind", name)
		}
		return err
	})
	if err != nil {
		r.T.Error(err)
	}
}

// site returns the files of a ref, read by git archive.
func (r *repo) site(ref string) fs.FS {
	r.T.Helper()
	out, err := repoAt(r.T, r.commonDir()).Command("archive", "--format=zip", "-0", ref).Output()
	if err != nil {
		r.T.Fatalf("git archive %s: %v", ref, err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil {
		r.T.Fatal(err)
	}
	return archive
}

// tree returns a tree with a marker. The arguments alternate between name and content.
func tree(files ...string) fstest.MapFS {
	fsys, top := fstest.MapFS{}, map[string]bool{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1]), Mode: 0o755}
		first, _, _ := strings.Cut(files[i], "/")
		top[first] = true
	}
	marker := "# made by pmsite\n" + Marker + "\n"
	for _, name := range slices.Sorted(maps.Keys(top)) {
		marker += name + "\n"
	}
	fsys[Marker] = &fstest.MapFile{Data: []byte(marker)}
	return fsys
}

func (r *repo) options() Options {
	git, err := exec.LookPath("git")
	if err != nil {
		r.T.Fatal(err)
	}
	return Options{Dir: r.Dir, Branch: "gh-pages", Message: "Publish", Time: start, Git: git, Env: gittest.Environ()}
}

func (r *repo) publish(opts Options, fsys fs.FS) Result {
	r.T.Helper()
	result, err := Branch(context.Background(), opts, fsys)
	if err != nil {
		r.T.Fatal(err)
	}
	return result
}

// wantError publishes, and checks that the error contains text and that the branch stays.
func (r *repo) wantError(opts Options, fsys fs.FS, text string) {
	r.T.Helper()
	before := r.tip("refs/heads/" + opts.Branch)
	result, err := Branch(context.Background(), opts, fsys)
	if err == nil || !strings.Contains(err.Error(), text) {
		r.T.Errorf("error %v, want %q; %+v", err, text, result)
	}
	if result.Commit != "" || result.Pushed || result.Files != 0 {
		r.T.Errorf("in addition to an error there is the result %+v", result)
	}
	if after := r.tip("refs/heads/" + opts.Branch); after != before {
		r.T.Errorf("the branch has moved from %q to %q", before, after)
	}
}

func changes(r Result) string {
	return fmt.Sprintf("A%v M%v D%v", r.Added, r.Changed, r.Removed)
}
