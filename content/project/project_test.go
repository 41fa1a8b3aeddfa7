package project_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/project"
)

// TestRoot checks the root of a project: the nearest folder with a pmsite.yaml or .git, or
// else the folder itself.
func TestRoot(t *testing.T) {
	t.Parallel()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "site", "pmsite.yaml"), nil)
	write(t, filepath.Join(dir, "site", "content", "a.md"), text("A"))
	write(t, filepath.Join(dir, "alone", "a.md"), text("A"))
	for at, want := range map[string]string{"site": "site", "site/content": "site", "alone": "alone"} {
		o, _ := opener(filepath.Join(dir, at), nil)
		if got, err := o.Root(); err != nil || got != filepath.Join(dir, want) {
			t.Errorf("the project of %s is in %s, want %s (%v)", at, got, want, err)
		}
	}
	for _, at := range []string{"nowhere", "alone/a.md"} {
		o, _ := opener(filepath.Join(dir, at), nil)
		if _, err := o.Root(); !strings.HasSuffix(failure(err), " | -C takes a folder in a repository") {
			t.Errorf("%s, which is not a folder, is reported as %q", at, failure(err))
		}
	}
}

// TestConfig checks which config a project uses: that of the commit or work tree, or the
// one that was named. Errors in it have positions.
func TestConfig(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", text("A"), "pmsite.yaml", "title: First\n")), commit("", 1, files("pmsite.yaml", "title: Second\n")))
	o, _ := opener(dir, nil)
	if got := open(t, o, "").Config.Title; got != "Second" {
		t.Errorf("the work tree's title is %q", got)
	}
	if got := open(t, o, "HEAD~1").Config.Title; got != "First" {
		t.Errorf("the older commit's title is %q", got)
	}
	o.Config = filepath.Join(t.TempDir(), "own.yaml")
	if _, err := o.Open(t.Context(), ""); !errors.Is(err, os.ErrNotExist) || !strings.HasPrefix(err.Error(), "config: ") {
		t.Errorf("a missing config is reported as %v", err)
	}
	write(t, o.Config, []byte("title: Own\n"))
	if root, cfg, err := o.Settings(); err != nil || cfg.Title != "Own" || filepath.Base(root) != "repository" {
		t.Errorf("the named config's title is %q, at %s (%v)", cfg.Title, root, err)
	}
	write(t, o.Config, []byte("titel: Own\nlanguage: 12\n"))
	_, _, err := o.Settings()
	var wrong *project.ConfigError
	if !errors.As(err, &wrong) || wrong.Name != o.Config || string(wrong.Src) != "titel: Own\nlanguage: 12\n" || len(wrong.Problems) != 2 {
		t.Fatalf("a bad config is reported as %#v", err)
	}
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 2 || !strings.Contains(lines[0], ":1:1: error: unknown key `titel`") {
		t.Errorf("the errors of a config read %q", lines)
	}
}

// TestAsOf checks the day that decides what is overdue: the given one, the commit's in the
// config's zone, or today.
func TestAsOf(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", text("A"), "pmsite.yaml", "timezone: Pacific/Auckland\n")))
	o, _ := opener(dir, nil)
	p := open(t, o, "")
	for day, want := range map[string]string{"": "2026-03-07", "commit": "2026-03-07", "today": "2026-08-02", "2026-05-01": "2026-05-01"} {
		if got, err := p.AsOf(day); err != nil || got.String() != want {
			t.Errorf("as of %q is %s, want %s (%v)", day, got, want, err)
		}
	}
	if _, err := p.AsOf("yesterday"); !strings.HasPrefix(failure(err), "--as-of: ") || !strings.HasSuffix(failure(err), " | write it as 2026-03-05, or write today or commit") {
		t.Errorf("an invalid day is reported as %q", failure(err))
	}
	plain := t.TempDir()
	write(t, filepath.Join(plain, "pmsite.yaml"), nil)
	o, _ = opener(plain, nil)
	if got, _ := open(t, o, "").AsOf(""); got.String() != "2026-08-01" {
		t.Errorf("without git, today is %s", got)
	}
}

// TestGitDir checks that GIT_DIR and GIT_WORK_TREE select the repository, as for git.
func TestGitDir(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", text("A"))))
	away := filepath.Join(t.TempDir(), "away.git")
	if err := os.Rename(filepath.Join(dir, ".git"), away); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string]map[string]string{"GIT_DIR": {"GIT_DIR": away}, "both": {"GIT_DIR": away, "GIT_WORK_TREE": dir}} {
		o, _ := opener(dir, env)
		if p := open(t, o, ""); p.Source.Commit == "" {
			t.Errorf("%s: the commit of the repository is unknown", name)
		}
		p, err := o.OpenFiles(t.Context())
		if err != nil || p.Source.Place().GitDir == "" {
			t.Fatalf("%s: the files are opened without their repository (%v)", name, err)
		}
		p.Close()
	}
	o, _ := opener(dir, nil)
	if p := open(t, o, ""); p.Source.Commit != "" {
		t.Error("without them, a repository is found")
	}
	other := repository(t, commit("", 0, files("content/b.md", text("B"))))
	o, _ = opener(other, map[string]string{"GIT_DIR": away})
	for what, open := range map[string]func() (*project.Project, error){
		"open": func() (*project.Project, error) { return o.Open(t.Context(), "") }, "a commit": func() (*project.Project, error) { return o.Open(t.Context(), "HEAD") },
		"alone": func() (*project.Project, error) { return o.OpenWithoutSources("") }, "files": func() (*project.Project, error) { return o.OpenFiles(t.Context()) },
		"files alone": o.OpenFilesWithoutSources,
	} {
		if _, err := open(); !strings.HasSuffix(failure(err), " | unset GIT_DIR and GIT_WORK_TREE to use the folder's own repository") {
			t.Errorf("%s: another repository's folder is reported as %q", what, failure(err))
		}
	}
}

// TestHold checks that a project stays open while somebody holds it.
func TestHold(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", text("A"))))
	o, _ := opener(dir, nil)
	p, err := o.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	p.KeepOpen()
	p.Close()
	if _, err := p.Load(t.Context(), 1); err != nil {
		t.Errorf("the project is closed although it is held: %v", err)
	}
	p.Close()
	if _, err := p.Load(t.Context(), 1); err == nil {
		t.Error("the project is open although nobody holds it")
	}
}
