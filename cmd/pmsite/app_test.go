package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A result is what a command printed and how it ended.
type result struct {
	status         int
	stdout, stderr string
}

// at runs a command at a given time, in an environment with only the given variables.
func at(t *testing.T, now time.Time, env map[string]string, args ...string) result {
	t.Helper()
	var stdout, stderr strings.Builder
	a := &app{
		stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
		getenv: func(name string) string { return env[name] }, now: func() time.Time { return now },
	}
	status := a.run(t.Context(), args)
	return result{status, stdout.String(), stderr.String()}
}

// TestToday checks that today is the day in the config's time zone, for a new post mortem
// and, without a commit, for what is overdue.
func TestToday(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 5, 20, 30, 0, 0, time.FixedZone("", -2*60*60)) // 22:30 in UTC
	for zone, day := range map[string]string{"": "2026-03-05", "timezone: Pacific/Auckland\n": "2026-03-06", "timezone: UTC\n": "2026-03-05"} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "pmsite.yaml"), "title: Today\n"+zone)
		made := at(t, now, nil, "new", "-C", dir, "Gates offline")
		want := "content/postmortems/2026/" + day + "-gates-offline.md"
		if made.status != 0 || !strings.HasSuffix(filepath.ToSlash(strings.TrimSpace(made.stdout)), want) {
			t.Errorf("with %q, a new post mortem is %q, want %q", zone, made.stdout, want)
		}
		if got := at(t, now, nil, "stats", "-C", dir).stdout; !strings.HasPrefix(got, "0 post mortems, as of "+day+"\n") {
			t.Errorf("with %q, stats are of %q, want %s", zone, got, day)
		}
	}
}

// TestInterrupted checks that an interrupted command says so and fails.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content", "a.md"), document(1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, command := range []string{"build", "check", "stats", "export"} {
		var stdout, stderr strings.Builder
		a := &app{stdout: &stdout, stderr: &stderr, getenv: os.Getenv, now: time.Now}
		if status := a.run(ctx, []string{command, "-C", dir}); status != 2 || stderr.String() != "interrupted\n" || stdout.String() != "" {
			t.Errorf("%s ends with status %d and prints %q and %q, want 2 and \"interrupted\"", command, status, stdout.String(), stderr.String())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("an interrupted build left a site")
	}
}

// TestTokenOfTheEnvironment checks which hosts get the tokens of the environment: a
// GitHub workflow's token goes only to its own server.
func TestTokenOfTheEnvironment(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		host string
		env  map[string]string
		want string
	}{
		{"github.com", map[string]string{"GITHUB_TOKEN": "workflow"}, "workflow"},
		{"GitHub.com", map[string]string{"GITHUB_TOKEN": "workflow"}, "workflow"},
		{"evil.example", map[string]string{"GITHUB_TOKEN": "workflow"}, ""},
		{"github.com.evil.example", map[string]string{"GITHUB_TOKEN": "workflow"}, ""},
		{"git.example.org", map[string]string{"GITHUB_TOKEN": "workflow", "GITHUB_SERVER_URL": "https://git.example.org"}, "workflow"},
		{"git.example.org", map[string]string{"GITHUB_TOKEN": "workflow", "GITHUB_SERVER_URL": "https://git.example.org:8443/x"}, "workflow"},
		{"github.com", map[string]string{"GITHUB_TOKEN": "workflow", "GITHUB_SERVER_URL": "https://git.example.org"}, ""},
		{"github.com", map[string]string{"GITHUB_TOKEN": "workflow", "GITHUB_SERVER_URL": "::"}, "workflow"},
		{"git.example.org", map[string]string{"PMSITE_TOKEN": "own"}, "own"},
		{"github.com", map[string]string{"PMSITE_TOKEN": "own", "GITHUB_TOKEN": "workflow"}, "own"},
		{"github.com", nil, ""},
	} {
		a := &app{getenv: func(name string) string { return test.env[name] }}
		if got := a.token(test.host); got != test.want {
			t.Errorf("with %v, %s gets the token %q, want %q", test.env, test.host, got, test.want)
		}
	}
}

// TestSize checks how sizes are formatted.
func TestSize(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0 KB", 1: "1 KB", 1024: "1 KB", 1025: "2 KB", 1<<20 - 1: "1024 KB", 1 << 20: "1.0 MB", 1<<20 + 1<<19: "1.5 MB",
		10<<20 - 1: "10.0 MB", 10 << 20: "10 MB", 25<<20 + 1<<19: "25 MB",
	} {
		if got := size(n); got != want {
			t.Errorf("%d bytes are formatted as %s, want %s", n, got, want)
		}
	}
}

// document returns the text of the n-th draft.
func document(n int) string {
	return fmt.Sprintf("---\ntitle: Title %d\nid: PM-2026-%04d\nservice: s%d\ndate: 2026-01-%02d\nstatus: draft\ntags: [t%d]\n---\n## Summary\nText %[1]d.\n", n, n, n%3, n%28+1, n%5)
}
