package site_test

import (
	"path"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site"
)

// TestPreview checks that each page of a preview leads to the published site, wherever it is, and that all pages of a
// preview, and of a site that is not to be indexed, say so to search engines.
func TestPreview(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(in *site.Input){
		"preview": func(in *site.Input) {
			in.Preview, in.Config.BaseURL = "pr/12", "https://pm.example.org/team/pr/12/"
		},
		"not indexed": func(in *site.Input) { in.Config.NoIndex = true },
	} {
		s := sample(t, change)
		n := 0
		for _, name := range s.Paths() {
			if path.Ext(name) != ".html" {
				continue
			}
			text := render(t, s, name)
			if !strings.Contains(text, `<meta name="robots" content="noindex">`) {
				t.Errorf("%s: %s may be indexed", what, name)
			}
			if strings.Contains(text, "http-equiv=\"refresh\"") {
				continue
			}
			home := strings.Repeat("../", strings.Count(name, "/")+2)
			if name == "404.html" {
				home = "https://pm.example.org/team/"
			}
			banner := `<aside class="preview" aria-label="Preview">Preview pr/12: this change is not published yet. <a href="` + home + `">Go to the published site</a></aside>`
			if strings.Contains(text, banner) != (what == "preview") {
				t.Errorf("%s: the banner of %s is not as expected:\n%s", what, name, text[:min(len(text), 3000)])
			}
			n++
		}
		if n < 100 {
			t.Errorf("only %d pages were looked at", n)
		}
		if got := render(t, s, "robots.txt"); got != "User-agent: *\nDisallow: /\n" {
			t.Errorf("%s: robots.txt is %q", what, got)
		}
		if _, err := s.Open("sitemap.xml"); err == nil {
			t.Errorf("%s: there is a sitemap", what)
		}
	}
}
