package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestRename renames a copy of this repository as a fork does, twice: no old name is left, the
// program builds, and what it writes names the fork.
func TestRename(t *testing.T) {
	dir := cloned(t)
	const first, original = "first-" + "fork", "pm" + "site" // joined, so that the search does not find this line
	for _, module := range []string{"github.com/" + first + "/post-mortems", "github.com/acme-2/pmsite.x"} {
		shell(t, dir, "make -s rename MODULE="+module+" && git add . && git commit -qm Rename")
	}
	search := fmt.Sprintf("%[1]s/%[1]s|%[2]s|(%[1]s|%[2]s)/(tap|homebrew-tap|scoop-bucket)|owner: (%[1]s|%[2]s),", original, first)
	if got := shell(t, dir, "git grep -nE '"+search+"' || true"); got != "" {
		t.Errorf("old names are left:\n%s", got)
	}
	if got := shell(t, dir, "gofmt -l ."); got != "" {
		t.Errorf("not formatted: %s", got)
	}
	if got := shell(t, dir, "go list -m && go list ./cmd/pmsite && grep -h ^module .ci/*.mod .ci/release/go.mod"); strings.Count(got, "github.com/acme-2/pmsite.x") != 5 {
		t.Errorf("the modules and the program are called\n%s", got)
	}
	if got := shell(t, dir, "grep -c 'owner: acme-2, name: ' .goreleaser.yaml"); got != "3\n" {
		t.Errorf(".goreleaser.yaml names the new owner %s times, want 3", got)
	}
	shell(t, dir, `go build -ldflags "-X main.release=v1.2.3" -o bin/pmsite ./cmd/pmsite && git init -q collection && bin/pmsite init collection`)
	for name, want := range map[string]string{
		".github/workflows/postmortems.yml": "uses: acme-2/pmsite.x@v1.2.3\n", ".gitlab-ci.yml": "https://github.com/acme-2/pmsite.x/releases/",
		".pre-commit-config.yaml": "repo: https://github.com/acme-2/pmsite.x\n",
	} {
		if text, err := os.ReadFile(filepath.Join(dir, "collection", filepath.FromSlash(name))); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s does not contain %q: %v", name, want, err)
		}
	}
	for _, module := range []string{"", "gitlab.com/acme/pmsite", "github.com/acme", "github.com/acme/pmsite/v2", "github.com/a b/c"} {
		rename := exec.Command(filepath.Join(dir, ".ci", "rename"), module)
		out, err := rename.CombinedOutput()
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.Contains(string(out), "hint: make rename MODULE=github.com/acme/pmsite") {
			t.Errorf("rename to %q: %v\n%s", module, err, out)
		}
	}
}
