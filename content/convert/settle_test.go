package convert_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

// TestImportManyRowsOutOfOrder imports a log with the newest row first, and one with a night after every row: all
// rows are mended, not only some.
func TestImportManyRowsOutOfOrder(t *testing.T) {
	for name, clock := range map[string]func(n int) int{
		"newest first": func(n int) int { return 24*60 - 1 - n },
		"by night":     func(n int) int { return n * 23 * 60 % (24 * 60) },
	} {
		var b strings.Builder
		b.WriteString("# Gates\n\n**Date:** 2026-03-05\n\n## Timeline\n\n")
		const rows = 400
		for n := range rows {
			fmt.Fprintf(&b, "- %02d:%02d It goes on\n", clock(n)/60, clock(n)%60)
		}
		out, err := convert.Import("a.md", []byte(b.String()), convert.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if content.HasErrors(out.Problems) {
			t.Errorf("%s: %v", name, out.Problems[:min(3, len(out.Problems))])
		}
		if n := strings.Count(string(out.Text), "It goes on"); n != rows {
			t.Errorf("%s: %d rows of %d are left", name, n, rows)
		}
	}
}
