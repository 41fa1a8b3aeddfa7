//go:build unix

package torture

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/corpus"
)

// The exit statuses of pmsite.
const (
	statusContent = 1 // the content has errors
	statusFailed  = 2 // the command could not run
)

// A world is a repository with its output folder, caches and remotes, in which faults happen. The work tree contains
// one of two versions of the collection.
type world struct {
	rand     *rand.Rand
	dir      string // everything below it belongs to the world
	bin      string // pmsite
	repo     string
	site     string // the folder that contains the output folder
	cache    string
	remote   string // bare
	versions [2]collectionVersion
	current  int                      // the version in the work tree
	usual    map[string]time.Duration // how long each command took when it last ended by itself
	note     string                   // what happened in this fault
}

// A collectionVersion is a commit with what pmsite makes of it if there are no faults.
type collectionVersion struct {
	commit  string
	files   map[string]string  // the blob IDs of the site's files
	prints  map[string]outcome // of each of the asked commands
	preview string             // data that the preview shows
}

// An outcome is what a command prints, and its exit status.
type outcome struct {
	out    string
	status int
}

// asked are the commands that use caches and print.
var asked = map[string][]string{
	"search": {"search", "--offline", "--json", "--limit", "0", "edited timeout~1"},
	"check":  {"check", "--format", "json"},
	"stats":  {"stats", "--offline", "--json", "--as-of", "2026-06-01"},
}

// kept are files that others have put into the output folder, with their content.
var kept = map[string]string{"CNAME": "pm.example.org\n", ".git/HEAD": "ref: refs/heads/main\n", "notes/a/b.txt": "kept\n"}

func newWorld(t *testing.T, r *rand.Rand) *world {
	t.Helper()
	dir, err := os.MkdirTemp("", "pmsite-torture-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	w := &world{
		usual: map[string]time.Duration{},
		rand:  r, dir: dir, bin: filepath.Join(dir, "pmsite"), repo: filepath.Join(dir, "repo"), site: filepath.Join(dir, "site"),
		cache: filepath.Join(dir, "cache"), remote: filepath.Join(dir, "remote.git"),
	}
	if out, err := exec.Command("go", "build", "-o", w.bin, "..").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := w.prepare(); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) output() string { return filepath.Join(w.site, "public") }

// prepare makes the repositories, and both versions of everything without any fault.
func (w *world) prepare() error {
	steps := []func() error{
		func() error { return os.Chmod(w.dir, 0o755) }, // other users run pmsite, too
		func() error { return os.Mkdir(w.site, 0o777) },
		func() error { return errors.Join(os.Mkdir(w.temporary(), 0), os.Chmod(w.temporary(), 0o777)) },
		w.makeSource, w.makeRepository,
		func() error { return w.run(w.buildArgs()...) },
		w.addKept,
		func() error { return w.publish() },
		w.addCNAME,
		w.expect,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// makeSource makes the repository whose post mortems the config includes.
func (w *world) makeSource() error {
	dir := filepath.Join(w.dir, "source")
	files := corpus.FS(3, 7)
	err := fs.WalkDir(files, "content", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		text = bytes.ReplaceAll(text, []byte("PM-"), []byte("OTHER-"))
		name = filepath.Join(dir, filepath.FromSlash(name))
		return errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, text, 0o644))
	})
	if err != nil {
		return err
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "-A"}, {"commit", "-q", "-m", "source"}} {
		if _, err := w.git(dir, args...); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) makeRepository() error {
	if err := corpus.Write(w.repo, 14, 1); err != nil {
		return err
	}
	config, err := os.OpenFile(filepath.Join(w.repo, "pmsite.yaml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(config, "sources:\n  - {url: \"file://%s\", prefix: other}\n", filepath.Join(w.dir, "source"))
	if err := errors.Join(err, config.Close()); err != nil {
		return err
	}
	documents, err := filepath.Glob(filepath.Join(w.repo, "content", "postmortems", "*", "*.md"))
	if err != nil {
		return err
	}
	commit := func(message string) error {
		_, err := w.git(w.repo, "add", "-A")
		if err == nil {
			_, err = w.git(w.repo, "commit", "-q", "-m", message)
		}
		return err
	}
	edit := func(names ...string) error {
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err == nil {
				err = os.WriteFile(name, append(text, "\nThe cache of the timeout was edited.\n"...), 0o644)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	var first, second string
	for _, step := range []func() error{
		func() error { _, err := w.git(w.repo, "init", "-q", "-b", "main"); return err },
		func() error { return commit("all") },
		func() error { return edit(documents[:4]...) },
		func() error { return commit("edited") },
		func() (err error) { first, err = w.git(w.repo, "rev-parse", "HEAD"); return err },
		func() error { return errors.Join(edit(documents[3:8]...), os.Remove(documents[9])) },
		func() error { return commit("edited again") },
		func() (err error) { second, err = w.git(w.repo, "rev-parse", "HEAD"); return err },
		func() error { _, err := w.git(w.dir, "init", "-q", "--bare", "-b", "gh-pages", w.remote); return err },
		func() error { _, err := w.git(w.repo, "remote", "add", "origin", w.remote); return err },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	w.versions[0].commit, w.versions[1].commit = first, second
	w.current = 1
	return nil
}

func (w *world) addKept() error {
	for name, text := range kept {
		name = filepath.Join(w.output(), filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			return err
		}
	}
	return nil
}

// addCNAME commits a CNAME to the published branch, here and at the remote.
func (w *world) addCNAME() error {
	tree := filepath.Join(w.dir, "gh-pages")
	if _, err := w.git(w.repo, "worktree", "add", "-q", tree, "gh-pages"); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(tree, "CNAME"), []byte(kept["CNAME"]), 0o644); err != nil {
		return err
	}
	for _, args := range [][]string{{"add", "CNAME"}, {"commit", "-q", "-m", "CNAME"}, {"push", "-q", "origin", "gh-pages"}} {
		if _, err := w.git(tree, args...); err != nil {
			return err
		}
	}
	_, err := w.git(w.repo, "worktree", "remove", tree)
	return err
}

// expect notes what pmsite makes of each version with an empty cache.
func (w *world) expect() error {
	cache := w.cache
	defer func() { w.cache = cache }()
	for i := range w.versions {
		v := &w.versions[i]
		w.cache = filepath.Join(w.dir, fmt.Sprint("cache-", i))
		if err := w.checkout(i); err != nil {
			return err
		}
		out := filepath.Join(w.dir, fmt.Sprint("want-", i))
		if err := w.run("build", "-q", "-o", out); err != nil {
			return err
		}
		var err error
		if v.files, err = blobs(out); err != nil {
			return err
		}
		if v.preview, err = w.preview(); err != nil {
			return err
		}
		v.prints = map[string]outcome{}
		for name, args := range asked {
			if v.prints[name], err = w.ask(w.command(args...)); err != nil {
				return err
			}
		}
	}
	if w.versions[0].prints["search"] == w.versions[1].prints["search"] {
		return errors.New("both versions are found the same")
	}
	return nil
}

// blobs returns the IDs that git gives to the files below a folder.
func blobs(dir string) (map[string]string, error) {
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		files[name] = blobID(data)
		return err
	})
	return files, err
}

func blobID(data []byte) string {
	return fmt.Sprintf("%x", sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(data)), data...)))
}

// which returns the version whose site consists of the files. Others may be there, too, if they are kept.
func (w *world) which(files map[string]string) (int, error) {
	var said []string
	for i, v := range w.versions {
		differs := ""
		for name, id := range v.files {
			if files[name] != id {
				differs = "lacks " + name
				break
			}
		}
		for name := range files {
			if _, ours := kept[name]; !ours && v.files[name] == "" {
				differs = "has also " + name
				break
			}
		}
		if differs == "" {
			return i, nil
		}
		said = append(said, fmt.Sprintf("version %d %s", i, differs))
	}
	return -1, fmt.Errorf("it is no version of the site: %s", strings.Join(said, "; "))
}

// checkout puts a version into the work tree.
func (w *world) checkout(version int) error {
	w.current = version
	_, err := w.git(w.repo, "checkout", "-q", "-f", "--detach", w.versions[version].commit)
	return err
}

// temporary is the folder for temporary files, to which every user may write, whatever the system's permits.
func (w *world) temporary() string { return filepath.Join(w.dir, "tmp") }

// environ returns the environment of all commands.
func (w *world) environ() []string {
	return append(os.Environ(), "HOME="+w.dir, "TMPDIR="+w.temporary(), "XDG_CACHE_HOME="+w.cache, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C",
		"GIT_AUTHOR_NAME=platform team", "GIT_AUTHOR_EMAIL=platform@example.org", "GIT_AUTHOR_DATE=2026-05-01T12:00:00Z",
		"GIT_COMMITTER_NAME=platform team", "GIT_COMMITTER_EMAIL=platform@example.org", "GIT_COMMITTER_DATE=2026-05-01T12:00:00Z")
}

func (w *world) git(dir string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, w.environ()
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), err
}

// command returns a call of pmsite in the repository.
func (w *world) command(args ...string) *exec.Cmd {
	cmd := exec.Command(w.bin, args...)
	cmd.Dir, cmd.Env = w.repo, w.environ()
	cmd.Stderr = &bytes.Buffer{}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

// said returns an error with what a command has printed.
func said(cmd *exec.Cmd, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("pmsite %s: %w: %s", strings.Join(cmd.Args[1:], " "), err, strings.TrimSpace(cmd.Stderr.(*bytes.Buffer).String()))
}

// run runs pmsite, which must succeed.
func (w *world) run(args ...string) error {
	cmd := w.command(args...)
	start := time.Now()
	err := cmd.Run()
	w.usual[args[0]] = time.Since(start)
	return said(cmd, err)
}

// buildArgs returns the arguments of a build into the output folder.
func (w *world) buildArgs(flags ...string) []string {
	return append([]string{"build", "-q", "-o", w.output()}, flags...)
}

// build builds without a fault, and often without asking the source's repository.
func (w *world) build() error {
	if w.rand.IntN(3) > 0 {
		return w.run(w.buildArgs("--offline")...)
	}
	return w.run(w.buildArgs()...)
}

func (w *world) publish() error { return w.run("publish", "-q") }

// ask returns what a command prints.
func (w *world) ask(cmd *exec.Cmd) (outcome, error) {
	start := time.Now()
	out, err := cmd.Output()
	w.usual[cmd.Args[1]] = time.Since(start)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == statusContent {
		err = nil
	}
	return outcome{string(out), cmd.ProcessState.ExitCode()}, said(cmd, err)
}

// suffer puts the other version into the work tree, causes a fault and verifies that all can go on.
func (w *world) suffer(cause func(*world) error) error {
	if err := w.checkout(1 - w.current); err != nil {
		return err
	}
	if err := cause(w); err != nil {
		return err
	}
	if err := w.verifyKept(true); err != nil {
		return fmt.Errorf("after the fault: %w", err)
	}
	if _, err := w.shown(); err != nil {
		return fmt.Errorf("after the fault: %w", err)
	}
	return w.goOn()
}

// goOn runs all commands without a fault.
func (w *world) goOn() error {
	if err := w.build(); err != nil {
		return fmt.Errorf("the next build: %w", err)
	}
	if i, err := w.shown(); err != nil || i != w.current {
		return fmt.Errorf("after the next build: version %d, want %d: %w", i, w.current, err)
	}
	if err := w.verifyKept(false); err != nil {
		return fmt.Errorf("after the next build: %w", err)
	}
	if left, err := w.leftovers(); len(left) > 0 || err != nil {
		return fmt.Errorf("after the next build %q are left: %w", left, err)
	}
	return w.verifyPrint([]string{"search", "check", "stats"}[w.rand.IntN(3)])
}

// recover makes everything anew after a loss, so that the next fault is judged by itself.
func (w *world) recover() error {
	if err := errors.Join(os.RemoveAll(w.site), os.RemoveAll(w.cache), os.Mkdir(w.site, 0o777)); err != nil {
		return err
	}
	return errors.Join(w.run(w.buildArgs()...), w.addKept())
}

// shown returns which version is in the output folder.
func (w *world) shown() (int, error) {
	files, err := blobs(w.output())
	if err != nil {
		return -1, err
	}
	return w.which(files)
}

// verifyKept checks what others have put into the output folder. A folder may still be in a killed build's leftover.
func (w *world) verifyKept(leftover bool) error {
	for name, text := range kept {
		places := []string{w.output()}
		if left, err := w.leftovers(); leftover && strings.Contains(name, "/") && err == nil {
			places = append(places, left...)
		}
		if !slices.ContainsFunc(places, func(dir string) bool {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			return err == nil && string(data) == text
		}) {
			return fmt.Errorf("%s is lost", name)
		}
	}
	return nil
}

// leftovers returns what is beside the output folder.
func (w *world) leftovers() (names []string, err error) {
	entries, err := os.ReadDir(w.site)
	for _, e := range entries {
		if e.Name() != "public" {
			names = append(names, filepath.Join(w.site, e.Name()))
		}
	}
	return names, err
}

// verifyPrint checks that a command prints the same as with an empty cache.
func (w *world) verifyPrint(name string) error { return w.verifyPrintBy(w.command, name) }

// verifyPrintBy is verifyPrint for a command made by call.
func (w *world) verifyPrintBy(call func(args ...string) *exec.Cmd, name string) error {
	got, err := w.ask(call(asked[name]...))
	if err != nil {
		return err
	}
	if want := w.versions[w.current].prints[name]; got != want {
		return fmt.Errorf("%s prints with status %d\n%.2000s\nwant with status %d\n%.2000s", name, got.status, got.out, want.status, want.out)
	}
	return nil
}

// verifyBranch checks that a repository is sound and its gh-pages contains a version of the site, and the CNAME. It
// returns the version.
func (w *world) verifyBranch(repo string) (int, error) {
	if out, err := w.git(repo, "fsck", "--full", "--no-dangling", "--no-progress"); err != nil || out != "" {
		return -1, fmt.Errorf("git fsck says %q: %w", out, err)
	}
	out, err := w.git(repo, "ls-tree", "-r", "-z", "gh-pages")
	if err != nil {
		return -1, err
	}
	files := map[string]string{}
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		meta, name, _ := strings.Cut(line, "\t")
		files[name] = strings.Fields(meta)[2]
	}
	if text, err := w.git(repo, "show", "gh-pages:CNAME"); err != nil || text != strings.TrimSpace(kept["CNAME"]) {
		return -1, fmt.Errorf("CNAME is %q: %w", text, err)
	}
	return w.which(files)
}
