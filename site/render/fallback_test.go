package render_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site/render"
)

// TestFallback checks that a theme has what it lacks from the one in its folder [render.Fallback]: pages, the pieces that
// these and its own ones use, and the assets that those need. What it has, even if it is empty, stays as it is.
func TestFallback(t *testing.T) {
	t.Parallel()
	theme, err := render.LoadTheme(mapFS(
		"page.html", `own {{template "top" .}}{{template "piece" .}}{{template "quiet" .}}`,
		"pieces.html", `{{define "top"}}own top{{end}}{{define "quiet"}}{{end}}`,
		"assets/style.css", "own",
		"default/templates/page.html", "their page",
		"default/templates/new.html", `their {{template "top" .}}{{template "quiet" .}}{{cached "end" "" .}}{{.Asset "style.css"}} {{.Asset "new/a.js"}}`,
		"default/templates/pieces.html", `{{define "top"}}their top{{end}}{{define "quiet"}}loud{{end}}{{define "piece"}} piece{{end}}{{define "end"}} end {{end}}{{define "unused"}}{{.Asset "unused.js"}}{{end}}`,
		"default/assets/style.css", "theirs", "default/assets/unused.js", "", "default/assets/new/a.js", `import "./b.js"`, "default/assets/new/b.js", "",
	))
	if err != nil {
		t.Fatal(err)
	}
	page := &render.Page{Site: &render.Site{Theme: theme}}
	style, errStyle := page.Asset("style.css")
	script, errScript := page.Asset("new/a.js")
	if errStyle != nil || errScript != nil {
		t.Fatal(errStyle, errScript)
	}
	for name, want := range map[string]string{"page.html": "own own top piece", "new.html": "their own top end " + style + " " + script} {
		var got strings.Builder
		if err := theme.Render(&got, name, page); err != nil || got.String() != want {
			t.Errorf("%s is rendered as %q, %v; want %q", name, &got, err, want)
		}
	}
	want := []string{script, strings.Replace(script, "a.js", "b.js", 1), style}
	if got := slices.Sorted(maps.Keys(theme.Assets())); !slices.Equal(got, want) || string(theme.Assets()[style]) != "own" {
		t.Errorf("the assets are %q, want %q", got, want)
	}
}
