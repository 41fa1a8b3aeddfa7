package site_test

import "testing"

// TestDescriptions checks the line that describes each list to search engines
// and link previews.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	s := several(t)
	for name, want := range map[string]string{
		"postmortems/": "All post mortems, newest first", "action-items/": "All action items of the post mortems; those that need a decision come first",
		"controls/": "Controls, what became of them, and the post mortems that mention them", "digest/": "What was new, was completed, came back or needs a decision, by month", "tickets/": "Ticket numbers that several post mortems mention, and all others", "tickets/all/": "Ticket numbers, and the post mortems that mention them", "tickets/INC7/": "Post mortems that mention INC7",
		"lessons/": "What went well, what went wrong, and where we got lucky", "review/": "Post mortems that are still being written or reviewed", "search/": "Full-text search in all post mortems",
		"dashboard/": "Severity, duration and action items of all post mortems", "dashboard/definitions/": "What every figure counts, what is unknown, and what to keep in mind", "404.html": "There is no such page",
	} {
		file := name
		if name[len(name)-1] == '/' {
			file += "index.html"
		}
		says(t, "/"+name, read(t, render(t, s, file)), []string{"\ndescription: " + want + "\n"}, nil)
	}
}
