package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/review/report"
)

const (
	someRelease = "v1.2.3"
	someCommit  = "5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f"
)

// initText returns a file as init of a version writes it.
func initText(t *testing.T, name, version string) []byte {
	t.Helper()
	for _, f := range initNames {
		if f.name == name {
			text, err := f.read(version, someCommit)
			if err != nil {
				t.Fatal(err)
			}
			return []byte(text)
		}
	}
	t.Fatalf("init writes no %s", name)
	return nil
}

// workflows returns the workflows that init of a version writes, by file name.
func workflows(t *testing.T, version string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, name := range []string{"postmortems.yml", "postmortems-comment.yml"} {
		out[name] = initText(t, ".github/workflows/"+name, version)
	}
	return out
}

func TestWorkflowsLint(t *testing.T) {
	t.Parallel()
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{someRelease, "dev"} {
		for name, src := range workflows(t, version) {
			findings, err := linter.Lint(name, src, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, finding := range findings {
				t.Errorf("init of %s: %v", version, finding)
			}
		}
	}
	// Make sure that the linter finds something.
	findings, err := linter.Lint("bad.yml", []byte("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.nonsense }}\n"), nil)
	if err != nil || len(findings) == 0 {
		t.Errorf("the linter does not find a mistake: %v", err)
	}
}

// TestWorkflowsAreSafe checks that a stranger's pull request is harmless: permissions are
// minimal, scripts contain no expressions, and a job that can comment runs no code of the
// repository.
func TestWorkflowsAreSafe(t *testing.T) {
	for name, src := range workflows(t, "dev") {
		workflow, findings := actionlint.Parse(src)
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		if strings.Contains(string(src), "pull_request_target") || strings.Contains(string(src), "secrets.") {
			t.Errorf("%s: a pull request from a fork could reach secrets", name)
		}
		for id, job := range workflow.Jobs {
			for _, step := range job.Steps {
				switch exec := step.Exec.(type) {
				case *actionlint.ExecRun:
					if strings.Contains(exec.Run.Value, "${{") {
						t.Errorf("%s: %s: an expression in %q: pass it through env", name, id, exec.Run.Value)
					}
					if name == "postmortems-comment.yml" {
						t.Errorf("%s runs %q", name, exec.Run.Value)
					}
				case *actionlint.ExecAction:
					checkAction(t, name, exec)
				}
			}
			if job.Permissions == nil && id != "review" {
				t.Errorf("%s: %s has no permissions of its own", name, id)
			}
		}
	}
}

func checkAction(t *testing.T, name string, action *actionlint.ExecAction) {
	t.Helper()
	if script := action.Inputs["script"]; script != nil && strings.Contains(script.Value.Value, "${{") {
		t.Errorf("%s: an expression in a script", name)
	}
	if name == "postmortems-comment.yml" && strings.HasPrefix(action.Uses.Value, "actions/checkout@") {
		t.Errorf("%s checks the repository out", name)
	}
}

// TestWorkflowsFit checks what the GitHub workflows do, when, with which permissions, and
// what they keep.
func TestWorkflowsFit(t *testing.T) {
	t.Parallel()
	sources := workflows(t, someRelease)
	type permissions map[string]string
	type job struct {
		If          string
		Permissions permissions
		Env         map[string]string
		Steps       []struct {
			If, Uses, Run string
			With          map[string]any
		}
	}
	var review, comment struct {
		On          map[string]any
		Permissions permissions
		Jobs        map[string]job
	}
	if err := errors.Join(yaml.Unmarshal(sources["postmortems.yml"], &review), yaml.Unmarshal(sources["postmortems-comment.yml"], &comment)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what      string
		got, want any
	}{
		{"what starts it", fmt.Sprint(review.On), "map[merge_group:<nil> pull_request:<nil> push:<nil> schedule:[map[cron:23 5 * * *]] workflow_dispatch:<nil>]"},
		{"permissions for a pull request", review.Permissions, permissions{"contents": "read"}},
		{"permissions of its job", review.Jobs["review"].Permissions, permissions(nil)},
		{"when the job runs", review.Jobs["review"].If, "github.event_name == 'pull_request' || github.event_name == 'merge_group'"},
		{"what it compares", review.Jobs["review"].Env, map[string]string{
			"BASE": "${{ github.event.merge_group.base_sha || format('origin/{0}', github.base_ref) }}", "HEAD": "${{ github.event.merge_group.head_sha || github.event.pull_request.head.sha }}",
		}},
		{"permissions to publish", review.Jobs["publish"].Permissions, permissions{"contents": "read", "pages": "write", "id-token": "write"}},
		{"what is published", review.Jobs["publish"].If, "github.event_name == 'schedule' || github.ref == format('refs/heads/{0}', github.event.repository.default_branch)"},
		{"permissions to keep the issue", review.Jobs["due"].Permissions, permissions{"contents": "read", "issues": "write"}},
		{"when the issue is kept", review.Jobs["due"].If, "github.event_name == 'schedule'"},
		{"when a comment is written", fmt.Sprint(comment.On), "map[workflow_run:map[types:[completed] workflows:[post mortems]]]"},
		{"permissions of the comment's workflow", comment.Permissions, permissions{}},
		{"permissions of the comment", comment.Jobs["comment"].Permissions, permissions{"actions": "read", "pull-requests": "write"}},
		{"which runs get a comment", comment.Jobs["comment"].If, "github.event.workflow_run.event == 'pull_request'"},
	} {
		if !reflect.DeepEqual(test.got, test.want) {
			t.Errorf("%s: %v, want %v", test.what, test.got, test.want)
		}
	}
	kept := map[string]any{}
	for name, job := range review.Jobs {
		for _, step := range job.Steps {
			switch action, _, _ := strings.Cut(step.Uses, "@"); {
			case action == "actions/checkout" && fmt.Sprint(step.With) != "map[fetch-depth:0 persist-credentials:false]":
				t.Errorf("%s checks out with %v, want the whole history and no token left behind", name, step.With)
			case action == "actions/upload-artifact":
				kept[fmt.Sprint(step.With["name"])] = step.With["path"]
			}
			after := step.If != "" && step.If != "${{ !cancelled() }}"
			looks := name == "review" && (strings.Contains(step.Run, "pmsite diff") || strings.Contains(step.Run, "pmsite build") || strings.Contains(step.Run, "pmsite open") || strings.Contains(step.Uses, "upload"))
			if after || looks != (step.If != "") {
				t.Errorf("%s: %q runs if %q: the changes and the draft site are kept for a pull request with errors, too", name, step.Run+step.Uses, step.If)
			}
		}
	}
	if want := map[string]any{"review": "review", "draft-site": "draft-site"}; !reflect.DeepEqual(kept, want) {
		t.Errorf("a pull request keeps %v, want %v", kept, want)
	}
	for _, step := range comment.Jobs["comment"].Steps {
		if strings.HasPrefix(step.Uses, "actions/download-artifact") && (step.With["name"] != "review" || step.With["run-id"] != "${{ github.event.workflow_run.id }}") {
			t.Errorf("the comment is taken from %v", step.With)
		}
	}
}

// TestGitLabFits checks when the GitLab jobs run, and what they keep.
func TestGitLabFits(t *testing.T) {
	t.Parallel()
	src := initText(t, ".gitlab-ci.yml", someRelease)
	type job struct {
		Stage     string
		Needs     []any
		Rules     []map[string]string
		Variables map[string]string
		Before    []string `yaml:"before_script"`
		Artifacts struct {
			When    string
			Paths   []string
			Reports map[string]string
		}
	}
	var variables struct{ Variables map[string]string }
	var jobs struct {
		Check, Diff, Comment, Preview, Pages job
		DraftSite                            job `yaml:"draft-site"`
	}
	if err := errors.Join(yaml.Unmarshal(src, &variables), yaml.Unmarshal(src, &jobs)); err != nil {
		t.Fatal(err)
	}
	if got := variables.Variables["GIT_DEPTH"]; got != "0" {
		t.Errorf("GitLab clones %q commits, want all: 0", got)
	}
	const merge = `$CI_PIPELINE_SOURCE == "merge_request_event"`
	for name, test := range map[string]struct {
		job   job
		rule  string
		paths []string
	}{
		"check": {jobs.Check, merge, nil}, "diff": {jobs.Diff, merge, []string{"review/comment.md"}},
		"comment":    {jobs.Comment, merge + " && $PMSITE_COMMENT_TOKEN", nil},
		"preview":    {jobs.Preview, merge + ` && $PMSITE_PREVIEWS == "yes"`, []string{"public"}},
		"draft-site": {jobs.DraftSite, merge, []string{"draft-site"}}, "pages": {jobs.Pages, "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", []string{"public"}},
	} {
		if len(test.job.Rules) != 1 || test.job.Rules[0]["if"] != test.rule {
			t.Errorf("%s runs if %v, want %s", name, test.job.Rules, test.rule)
		}
		if !slices.Equal(test.job.Artifacts.Paths, test.paths) {
			t.Errorf("%s keeps %v, want %v", name, test.job.Artifacts.Paths, test.paths)
		}
	}
	if got := jobs.Check.Artifacts; got.When != "always" || got.Reports["codequality"] != "gl-code-quality-report.json" {
		t.Errorf("the findings are kept as %v, want always as gl-code-quality-report.json", got)
	}
	if d := jobs.Diff; d.Rules[0]["when"] != "always" || len(d.Needs) != 1 || fmt.Sprint(d.Needs[0]) != "map[job:draft-site]" || jobs.DraftSite.Artifacts.Reports["dotenv"] != "job.env" {
		t.Errorf("the changes are described by %+v: after the site, whose address it needs, is built, also in vain", d)
	}
	if c := jobs.Comment; c.Variables["GIT_STRATEGY"] != "none" || c.Before == nil || len(c.Before) > 0 || !slices.Equal(c.Needs, []any{"diff"}) {
		t.Errorf("the comment's job has the repository's code: %+v", c)
	}
}

// TestWorkflowSteps runs the steps of the workflows in a clone of a collection that init
// created, with a branch that adds a post mortem.
func TestWorkflowSteps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := append(os.Environ(), "HOME="+dir, "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_AUTHOR_NAME=platform team", "GIT_AUTHOR_EMAIL=platform@example.org", "GIT_COMMITTER_NAME=platform team", "GIT_COMMITTER_EMAIL=platform@example.org",
		"BASE=origin/main", "HEAD=branch", "ARTIFACT=https://example.org/artifacts/1", "RUNNER_TEMP="+dir, "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"), "CI_COMMIT_SHA=branch", "CI_MERGE_REQUEST_DIFF_BASE_SHA=origin/main", "CI_PAGES_URL=https://example.org/pm", "BASE_URL=https://example.org/pm/")
	shell := func(in, script string) {
		t.Helper()
		cmd := exec.Command("bash", "-eo", "pipefail", "-c", script)
		cmd.Dir, cmd.Env = in, env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", script, err, out)
		}
	}
	shell(dir, `git init -q --bare -b main origin.git
git clone -q origin.git work
cd work && git checkout -q -b main
pmsite init
git add . && git commit -qm 'Begin' && git push -q origin main
git checkout -q -b branch
sed -i.bak 's/^tags:.*/tags: [certificate]/' content/postmortems/*/*.md && rm content/postmortems/*/*.bak
printf -- '---\ntitle: A draft\nservice: shop\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-01-02\nstatus: draft\n---\n## Summary\nSlow.\n#### Deep\n' > content/postmortems/draft.md
git add . && git commit -qm 'Fewer tags, and a draft'`)
	ran := 0
	steps := append(githubSteps(t), gitlabSteps(t, "check", "diff", "draft-site", "pages")...)
	for _, script := range steps {
		if !canRun(script) {
			continue
		}
		drafts := filepath.Join(dir, "work", "draft-site")
		if strings.Contains(script, "-o draft-site") {
			_ = os.RemoveAll(drafts) // written by the other CI system's steps
		}
		shell(filepath.Join(dir, "work"), script)
		ran++
		if _, err := os.Stat(filepath.Join(drafts, "postmortems", "draft")); strings.Contains(script, "-o draft-site") && err != nil {
			t.Errorf("%s: the draft site lacks the draft: %v", script, err)
		}
	}
	for file, want := range map[string]string{
		"site/index.html": "2024-01-23-settlement-file-sent-twice", "draft-site/index.html": "2024-01-23-settlement-file-sent-twice", "public/index.html": "2024-01-23-settlement-file-sent-twice",
		"site/sitemap.xml": "<loc>https://example.org/pm/</loc>", "public/sitemap.xml": "<loc>https://example.org/pm/</loc>",
		"draft-site/postmortems/draft/index.html": "A draft", "gl-code-quality-report.json": "heading-order",
		"review/comment.md": report.Marker + "\n\n### 2 post mortems: 1 new, 1 changed", "../due.md": "", "../summary.md": report.Marker + "\n\n### 2 post mortems",
		"draft-site/search/manifest.bin.js": "pmsite.give", // it is portable
	} {
		if text, err := os.ReadFile(filepath.Join(dir, "work", file)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("after the steps, %s does not contain %q: %v:\n%.2000s", file, want, err, text)
		}
	}
	for _, file := range []string{"site/postmortems/draft", "public/postmortems/draft"} {
		if _, err := os.Stat(filepath.Join(dir, "work", file)); err == nil {
			t.Errorf("a draft is published: %s", file)
		}
	}
	summary, err := os.ReadFile(filepath.Join(dir, "summary.md"))
	if err != nil || !strings.HasSuffix(string(summary), "\n\n**Preview:** download [the site with this change](https://example.org/artifacts/1) and run `pmsite open` with the zip file, or unpack it and open `index.html`.\n") {
		t.Errorf("the summary does not say how to read the site: %v\n%s", err, summary)
	}
	for set, preview := range map[string]string{
		"DRAFT_SITE_JOB=https://gitlab.example.org/-/jobs/5": "https://gitlab.example.org/-/jobs/5/artifacts/download",
		"PMSITE_PREVIEWS=yes CI_MERGE_REQUEST_IID=3":         "https://example.org/pm/mr-3/",
	} {
		shell(filepath.Join(dir, "work"), "export "+set+"\n"+strings.Join(gitlabSteps(t, "diff"), "\n")+"\ngrep -F '[the site with this change]("+preview+")' review/comment.md")
	}
	shell(filepath.Join(dir, "work"), `test -z "$(git status --porcelain site draft-site public)"`)
	shell(filepath.Join(dir, "work"), `printf 'The key was AKIA%sEXAMPLF.\n' IOSFODNN7 >> content/postmortems/draft.md
git commit -qam 'A secret'`)
	for _, script := range steps {
		switch {
		case strings.Contains(script, "pmsite check"):
			shell(filepath.Join(dir, "work"), "set +e; ( set -e; "+script+"\n); test $? = 1") // the step fails
		case strings.Contains(script, "pmsite diff"):
			shell(filepath.Join(dir, "work"), script)
			comment, err := os.ReadFile(filepath.Join(dir, "work", "review", "comment.md"))
			if err != nil || !strings.Contains(string(comment), "`secret`") || strings.Contains(string(comment), "EXAMPLF") {
				t.Errorf("the comment does not mention the secret, or shows it: %v:\n%s", err, comment)
			}
		}
	}
	if ran < 4 {
		t.Errorf("%d steps ran", ran)
	}
}

func githubSteps(t *testing.T) (scripts []string) {
	t.Helper()
	for _, src := range workflows(t, someRelease) {
		workflow, _ := actionlint.Parse(src)
		for _, job := range workflow.Jobs {
			for _, step := range job.Steps {
				if run, ok := step.Exec.(*actionlint.ExecRun); ok {
					scripts = append(scripts, run.Run.Value)
				}
			}
		}
	}
	return scripts
}

func gitlabSteps(t *testing.T, jobs ...string) (scripts []string) {
	t.Helper()
	src := initText(t, ".gitlab-ci.yml", someRelease)
	var file map[string]yaml.Node
	if err := yaml.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	for _, name := range jobs {
		var job struct{ Script []string }
		node := file[name]
		if err := node.Decode(&job); err != nil || len(job.Script) == 0 {
			t.Fatalf("%s: %v", name, err)
		}
		scripts = append(scripts, job.Script...)
	}
	return scripts
}

// TestGitLabComment runs the commenting job against a fake GitLab: the first run creates
// a comment, the second one updates it.
func TestGitLabComment(t *testing.T) {
	t.Parallel()
	type note struct {
		ID   int    `json:"id"`
		Body string `json:"body"`
	}
	notes := []note{{1, "Looks good"}, {2, "see <!-- pmsite diff -->"}}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rest, ok := strings.CutPrefix(r.URL.Path, "/projects/7/merge_requests/3/notes")
		if !ok || r.Header.Get("PRIVATE-TOKEN") != "secret" {
			http.Error(w, r.URL.Path, http.StatusForbidden)
			return
		}
		switch body := r.PostFormValue("body"); r.Method {
		case http.MethodGet:
			if r.FormValue("sort") != "asc" || r.FormValue("per_page") != "100" {
				t.Errorf("asks for the notes of %s, want the hundred oldest", r.URL.RawQuery)
			}
			_ = json.NewEncoder(w).Encode(notes)
		case http.MethodPost:
			notes = append(notes, note{len(notes) + 1, body})
		case http.MethodPut:
			for i := range notes {
				if rest == fmt.Sprintf("/%d", notes[i].ID) {
					notes[i].Body = body
				}
			}
		}
	}))
	defer api.Close()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "review"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"<!-- pmsite diff -->\nfirst & $(touch evil) 100%", "<!-- pmsite diff -->\nsecond ÄÖÜ"} {
		if err := os.WriteFile(filepath.Join(dir, "review", "comment.md"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("bash", "-eo", "pipefail", "-c", strings.Join(gitlabSteps(t, "comment"), "\n"))
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CI_API_V4_URL="+api.URL, "CI_PROJECT_ID=7", "CI_MERGE_REQUEST_IID=3", "PMSITE_COMMENT_TOKEN=secret")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if len(notes) != 3 || notes[2].Body != text || notes[0].Body != "Looks good" || strings.Contains(notes[1].Body, text) {
			t.Fatalf("after %q: %+v", text, notes)
		}
	}
}

// TestInitConfig reads the config that init writes with all its examples uncommented.
func TestInitConfig(t *testing.T) {
	src, err := initFiles.ReadFile("init/pmsite.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lively := regexp.MustCompile(`(?m)^# ([a-z_]+:|  )`).ReplaceAll(src, []byte("$1"))
	cfg, problems := config.Parse("pmsite.yaml", lively)
	if len(problems) > 0 {
		t.Error(problems)
	}
	if severity, _ := cfg.Vocabularies.Severity.Match("P1"); severity != "SEV1" || !cfg.TablesByRow || cfg.TrackerURL("INC42") == "" || cfg.BaseURL == "" {
		t.Errorf("%+v", cfg)
	}
}

// canRun reports whether a script needs no network, and only commands that this program
// has.
func canRun(script string) bool {
	var have []string
	for _, command := range (&app{getenv: os.Getenv}).root().Commands() {
		have = append(have, command.Name())
	}
	for _, m := range regexp.MustCompile(`(?m)^\s*pmsite (\w+)`).FindAllStringSubmatch(script, -1) {
		if !slices.Contains(have, m[1]) {
			return false
		}
	}
	return true
}
