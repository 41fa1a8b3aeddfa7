package content

import (
	"fmt"
	"strings"
	"testing"
)

// TestListLimit checks that a list of front matter with too many values is an error with a position,
// however it is written, and that repeated values do not count.
func TestListLimit(t *testing.T) {
	values := func(n int, format, separator string) string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprintf(format, i)
		}
		return strings.Join(out, separator)
	}
	const want = "a.md:3:%d: error: `%s` has more than 100 values"
	for _, test := range []struct{ name, line, want string }{
		{"tags within the limit", "tags: [" + values(100, "t%d", ", ") + "]", ""},
		{"one tag more", "tags: [" + values(101, "t%d", ", ") + "]", fmt.Sprintf(want, 8, "tags")},
		{"tags on a line", "tags: " + values(5000, "t%d", ","), fmt.Sprintf(want, 7, "tags")},
		{"repeated tags", "tags: [" + strings.Repeat("a, ", 200) + "b]", ""},
		{"services", "services: [" + values(101, "s%d", ", ") + "]", fmt.Sprintf(want, 12, "service")},
		{"aliases", "aliases: [" + values(101, "/old/%d/", ", ") + "]", fmt.Sprintf(want, 11, "aliases")},
	} {
		pm, problems := Parse("a.md", []byte("---\ntitle: T\n"+test.line+"\ndate: 2026-03-05\nimpact: latency\nseverity: low\ndetection: manual\nstatus: draft\n---\n## Summary\n\nx\n"), Options{})
		got := ""
		for _, p := range problems {
			if p.Level == Error {
				got += p.String()
			}
		}
		if !strings.HasPrefix(got, test.want) || (test.want == "") != (got == "") {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if pm == nil {
			t.Fatalf("%s: not read", test.name)
		}
		for _, list := range [][]string{pm.Tags, pm.Services, pm.Aliases} {
			if len(list) > 100 {
				t.Errorf("%s: %d values are left", test.name, len(list))
			}
		}
	}
}
