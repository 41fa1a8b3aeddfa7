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

// TestCleanEnv checks which variables the git program inherits: of git's own, only those for remotes, configuration and
// names.
func TestCleanEnv(t *testing.T) {
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
		t.Errorf("the environment is\n%q, want\n%q", got, want)
	}
	if !slices.Equal(env, before) {
		t.Error("the caller's environment is modified")
	}
}

// TestProgramError checks the error and the hint for git's messages, and that only the end of long output is kept.
func TestProgramError(t *testing.T) {
	t.Parallel()
	var exit *exec.ExitError
	if _, err := exec.Command("sh", "-c", "exit 128").Output(); !errors.As(err, &exit) || exit.ExitCode() != 128 {
		t.Fatal(err)
	}
	for stderr, want := range map[string][2]string{
		"":                                   {"git push: exit status 128", ""},
		" \n":                                {"git push: exit status 128", ""},
		"fatal: one\nand more\n":             {"git push: one; and more", ""},
		"fatal: one\nhint: do something\n\n": {"git push: one", ""},
		"fatal: detected dubious ownership\nTo add an exception, call:\n\n\tgit config --global --add safe.directory /x\n": {
			"git push: detected dubious ownership", "if you trust it: git config --global --add safe.directory /x",
		},
	} {
		err := newProgramError(exit, "push", stderr, "")
		if err.Error() != want[0] || gittest.Hint(err) != want[1] || !errors.Is(err, exit) {
			t.Errorf("if git prints %q, the error is %v, hint %q; want %q", stderr, err, gittest.Hint(err), want)
		}
	}
	var end tail
	for i := range 5000 {
		fmt.Fprintf(&end, "line %d\n", i)
	}
	if got := end.String(); !strings.HasSuffix(got, "line 4998\nline 4999\n") || strings.Contains(got, "line 1\n") || len(got) > 1<<15 || len(got) < 1<<12 {
		t.Errorf("of 5000 lines %d bytes are kept, ending in %q; want the last few thousand", len(got), got[max(0, len(got)-20):])
	}
}
