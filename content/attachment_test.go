package content_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestUnpublished checks why files beside a post mortem are not published.
func TestUnpublished(t *testing.T) {
	for name, want := range map[string]string{
		"a.png": "", "A.PNG": "", "sub/a.log": "", "a.svg": "", "a.tar.gz": "",
		"a.html": "files of type .html are not published", "a.png.Exe": "files of type .Exe are not published", "Makefile": "files without a type are not published",
		"index.json": "the page itself has a file index.json", "INDEX.HTML/a.png": "the page itself has a file index.html", "sub/index.json": "",
	} {
		if got := content.Unpublished(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
