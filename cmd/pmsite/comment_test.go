package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
)

const marker = "<!-- pmsite diff -->"

// A comment is one on a pull request, as GitHub's API gives it.
type comment struct {
	ID   int               `json:"id,omitempty"`
	User map[string]string `json:"user,omitempty"`
	Body string            `json:"body"`
}

// A call is what the script asked of GitHub's API that changes something.
type call struct {
	Name  string
	Issue int `json:"issue_number"`
	ID    int `json:"comment_id"`
	Body  string
}

// TestCommentScript runs the script that writes the comment on a pull request
// against a GitHub that remembers what it was asked.
func TestCommentScript(t *testing.T) {
	bot := func(body string) comment { return comment{7, map[string]string{"type": "Bot"}, body} }
	for _, test := range []struct {
		name, text string
		head       string // of the pull request; the run was for "abc"
		comments   []comment
		want       []call
	}{
		{"first", "Changes\n", "abc", nil, []call{{"createComment", 12, 0, marker + "\nChanges"}}},
		{"again", "Changes", "abc", []comment{bot("else"), bot(marker + "\nOld")}, []call{{"updateComment", 0, 7, marker + "\nChanges"}}},
		{
			"a person's that looks like it", "Changes", "abc",
			[]comment{{8, map[string]string{"type": "User"}, marker + "\nOld"}},
			[]call{{"createComment", 12, 0, marker + "\nChanges"}},
		},
		{"nothing changed", "", "abc", nil, nil},
		{"nothing changed any more", "", "abc", []comment{bot(marker + "\nOld")}, []call{{"updateComment", 0, 7, marker + "\n"}}},
		{"moved on", "Changes", "def", nil, nil},
		{
			"what a document says", "@everyone " + marker + " x", "abc", nil,
			[]call{{"createComment", 12, 0, marker + "\n@\u200beveryone  x"}},
		},
		{"long", strings.Repeat("x", 70_000), "abc", nil, []call{{"createComment", 12, 0, marker + "\n" + strings.Repeat("x", 60_000)}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := reviewFolder(t)
			if err := os.WriteFile(filepath.Join(dir, "review", "comment.md"), []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := runCommentScript(t, dir, test.head, test.comments); !reflect.DeepEqual(got, test.want) {
				t.Errorf("asked for %.200v, want %.200v", got, test.want)
			}
		})
	}
	t.Run("a link out of the artifact", func(t *testing.T) {
		dir := reviewFolder(t)
		if err := os.Symlink("/etc/hostname", filepath.Join(dir, "review", "comment.md")); err != nil {
			t.Fatal(err)
		}
		if got := runCommentScript(t, dir, "abc", nil); got != nil {
			t.Errorf("asked for %v", got)
		}
	})
}

func reviewFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "review"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// github is what the action gives a script, for a run of commit "abc" on a fork.
const github = `
const calls = [], {head, comments} = JSON.parse(process.argv[2]);
const core = {info() {}, warning() {}};
const context = {
  repo: {owner: 'team', repo: 'postmortems'},
  payload: {workflow_run: {head_sha: 'abc', head_branch: 'fix', head_repository: {owner: {login: 'fork'}}}},
};
const change = Name => async asked => { calls.push({Name, ...asked}); };
const rest = {
  pulls: {list: async ({head: asked}) => ({data: asked === 'fork:fix' ? [{number: 12, head: {sha: head}}] : []})},
  issues: {listComments: 'list', createComment: change('createComment'), updateComment: change('updateComment')},
};
const paginate = async (what, {issue_number}) => what === 'list' && issue_number === 12 ? comments : [];
const github = {rest, paginate};
(async () => {
SCRIPT
})().then(() => console.log(JSON.stringify(calls)));
`

func runCommentScript(t *testing.T, dir, head string, comments []comment) (calls []call) {
	t.Helper()
	asked, err := json.Marshal(map[string]any{"head": head, "comments": append([]comment{}, comments...)})
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "program.js")
	if err := os.WriteFile(program, []byte(strings.Replace(github, "SCRIPT", commentScript(t), 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", program, string(asked))
	cmd.Env, cmd.Stderr = append(os.Environ(), "RUNNER_TEMP="+dir), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("Node.js: %v; make tools installs it", err)
	}
	if err := json.Unmarshal(out, &calls); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if len(calls) == 0 {
		return nil
	}
	return calls
}

func commentScript(t *testing.T) string {
	t.Helper()
	workflow, findings := actionlint.Parse(workflows(t)["postmortems-comment.yml"])
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
