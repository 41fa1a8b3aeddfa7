package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// An action is a line of testdata/actions.txt.
type action struct {
	version string
	runs    string // a Node release, or else an action that it uses
}

// knownActions returns the actions of testdata/actions.txt by name and commit, as in
// actions/checkout@3d3c…, and the last day of each Node release.
func knownActions(t *testing.T) (actions map[string]action, ends map[string]time.Time) {
	t.Helper()
	list, err := os.ReadFile("testdata/actions.txt")
	if err != nil {
		t.Fatal(err)
	}
	actions, ends = map[string]action{}, map[string]time.Time{}
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case len(fields) == 3:
			if ends[fields[0]], err = time.Parse(time.DateOnly, fields[2]); err != nil {
				t.Fatal(err)
			}
		default:
			actions[fields[0]+"@"+fields[1]] = action{fields[2], fields[3]}
		}
	}
	return actions, ends
}

var usesRow = regexp.MustCompile(`(?m)^\s*(?:# )?(?:- )?uses: (\S+)(?: # (\S+))?$`)

// TestActions checks that the actions of all workflows are in the list: pinned by the commit of
// the version that the comment names, and run by a Node release that is still supported, as are
// the actions that they use.
func TestActions(t *testing.T) {
	t.Parallel()
	sources := workflows(t, someRelease)
	for name, src := range workflows(t, "dev") {
		sources["dev: "+name] = src
	}
	var err error
	if sources["action.yml"], err = os.ReadFile("../../action.yml"); err != nil {
		t.Fatal(err)
	}
	own, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(own) == 0 {
		t.Fatalf("this repository's workflows: %v, %v", own, err)
	}
	for _, file := range own {
		if sources[file], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	actions, ends := knownActions(t)
	used := map[string]bool{}
	for name, src := range sources {
		rows := usesRow.FindAllSubmatch(src, -1)
		if n := bytes.Count(src, []byte("uses:")); n != len(rows) {
			t.Errorf("%s uses %d actions, of which the test reads %d", name, n, len(rows))
		}
		for _, row := range rows {
			reference, version := string(row[1]), string(row[2])
			if reference == repository+"@"+someCommit && version == someRelease || reference == repository+"@"+someRelease {
				continue // this repository's own
			}
			if known, ok := actions[reference]; !ok || known.version != version {
				t.Errorf("%s: %s # %s is not in the list, which has %q", name, reference, version, known.version)
			}
			used[reference] = true
			if nested := actions[reference].runs; strings.Contains(nested, "@") {
				used[nested] = true
			}
		}
	}
	for reference, known := range actions {
		if !used[reference] {
			t.Errorf("no workflow uses %s", reference)
		}
		if _, ok := actions[known.runs]; ok {
			continue
		}
		if end, ok := ends[known.runs]; !ok || time.Now().After(end) {
			t.Errorf("%s runs on %s, which is not supported after %s", reference, known.runs, end.Format(time.DateOnly))
		}
	}
}
