package feed_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/feed"
)

// TestMonths checks that a month appears when it is over, and that markup in its counts is text.
func TestMonths(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	months := []feed.Month{
		{Title: "May 2026", URL: "https://x.example/digest/2026-05/", Summary: "1 new <post mortem>", Over: content.Date{Year: 2026, Month: 5, Day: 31}},
		{Title: "April 2026", URL: "https://x.example/digest/2026-04/", Summary: "2 new", Over: content.Date{Year: 2026, Month: 4, Day: 30}},
	}
	if err := feed.Months(&b, feed.Feed{Title: "Months", Home: "https://x.example/digest/", Self: "https://x.example/digest/feed.xml"}, months); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"<updated>2026-06-01T00:00:00Z</updated>\n  <author>", "<title>April 2026</title>\n    <updated>2026-05-01T00:00:00Z</updated>", "1 new &amp;lt;post mortem&amp;gt;",
		`<link href="https://x.example/digest/feed.xml" rel="self" type="application/atom+xml">`, `<link href="https://x.example/digest/2026-05/" rel="alternate" type="text/html">`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	b.Reset()
	if err := feed.Months(&b, feed.Feed{Title: "Months"}, nil); err != nil || strings.Contains(b.String(), "<entry>") {
		t.Errorf("without months: %v\n%s", err, b.String())
	}
}
