//go:build unix

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// What a terminal, a CI system or a reader's eye would obey, as the name of a file and as text.
const (
	hostileName = "a\x1b]0;owned\a\u009b2J\u202e\r::error::x\n::stop-commands::y ##[add-mask]z"
	hostileText = "::error::turned \x1b[2J\u009b31m\u202egpj.exe\u2066 ##[add-mask]z"
)

// hostileYAML is hostileText in a double-quoted YAML scalar.
const hostileYAML = `"::error::turned \e[2J\u009b31m\u202egpj.exe\u2066 ##[add-mask]z"`

// obeyed returns the first thing in a command's output that would be obeyed.
func obeyed(output string) string {
	if i := strings.IndexFunc(output, func(r rune) bool {
		return r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	}); i >= 0 {
		return output[i:]
	}
	return regexp.MustCompile(`(?m)^\s*::.*|##\w*\[.*`).FindString(output)
}

// hostileCollection returns a repository whose main branch has one hostile post mortem that can be published.
func hostileCollection(t *testing.T) *gittest.Repo {
	t.Helper()
	r := gittest.New(t)
	text := strings.ReplaceAll("---\ntitle: X\ndate: 2026-01-02\nid: X\nstatus: review\nservice: X\nimpact: latency\nseverity: high\ndetection: manual\nauthors: [X]\ntags: [X]\nvendor: X\n---\n\n## Summary\n\n", "X", hostileYAML) +
		hostileText + "\n\n[a](nowhere.md)\n\n## Action Items\n\n| Action Item | Owner | Type |\n| - | - | - |\n| " + hostileText + " | team | Mitigation |\n"
	r.Write(filepath.Join("content", hostileName, "2026-01-02-fine.md"), text)
	r.Commit("first\x1b[2J")
	return r
}

// TestNothingIsObeyed runs commands on file names, values, text and arguments that nobody may obey.
func TestNothingIsObeyed(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	env := map[string]string{"GITHUB_ACTIONS": "true"}
	broken := map[string]string{
		filepath.Join("content", hostileName+".md"): "---\ntitle: " + hostileYAML + "\ndate: " + hostileYAML + "\nstatus: " + hostileYAML + "\n" + hostileYAML + ": x\n---\n" + hostileText,
	}
	for _, test := range []struct {
		args  []string
		files map[string]string // beside those of the collection
		want  string            // part of the output
	}{
		{[]string{"build", "--keep-going=false"}, broken, "nothing written"},
		{[]string{"build"}, broken, "left out because of errors"},
		{[]string{"build", "-v"}, nil, "1 post mortem"},
		{[]string{"build", "--ref", hostileName}, nil, "error:"},
		{[]string{"publish"}, broken, "nothing written"},
		{[]string{"publish", "--dry-run"}, nil, "A index.html"},
		{[]string{"publish", "--branch", hostileName}, nil, "is not a valid branch name"},
		{[]string{"check", "-v"}, broken, "post mortems: "},
		{[]string{"check", "-v"}, nil, "nowhere.md"},
		{[]string{"check", "--strict", "--base", "HEAD~0"}, broken, "1 post mortem"},
		{[]string{"check", hostileName}, nil, "there is no file"},
		{[]string{"check", "--fix"}, map[string]string{filepath.Join("content", hostileName+".md"): "---\ntitle: x\ndate: 2026/03/05\n---\n"}, "fixed"},
		{[]string{"diff", "--base", "HEAD"}, broken, "content/a"},
		{[]string{"diff", "--base", "HEAD", "--format", "markdown"}, broken, "<!-- pmsite diff -->"},
		{[]string{"diff", "--base", hostileName}, nil, "error:"},
		{[]string{"fmt", "--check", "content"}, nil, "fine.md"},
		{[]string{"fmt", hostileName}, nil, "error:"},
		{[]string{"import", "--write", "foreign"}, map[string]string{"foreign": "# " + hostileText + "\n\n**Date:** 2026-01-01\n**" + hostileText + ":** a\n"}, "2026-01-01"},
		{[]string{"import", hostileName}, nil, "error:"},
		{[]string{"new", hostileText}, nil, "2026-05-01-"},
		{[]string{"init", hostileName}, nil, "error: the workflows cannot name"},
		{[]string{"search", "turned"}, nil, "turned"},
		{[]string{"search", "--facets", "turned"}, nil, "Service"},
		{[]string{"search", "title:\"" + hostileText}, nil, "error:"},
		{[]string{"stats"}, nil, "1 post mortem"},
		{[]string{"stats", "--severity", hostileText}, nil, "--severity takes"},
		{[]string{"export", "--what", hostileText}, nil, "--what takes"},
		{[]string{"rules", hostileText}, nil, "there is no rule"},
		{[]string{"serve", "--editor", hostileText}, nil, "--editor"},
		{[]string{hostileText}, nil, "there is no command"},
		{[]string{"build", "--" + hostileText}, nil, "has no flag"},
		{[]string{"build", "--config", hostileName}, nil, "error:"},
		{[]string{"build"}, map[string]string{"pmsite.yaml": hostileYAML + ": x\ntheme: " + hostileYAML + "\n"}, "error:"},
	} {
		r := hostileCollection(t)
		for name, text := range test.files {
			r.Write(name, text)
		}
		args := append([]string{test.args[0], "-C", r.Dir}, test.args[1:]...)
		for i, arg := range args {
			if arg == "foreign" || arg == "content" || arg == hostileName && test.args[0] == "init" {
				args[i] = filepath.Join(r.Dir, arg)
			}
		}
		got := at(t, now, env, args...)
		output := got.stdout + got.stderr
		if slices.Contains(test.args, "markdown") {
			output = strings.ReplaceAll(output, "\u200b", "") // the report's own
		}
		if bad := obeyed(output); bad != "" || !strings.Contains(output, test.want) {
			t.Errorf("%q prints\n%q\nwhich contains %q; want nothing that is obeyed, and %q", test.args, output, bad, test.want)
		}
	}
}

// TestServeLogIsHarmless checks the log of the preview in the same way.
func TestServeLogIsHarmless(t *testing.T) {
	t.Parallel()
	r := hostileCollection(t)
	p := startServe(t, r.Dir, nil, "--addr", "127.0.0.1:0")
	if err := os.WriteFile(filepath.Join(r.Dir, "content", hostileName+".md"), []byte("---\ntitle: x\ndate: "+hostileYAML+"\n---\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if strings.Contains(p.stderr.String(), "error:") {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.stop()
	if output := p.stderr.String(); obeyed(output) != "" || !strings.Contains(output, "error:") {
		t.Errorf("serve prints\n%q\nwhich contains %q", output, obeyed(output))
	}
}
