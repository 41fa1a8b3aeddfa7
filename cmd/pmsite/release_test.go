package main

import (
	"os"
	"strings"
	"testing"
)

// TestRelease checks which versions are releases, and that every program has a version.
func TestRelease(t *testing.T) {
	defer func(before string) { release = before }(release)
	for of, want := range map[string]bool{
		"v1.2.3": true, "v10.20.30": true, "v1.2.3-4-g5e6f7a8": false, "v1.2.3-dirty": false, "5e6f7a8": false, "1.2.3": false, "v0.0.1-snapshot": false,
	} {
		release = of
		if version() != of || isRelease(version()) != want {
			t.Errorf("release %s calls itself %s; that it is a release is %v, want %v", of, version(), !want, want)
		}
	}
	release = ""
	if version() == "" || isRelease(version()) {
		t.Errorf("a program that is not a release calls itself %q", version())
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
