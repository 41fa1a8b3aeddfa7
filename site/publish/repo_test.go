package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// A repo is a repository made by the git program.
type repo struct {
	t   testing.TB
	dir string
}

var start = time.Date(2026, 5, 1, 12, 0, 0, 0, time.FixedZone("", 3600))

func gitEnv() []string {
	return append(cleanEnv(os.Environ()), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_AUTHOR_DATE=2026-05-01T12:00:00+01:00",
		"GIT_COMMITTER_NAME=C", "GIT_COMMITTER_EMAIL=c@example.org", "GIT_COMMITTER_DATE=2026-05-01T12:00:00+01:00")
}

// newRepo has one commit on main.
func newRepo(t testing.TB, args ...string) *repo {
	t.Helper()
	r := &repo{t, filepath.Join(t.TempDir(), "repo with ümlaut")}
	if err := os.Mkdir(r.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r.git(append([]string{"init", "-q", "-b", "main"}, args...)...)
	r.git("hash-object", "-w", "-t", "tree", os.DevNull) // git does without the empty tree, but fsck misses it
	r.put("source.md", "source\n")
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "source")
	return r
}

// newRemote makes a bare repository, and r's origin of it.
func (r *repo) newRemote() *repo {
	r.t.Helper()
	remote := &repo{r.t, filepath.Join(r.t.TempDir(), "remote.git")}
	r.git("clone", "-q", "--bare", ".", remote.dir)
	r.git("remote", "add", "origin", remote.dir)
	return remote
}

func (r *repo) clone(args ...string) *repo {
	r.t.Helper()
	dir := filepath.Join(r.t.TempDir(), "clone")
	r.git(append(append([]string{"clone", "-q"}, args...), "file://"+r.dir, dir)...)
	return &repo{r.t, dir}
}

func (r *repo) git(args ...string) string {
	r.t.Helper()
	out, err := r.try(args...)
	if err != nil {
		r.t.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(out)
}

func (r *repo) try(args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = r.dir, gitEnv()
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		err = fmt.Errorf("%w: %s", err, exit.Stderr)
	}
	return string(out), err
}

func (r *repo) put(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// tip is "" when the branch is not there.
func (r *repo) tip(ref string) string {
	out, _ := r.try("rev-parse", "-q", "--verify", ref)
	return strings.TrimSpace(out)
}

// files lists a ref's files with their modes.
func (r *repo) files(ref string) string {
	r.t.Helper()
	return strings.ReplaceAll(r.git("-c", "core.quotePath=false", "ls-tree", "-r", "--format=%(objectmode):%(path)", ref), "\n", " ")
}

// sound fails the test when git finds fault, or when something of a publication is left behind.
func (r *repo) sound() {
	r.t.Helper()
	if out, err := r.try("fsck", "--strict", "--full", "--no-dangling"); out != "" || err != nil {
		r.t.Errorf("git fsck: %v %s", err, out)
	}
	dir := r.git("rev-parse", "--path-format=absolute", "--git-common-dir")
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && (strings.HasPrefix(entry.Name(), "tmp_") || strings.HasSuffix(entry.Name(), ".lock")) {
			r.t.Errorf("%s is left behind", name)
		}
		return err
	})
	if err != nil {
		r.t.Error(err)
	}
	if r.git("rev-parse", "--is-bare-repository") == "false" {
		if out := r.git("status", "--porcelain"); out != "" {
			r.t.Errorf("git status: %s", out)
		}
	}
}

// tree makes a tree of files (name, text, name, text …) with its marker.
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
		r.t.Fatal(err)
	}
	return Options{Dir: r.dir, Branch: "gh-pages", Message: "Publish", Time: start, Git: git, Env: gitEnv()}
}

func (r *repo) publish(opts Options, fsys fs.FS) Result {
	r.t.Helper()
	result, err := Branch(context.Background(), opts, fsys)
	if err != nil {
		r.t.Fatal(err)
	}
	return result
}

// refuse publishes, wants an error that contains text, and the branch to stay.
func (r *repo) refuse(opts Options, fsys fs.FS, text string) {
	r.t.Helper()
	before := r.tip("refs/heads/" + opts.Branch)
	result, err := Branch(context.Background(), opts, fsys)
	if err == nil || !strings.Contains(err.Error(), text) {
		r.t.Errorf("error %v, want %q; %+v", err, text, result)
	}
	if after := r.tip("refs/heads/" + opts.Branch); after != before {
		r.t.Errorf("the branch has moved from %q to %q", before, after)
	}
}

func hintOf(err error) string {
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) {
		return hinted.Hint()
	}
	return ""
}

func changes(r Result) string {
	return fmt.Sprintf("A%v M%v D%v", r.Added, r.Changed, r.Removed)
}
