package site_test

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestListFilters checks that the list names every filter that its script knows, so that the script fetches data for these
// and for no others.
func TestListFilters(t *testing.T) {
	t.Parallel()
	page := render(t, sampleWithDrafts(t), "postmortems/index.html")
	named := strings.Fields(regexp.MustCompile(`data-filters="([^"]*)"`).FindStringSubmatch(page)[1])
	script, err := fs.ReadFile(defaultTheme(t), "assets/dashboard/posts.js")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(script), "\nconst filters = {")
	table, _, _ = strings.Cut(table, "\n};")
	known := []string{"text"} // in the script of the list
	for _, match := range regexp.MustCompile(`(?m)^\t(\w+): `).FindAllStringSubmatch(table, -1) {
		known = append(known, match[1])
	}
	var figures struct{ Figures []struct{ Key string } }
	if err := json.Unmarshal([]byte(render(t, sampleWithDrafts(t), "data/figures.json")), &figures); err != nil {
		t.Fatal(err)
	}
	for _, figure := range figures.Figures {
		known = append(known, figure.Key)
	}
	slices.Sort(named)
	slices.Sort(known)
	if !slices.Equal(named, known) || len(known) < 30 {
		t.Errorf("the page names %q, and the script knows %q", named, known)
	}
}

// TestListPage checks what the list says without scripts, and that years stand between its rows.
func TestListPage(t *testing.T) {
	t.Parallel()
	html := render(t, sampleWithDrafts(t), "postmortems/index.html")
	for _, part := range []string{`<noscript>`, `Filtering needs JavaScript`, `<a href="../services/">service</a>`, `<h2 class="year">2026</h2>`, `<h2 class="year">2023</h2>`} {
		if !strings.Contains(html, part) {
			t.Errorf("the list has no %s", part)
		}
	}
}
