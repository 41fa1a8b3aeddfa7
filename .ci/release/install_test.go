package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestInstall runs make install as a packager does, and checks that the program, a man page of
// each command, and the completion scripts are where other programs look for them.
func TestInstall(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("make", "-C", root, "install", "DESTDIR="+dir, "PREFIX=/usr", "VERSION=v1.2.3", "DATE=2026-11-30T12:00:00Z").CombinedOutput(); err != nil {
		t.Fatalf("make: %v\n%s", err, out)
	}
	read := func(name string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, "usr", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	list, err := exec.Command(filepath.Join(dir, "usr", "bin", "pmsite"), "__complete", "").Output()
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^([a-z]+)\t`).FindAllStringSubmatch(string(list), -1)
	if len(commands) < 15 {
		t.Fatalf("%d commands are completed:\n%s", len(commands), list)
	}
	index := read("share/man/man1/pmsite.1")
	if !strings.Contains(index, `"1" "Nov 2026" "pmsite v1.2.3" "pmsite"`) {
		t.Errorf("the man page does not tell its version and date: %.200s", index)
	}
	for _, command := range commands {
		if name := command[1]; name != "help" {
			page := read("share/man/man1/pmsite-" + name + ".1")
			if !strings.Contains(page, ".SH SYNOPSIS") || !strings.Contains(index, "pmsite-"+name+"(1)") {
				t.Errorf("the man page of %s is not complete, or that of pmsite does not name it", name)
			}
		}
	}
	// Of the description, nothing may be taken for markup.
	for name, want := range map[string]string{"check": "<!-- pmsite: allow person-name", "search": "\nactions, body", "import": "title,body,createdAt"} {
		if page := strings.ReplaceAll(read("share/man/man1/pmsite-"+name+".1"), "  ", ""); !strings.Contains(page, want) {
			t.Errorf("the man page of %s lacks %q:\n%s", name, want, page)
		}
	}
	for name, want := range map[string]string{
		"share/bash-completion/completions/pmsite": "__start_pmsite", "share/zsh/site-functions/_pmsite": "#compdef pmsite",
		"share/fish/vendor_completions.d/pmsite.fish": "complete -c pmsite",
	} {
		if !strings.Contains(read(name), want) {
			t.Errorf("%s does not contain %q", name, want)
		}
	}
}
