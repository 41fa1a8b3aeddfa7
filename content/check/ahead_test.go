package check_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// TestAhead checks what is still to be written in a draft, at its lines, and that it does not
// repeat what is wrong already.
func TestAhead(t *testing.T) {
	t.Parallel()
	const draft = "---\ntitle: A\nservice: shop\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-01-02\nstatus: draft # for now\nauthors: [platform team]\n---\n" +
		"## Summary\nTODO\n#### Deep\n## Timeline\n| Date | Time | Metadata | Notes |\n|---|---|---|---|\n| | | Outage begins | |\n"
	for _, tc := range []struct{ what, src, want string }{
		{"a draft", draft, "8 section-missing, 12 placeholder, 17 placeholder"},
		{"with lines of Windows", strings.ReplaceAll(draft, "\n", "\r\n"), "8 section-missing, 12 placeholder, 17 placeholder"},
		{"without a line for the status", strings.Replace(draft, "status: draft # for now\n", "", 1), ""},
		{"with a status in the text only", strings.Replace(draft, "status: draft # for now\n", "", 1) + "status: draft\n", ""},
		{"an empty file", "", ""},
	} {
		in := check.Input{Collection: &collection.Collection{FS: fstest.MapFS{}}, Config: config.Default()}
		now := check.RunText(t.Context(), "content/a.md", []byte(tc.src), in)
		var got []string
		for _, f := range check.Ahead(t.Context(), "content/a.md", []byte(tc.src), in, now) {
			got = append(got, fmt.Sprint(f.Line, " ", f.Rule))
		}
		if text := strings.Join(got, ", "); text != tc.want {
			t.Errorf("%s: before the review, there is to write %q, want %q", tc.what, text, tc.want)
		}
	}
}
