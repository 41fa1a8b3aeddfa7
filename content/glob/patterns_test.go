package glob_test

import (
	"testing"

	"github.com/pmsite/pmsite/content/glob"
)

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"runbooks", "runbooks/dns.md", true},
		{"runbooks/", "a/runbooks/b/dns.md", true},
		{"/runbooks", "a/runbooks/dns.md", false},
		{"a/runbooks", "a/runbooks/dns.md", true},
		{"index.md", "2026/index.md", true},
		{"*.draft.md", "2026/gates.draft.md", true},
		{"2026/*.md", "2026/gates.md", true},
		{"2026/*.md", "2026/a/gates.md", false},
		{"**/old/**", "a/old/b.md", true},
		{"gates", "gates.md", false},
	} {
		if got := (glob.Patterns{c.pattern}).Match(c.name); got != c.want {
			t.Errorf("%q matches %q: %v", c.pattern, c.name, got)
		}
	}
	if (glob.Patterns{}).Match("a") {
		t.Error("no pattern matches a file")
	}
}

func TestValid(t *testing.T) {
	for pattern, want := range map[string]bool{
		"": true, "a/**/*.md": true, "[a-z]": true, "[]a]": true, "[!]]": true, "[[:alpha:]]x": true, `\[`: true, "]": true, "[a-]": true,
		"[": false, "a/[b": false, "[]": false, "[[:nope:]]": false, "[a][": false, `a\`: false, `[\`: false, "[a-": false,
	} {
		if got := glob.Valid(pattern); got != want {
			t.Errorf("%q is valid: %v", pattern, got)
		}
	}
}
