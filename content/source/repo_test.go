package source

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// A repo is a repository made by the git program. Its clock goes on by an hour with each commit.
type repo struct {
	t    testing.TB
	dir  string
	time time.Time
}

// start is the time of a repo's first commit.
var start = time.Date(2024, 1, 1, 12, 0, 0, 0, time.FixedZone("", 3600))

func newRepo(t testing.TB, args ...string) *repo {
	t.Helper()
	r := &repo{t: t, dir: filepath.Join(t.TempDir(), "repo with ümlaut"), time: start}
	if err := os.CopyFS(r.dir, emptied(t, args...)); err != nil {
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
		r := &repo{t: t, dir: dir, time: start}
		if out, err := r.try("", append([]string{"init", "-q", "-b", "main"}, args...)...); err != nil {
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

// in is the same repository's other directory, such as a clone.
func (r *repo) in(dir string) *repo { return &repo{t: r.t, dir: dir, time: r.time} }

func (r *repo) git(args ...string) string {
	r.t.Helper()
	out, err := r.try("", args...)
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (r *repo) try(stdin string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	cmd.Stdin = strings.NewReader(stdin)
	when := r.time.Format("2006-01-02T15:04:05-07:00")
	cmd.Env = append(cleanEnv(os.Environ()), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_ALLOW_PROTOCOL=file",
		"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=gc.auto", "GIT_CONFIG_VALUE_0=0", "GIT_CONFIG_KEY_1=maintenance.auto", "GIT_CONFIG_VALUE_1=false",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_AUTHOR_DATE="+when,
		"GIT_COMMITTER_NAME=C", "GIT_COMMITTER_EMAIL=c@example.org", "GIT_COMMITTER_DATE="+when)
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		err = fmt.Errorf("%w: %s", err, exit.Stderr)
	}
	return string(out), err
}

// write puts files into the work tree: name, content, name, content …; the content "-" removes a file.
func (r *repo) write(files ...string) {
	r.t.Helper()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(r.dir, filepath.FromSlash(files[i]))
		var err error
		if files[i+1] == "-" {
			err = os.Remove(name)
		} else if err = os.MkdirAll(filepath.Dir(name), 0o755); err == nil {
			err = os.WriteFile(name, []byte(files[i+1]), 0o644)
		}
		if err != nil {
			r.t.Fatal(err)
		}
	}
}

// commit writes files and commits all there is; it returns the hash.
func (r *repo) commit(message string, files ...string) string {
	r.t.Helper()
	r.write(files...)
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", message)
	return r.tick()
}

// tick moves the clock on, and returns the hash of HEAD.
func (r *repo) tick() string {
	r.t.Helper()
	r.time = r.time.Add(time.Hour)
	head, _ := os.ReadFile(filepath.Join(r.dir, ".git", "HEAD"))
	if ref, ok := strings.CutPrefix(strings.TrimSpace(string(head)), "ref: "); ok { // quicker than a process
		if id, err := os.ReadFile(filepath.Join(r.dir, ".git", filepath.FromSlash(ref))); err == nil {
			return strings.TrimSpace(string(id))
		}
	}
	return strings.TrimSpace(r.git("rev-parse", "HEAD"))
}

// text is a document of which a few changed lines leave most the same.
func text(seed string, changed ...string) string {
	var b strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, "line %d of %s\n", i, seed)
	}
	return b.String() + strings.Join(changed, "\n")
}

func open(t testing.TB, f func() (*Source, error)) *Source {
	t.Helper()
	s, err := f()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func mustTree(t testing.TB, dir string) *Source {
	t.Helper()
	return open(t, func() (*Source, error) { return Worktree(dir) })
}

func mustCommit(t testing.TB, dir, ref string) *Source {
	t.Helper()
	return open(t, func() (*Source, error) { return Commit(dir, ref) })
}

// byProgram makes a source ask the git program.
func byProgram(t testing.TB, s *Source) *Source {
	t.Helper()
	st, err := openProgram(s.place)
	if err != nil {
		t.Fatal(err)
	}
	twin := *s
	twin.store = st
	t.Cleanup(func() {
		if err := st.close(); err != nil {
			t.Error(err)
		}
	})
	return &twin
}
