package collection_test

import (
	"fmt"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// TestSpellings checks that what readers see has one spelling of each name, that of most places, and that the documents
// themselves stay as they are.
func TestSpellings(t *testing.T) {
	post := func(service, owner, ticket string, tags ...string) *content.PostMortem {
		return &content.PostMortem{
			Services: []string{service}, Tags: tags, Incidents: []string{ticket}, Vendor: "Acme", Status: content.Completed,
			ActionItems: []content.ActionItem{{Owner: owner, Tracking: []string{ticket, "CHG1"}}},
		}
	}
	c := &collection.Collection{PostMortems: []*content.PostMortem{
		post("checkout", "Platform team", "chg1", "C++", "c#", "cafe\u0301"),
		post("Checkout", "platform team", "CHG1", "c++", "c", "caf\u00e9"),
		post("Checkout", "platform team", "CHG2", "c++", "C++", "node.js", "node-js"),
		{Services: []string{"CHECKOUT"}, Status: content.Draft},
		{Services: []string{"CHECKOUT"}, Status: content.Draft},
		{Services: []string{"CHECKOUT"}, Status: content.Draft},
	}}
	for _, drafts := range []bool{false, true} {
		service := map[bool]string{false: "Checkout", true: "CHECKOUT"}[drafts] // a hidden draft decides nothing
		published := c.Published(drafts).PostMortems
		want := []string{
			service + " [C++ c# caf\u00e9] [CHG1] platform team [CHG1]",
			service + " [C++ c caf\u00e9] [CHG1] platform team [CHG1]",
			service + " [C++ node.js node-js] [CHG2] platform team [CHG2 CHG1]",
		}
		for i, want := range want {
			pm := published[i]
			if got := fmt.Sprintf("%s %s %s %s %s", pm.Services[0], pm.Tags, pm.Incidents, pm.ActionItems[0].Owner, pm.ActionItems[0].Tracking); got != want {
				t.Errorf("with drafts %v, document %d has %s, want %s", drafts, i, got, want)
			}
		}
	}
	if got := fmt.Sprintf("%+q", c.PostMortems[0].Tags); got != `["C++" "c#" "cafe\u0301"]` || c.PostMortems[0].ActionItems[0].Owner != "Platform team" {
		t.Errorf("the document itself has changed: %s", got)
	}
	same := &collection.Collection{PostMortems: c.PostMortems[3:]}
	if same.Published(true).PostMortems[0] != c.PostMortems[3] {
		t.Error("a post mortem with the usual spellings is copied")
	}
}
