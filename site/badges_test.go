package site_test

import (
	"regexp"
	"strings"
	"testing"
)

var badgeForm = regexp.MustCompile(`<span class="badge[^"]*"[^>]*>(?:<span aria-hidden="true">[^<]*</span>)?\s*([^<]*)</span>`)

// TestBadges checks that a severity, status or state has the same badge on all pages of the sample, also where a script
// copies it.
func TestBadges(t *testing.T) {
	t.Parallel()
	s := sampleWithDrafts(t)
	seen, on := map[string]string{}, map[string]string{}
	for _, path := range s.Paths() {
		if !strings.HasSuffix(path, ".html") || strings.HasPrefix(path, "tickets/") {
			continue
		}
		for _, m := range badgeForm.FindAllStringSubmatch(render(t, s, path), -1) {
			if badge, ok := seen[m[1]]; ok && badge != m[0] {
				t.Errorf("%s has the badge %s, and %s has %s", path, m[0], on[m[1]], badge)
			}
			seen[m[1]], on[m[1]] = m[0], path
		}
	}
	for _, text := range []string{"critical", "near miss", "draft", "in review", "overdue", "open", "in progress", "done", "cancelled"} {
		if seen[text] == "" {
			t.Errorf("no page has a badge that says %q", text)
		}
	}
	if seen["review"] != "" {
		t.Errorf("%s says %s", on["review"], seen["review"])
	}
}
