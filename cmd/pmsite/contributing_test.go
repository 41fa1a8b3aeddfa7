package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestContributing compares CONTRIBUTING with the tree: its table names every package and
// no other, and every path that it names exists.
func TestContributing(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "list", module+"/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := map[string]bool{}
	for path := range strings.FieldsSeq(string(out)) {
		packages[strings.TrimPrefix(path, module+"/")] = true
	}
	table, rest, _ := strings.Cut(string(text), "## Where a change goes")
	code := regexp.MustCompile("`([^`\n]+)`")
	named := map[string]bool{}
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		for _, m := range code.FindAllStringSubmatch(line, -1) {
			named[m[1]] = true
		}
		if name := code.FindStringSubmatch(line)[1]; !packages[name] {
			t.Errorf("the table names the package %s, which does not exist", name)
		}
	}
	for name := range packages {
		if !named[name] {
			t.Errorf("the table does not name the package %s", name)
		}
	}
	changes, _, _ := strings.Cut(rest, "\n## ")
	for _, m := range code.FindAllStringSubmatch(changes, -1) {
		name := strings.TrimSuffix(m[1], "/NAME/")
		if !strings.Contains(name, "/") {
			continue
		}
		if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(name))); err != nil {
			t.Errorf("the table of changes names %s, which does not exist", m[1])
		}
	}
}
