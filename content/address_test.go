package content_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestNameSlug checks that names have the same address only if they are the same.
func TestNameSlug(t *testing.T) {
	t.Parallel()
	apart := []string{
		"c", "c++", "c#", "C/", "node.js", "node-js", "node_js", "nodejs", "node--js", "-node-js", "node-js-", "Node/JS", "!?", "?!", "+", "++", "x", "x-1", "",
		"ä", "a", "日本", strings.Repeat("a", 120), strings.Repeat("a", 121), strings.Repeat("a", 122), "CHG/1", "CHG#1", "CHG-1", "CHG_1", "acme/web#12", "acme/web!12", "acme-web-12",
	}
	for _, slug := range []func(string) string{content.NameSlug, content.TicketSlug} {
		taken := map[string]string{}
		for _, name := range apart {
			key := content.FoldAddress(slug(name))
			if other, found := taken[key]; found || key == "" || strings.ContainsAny(key, "/#?%+ .") || len(key) > 140 {
				t.Errorf("%q has the address %q, and so has %q", name, key, other)
			}
			taken[key] = name
		}
		for _, pair := range [][2]string{{"C++", "c++"}, {"Ärger", "a\u0308rger"}, {"Ärger!", "A\u0308RGER!"}, {"chg1", "CHG1"}, {"chg/1", "CHG/1"}, {"Node JS", "node-js"}, {"INC  1", "inc-1"}} {
			if slug(pair[0]) != slug(pair[1]) || !content.SameName(pair[0], pair[1]) {
				t.Errorf("%q and %q have the addresses %q and %q", pair[0], pair[1], slug(pair[0]), slug(pair[1]))
			}
		}
	}
	for name, want := range map[string]string{"DNS": "dns", "ticket-gates": "ticket-gates", "Acme  Cloud": "acme-cloud", "c++": "c~cedb1bac"} {
		if got := content.NameSlug(name); got != want {
			t.Errorf("the address of %q ends in %q, want %q", name, got, want)
		}
	}
}

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
