package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestVuln checks that .ci/vuln fails if the code calls a vulnerable function or cannot be
// checked, but not if the Go vulnerability database cannot be reached.
func TestVuln(t *testing.T) {
	const unreachable = "HTTPS_PROXY=http://127.0.0.1:1"
	for _, test := range []struct {
		name, env, pkg string
		status         int
		want           string
	}{
		{"called", "VULNDB=" + database(t, "Sub"), "./themes", 3, "Vulnerability #1: GO-2026-0001"},
		{"not called", "VULNDB=" + database(t, "Glob"), "./themes", 0, "No vulnerabilities found."},
		{"unreachable", unreachable, "./themes", 0, "warning: not checked for known vulnerabilities: the database at https://vuln.go.dev cannot be reached"},
		{"no such package", unreachable, "./nowhere", 1, "nowhere: directory not found"},
		{"no such database", "VULNDB=file:///nowhere", "./themes", 1, "/nowhere: no such file or directory"},
	} {
		t.Run(test.name, func(t *testing.T) {
			vuln := exec.Command("./.ci/vuln", test.pkg)
			vuln.Dir = root
			vuln.Env = append(os.Environ(), "VULNDB=", "GITHUB_ACTIONS=", test.env)
			out, err := vuln.CombinedOutput()
			if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
				t.Fatal(err)
			}
			if got := vuln.ProcessState.ExitCode(); got != test.status || !strings.Contains(string(out), test.want) {
				t.Errorf("exit status %d, want %d, with %q in\n%s", got, test.status, test.want, out)
			}
		})
	}
}

// database returns the URL of a database in which a function of package io/fs is vulnerable in
// every release of Go.
func database(t *testing.T, symbol string) string {
	t.Helper()
	dir := t.TempDir()
	entry := fmt.Sprintf(`{"id": "GO-2026-0001", "modified": "2026-01-01T00:00:00Z", "database_specific": {"url": "https://pkg.go.dev/vuln/GO-2026-0001"}, "affected": [{
		"package": {"name": "stdlib", "ecosystem": "Go"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}],
		"ecosystem_specific": {"imports": [{"path": "io/fs", "symbols": [%q]}]}}]}`, symbol)
	if err := os.WriteFile(filepath.Join(dir, "GO-2026-0001.json"), []byte(entry), 0o644); err != nil {
		t.Fatal(err)
	}
	return "file://" + filepath.ToSlash(dir)
}
