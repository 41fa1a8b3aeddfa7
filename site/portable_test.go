package site_test

import (
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

var portableSample = once(func(t testing.TB) *site.Site {
	return sample(t, func(in *site.Input) { in.Drafts, in.Portable = true, true })
})

// TestPortableLinks follows every link of the portable site. Each must lead to a file, not to its folder, and no script
// is a module.
func TestPortableLinks(t *testing.T) {
	t.Parallel()
	s := portableSample(t)
	pages := pagesOf(t, s)
	for name, p := range pages {
		for _, link := range p.links {
			to, _, _ := strings.Cut(link, "#")
			to, _, _ = strings.Cut(to, "?")
			if fault := follow(s, pages, "/team/pm/", name, link); fault != "" {
				t.Errorf("%s: link %q %s", name, link, fault)
			} else if !strings.Contains(link, ":") && to != "" && path.Ext(to) == "" {
				t.Errorf("%s: link %q leads to a folder", name, link)
			}
		}
		if strings.Contains(render(t, s, name), `type="module"`) {
			t.Errorf("%s has a module, which browsers load from no folder", name)
		}
	}
	if len(pages) < 200 {
		t.Errorf("only %d pages were looked at", len(pages))
	}
}

// TestPortableFiles compares the files of the portable site with those of the other.
func TestPortableFiles(t *testing.T) {
	t.Parallel()
	files := map[string]bool{}
	for _, name := range portableSample(t).Paths() {
		files[name] = true
		if path.Ext(name) == ".js" && !strings.Contains(name, "mermaid") && strings.Contains("\n"+render(t, portableSample(t), name), "\nimport ") {
			t.Errorf("%s imports", name)
		}
	}
	for _, name := range sampleWithDrafts(t).Paths() {
		base := path.Base(name)
		served := base == "404.html" || base == "robots.txt" || base == "feed.xml" || base == "feed.json" || strings.HasPrefix(name, "action-items/owners/")
		fetched := path.Ext(name) == ".bin" || strings.HasPrefix(name, "data/list/") || name == "data/figures.json" || name == "data/register.json" || name == "data/zones.json"
		switch {
		case served || fetched:
			if files[name] {
				t.Errorf("the portable site has %s", name)
			}
			if fetched && !files[name+".js"] {
				t.Errorf("the portable site has no %s.js", name)
			}
		case !files[name]:
			t.Errorf("the portable site has no %s", name)
		}
	}
	for _, name := range strings.Split(strings.TrimSpace(render(t, portableSample(t), site.Marker)), "\n")[1:] {
		if !files[name] && !hasFolder(files, name) {
			t.Errorf("the marker names %s, which does not exist", name)
		}
	}
}

func hasFolder(files map[string]bool, folder string) bool {
	for name := range files {
		if strings.HasPrefix(name, folder+"/") {
			return true
		}
	}
	return false
}

// TestPortableTheme checks that a theme with modules that cannot be made portable is an error of the portable site only.
func TestPortableTheme(t *testing.T) {
	t.Parallel()
	own := fstest.MapFS{"assets/list.js": {Data: []byte("// own\nimport x from \"./lib.js\";\n")}}
	c := collected(t, "-- content/a.md --\n---\ntitle: A\n---\n")
	in := site.Input{Collection: c, Config: config.Default(), Theme: themes.Overlay(own, defaultTheme(t)), AsOf: asOf}
	if _, err := site.New(in); err != nil {
		t.Error(err)
	}
	in.Portable = true
	_, err := site.New(in)
	if want := `theme: assets/list.js:2: "import x from \"./lib.js\";" is not supported in a portable site`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
