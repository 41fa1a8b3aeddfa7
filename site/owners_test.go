package site_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site"
)

// TestOwnerFeeds checks the feeds of roles: the post mortems with their action items, and a page
// that leads to the list of these items. Spellings of one role have one feed.
func TestOwnerFeeds(t *testing.T) {
	t.Parallel()
	const head = "### Action Items\n| Action Item | Type | Owner | Tracking information | Due | Status |\n|-|-|-|-|-|-|\n"
	s := newSite(t, collected(t, "-- content/a.md --\n"+head+"| One | Preventative | platform team | | | open |\n"+
		"-- content/b.md --\n"+head+"| Two | Preventative | Platform  Team | | | open |\n| Three | Preventative | | | | open |\n-- content/c.md --\nNothing to do.\n"),
		func(in *site.Input) { in.Config.BaseURL = "https://pm.example.org/" })
	const folder = "action-items/owners/platform-team/"
	says(t, "the feed", render(t, s, folder+"feed.xml"), []string{"action items of ", "/postmortems/a/", "/postmortems/b/"}, []string{"/postmortems/c/"})
	says(t, "the page", render(t, s, folder+"index.html"), []string{`url=../../../action-items/?owner=Platform+Team"`}, nil)
	if n := len(slices.DeleteFunc(slices.Clone(s.Paths()), func(name string) bool { return !strings.HasPrefix(name, "action-items/owners/") })); n != 2 {
		t.Errorf("%d files of owners, want the feed and its page", n)
	}
}
