package gittest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// settings is the configuration added to every repository. It turns off background maintenance, which would interfere
// with tests, and fsync, which would slow them down.
const settings = "[core]\n\tfsync = none\n[receive]\n\tautogc = false\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n"

// New makes a repository with additional arguments for git init. Its branch is main and has no commits.
func New(t testing.TB, args ...string) *Repo {
	t.Helper()
	return Model{Init: args}.New(t)
}

// A Model is a template for repositories. It is made once and copied for each test.
type Model struct {
	Name string           // distinguishes models with the same arguments
	Init []string         // additional arguments for git init
	Make func(repo *Repo) // adds content; may be nil
}

// models caches the files of each model.
var models sync.Map

// New returns a copy of the model.
func (m Model) New(t testing.TB) *Repo {
	t.Helper()
	made, _ := models.LoadOrStore(m.Name+" "+strings.Join(m.Init, " "), sync.OnceValues(func() (fs.FS, error) { return m.files(t) }))
	files, err := made.(func() (fs.FS, error))()
	r := &Repo{T: t, Dir: filepath.Join(t.TempDir(), "repo [with] ümlaut"), Time: Start}
	if err == nil {
		err = os.CopyFS(r.Dir, files)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// files makes the model and returns its files.
func (m Model) files(t testing.TB) (fs.FS, error) {
	dir, err := os.MkdirTemp("", "pmsite-init-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	r := &Repo{T: t, Dir: dir, Time: Start}
	if out, err := r.Try("", append([]string{"init", "-q", "-b", "main"}, m.Init...)...); err != nil {
		return nil, fmt.Errorf("git init: %w: %s", err, out)
	}
	config, err := os.OpenFile(filepath.Join(dir, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	if _, err := config.WriteString(settings); err != nil {
		return nil, err
	}
	if err := config.Close(); err != nil {
		return nil, err
	}
	if m.Make != nil {
		m.Make(r)
	}
	return inMemory(dir)
}

// inMemory returns a copy of a folder in memory.
func inMemory(dir string) (fs.FS, error) {
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
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
}
