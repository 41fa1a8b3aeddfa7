package content_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestMayBePostMortem checks that no file is left out that somebody meant as a post mortem.
func TestMayBePostMortem(t *testing.T) {
	t.Parallel()
	const guide = "# Guide\n\nHow we work.\n\n## Overview\n\nSo.\n\n## References\n"
	for _, test := range []struct {
		name, text string
		want       bool
	}{
		{"docs/guide.md", guide, false},
		{"docs/guide.md", "", false},
		{"docs/guide.md", "---\nsidebar_position: 2\n---\n" + guide, false},
		{"docs/guide.md", guide + "\n```markdown\n## Timeline\nseverity: low\n```\n", false},
		{"docs/guide.md", guide + "\n----\n\nThe date: it matters.\n", false},
		{"docs/index.md", guide, false},
		// What is broken does not vanish.
		{"docs/slow.md", "---\ntitle: Slow\n---\n", true},
		{"docs/slow.md", "---\nlayout: post\nstatus: draft\n---\n", true},
		{"docs/slow.md", "---\nlayout: a: b\n---\n", true},
		{"docs/slow.md", "---\nlayout: a\n", true},
		{"docs/slow.md", "--\nlayout: a\n--\n", true},
		{"docs/slow.md", "\n\n---\nlayout: a\n---\n", true},
		{"docs/slow.md", "title: Slow\ndate: 2026-03-05\n---\n", true},
		{"docs/slow.md", "layout: post\r\nseverity: low\r\n---\r\n", true},
		{"docs/slow.md", "# Slow\n\n**Date:** 2026-03-05\n", true},
		{"docs/slow.md", "# Slow\n\n| Severity | low |\n", true},
		{"docs/slow.md", "# Slow\n\n## Timeline (UTC)\n", true},
		{"docs/slow.md", "# Slow\n\n## What went well\n", true},
		{"docs/slow.md", "# Slow\n\n## Summary\n\n## Action items\n", true},
		{"docs/slow.md", "# Lent\n\n## Chronologie\n", true},
		{"docs/slow.md", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n", true},
		{"docs/slow.md", "a\xe9\n", true},
		{"docs/2026-03-05-slow.md", guide, true},
		{"docs/20260305-slow.md", guide, true},
		{"docs/2026/slow.md", guide, true},
		{"docs/2026-03-05-slow/index.md", guide, true},
	} {
		if got := content.MayBePostMortem(test.name, []byte(test.text)); got != test.want {
			t.Errorf("%s %q: %v, want %v", test.name, test.text, got, test.want)
		}
	}
}
