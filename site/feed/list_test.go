package feed_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site/feed"
)

func TestList(t *testing.T) {
	t.Parallel()
	for want, rows := range map[string][]feed.ListRow{
		`{"schema_version":2,"id":["PM-1","",""],"summary":["One.","","Three."],"stated":[0,2]}`: {{ID: "PM-1", Summary: "One.", Stated: true}, {}, {Summary: "Three.", Stated: true}},
		`{"schema_version":2,"id":[],"summary":[],"stated":[]}`:                                  nil,
	} {
		var out strings.Builder
		if err := feed.List(&out, slices.Values(rows)); err != nil || out.String() != want+"\n" {
			t.Errorf("%s %v, want %s", out.String(), err, want)
		}
	}
}
