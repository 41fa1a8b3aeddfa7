package index

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

func TestRelate(t *testing.T) {
	posts := []*content.PostMortem{
		{
			Slug: "lame", Date: day(1), Title: "Lame delegation", Services: []string{"dns"}, Tags: []string{"dns", "delegation"},
			Controls: []content.Control{{Name: "Zone comparison"}}, Incidents: []string{"INC0001"},
		},
		{Slug: "expired", ID: "PM-2", Date: day(2), Title: "Zone expired", Services: []string{"dns"}, Tags: []string{"DNS"}},
		{
			Slug: "certificate", Date: day(3), Title: "Certificate expired", Services: []string{"edge"}, Tags: []string{"tls"},
			PreventedBy: []string{"pm-2#action-1"}, Controls: []content.Control{{Name: "Zone comparison: was off"}},
		},
		{Slug: "crash", Date: day(4), Title: "Ticket gates crashed", Services: []string{"gates"}, Controls: []content.Control{{Name: "Zone comparison"}}},
		{
			Slug: "change", Date: day(5), Title: "Change rolled back", Services: []string{"booking"}, Vendor: "Northwind",
			ActionItems: []content.ActionItem{{Title: "Follow up", Tracking: []string{"inc0001"}}},
		},
		{Slug: "alone", Date: day(6), Title: "Crashing", Services: []string{"wifi"}, Vendor: "northwind"},
	}
	var got strings.Builder
	related := Relate(posts)
	for _, pm := range posts {
		fmt.Fprintf(&got, "%s\n", pm.Slug)
		for _, r := range related[pm] {
			fmt.Fprintf(&got, "  %s: %s\n", r.PM.Slug, r.Reason)
		}
	}
	const want = `lame
  change: ticket inc0001
  expired: service dns, tag DNS
  crash: same control
expired
  certificate: an action item here would have prevented it, both mention “expired”
  lame: service dns, tag DNS
certificate
  expired: an action item there would have prevented this, both mention “expired”
crash
  lame: same control
change
  lame: ticket inc0001
  alone: vendor northwind
alone
  change: vendor northwind
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

func day(n int) content.Date { return content.Date{Year: 2026, Month: 1, Day: n} }
