//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
)

// TestAction uses the action in the ways that its description names, and in wrong ones.
func TestAction(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"bash", "curl", "git", "tar"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("the action needs %s: %v", program, err)
		}
	}
	program := filepath.Join(t.TempDir(), "pmsite")
	script := "#!/bin/sh\n[ \"$1\" = version ] && exec echo pmsite v1.2.3\nfor word; do echo \"<$word>\"; done\n[ \"$1\" != fail ]\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	server, folder, hash := releases(t, program)
	archive := "pmsite_linux_" + runtime.GOARCH + ".tar.gz"
	for _, test := range []struct {
		name, ref string
		inputs    map[string]string
		cached    string // the archive in the cache
		fails     bool
		want      string
	}{
		{name: "at a tag", ref: "v1.2.3"},
		{name: "at a commit", ref: hash},
		{name: "version", ref: "main", inputs: map[string]string{"version": "v1.2.3"}},
		{name: "command", ref: "v1.2.3", inputs: map[string]string{"command": "check", "args": " --base  origin/main\n--format github\n"}, want: "<check>\n<--base>\n<origin/main>\n<--format>\n<github>\n"},
		{name: "command fails", ref: "v1.2.3", inputs: map[string]string{"command": "fail"}, fails: true, want: "<fail>\n"},
		{
			name: "hostile inputs", ref: "v1.2.3", inputs: map[string]string{"command": "check; touch evil", "args": "$(touch evil) `touch evil` * ; touch evil"},
			want: "<check; touch evil>\n<$(touch>\n<evil)>\n<`touch>\n<evil`>\n<*>\n<;>\n<touch>\n<evil>\n",
		},
		{name: "damaged cache", ref: "v1.2.3", cached: "damaged"},
		{name: "branch", ref: "main", fails: true, want: "::error title=pmsite::\"main\" is not a release; use the action at a release, such as " + repository + "@v1.2.3, or set the input version"},
		{name: "local", fails: true, want: `"" is not a release`},
		{name: "hostile version", ref: "v1.2.3", inputs: map[string]string{"version": "v1.2.3/../x"}, fails: true, want: `"v1.2.3/../x" is not a release`},
		{name: "unknown commit", ref: strings.Repeat("0", 40), fails: true, want: "no release of " + repository + " is at commit 000"},
		{name: "unknown release", ref: "v9.9.9", fails: true, want: "404"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := actionRun{inputs: test.inputs, ref: test.ref, server: server, temp: t.TempDir(), path: systemPath}
			if test.cached != "" {
				cache := filepath.Join(r.temp, "tools", "pmsite", "v1.2.3")
				if err := os.MkdirAll(cache, 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(cache, archive), []byte(test.cached), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := r.run(t)
			if (err != nil) != test.fails || !strings.Contains(r.out.String(), test.want) {
				t.Fatalf("%v, with %q, want %q", err, &r.out, test.want)
			}
			if _, err := os.Stat(filepath.Join(r.temp, "evil")); err == nil {
				t.Error("an input is executed")
			}
			if !test.fails && test.inputs["command"] == "" {
				checkInstalled(t, &r)
			}
		})
	}
	t.Run("cached", func(t *testing.T) {
		r := actionRun{ref: "v1.2.3", server: server, temp: t.TempDir(), path: systemPath}
		if err := r.run(t); err != nil {
			t.Fatalf("%v: %s", err, &r.out)
		}
		data := file(t, filepath.Join(folder, archive))
		if err := os.Remove(filepath.Join(folder, archive)); err != nil {
			t.Fatal(err)
		}
		if err := r.run(t); err != nil {
			t.Errorf("with the archive in the cache: %v: %s", err, &r.out)
		}
		if err := os.WriteFile(filepath.Join(folder, archive), []byte(data+"altered"), 0o600); err != nil {
			t.Fatal(err)
		}
		r = actionRun{ref: "v1.2.3", server: server, temp: t.TempDir(), path: systemPath}
		if err := r.run(t); err == nil || !strings.Contains(r.out.String(), "does not have the checksum") || r.path != systemPath {
			t.Errorf("an altered archive is installed: %v: %s", err, &r.out)
		}
	})
}

// checkInstalled checks that the job's other steps find pmsite.
func checkInstalled(t *testing.T, r *actionRun) {
	t.Helper()
	cmd := exec.Command("sh", "-c", "pmsite version")
	cmd.Env = []string{"PATH=" + r.path}
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "pmsite v1.2.3\n" {
		t.Errorf("pmsite is not installed: %v: %s", err, out)
	}
}

// TestActionIsSafe checks that no expression is part of a script, neither in the action nor in this
// repository's workflows, and that every script of the action has a shell.
func TestActionIsSafe(t *testing.T) {
	t.Parallel()
	for _, step := range actionSteps(t) {
		if strings.Contains(step.Run, "${{") || step.Run != "" && step.Shell != "bash" {
			t.Errorf("in the shell %q, an expression in %q: pass it through env", step.Shell, step.Run)
		}
	}
	own, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(own) < 2 {
		t.Fatalf("this repository's workflows: %v, %v", own, err)
	}
	for _, name := range own {
		workflow, findings := actionlint.Parse([]byte(file(t, name)))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		for _, job := range workflow.Jobs {
			for _, step := range job.Steps {
				if run, ok := step.Exec.(*actionlint.ExecRun); ok && strings.Contains(run.Run.Value, "${{") {
					t.Errorf("%s: an expression in %q: pass it through env", name, run.Run.Value)
				}
			}
		}
	}
}
