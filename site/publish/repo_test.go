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
	"sync"
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

// settings are git's own for all tests: nothing is tidied up behind their back, and what they write need not outlast a
// power failure.
const settings = "[core]\n\tfsync = none\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[receive]\n\tautogc = false\n"

// scratch is a folder for what tests share; settingsFile is in it.
var scratch, settingsFile string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "publish")
	if err == nil {
		scratch, settingsFile = dir, filepath.Join(dir, "settings")
		err = os.WriteFile(settingsFile, []byte(settings), 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(status)
}

func gitEnv() []string {
	return append(cleanEnv(os.Environ()), "GIT_CONFIG_GLOBAL="+settingsFile, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_AUTHOR_DATE=2026-05-01T12:00:00+01:00",
		"GIT_COMMITTER_NAME=C", "GIT_COMMITTER_EMAIL=c@example.org", "GIT_COMMITTER_DATE=2026-05-01T12:00:00+01:00")
}

// newRepo has one commit on main.
func newRepo(t testing.TB, args ...string) *repo {
	t.Helper()
	r := &repo{t, filepath.Join(t.TempDir(), "repo [with] ümlaut")}
	if err := os.CopyFS(r.dir, os.DirFS(model(t, args...))); err != nil {
		t.Fatal(err)
	}
	return r
}

var models = struct {
	sync.Mutex
	dirs map[string]string // by the arguments of git init
}{dirs: map[string]string{}}

// model is the repository of which the tests' own are copies, since git init takes a while.
func model(t testing.TB, args ...string) string {
	t.Helper()
	models.Lock()
	defer models.Unlock()
	key := strings.Join(args, " ")
	if dir := models.dirs[key]; dir != "" {
		return dir
	}
	r := &repo{t, filepath.Join(scratch, fmt.Sprint("model", len(models.dirs)))}
	if err := os.Mkdir(r.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r.git(append([]string{"init", "-q", "-b", "main", "--template="}, args...)...)
	r.git("hash-object", "-w", "-t", "tree", os.DevNull) // git does without the empty tree, but fsck misses it
	r.put("source.md", "source\n")
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "source")
	models.dirs[key] = r.dir
	return r.dir
}

// newRemote makes a bare repository, and r's origin of it.
func (r *repo) newRemote() *repo {
	r.t.Helper()
	remote := &repo{r.t, filepath.Join(r.t.TempDir(), "remote.git")}
	if err := os.CopyFS(remote.dir, os.DirFS(filepath.Join(r.dir, ".git"))); err != nil {
		r.t.Fatal(err)
	}
	for _, name := range []string{"index", "logs"} {
		if err := os.RemoveAll(filepath.Join(remote.dir, name)); err != nil {
			r.t.Fatal(err)
		}
	}
	name := filepath.Join(remote.dir, "config")
	config, err := os.ReadFile(name)
	if err != nil {
		r.t.Fatal(err)
	}
	config = regexp.MustCompile(`(?m)^.*logallrefupdates.*\n`).ReplaceAll(config, nil)
	if err := os.WriteFile(name, bytes.Replace(config, []byte("bare = false"), []byte("bare = true"), 1), 0o600); err != nil {
		r.t.Fatal(err)
	}
	here, err := os.OpenFile(filepath.Join(r.dir, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		r.t.Fatal(err)
	}
	fmt.Fprintf(here, "[remote \"origin\"]\n\turl = %q\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n", remote.dir)
	if err := here.Close(); err != nil {
		r.t.Fatal(err)
	}
	return remote
}

func (r *repo) clone(args ...string) *repo {
	r.t.Helper()
	dir := filepath.Join(r.t.TempDir(), "clone")
	from := r.dir
	if len(args) > 0 { // which git heeds where it does not just copy files
		from = "file://" + r.dir
	}
	r.git(append(append([]string{"clone", "-q", "--template="}, args...), from, dir)...)
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

func gitCommand(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, gitEnv()
	return cmd
}

func (r *repo) try(args ...string) (string, error) {
	out, err := gitCommand(r.dir, args...).Output()
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

// commits puts a file on a branch, as somebody else would by hand, and returns the commit.
func (r *repo) commits(branch, name, text string) string {
	r.t.Helper()
	cmd := gitCommand(r.dir, "fast-import", "--quiet")
	ref := "refs/heads/" + branch
	cmd.Stdin = strings.NewReader(fmt.Sprintf("commit %s\ncommitter C <c@example.org> 1777633200 +0100\ndata 7\nby hand\nfrom %s^0\nM 100644 inline %s\ndata %d\n%s\n",
		ref, ref, name, len(text), text))
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("git fast-import: %v %s", err, out)
	}
	return r.tip(ref)
}

// tip is "" when the branch is not there.
func (r *repo) tip(ref string) string {
	if strings.HasPrefix(ref, "refs/heads/") { // which git need not be asked for where it is a file, or nothing
		b, err := os.ReadFile(filepath.Join(r.dir, ".git", ref))
		_, packed := os.Stat(filepath.Join(r.dir, ".git", "packed-refs"))
		if err == nil && !strings.HasPrefix(string(b), "ref: ") {
			return strings.TrimSpace(string(b))
		}
		if _, isFolder := os.Stat(filepath.Join(r.dir, ".git", "refs")); isFolder == nil && errors.Is(err, fs.ErrNotExist) && errors.Is(packed, fs.ErrNotExist) {
			return ""
		}
	}
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
	r.tidy()
	if _, err := os.Stat(filepath.Join(r.dir, ".git")); err == nil {
		if out := r.git("status", "--porcelain"); out != "" {
			r.t.Errorf("git status: %s", out)
		}
	}
}

// commonDir is where the objects and refs are.
func (r *repo) commonDir() string {
	r.t.Helper()
	dir := filepath.Join(r.dir, ".git")
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return dir
	}
	return r.git("rev-parse", "--path-format=absolute", "--git-common-dir")
}

// tidy fails the test when something of a publication is left behind.
func (r *repo) tidy() {
	r.t.Helper()
	err := filepath.WalkDir(r.commonDir(), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && (strings.HasPrefix(entry.Name(), "tmp_") || strings.HasSuffix(entry.Name(), ".lock")) {
			r.t.Errorf("%s is left behind", name)
		}
		return err
	})
	if err != nil {
		r.t.Error(err)
	}
}

// site reads what stands on a ref, as git packs it for others.
func (r *repo) site(ref string) fs.FS {
	r.t.Helper()
	out, err := gitCommand(r.commonDir(), "archive", "--format=zip", "-0", ref).Output()
	if err != nil {
		r.t.Fatalf("git archive %s: %v", ref, err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil {
		r.t.Fatal(err)
	}
	return archive
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
	if result.Commit != "" || result.Pushed || result.Files != 0 {
		r.t.Errorf("beside an error there is the result %+v", result)
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
