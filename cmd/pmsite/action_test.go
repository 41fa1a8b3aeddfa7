package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// systemPath is where programs are on a runner before a job installs any. It has no go.
const systemPath = "/usr/bin:/bin"

// An actionRun is one use of the action at the root of this repository: the steps run as
// shell scripts, as GitHub's runner does on Linux.
type actionRun struct {
	inputs map[string]string
	ref    string // where the action is used at
	server string
	temp   string // of the runner
	path   string // of programs
	out    strings.Builder
}

// An actionStep is a step of action.yml.
type actionStep struct {
	ID, If, Run, Shell, Uses string
	Env                      map[string]string
}

func actionSteps(t testing.TB) []actionStep {
	t.Helper()
	src, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Runs struct{ Steps []actionStep } }
	if err := yaml.Unmarshal(src, &file); err != nil || len(file.Runs.Steps) != 4 {
		t.Fatalf("action.yml: %v, %d steps", err, len(file.Runs.Steps))
	}
	return file.Runs.Steps
}

var expression = regexp.MustCompile(`\$\{\{ *(.*?) *\}\}`)

// run runs the steps until one fails. Then others of the job can run what is in r.path.
func (r *actionRun) run(t testing.TB) error {
	t.Helper()
	outputs := map[string]string{}
	value := func(name string) string {
		switch {
		case name == "inputs.version || github.action_ref" && r.inputs["version"] == "":
			return r.ref
		case name == "inputs.version || github.action_ref":
			return r.inputs["version"]
		case name == "inputs.server":
			return r.server
		case strings.HasPrefix(name, "inputs."):
			return r.inputs[strings.TrimPrefix(name, "inputs.")]
		case strings.HasPrefix(name, "steps.release.outputs."):
			return outputs[strings.TrimPrefix(name, "steps.release.outputs.")]
		}
		t.Fatalf("the test does not know the expression %s", name)
		return ""
	}
	for _, step := range actionSteps(t) {
		if step.Run == "" || step.If == "inputs.command != ''" && r.inputs["command"] == "" {
			continue // the cache is that of the test
		}
		cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
		cmd.Dir = r.temp
		cmd.Env = []string{
			"PATH=" + r.path, "HOME=" + r.temp, "GIT_CONFIG_GLOBAL=" + os.DevNull, "RUNNER_OS=Linux", "RUNNER_ARCH=" + map[string]string{"amd64": "X64", "arm64": "ARM64"}[runtime.GOARCH], "RUNNER_TEMP=" + r.temp,
			"RUNNER_TOOL_CACHE=" + filepath.Join(r.temp, "tools"), "GITHUB_OUTPUT=" + filepath.Join(r.temp, "output"), "GITHUB_PATH=" + filepath.Join(r.temp, "path"),
		}
		for name, text := range step.Env {
			cmd.Env = append(cmd.Env, name+"="+expression.ReplaceAllStringFunc(text, func(e string) string { return value(expression.FindStringSubmatch(e)[1]) }))
		}
		cmd.Stdout, cmd.Stderr = &r.out, &r.out
		if err := cmd.Run(); err != nil {
			return err
		}
		for line := range strings.Lines(file(t, filepath.Join(r.temp, "output"))) {
			name, text, _ := strings.Cut(strings.TrimSpace(line), "=")
			outputs[name] = text
		}
		if added := strings.TrimSpace(file(t, filepath.Join(r.temp, "path"))); added != "" {
			r.path = added + ":" + r.path
		}
	}
	return nil
}

// file returns the text of a file, or "" if there is none.
func file(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}

// releases serves a repository with the release v1.2.3 of a program, as GitHub does, and returns
// the address of the server, its folder of the release, and the commit of the release.
func releases(t testing.TB, program string) (server, folder, hash string) {
	t.Helper()
	dir := t.TempDir()
	repo := filepath.Join(dir, filepath.FromSlash(repository))
	folder = filepath.Join(repo, "releases", "download", "v1.2.3")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	git := exec.Command("bash", "-euc", `git init -q --bare .
hash=$(git -c user.name=a -c user.email=a@example.org commit-tree -m Release "$(git hash-object -t tree -w /dev/null)")
git tag nightly "$hash"
git -c user.name=a -c user.email=a@example.org tag -m v1.2.3 v1.2.3 "$hash"
git update-server-info
echo "$hash"`)
	git.Dir = repo
	git.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := git.Output()
	if err != nil {
		t.Fatal(err)
	}
	archive := "pmsite_linux_" + runtime.GOARCH + ".tar.gz"
	data := packed(t, program)
	sums := fmt.Sprintf("%x  %s\n%x  pmsite_windows_amd64.zip\n", sha256.Sum256(data), archive, sha256.Sum256(nil))
	for name, data := range map[string][]byte{archive: data, "checksums.txt": []byte(sums)} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	web := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(web.Close)
	return web.URL, folder, strings.TrimSpace(string(out))
}

// packed returns an archive with a program.
func packed(t testing.TB, program string) []byte {
	t.Helper()
	in, err := os.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	list := tar.NewWriter(zip)
	if err := list.WriteHeader(&tar.Header{Name: "pmsite", Mode: 0o755, Size: info.Size()}); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(list, in); err != nil {
		t.Fatal(err)
	}
	for _, c := range []io.Closer{list, zip} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}
