package index_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/index"
)

// TestAlike finds what shares more with a new post mortem than a service: two rare words, one word and the service, or a
// control. Words of the name of the service do not count.
func TestAlike(t *testing.T) {
	t.Parallel()
	posts := []*content.PostMortem{
		on(10, "words", "Deny pattern refuses traffic", "warehouse"), on(11, "one", "A pattern", "edge-gateway"),
		on(13, "service", "Slow", "edge-gateway"), on(14, "name", "The edge gateway is slow", "edge-gateway"),
		with(on(15, "control", "Kernel", "gates"), "canary stage", content.Held),
	}
	pm := with(on(20, "new", "A deny pattern at the edge gateway", "edge-gateway"), "canary stage", content.Named)
	pm.Path = "content/new.md"
	got := ""
	for _, other := range index.Alike(append(posts, pm), pm) {
		got += other.PM.Slug + ": " + other.Reason + "\n"
	}
	want := "control: same control\none: service edge-gateway, both mention “pattern”\nwords: both mention “deny” and “pattern”\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if found := index.Alike(nil, pm); len(found) > 0 {
		t.Errorf("%v looks alike in an empty collection", found)
	}
}
