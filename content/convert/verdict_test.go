package convert_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

// TestAddVerdict adds verdicts in the order of their pairs, whatever the form of the entries, and keeps all else.
func TestAddVerdict(t *testing.T) {
	t.Parallel()
	v := content.Verdict{Pair: [2]string{"PM-2", "PM-5"}, Same: true, Why: "One\n\"line\": 1", By: "platform team"}
	const entry = "- pair: [PM-2, PM-5]\n  verdict: same\n  why: \"One \\\"line\\\": 1\"\n  by: platform team\n"
	const before, after = "- {pair: [pm-2, PM-3], verdict: same, why: x, by: r}\n", "- pair: [PM-2, PM-9]\n  verdict: same\n  why: y\n  by: r\n"
	for src, want := range map[string]string{
		before:                                   before + entry,
		after:                                    entry + after,
		"# Ours.\n\n" + before + after:           "# Ours.\n\n" + before + entry + after,
		before + "\n# Of May.\n" + after:         before + "\n" + entry + "# Of May.\n" + after,
		strings.TrimSuffix(before, "\n"):         before + entry,
		strings.ReplaceAll(before, "\n", "\r\n"): strings.ReplaceAll(before+entry, "\n", "\r\n"),
	} {
		got, err := convert.AddVerdict([]byte(src), v)
		if err != nil || string(got) != want {
			t.Errorf("%q becomes %q, %v, want %q", src, got, err, want)
		}
	}
	got, err := convert.AddVerdict(nil, v)
	if err != nil || !strings.HasSuffix(string(got), "\n\n"+entry) || !strings.HasPrefix(string(got), "# What people found") {
		t.Errorf("a new file is %q, %v", got, err)
	}
	if _, err := convert.AddVerdict([]byte("[{pair: [a, b], verdict: same, why: x, by: r}]\n"), v); !errors.Is(err, convert.ErrVerdicts) {
		t.Errorf("a list in brackets: %v", err)
	}
}
