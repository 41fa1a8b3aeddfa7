package site_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var brokenUnit = regexp.MustCompile(`\d (%|(ms|s|min|h|d|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b)`)

// TestUnitsStayTogether checks that no line of a page can end between a number and its unit. Lines of code are as they are
// written, and those of drawings do not break.
func TestUnitsStayTogether(t *testing.T) {
	t.Parallel()
	s := sampleWithDrafts(t)
	for _, path := range []string{
		"index.html", "dashboard/index.html", "dashboard/definitions/index.html", "services/booking/index.html", "postmortems/index.html",
		"action-items/index.html", "review/index.html", "postmortems/2025-02-10-payments-connection-pool/index.html",
	} {
		root, err := html.Parse(strings.NewReader(render(t, s, path)))
		if err != nil {
			t.Fatal(err)
		}
		kept := 0
		for n := range root.Descendants() {
			if n.Type != html.TextNode || inside(n, "code", "pre", "svg", "head", "script", "select") {
				continue
			}
			kept += strings.Count(n.Data, "\u00a0")
			if brokenUnit.MatchString(n.Data) {
				t.Errorf("%s can break %q", path, n.Data)
			}
		}
		if kept == 0 {
			t.Errorf("%s has no number with a unit", path)
		}
	}
}

// inside reports whether a node is in an element of one of the names.
func inside(n *html.Node, names ...string) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		for _, name := range names {
			if up.Data == name {
				return true
			}
		}
	}
	return false
}
