package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestInitInstalls checks how the files that init writes install pmsite.
func TestInitInstalls(t *testing.T) {
	t.Parallel()
	texts := func(version, commit string) string {
		t.Helper()
		all := ""
		for _, f := range initNames {
			text, err := f.read(version, commit)
			if err != nil {
				t.Fatal(err)
			}
			all += text
		}
		return all
	}
	const source = "go install " + module + "/cmd/pmsite@latest"
	for _, test := range []struct {
		version, commit string
		want            map[string]int // how often the files contain a text
	}{
		{someRelease, someCommit, map[string]int{
			"uses: " + repository + "@" + someCommit + " # " + someRelease + "\n": 3, home + "/releases/download/" + someRelease + "/": 1,
			"repo: " + home + "\n    rev: " + someRelease + "\n": 1, "setup-go": 0, "golang": 0, "go install": 0,
		}},
		{someRelease, "", map[string]int{"uses: " + repository + "@" + someRelease + "\n": 3, "setup-go": 0}},
		{"v1.2.3-4-g5e6f7a8", someCommit, map[string]int{source: 4, "setup-go@": 3, "repo: local": 1, "[" + module + "/cmd/pmsite@latest]": 2, someCommit: 0}},
	} {
		test.want["INSTALL"], test.want["VERSION\n"], test.want["MODULE"], test.want["REPOSITORY"], test.want["\"HOME"] = 0, 0, 0, 0, 0
		all := texts(test.version, test.commit)
		for text, want := range test.want {
			if got := strings.Count(all, text); got != want {
				t.Errorf("init of %s at %q writes %q %d times, want %d", test.version, test.commit, text, got, want)
			}
		}
	}
}

// TestHooks checks that the hooks that init of a release uses are those that init writes otherwise.
func TestHooks(t *testing.T) {
	t.Parallel()
	type hook map[string]any
	type config struct {
		Repos []struct{ Hooks []hook }
	}
	var offered, used []hook
	var local, released config
	src, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err := errors.Join(err, yaml.Unmarshal(src, &offered),
		yaml.Unmarshal(initText(t, ".pre-commit-config.yaml", "dev"), &local), yaml.Unmarshal(initText(t, ".pre-commit-config.yaml", someRelease), &released)); err != nil {
		t.Fatal(err)
	}
	for _, h := range offered {
		used = append(used, hook{"id": h["id"]})
		delete(h, "description")
	}
	for _, h := range local.Repos[0].Hooks {
		delete(h, "additional_dependencies")
	}
	if !reflect.DeepEqual(local.Repos[0].Hooks, offered) || len(offered) != 2 {
		t.Errorf("init writes the hooks\n%v, want\n%v", local.Repos[0].Hooks, offered)
	}
	if !reflect.DeepEqual(released.Repos[0].Hooks, used) {
		t.Errorf("init of a release uses the hooks %v, want %v", released.Repos[0].Hooks, used)
	}
}

// TestGitLabInstalls runs the steps with which a job of GitLab installs a release.
func TestGitLabInstalls(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("dpkg"); err != nil {
		t.Skip("the job's image is Debian's, and this system is not")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho pmsite v1.2.3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	server, folder, _ := releases(t, program)
	var job struct {
		Before []string `yaml:"before_script"`
	}
	if err := yaml.Unmarshal(initText(t, ".gitlab-ci.yml", someRelease), &job); err != nil {
		t.Fatal(err)
	}
	script := strings.NewReplacer("https://github.com", server, "/tmp", dir, "/usr/local/bin", dir).Replace(strings.Join(job.Before, "\n"))
	install := func() (string, error) {
		cmd := exec.Command("bash", "-eo", "pipefail", "-c", script+"\n"+dir+"/pmsite")
		cmd.Env = []string{"PATH=" + systemPath}
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := install(); err != nil || !strings.HasSuffix(out, "\npmsite v1.2.3\n") {
		t.Errorf("%v: %s", err, out)
	}
	if err := os.WriteFile(filepath.Join(folder, "pmsite_linux_"+runtime.GOARCH+".tar.gz"), []byte("altered"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := install(); err == nil || !strings.Contains(out, "FAILED") {
		t.Errorf("an altered archive is installed: %v: %s", err, out)
	}
}
