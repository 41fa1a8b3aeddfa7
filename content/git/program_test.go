package git

import (
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestWhatGitIsTold keeps what is about reaching a remote and about git's own configuration, and nothing else of git's.
func TestWhatGitIsTold(t *testing.T) {
	t.Parallel()
	kept := strings.Fields("GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG_NOSYSTEM GIT_EXEC_PATH GIT_SSH GIT_SSH_COMMAND GIT_SSH_VARIANT GIT_ASKPASS GIT_SSL_CAINFO GIT_SSL_NO_VERIFY GIT_PROXY_SSL_CAINFO GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 GIT_TERMINAL_PROMPT GIT_COMMITTER_NAME HOME PATH SSH_ASKPASS https_proxy")
	dropped := strings.Fields("GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_CONFIG_PARAMETERS GIT_CONFIG GIT_NAMESPACE GIT_TRACE GIT_EXTERNAL_DIFF GIT_PAGER GIT_SSHX")
	var env, want []string
	for i, name := range append(slices.Clone(kept), dropped...) {
		env = append(env, name+"=a=b")
		if i < len(kept) {
			want = append(want, name+"=a=b")
		}
	}
	for _, name := range strings.Fields("GIT_COMMON_DIR GIT_PREFIX GIT_SHALLOW_FILE GIT_GRAFT_FILE GIT_REPLACE_REF_BASE GIT_QUARANTINE_PATH GIT_CEILING_DIRECTORIES") {
		env = append(env, name+"=/elsewhere")
	}
	before := slices.Clone(env)
	if got := cleanEnv(env); !slices.Equal(got, want) {
		t.Errorf("git is told\n%q, want\n%q", got, want)
	}
	if !slices.Equal(env, before) {
		t.Error("the environment of the caller is changed")
	}
}

// TestWordsOfGit makes an error of what git says, keeps the end of what is too long, and finds the hint.
func TestWordsOfGit(t *testing.T) {
	t.Parallel()
	var exit *exec.ExitError
	if _, err := exec.Command("sh", "-c", "exit 128").Output(); !errors.As(err, &exit) || exit.ExitCode() != 128 {
		t.Fatal(err)
	}
	for said, want := range map[string][2]string{
		"":                                   {"git push: exit status 128", ""},
		" \n":                                {"git push: exit status 128", ""},
		"fatal: one\nand more\n":             {"git push: one; and more", ""},
		"fatal: one\nhint: do something\n\n": {"git push: one", ""},
		"fatal: detected dubious ownership\nTo add an exception, call:\n\n\tgit config --global --add safe.directory /x\n": {
			"git push: detected dubious ownership", "if you trust it: git config --global --add safe.directory /x",
		},
	} {
		err := refused(exit, "push", said, "")
		if err.Error() != want[0] || gittest.Hint(err) != want[1] || !errors.Is(err, exit) {
			t.Errorf("where git says %q the error is %v, hint %q; want %q", said, err, gittest.Hint(err), want)
		}
	}
	var words tail
	for i := range 5000 {
		fmt.Fprintf(&words, "line %d\n", i)
	}
	if got := words.String(); !strings.HasSuffix(got, "line 4998\nline 4999\n") || strings.Contains(got, "line 1\n") || len(got) > 1<<15 || len(got) < 1<<12 {
		t.Errorf("of 5000 lines %d bytes are kept, to %q; want the last few thousand", len(got), got[max(0, len(got)-20):])
	}
}
