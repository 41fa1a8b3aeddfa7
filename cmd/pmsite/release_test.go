package main

import (
	"os"
	"strings"
	"testing"
)

// TestRelease checks that what init writes installs this program's release, or the latest
// one if the program is not a release.
func TestRelease(t *testing.T) {
	defer func(before string) { release = before }(release)
	for of, want := range map[string]string{
		"v1.2.3": "v1.2.3", "v10.20.30": "v10.20.30", "v1.2.3-4-g5e6f7a8": "latest", "v1.2.3-dirty": "latest", "5e6f7a8": "latest", "1.2.3": "latest",
	} {
		release = of
		if version() != of || installVersion() != want {
			t.Errorf("release %s calls itself %s and installs %s, want %s", of, version(), installVersion(), want)
		}
	}
	release = ""
	if version() == "" || installVersion() == "" {
		t.Errorf("a program that is not a release calls itself %q and installs %q", version(), installVersion())
	}
}

// TestAbout checks what pmsite version prints of a release, and that the commit and its date are
// left out where nothing recorded them.
func TestAbout(t *testing.T) {
	defer func(r, c, d string) { release, commit, date = r, c, d }(release, commit, date)
	release, commit, date = "v1.2.3", "5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f", "2026-11-30T23:59:59Z"
	if got, want := about(), "pmsite v1.2.3 (commit 5e6f7a8b9c0d, 2026-11-30) go"; !strings.HasPrefix(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
	commit = ""
	if got, want := about(), "pmsite v1.2.3 go"; !strings.HasPrefix(got, want) {
		t.Errorf("without a commit: got %s, want %s", got, want)
	}
}

// TestModule checks that the constants name this module.
func TestModule(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil || !strings.HasPrefix(string(mod), "module "+module+"\n") {
		t.Errorf("the constant is %s, but go.mod begins with %.40q: %v", module, mod, err)
	}
}
