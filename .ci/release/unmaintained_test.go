package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestUnmaintained checks that SECURITY.md lists the modules in the program whose releases are more than
// two years older than the newest one, oldest first.
func TestUnmaintained(t *testing.T) {
	const format = "{{with .Module}}{{if not .Main}}{{.Time.Format \"2006-01-02\"}} {{.Path}}{{end}}{{end}}"
	var released []string
	for _, system := range systems {
		list := exec.Command("go", "list", "-deps", "-f", format, program)
		list.Dir = root
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		released = append(released, strings.Split(strings.TrimSpace(string(out)), "\n")...)
	}
	slices.Sort(released)
	newest, err := time.Parse(time.DateOnly, strings.Fields(released[len(released)-1])[0])
	if err != nil {
		t.Fatal(err)
	}
	limit := newest.AddDate(-2, 0, 0).Format(time.DateOnly)
	var want []string
	for _, line := range slices.Compact(released) {
		if day, path, _ := strings.Cut(line, " "); day < limit {
			want = append(want, fmt.Sprintf("| `%s` | %s |", path, day))
		}
	}
	text, err := os.ReadFile(filepath.Join(root, ".github", "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| module | released | required by | what limits or replaces it |\n|---|---|---|---|\n")
	var got []string
	for line := range strings.Lines(table) {
		cells := strings.Split(line, " | ")
		if len(cells) != 4 || len(cells[3]) < len("not called |\n") {
			t.Errorf("the row %q has a cell missing", line)
			continue
		}
		got = append(got, fmt.Sprintf("%s | %s |", cells[0], cells[1]))
	}
	if !slices.Equal(got, want) {
		t.Errorf("SECURITY.md lists\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
