// Package gittest makes repositories for tests, by the git program, with fixed names and times.
package gittest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// A Repo is a repository made by the git program. Its clock goes on by an hour with each commit.
type Repo struct {
	T    testing.TB
	Dir  string
	Time time.Time
}

// Start is the time of a repository's first commit.
var Start = time.Date(2024, 1, 1, 12, 0, 0, 0, time.FixedZone("", 3600))

// New makes a repository with the arguments of git init; its branch is main, and has no commit.
func New(t testing.TB, args ...string) *Repo {
	t.Helper()
	r := &Repo{T: t, Dir: filepath.Join(t.TempDir(), "repo with ümlaut"), Time: Start}
	if err := os.CopyFS(r.Dir, emptied(t, args...)); err != nil {
		t.Fatal(err)
	}
	return r
}

// empty holds what git init makes, by its arguments, so that it is asked once.
var empty sync.Map

// emptied returns the files of a new repository.
func emptied(t testing.TB, args ...string) fs.FS {
	t.Helper()
	made, _ := empty.LoadOrStore(strings.Join(args, " "), sync.OnceValues(func() (fs.FS, error) {
		dir, err := os.MkdirTemp("", "pmsite-init-*")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		r := &Repo{T: t, Dir: dir, Time: Start}
		if out, err := r.Try("", append([]string{"init", "-q", "-b", "main"}, args...)...); err != nil {
			return nil, fmt.Errorf("git init: %w: %s", err, out)
		}
		files := fstest.MapFS{}
		err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			f := &fstest.MapFile{Mode: info.Mode()}
			if !d.IsDir() {
				f.Data, err = os.ReadFile(filepath.Join(dir, name))
			}
			files[name] = f
			return err
		})
		return files, err
	}))
	files, err := made.(func() (fs.FS, error))()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// In returns the same repository's other directory, such as a clone.
func (r *Repo) In(dir string) *Repo { return &Repo{T: r.T, Dir: dir, Time: r.Time} }

// Git runs git in the repository's directory, and returns what it prints.
func (r *Repo) Git(args ...string) string {
	r.T.Helper()
	out, err := r.Try("", args...)
	if err != nil {
		r.T.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// Try is Git for what may fail; the error holds git's words.
func (r *Repo) Try(stdin string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = r.Dir
	cmd.Stdin = strings.NewReader(stdin)
	when := r.Time.Format("2006-01-02T15:04:05-07:00")
	cmd.Env = append(environment(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_ALLOW_PROTOCOL=file",
		"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=gc.auto", "GIT_CONFIG_VALUE_0=0", "GIT_CONFIG_KEY_1=maintenance.auto", "GIT_CONFIG_VALUE_1=false",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_AUTHOR_DATE="+when,
		"GIT_COMMITTER_NAME=C", "GIT_COMMITTER_EMAIL=c@example.org", "GIT_COMMITTER_DATE="+when)
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		err = fmt.Errorf("%w: %s", err, exit.Stderr)
	}
	return string(out), err
}

// Write puts files into the work tree: name, content, name, content …; the content "-" removes a file.
func (r *Repo) Write(files ...string) {
	r.T.Helper()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(r.Dir, filepath.FromSlash(files[i]))
		var err error
		if files[i+1] == "-" {
			err = os.Remove(name)
		} else if err = os.MkdirAll(filepath.Dir(name), 0o755); err == nil {
			err = os.WriteFile(name, []byte(files[i+1]), 0o644)
		}
		if err != nil {
			r.T.Fatal(err)
		}
	}
}

// Commit writes files and commits all there is; it returns the hash.
func (r *Repo) Commit(message string, files ...string) string {
	r.T.Helper()
	r.Write(files...)
	r.Git("add", "-A")
	r.Git("commit", "-q", "--allow-empty", "-m", message)
	return r.Tick()
}

// Tick moves the clock on, and returns the hash of HEAD.
func (r *Repo) Tick() string {
	r.T.Helper()
	r.Time = r.Time.Add(time.Hour)
	head, _ := os.ReadFile(filepath.Join(r.Dir, ".git", "HEAD"))
	if ref, ok := strings.CutPrefix(strings.TrimSpace(string(head)), "ref: "); ok { // quicker than a process
		if id, err := os.ReadFile(filepath.Join(r.Dir, ".git", filepath.FromSlash(ref))); err == nil {
			return strings.TrimSpace(string(id))
		}
	}
	return strings.TrimSpace(r.Git("rev-parse", "HEAD"))
}

// Text returns a document of which a few changed lines leave most the same.
func Text(seed string, changed ...string) string {
	var b strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, "line %d of %s\n", i, seed)
	}
	return b.String() + strings.Join(changed, "\n")
}

// Hint returns the advice that an error carries; "" when it has none.
func Hint(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}

// environment is that of the process without git's own variables.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GIT_") })
}
