package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content/config"
)

// folderText returns a file as init of a version writes it for the folder docs/pm of a repository.
func folderText(t *testing.T, name, version string, cfg *config.Config) string {
	t.Helper()
	p := initPlace{dir: "/repo/docs/pm", top: "/repo", folder: "docs/pm"}
	return string(p.of(name, string(initText(t, name, version)), cfg).data)
}

// TestFolderWorkflows checks that the workflows of a folder are valid, and name the folder wherever they name files.
func TestFolderWorkflows(t *testing.T) {
	t.Parallel()
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	outside := regexp.MustCompile(`(?m)^.*(?:[ @\[](?:draft-site|site|public|review)(?:/|\]|$)|pmsite (?:check|diff|build|due|fmt) -[^C-]).*$`)
	for _, version := range []string{someRelease, "dev"} {
		for _, name := range []string{".github/workflows/postmortems.yml", ".github/workflows/postmortems-comment.yml", ".gitlab-ci.yml"} {
			text := folderText(t, name, version, config.Default())
			for _, line := range outside.FindAllString(text, -1) {
				if !strings.Contains(line, "name: ") && !strings.Contains(line, " id: ") && !strings.Contains(line, "expose_as") {
					t.Errorf("%s of %s does not name the folder: %s", name, version, line)
				}
			}
			if !strings.HasPrefix(name, ".github") {
				continue
			}
			findings, err := linter.Lint(name, []byte(text), nil)
			if err != nil || len(findings) > 0 {
				t.Errorf("%s of %s: %v %v", name, version, err, findings)
			}
		}
	}
	second := initPlace{dir: "/repo/ops", top: "/repo", folder: "ops", second: true}
	workflow := second.of(reviewWorkflow, string(initText(t, reviewWorkflow, someRelease)), config.Default())
	if findings, err := linter.Lint(workflow.name, workflow.data, nil); err != nil || len(findings) > 0 || workflow.name != ".github/workflows/postmortems-ops.yml" {
		t.Errorf("%s of a second collection: %v %v", workflow.name, err, findings)
	}
	var github struct {
		On map[string]struct{ Paths []string }
	}
	review := strings.Replace(folderText(t, ".github/workflows/postmortems.yml", "dev", config.Default()), "  schedule:\n    - cron: \"23 5 * * *\"\n", "", 1)
	if err := yaml.Unmarshal([]byte(review), &github); err != nil {
		t.Fatal(err)
	}
	for _, event := range []string{"pull_request", "push"} {
		if got := strings.Join(github.On[event].Paths, " "); got != "docs/pm/** .github/workflows/postmortems.yml" {
			t.Errorf("%s of %s starts the workflow", event, got)
		}
	}
	var gitlab map[string]struct {
		Rules []struct{ Changes []string }
		Pages any
	}
	jobs := strings.SplitAfterN(folderText(t, ".gitlab-ci.yml", someRelease, config.Default()), "pmsite\n\n", 2)[1]
	if err := yaml.Unmarshal([]byte(jobs), &gitlab); err != nil {
		t.Fatal(err)
	}
	for name, job := range gitlab {
		if got := strings.Join(job.Rules[0].Changes, " "); got != "docs/pm/**/* .gitlab-ci.yml" {
			t.Errorf("changes of %s start %s", got, name)
		}
	}
	for _, name := range []string{"pages", "preview"} {
		if pages, _ := gitlab[name].Pages.(map[string]any); pages["publish"] != "docs/pm/public" {
			t.Errorf("%s publishes %v", name, gitlab[name].Pages)
		}
	}
}

// TestFolderHooks checks which files pre-commit gives to the hooks.
func TestFolderHooks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ folder, content, documents, settings string }{
		{"docs/pm", "content", `^docs/pm/content/`, `^docs/pm/pmsite\.yaml$`},
		{"docs/p.m", ".", `^docs/p\.m/`, `^docs/p\.m/pmsite\.yaml$`},
		{".", "docs/postmortems", `^docs/postmortems/`, `^pmsite\.yaml$`},
		{".", ".", `^`, `^pmsite\.yaml$`},
	} {
		cfg := config.Default()
		cfg.Content = test.content
		for _, version := range []string{someRelease, "dev"} {
			var file struct {
				Repos []struct {
					Hooks []struct {
						Entry, Files string
						Args         []string
					}
				}
			}
			p := initPlace{dir: "/repo", top: "/repo", folder: test.folder}
			if err := yaml.Unmarshal(p.of(".pre-commit-config.yaml", string(initText(t, ".pre-commit-config.yaml", version)), cfg).data, &file); err != nil {
				t.Fatal(err)
			}
			hooks := file.Repos[0].Hooks
			if hooks[0].Files != test.documents+`.*\.md$` || hooks[1].Files != test.documents+"|"+test.settings {
				t.Errorf("%+v of %s: %+v", test, version, hooks)
			}
			for _, hook := range hooks {
				if got := strings.Join(append(strings.Fields(hook.Entry), hook.Args...), " "); strings.Contains(got, "-C "+test.folder) != (test.folder != ".") {
					t.Errorf("%+v of %s runs %s", test, version, got)
				}
			}
		}
	}
}

// TestFolderSteps runs the steps of the workflows in a repository of something else, which has folders with the names
// of those that the workflows write.
func TestFolderSteps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := append(os.Environ(), "HOME="+dir, "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_AUTHOR_NAME=platform team", "GIT_AUTHOR_EMAIL=platform@example.org", "GIT_COMMITTER_NAME=platform team", "GIT_COMMITTER_EMAIL=platform@example.org",
		"BASE=main", "HEAD=branch", "RUNNER_TEMP="+dir, "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"), "CI_COMMIT_SHA=branch", "CI_MERGE_REQUEST_DIFF_BASE_SHA=main", "CI_PAGES_URL=https://example.org/pm", "BASE_URL=https://example.org/pm/")
	work := filepath.Join(dir, "work")
	shell := func(script string) {
		t.Helper()
		cmd := exec.Command("bash", "-eo", "pipefail", "-c", script)
		cmd.Dir, cmd.Env = work, env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", script, err, out)
		}
	}
	for _, name := range []string{"public", "site", "review", "draft-site"} {
		if err := os.MkdirAll(filepath.Join(work, name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(work, name, "index.html"), []byte("something else"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	shell(`git init -q -b main && git add . && git commit -qm Begin && git checkout -q -b branch
pmsite init docs/pm
git add . && git commit -qm 'Post mortems'`) // the base has no such folder
	github, err := os.ReadFile(filepath.Join(work, ".github/workflows/postmortems.yml"))
	if err != nil {
		t.Fatal(err)
	}
	workflow, _ := actionlint.Parse(github)
	for _, job := range workflow.Jobs {
		for _, step := range job.Steps {
			if run, ok := step.Exec.(*actionlint.ExecRun); ok && strings.Contains(run.Run.Value, "pmsite ") {
				shell(run.Run.Value)
			}
		}
	}
	for file, want := range map[string]string{
		"docs/pm/site/index.html": "2024-01-23-settlement-file-sent-twice", "docs/pm/draft-site/index.html": "2024-01-23-settlement-file-sent-twice",
		"docs/pm/review/comment.md": "<!-- pmsite diff -->\n\n### ", "public/index.html": "something else", "site/index.html": "something else",
	} {
		if text, err := os.ReadFile(filepath.Join(work, file)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("after the steps, %s does not contain %q: %v", file, want, err)
		}
	}
	shell(`test -z "$(git status --porcelain docs/pm/site docs/pm/draft-site)"`)
}
