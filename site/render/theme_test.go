package render_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/site/render"
)

func mapFS(pairs ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name := pairs[i]
		if !strings.Contains(name, "/") {
			name = "templates/" + name
		}
		files[name] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return files
}

// TestThemeFaults checks that errors in templates name the file and line.
func TestThemeFaults(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]struct {
		file string
		line int
	}{
		"a\n{{.NoSuch.Field}}":       {"templates/page.html", 2},
		"a\n{{if}}":                  {"templates/page.html", 2},
		"a\n\n{{template \"gone\"}}": {"templates/page.html", 3},
		"{{nofunction}}":             {"templates/page.html", 1},
		"a\n{{if 1\n\n":              {"templates/page.html", 2},
	} {
		theme, err := render.LoadTheme(mapFS("page.html", source))
		if err == nil {
			err = theme.Render(&strings.Builder{}, "page.html", struct{ X *struct{} }{})
		}
		var fault *render.TemplateError
		if !errors.As(err, &fault) || fault.File != want.file || fault.Line != want.line {
			t.Errorf("the template %q: %#v, want %s:%d", source, err, want.file, want.line)
			continue
		}
		if !strings.HasPrefix(err.Error(), "theme: ") || errors.Unwrap(err) == nil {
			t.Errorf("the template %q: %v", source, err)
		}
	}
	for what, files := range map[string]fstest.MapFS{"no templates/*.html": mapFS("assets/a.css", ""), "nothing": {}} {
		if _, err := render.LoadTheme(files); err == nil || err.Error() != "theme has no templates/*.html" {
			t.Errorf("a theme with %s: %v", what, err)
		}
	}
	for _, name := range []string{"templates/page.html", "assets/style.css", "assets/search/page.js"} {
		broken := brokenFS{mapFS("page.html", "", "assets/style.css", "", "assets/search/page.js", ""), name}
		if _, err := render.LoadTheme(broken); !errors.Is(err, errBroken) {
			t.Errorf("a theme whose %s cannot be read: %v", name, err)
		}
	}
}

var errBroken = errors.New("the disk is broken")

type brokenFS struct {
	fstest.MapFS
	name string
}

func (b brokenFS) Open(name string) (fs.File, error) {
	if name == b.name {
		return nil, errBroken
	}
	return b.MapFS.Open(name)
}

func (b brokenFS) ReadFile(name string) ([]byte, error) {
	if name == b.name {
		return nil, errBroken
	}
	return b.MapFS.ReadFile(name)
}

// TestAssets checks the names under which the files of a theme are served. They
// depend on the content, so that browsers may cache them forever. The files in a
// folder keep their names; the name of the folder changes with any of them.
func TestAssets(t *testing.T) {
	t.Parallel()
	names := func(files fstest.MapFS) []string {
		theme, err := render.LoadTheme(files)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Sorted(maps.Keys(theme.Assets()))
	}
	got := names(mapFS("page.html", "", "assets/style.css", "a", "assets/search/box.js", "b", "assets/search/page.js", "c"))
	want := []string{"assets/search.REST/box.js", "assets/search.REST/page.js", "assets/style.ca978112ca.css"}
	folder := strings.TrimSuffix(strings.TrimPrefix(got[0], "assets/search."), "/box.js")
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "REST", folder)
	}
	if !slices.Equal(got, want) || len(folder) != 10 {
		t.Errorf("the assets are %q, want %q", got, want)
	}
	for what, files := range map[string]fstest.MapFS{
		"another text": mapFS("page.html", "", "assets/search/box.js", "b", "assets/search/page.js", "d"),
		"another name": mapFS("page.html", "", "assets/search/box.js", "b", "assets/search/pages.js", "c"),
	} {
		if other := names(files); strings.HasPrefix(other[0], "assets/search."+folder+"/") {
			t.Errorf("a folder has the same name with %s in it: %q", what, other)
		}
	}
	if got := names(mapFS("page.html", "")); len(got) != 0 {
		t.Errorf("a theme without assets has %q", got)
	}
	theme, err := render.LoadTheme(mapFS("page.html", `{{.Asset "style.css"}}`, "assets/style.css", "a"))
	if err != nil {
		t.Fatal(err)
	}
	p := &render.Page{Site: &render.Site{Theme: theme}, Path: "a/"}
	if link, err := p.Asset("style.css"); err != nil || link != "../assets/style.ca978112ca.css" {
		t.Errorf("style.css is at %q, %v", link, err)
	}
	if _, err := p.Asset("gone.css"); err == nil || err.Error() != "the theme has no assets/gone.css" {
		t.Errorf("an asset that is not there: %v", err)
	}
}

// TestCached checks that a piece is rendered once for each key and site, also if
// pages of two sites are rendered at the same time.
func TestCached(t *testing.T) {
	t.Parallel()
	theme, err := render.LoadTheme(mapFS("page.html", `{{cached "piece" .Key .}}{{cached "other" .Key .}}{{define "piece"}}<b>{{.Text}}</b>{{end}}{{define "other"}}<i>{{.Text}}</i>{{end}}`))
	if err != nil {
		t.Fatal(err)
	}
	type data struct{ Key, Text string }
	show := func(theme *render.Theme, d data) string {
		var b strings.Builder
		if err := theme.Render(&b, "page.html", d); err != nil {
			t.Error(err)
		}
		return b.String()
	}
	for _, test := range []struct {
		theme *render.Theme
		data  data
		want  string
	}{
		{theme, data{"k", "a&b"}, "<b>a&amp;b</b><i>a&amp;b</i>"}, {theme, data{"k", "c"}, "<b>a&amp;b</b><i>a&amp;b</i>"}, {theme, data{"l", "c"}, "<b>c</b><i>c</i>"}, {theme.Renew(), data{"k", "c"}, "<b>c</b><i>c</i>"}, {theme, data{"k", "d"}, "<b>a&amp;b</b><i>a&amp;b</i>"},
	} {
		if got := show(test.theme, test.data); got != test.want {
			t.Errorf("a page of %+v shows %s, want %s", test.data, got, test.want)
		}
	}
	var wg sync.WaitGroup
	for i := range 4 {
		sites := []*render.Theme{theme.Renew(), theme.Renew()}
		wg.Go(func() {
			for k := range 20 {
				text := fmt.Sprint(i, k%2)
				if got, want := show(sites[k%2], data{"k", text}), fmt.Sprintf("<b>%s</b><i>%[1]s</i>", text); got != want {
					t.Errorf("a page of one site shows a piece of another: %s, want %s", got, want)
				}
			}
		})
	}
	wg.Wait()
	failing, err := render.LoadTheme(mapFS("page.html", `{{cached "piece" "k" .}}{{define "piece"}}{{.Gone}}{{end}}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := failing.Render(&strings.Builder{}, "page.html", data{}); err == nil {
		t.Error("a piece that cannot be rendered: no error")
	}
}
