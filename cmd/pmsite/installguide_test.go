package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// installGuide returns the README's section about installing.
func installGuide(t *testing.T) string {
	t.Helper()
	_, guide, found := strings.Cut(readme(t), "## Install\n")
	guide, _, ended := strings.Cut(guide, "\n## ")
	if !found || !ended {
		t.Fatal("the README does not say how to install")
	}
	return guide
}

// TestInstallGuide runs what the README says for Linux, with the server of releases on this
// machine, and the same of its commands for macOS.
func TestInstallGuide(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the commands are for Linux")
	}
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho pmsite v1.2.3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	server, folder, _ := releases(t, program)
	latest := filepath.Join(filepath.Dir(filepath.Dir(folder)), "latest")
	if err := os.Mkdir(latest, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder, filepath.Join(latest, "download")); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, block := range shellBlock.FindAllStringSubmatch(installGuide(t), -1) {
		if !strings.Contains(block[1], "curl") {
			continue
		}
		dir := t.TempDir()
		script := regexp.MustCompile(`_(linux_amd64|darwin_arm64)\b`).ReplaceAllString(block[1], "_linux_"+runtime.GOARCH)
		script = strings.NewReplacer("https://github.com", server, "/usr/local/bin", dir+"/bin").Replace(script)
		cmd := exec.Command("sh", "-euc", "sudo() { \"$@\"; }\nmkdir bin\n"+script+"\nbin/pmsite")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil || !strings.HasSuffix(string(out), "pmsite v1.2.3\n") {
			t.Errorf("%v:\n%s\n%s", err, block[1], out)
		}
		ran++
	}
	if ran != 2 {
		t.Errorf("%d ways to install ran, want that for Linux and that for macOS", ran)
	}
}

// TestInstallNames checks that the README and the action name no file that a release does not have.
func TestInstallNames(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var release struct {
		Builds []struct{ Targets []string }
		Nfpms  []struct{ Formats []string }
		Casks  []struct{ Repository struct{ Owner, Name string } } `yaml:"homebrew_casks"`
		Scoops []struct{ Repository struct{ Owner, Name string } }
	}
	if err := yaml.Unmarshal(src, &release); err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, target := range release.Builds[0].Targets {
		formats := []string{"tar.gz"}
		switch system, _, _ := strings.Cut(target, "_"); system {
		case "linux":
			formats = append(formats, release.Nfpms[0].Formats...)
		case "windows":
			formats = []string{"zip"}
		}
		for _, format := range formats {
			files = append(files, fmt.Sprintf("pmsite_%s.%s", target, format))
		}
	}
	guide := installGuide(t)
	named := regexp.MustCompile(`pmsite_[a-z]+_[a-z0-9]+(\.[a-z]+)+`).FindAllString(guide, -1)
	if len(named) < 8 {
		t.Errorf("the README names the files %v", named)
	}
	for _, name := range named {
		if !slices.Contains(files, name) {
			t.Errorf("the README names %s, but a release has %v", name, files)
		}
	}
	tap, bucket := release.Casks[0].Repository, release.Scoops[0].Repository
	for _, want := range []string{
		"--cask " + tap.Owner + "/" + strings.TrimPrefix(tap.Name, "homebrew-") + "/pmsite", "https://github.com/" + bucket.Owner + "/" + bucket.Name + "\n",
		"ghcr.io/" + repository + " check", "go install " + module + "/cmd/pmsite@latest", "uses: " + repository + "@v", "--repo " + repository,
	} {
		if !strings.Contains(guide, want) {
			t.Errorf("the README lacks %q", want)
		}
	}
}
