package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"

	"github.com/pmsite/pmsite/content/review/report"
)

const marker = report.Marker

// A comment is a comment on a pull request, as in GitHub's API.
type comment struct {
	ID   int               `json:"id,omitempty"`
	User map[string]string `json:"user,omitempty"`
	Body string            `json:"body"`
}

// A call is a call of GitHub's API that changes something.
type call struct {
	Name  string
	Issue int `json:"issue_number"`
	ID    int `json:"comment_id"`
	Body  string
}

// A commentRun is a run of the workflow that triggers the script.
type commentRun struct {
	name     string
	Head     string    `json:"head"` // of the pull request; the run was for "abc"; "" means that the repository is gone
	Comments []comment `json:"comments"`
	Dir      string    `json:"dir"` // contains the artifact
	text     string
	want     []call
}

// TestCommentScript runs the script that comments on a pull request, with a fake GitHub
// that records the calls.
func TestCommentScript(t *testing.T) {
	t.Parallel()
	bot := func(body string) comment { return comment{7, map[string]string{"type": "Bot"}, body} }
	runs := []commentRun{
		{"first", "abc", nil, "", "Changes\n", []call{{"createComment", 12, 0, marker + "\nChanges"}}},
		{"again", "abc", []comment{bot("else"), bot(marker + "\nOld")}, "", "Changes", []call{{"updateComment", 0, 7, marker + "\nChanges"}}},
		{
			"a person's that looks like it", "abc",
			[]comment{{8, map[string]string{"type": "User"}, marker + "\nOld"}},
			"", "Changes",
			[]call{{"createComment", 12, 0, marker + "\nChanges"}},
		},
		{"nothing changed", "abc", nil, "", "", nil},
		{"nothing changed any more", "abc", []comment{bot(marker + "\nOld")}, "", "", []call{{"updateComment", 0, 7, marker + "\n"}}},
		{"moved on", "def", nil, "", "Changes", nil},
		{
			"what a document says", "abc", nil, "", "@everyone " + marker + " x",
			[]call{{"createComment", 12, 0, marker + "\n@\u200beveryone  x"}},
		},
		{"long", "abc", nil, "", strings.Repeat("x", 70_000), []call{{"createComment", 12, 0, marker + "\n" + strings.Repeat("x", 60_000)}}},
		{"a bot's that mentions it", "abc", []comment{bot("see " + marker)}, "", "Changes", []call{{"createComment", 12, 0, marker + "\nChanges"}}},
		{"the first of two", "abc", []comment{bot(marker), {9, map[string]string{"type": "Bot"}, marker}}, "", "Changes", []call{{"updateComment", 0, 7, marker + "\nChanges"}}},
		{"a comment of nobody", "abc", []comment{{8, nil, marker}, bot(marker + "\nOld")}, "", "Changes", []call{{"updateComment", 0, 7, marker + "\nChanges"}}},
		{"blanks only", "abc", nil, "", " \n\n", nil},
		{"a fork that is gone", "", nil, "", "Changes", nil},
		{"a link out of the artifact", "abc", nil, "", "", nil},
	}
	for i := range runs {
		runs[i].Dir = reviewFolder(t)
		file := filepath.Join(runs[i].Dir, "review", "comment.md")
		err := os.WriteFile(file, []byte(runs[i].text), 0o600)
		if runs[i].name == "a link out of the artifact" {
			err = errors.Join(os.Remove(file), os.Symlink("/etc/hostname", file))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	calls := runCommentScript(t, runs)
	for i, run := range runs {
		t.Run(run.name, func(t *testing.T) {
			if got := calls[i]; len(got)+len(run.want) > 0 && !reflect.DeepEqual(got, run.want) {
				t.Errorf("asked for %.200v, want %.200v", got, run.want)
			}
		})
	}
}

func reviewFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "review"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// github calls the script as the action does, for runs of commit "abc" on a fork, one
// after another.
const github = `
const script = async (github, context, core) => {
SCRIPT
};
const core = {info() {}, warning() {}};
const context = {
  repo: {owner: 'team', repo: 'postmortems'},
  payload: {workflow_run: {head_sha: 'abc', head_branch: 'fix', head_repository: {owner: {login: 'fork'}}}},
};
const ran = async ({head, comments, dir}) => {
  context.payload.workflow_run.head_repository = head ? {owner: {login: 'fork'}} : null;
  const calls = [];
  const change = Name => async asked => { calls.push({Name, ...asked}); if (asked.repo !== 'postmortems') throw 'another repository'; };
  const rest = {
    pulls: {list: async ({owner, repo, state, head: asked}) => {
      const ours = owner === 'team' && repo === 'postmortems' && state === 'open' && asked === 'fork:fix';
      return {data: ours ? [{number: 11, head: {sha: 'old'}}, {number: 12, head: {sha: head}}] : []};
    }},
    issues: {listComments: 'list', createComment: change('createComment'), updateComment: change('updateComment')},
  };
  const paginate = async (what, {repo, issue_number}) => what === 'list' && repo === 'postmortems' && issue_number === 12 ? comments : [];
  process.env.RUNNER_TEMP = dir;
  await script({rest, paginate}, context, core);
  return calls;
};
(async () => {
  const all = [];
  for (const run of JSON.parse(process.argv[2])) all.push(await ran(run));
  console.log(JSON.stringify(all));
})();
`

// runCommentScript returns the script's calls in each run.
func runCommentScript(t *testing.T, runs []commentRun) (calls [][]call) {
	t.Helper()
	for i := range runs {
		runs[i].Comments = append([]comment{}, runs[i].Comments...) // not nil, even if empty
	}
	told, err := json.Marshal(runs)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "program.js")
	if err := os.WriteFile(program, []byte(strings.Replace(github, "SCRIPT", commentScript(t), 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", program, string(told))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("Node.js: %v; make tools installs it", err)
	}
	if err := json.Unmarshal(out, &calls); err != nil || len(calls) != len(runs) {
		t.Fatalf("%v: %s", err, out)
	}
	return calls
}

func commentScript(t *testing.T) string {
	t.Helper()
	workflow, findings := actionlint.Parse(workflows(t, someRelease)["postmortems-comment.yml"])
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	for _, step := range workflow.Jobs["comment"].Steps {
		if action, ok := step.Exec.(*actionlint.ExecAction); ok && action.Inputs["script"] != nil {
			return action.Inputs["script"].Value.Value
		}
	}
	t.Fatal("the workflow has no script")
	return ""
}
