package content_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestSlug checks the last part of the address of a value.
func TestSlug(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"near miss": "near-miss", "Load  Balancer!": "load-balancer", "--a--b--": "a-b", "Ärger": "ärger", "A\u0308rger": "ärger", "日本 2": "日本-2", "x1²": "x1²", "!?": "x-14pyzvt", "?!": "x-4pkv3x", "": "x-ztntfp",
		strings.Repeat("a", 120): strings.Repeat("a", 120),
	} {
		if got := content.Slug(value); got != want {
			t.Errorf("the address of %q ends in %q, want %q", value, got, want)
		}
	}
	if one, two := content.Slug(strings.Repeat("a", 121)), content.Slug(strings.Repeat("a", 122)); len(one) > 20 || one == two {
		t.Errorf("two values that are too long for an address have the slugs %q and %q", one, two)
	}
}
