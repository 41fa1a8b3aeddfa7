package site_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site"
)

// TestDiagrams checks that only a page with a diagram loads the script that draws it, and only a site with such a page
// has the script. The source stays on the page, in the feeds and in the markdown.
func TestDiagrams(t *testing.T) {
	t.Parallel()
	const plain = "-- content/plain.md --\n---\ntitle: Plain\n---\n\n```text\nflowchart mermaid\n```\n\n`<code class=\"language-mermaid\">`\n"
	const drawn = "-- content/drawn.md --\n---\ntitle: Drawn\n---\n\n## Timeline\n\nText.\n\n- Item\n\n  ```mermaid\n  flowchart LR\n    A --> B\n  ```\n"
	loads := func(s *site.Site) (names []string) {
		for _, name := range s.Paths() {
			if strings.HasSuffix(name, ".html") && strings.Contains(render(t, s, name), "mermaid.min.js") {
				names = append(names, name)
			}
		}
		return names
	}
	has := func(s *site.Site) bool {
		return slices.ContainsFunc(s.Paths(), func(name string) bool { return strings.HasPrefix(name, "assets/mermaid.") })
	}
	if s := newSite(t, collected(t, plain), nil); len(loads(s)) > 0 || has(s) {
		t.Errorf("a site without diagrams has the script: %v, on %q", has(s), loads(s))
	}
	s := newSite(t, collected(t, plain+drawn), nil)
	if got := loads(s); !slices.Equal(got, []string{"postmortems/drawn/index.html"}) || !has(s) {
		t.Errorf("the script is there: %v, and loaded by %q", has(s), got)
	}
	for name, want := range map[string]string{
		"postmortems/drawn/index.html": "<code class=\"language-mermaid\">flowchart LR\n  A --&gt; B\n</code>",
		"postmortems/drawn.md":         "```mermaid",
	} {
		if got := render(t, s, name); !strings.Contains(got, want) {
			t.Errorf("%s lacks %q", name, want)
		}
	}
}
