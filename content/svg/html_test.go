package svg_test

import (
	"bytes"
	"testing"

	"golang.org/x/net/html"
)

// checkHTML reads the picture as a browser does that takes it for a page.
func checkHTML(t *testing.T, src []byte) {
	t.Helper()
	page, err := html.Parse(bytes.NewReader(src))
	if err != nil {
		return
	}
	for n := range page.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if forbidden[n.Data] {
			t.Fatalf("as HTML, the cleaned picture has the element %s\n%s", n.Data, src)
		}
		for _, a := range n.Attr {
			checkAttribute(t, a.Key, a.Val, src)
		}
	}
}
