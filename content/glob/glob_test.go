package glob

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		pattern, path string
		plain, fold   bool
	}{
		{"", "", true, true},
		{"", "a", false, false},
		{"*", "a", true, true},
		{"*", "a/b", false, false},
		{"**", "a/b", true, true},
		{"**/b", "b", true, true},
		{"**/b", "a/c/b", true, true},
		{"**/b", "a/cb", false, false},
		{"a/**/b", "a/b", true, true},
		{"a/**/b", "a/x/y/b", true, true},
		{"a/**", "a", false, false},
		{"a/**", "a/b/c", true, true},
		{"a**b", "a/b", false, false},
		{"**b", "a/b", false, false},
		{"*/*b*/c", "x/abba/c", true, true},
		{"*/*b*/c", "x/abba/d/c", false, false},
		{"**/*b/c", "b/x/xb/c", true, true},
		{`**\/b`, "a/b", true, true},
		{"a?c", "abc", true, true},
		{"a?c", "a/c", false, false},
		{"[/]", "/", false, false},
		{"[!a]", "a", false, false},
		{"[!a]", "b", true, true},
		{"[b-a]", "b", true, true},
		{"[b-a]", "a", false, false},
		{"[a", "a", false, false},
		{`\`, "", false, false},
		{`\*`, "*", true, true},
		{"é", "é", true, true},
		{"?", "é", false, false}, // two bytes
		{"??", "é", true, true},
		{"ABC", "abc", false, true},
		{"abc", "ABC", false, true},
		{`\A`, "A", true, false}, // as git does
		{"[A]", "A", true, false},
		{"[A-C]", "b", false, true},
		{"[[:upper:]]", "a", false, true},
		{"[[:lower:]]", "A", false, true},
		{"É", "é", false, false},
	} {
		if got := Match(tc.pattern, tc.path, false); got != tc.plain {
			t.Errorf("%q matches %q: %v", tc.pattern, tc.path, got)
		}
		if got := Match(tc.pattern, tc.path, true); got != tc.fold {
			t.Errorf("%q matches %q in either case: %v", tc.pattern, tc.path, got)
		}
	}
}

// TestMatchEnds checks that many wildcards do not take exponential time, in which the test would not end.
func TestMatchEnds(t *testing.T) {
	t.Parallel()
	for _, star := range []string{"*a", "**/", "**/*a", "?*"} {
		if Match(strings.Repeat(star, 50)+"b", strings.Repeat("a/aa", 200), false) {
			t.Errorf("a path without b matches %q and b", star)
		}
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("a/**/[!b-d[:alpha:]]*\\?", "a/x/y")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if !strings.ContainsAny(pattern, `*?[\`) && Match(pattern, path, false) != (pattern == path) {
			t.Errorf("%q matches %q", pattern, path)
		}
		Match(pattern, path, true)
	})
}
