// Package gittest makes repositories for tests. It uses the git program, with fixed names and times.
package gittest

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A Repo is a repository made with the git program. Its clock advances by an hour with each commit.
type Repo struct {
	T    testing.TB
	Dir  string
	Time time.Time
	Env  []string // git's environment; nil means that of Environ
}

// Start is the time of a repository's first commit.
var Start = time.Date(2024, 1, 1, 12, 0, 0, 0, time.FixedZone("", 3600))

// In returns a Repo for another directory, such as a clone, with the same time and environment.
func (r *Repo) In(dir string) *Repo { return &Repo{T: r.T, Dir: dir, Time: r.Time, Env: r.Env} }

// Git runs git in the repository's directory and returns its output. It fails the test if git fails.
func (r *Repo) Git(args ...string) string {
	r.T.Helper()
	out, err := r.Try("", args...)
	if err != nil {
		r.T.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// Try is like Git, but returns an error, which contains git's messages. stdin is git's input.
func (r *Repo) Try(stdin string, args ...string) (string, error) {
	cmd := r.Command(args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		err = fmt.Errorf("%w: %s", err, exit.Stderr)
	}
	return string(out), err
}

// Command returns a git command in the repository's directory, at the time of its clock.
func (r *Repo) Command(args ...string) *exec.Cmd {
	cmd := exec.Command("git", args...)
	when := r.Time.Format("2006-01-02T15:04:05-07:00")
	env := r.Env
	if env == nil {
		env = Environ()
	}
	cmd.Dir, cmd.Env = r.Dir, append(slices.Clip(env), "GIT_AUTHOR_DATE="+when, "GIT_COMMITTER_DATE="+when)
	return cmd
}

// Environ returns the environment in which tests run git: without the user's configuration and with fixed names.
func Environ() []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "GIT_") && !strings.HasPrefix(v, "GIT_SSH_COMMAND=")
	})
	return append(env, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=gc.auto", "GIT_CONFIG_VALUE_0=0", "GIT_CONFIG_KEY_1=maintenance.auto", "GIT_CONFIG_VALUE_1=false",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=C", "GIT_COMMITTER_EMAIL=c@example.org")
}

// Write writes files into the work tree. The arguments alternate between name and content; the content "-" removes a
// file.
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

// Commit writes files, commits all changes and returns the hash of the commit.
func (r *Repo) Commit(message string, files ...string) string {
	r.T.Helper()
	r.Write(files...)
	r.Git("add", "-A")
	r.Git("commit", "-q", "--allow-empty", "-m", message)
	return r.Tick()
}

// Large adds a file to the index, without committing it. The header of its blob says that it has size bytes, but there
// are none: reading it fails.
func (r *Repo) Large(name string, size int64) {
	r.T.Helper()
	var blob bytes.Buffer
	z := zlib.NewWriter(&blob)
	fmt.Fprintf(z, "blob %d\x00", size)
	_ = z.Close() // writing to memory does not fail
	id := fmt.Sprintf("%x", sha1.Sum(blob.Bytes()))
	r.Write(path.Join(".git/objects", id[:2], id[2:]), blob.String())
	r.Git("update-index", "--add", "--cacheinfo", "100644,"+id+","+name)
}

// Tick advances the clock by an hour and returns the hash of HEAD.
func (r *Repo) Tick() string {
	r.T.Helper()
	r.Time = r.Time.Add(time.Hour)
	head, _ := os.ReadFile(filepath.Join(r.Dir, ".git", "HEAD"))
	if ref, ok := strings.CutPrefix(strings.TrimSpace(string(head)), "ref: "); ok { // faster than a process
		if id, err := os.ReadFile(filepath.Join(r.Dir, ".git", filepath.FromSlash(ref))); err == nil {
			return strings.TrimSpace(string(id))
		}
	}
	return strings.TrimSpace(r.Git("rev-parse", "HEAD"))
}

// Text returns a document of 20 lines that depend on seed, followed by the changed lines. Two documents with the same
// seed are mostly equal.
func Text(seed string, changed ...string) string {
	var b strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, "line %d of %s\n", i, seed)
	}
	return b.String() + strings.Join(changed, "\n")
}

// Hint returns the advice that an error carries, or "" if it has none.
func Hint(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		return h.Hint()
	}
	return ""
}
