package project_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/project"
)

var (
	engineer = git.Person{Name: "Ada Lovelace", Email: "ada@example.org"}
	noon     = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
	now      = time.Date(2026, 8, 1, 23, 30, 0, 0, time.UTC)
)

// text returns a post mortem that is past draft, with more text after its front matter.
func text(title string, more ...string) []byte {
	return []byte("---\ntitle: " + title + "\nservice: gates\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-03-05\nstatus: review\n" +
		"authors: [on-call engineer]\n" + strings.Join(more, "\n") + "\n---\n\n## Summary\n\nSlow.\n")
}

// files returns the files of a commit, from names and texts in turn.
func files(list ...any) map[string][]byte {
	out := map[string][]byte{}
	for i := 0; i < len(list); i += 2 {
		switch data := list[i+1].(type) {
		case []byte:
			out[list[i].(string)] = data
		case string:
			out[list[i].(string)] = []byte(data)
		}
	}
	return out
}

// commit returns a commit on a branch, the given number of days after noon on 6 March 2026.
func commit(branch string, days int, files map[string][]byte) git.NewCommit {
	return git.NewCommit{Branch: branch, Message: "Change", Author: engineer, Time: noon.AddDate(0, 0, days), Files: files}
}

// repository creates a repository with these commits.
func repository(t *testing.T, commits ...git.NewCommit) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "repository")
	if err := git.Init(dir, commits); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A told records what an opener reported to its environment.
type told struct {
	warnings []string
	uncached []error
	progress []string
}

func (o *told) Show(done, total int) {}

func (o *told) Done() { o.progress = append(o.progress, "done") }

// opener returns an opener for a folder, in an environment that records what is reported.
func opener(dir string, env map[string]string) (*project.Opener, *told) {
	heard := &told{}
	return &project.Opener{Dir: dir, Env: project.Env{
		Getenv:  func(name string) string { return env[name] },
		Now:     func() time.Time { return now },
		Program: "test",
		Warn: func(message, hint string) {
			heard.warnings = append(heard.warnings, strings.TrimSuffix(message+" | "+hint, " | "))
		},
		CacheFailed: func(err error) { heard.uncached = append(heard.uncached, err) },
		Progress: func(verb string) project.Progress {
			heard.progress = append(heard.progress, verb)
			return heard
		},
	}}, heard
}

// open opens a project and closes it when the test ends.
func open(t *testing.T, o *project.Opener, ref string) *project.Project {
	t.Helper()
	p, err := o.Open(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// failure returns the text of an error with its hint.
func failure(err error) string {
	if err == nil {
		return ""
	}
	if h, ok := err.(interface{ Hint() string }); ok {
		return fmt.Sprintf("%v | %s", err, h.Hint())
	}
	return err.Error()
}

// rules returns the findings as files and rules, one per line.
func rules(findings []check.Finding) string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, f.File+" "+f.Rule)
	}
	return strings.Join(lines, "\n")
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
