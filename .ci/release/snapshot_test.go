package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestSnapshot makes the files of a release in a copy of this repository, for this machine's
// processor only (make snapshot makes all), and installs from them.
func TestSnapshot(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the files are for Linux, and this system is not")
	}
	dir := cloned(t)
	config := filepath.Join(dir, ".goreleaser.yaml")
	all, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	target := "linux_" + runtime.GOARCH
	const targets = "targets: [linux_amd64, linux_arm64, darwin_amd64, darwin_arm64, windows_amd64, windows_arm64]"
	one := strings.Replace(string(all), targets, "targets: ["+target+"]", 1)
	if one == string(all) {
		t.Fatalf("the config does not say %q", targets)
	}
	if err := os.WriteFile(config, []byte(one), 0o600); err != nil {
		t.Fatal(err)
	}
	const tool = "go tool -modfile=.ci/goreleaser.mod goreleaser "
	if out := shell(t, dir, tool+"check"); strings.Contains(out, "DEPRECATED") {
		t.Errorf("the config is out of date:\n%s", out)
	}
	log := shell(t, dir, tool+"release --snapshot --clean --skip=scoop")
	dist := filepath.Join(dir, "bin", "dist")
	name := "pmsite_" + target
	checkSums(t, dist, []string{name + ".cdx.json", name + ".deb", name + ".rpm", name + ".tar.gz"})
	if t.Failed() {
		t.Log(log)
	}
	commit := strings.TrimSpace(shell(t, dir, "git rev-parse HEAD"))
	shell(t, dir, "mkdir unpacked && tar -xzf bin/dist/"+name+".tar.gz -C unpacked")
	for _, file := range []string{"LICENSE", "README.md", "CHANGELOG.md", "licenses.txt", "man1/pmsite-check.1", "completions/_pmsite", "completions/pmsite.bash", "completions/pmsite.fish", "completions/pmsite.ps1"} {
		if info, err := os.Stat(filepath.Join(dir, "unpacked", file)); err != nil || info.ModTime().UTC().Format("2006-01-02T15:04") != "2026-11-30T12:00" {
			t.Errorf("the archive has no %s of the commit's time: %v, %v", file, info, err)
		}
	}
	if got, want := shell(t, dir, "unpacked/pmsite version"), "pmsite v1.2.4-snapshot (commit "+commit[:12]+", 2026-11-30) go"; !strings.HasPrefix(got, want) {
		t.Errorf("the program says %s, want %s", got, want)
	}
	if _, err := exec.LookPath("dpkg-deb"); err == nil {
		shell(t, dir, "dpkg-deb -x bin/dist/"+name+".deb installed && cmp installed/usr/bin/pmsite unpacked/pmsite && test -s installed/usr/share/man/man1/pmsite.1")
	}
	cask := string(read(t, filepath.Join(dist, "homebrew", "Casks", "pmsite.rb")))
	for _, want := range []string{"releases/download/v1.2.3/" + name + ".tar.gz", `binary "pmsite"`, `manpage "man1/pmsite-check.1"`, `zsh_completion "completions/_pmsite"`} {
		if !strings.Contains(cask, want) {
			t.Errorf("Homebrew's cask lacks %s:\n%s", want, cask)
		}
	}
}

// checkSums compares checksums.txt with the files in a folder, of which it must list those with
// the given names.
func checkSums(t *testing.T, dir string, want []string) {
	t.Helper()
	var names []string
	for line := range strings.Lines(string(read(t, filepath.Join(dir, "checksums.txt")))) {
		fields := strings.Fields(line)
		if len(fields) != 2 {
			t.Fatalf("checksums.txt has the line %q", line)
		}
		names = append(names, fields[1])
		if sum := sha256.Sum256(read(t, filepath.Join(dir, fields[1]))); hex.EncodeToString(sum[:]) != fields[0] {
			t.Errorf("checksums.txt gives %s the checksum %s", fields[1], fields[0])
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, want) {
		t.Errorf("checksums.txt lists %v, want %v", names, want)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
