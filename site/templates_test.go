package site_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site"
)

// changedTheme returns the default theme with changed templates. Its page for missing addresses lists the templates that
// html/template executes.
func changedTheme(t *testing.T, change func(text string) string) fs.FS {
	t.Helper()
	theme, changed := defaultTheme(t), fstest.MapFS{}
	err := fs.WalkDir(theme, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(theme, name)
		if strings.HasSuffix(name, ".html") {
			data = []byte(change(string(data)))
		}
		changed[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	changed["templates/notfound.html"] = &fstest.MapFile{Data: []byte(`{{range .Site.Theme.Slow}}{{.}} {{end}}`)}
	return changed
}

// TestTemplatesAreFast checks that html/template executes no template of the default theme, and that all pages are the
// same if it executes all.
func TestTemplatesAreFast(t *testing.T) {
	t.Parallel()
	c := load(t, content.Sample, ".")
	build := func(change func(string) string) *site.Site {
		return newSite(t, c, func(in *site.Input) {
			in.Drafts, in.Theme = true, changedTheme(t, change)
			in.Config.Repository.URL = "https://git.example.org/team/repo" // links to tickets, commits and sources
		})
	}
	fast := build(func(text string) string { return text })
	const unknown = `{{if lt 1 0}}{{end}}` // lt is left to html/template
	defined := regexp.MustCompile(`\{\{(?:- )?define "[^"]+"(?: -)?\}\}`)
	slow := build(func(text string) string {
		return unknown + defined.ReplaceAllStringFunc(text, func(start string) string {
			if trimmed, ok := strings.CutSuffix(start, "-}}"); ok {
				return trimmed + "}}{{if lt 1 0}}{{end -}}"
			}
			return start + unknown
		})
	})
	for _, name := range fast.Paths() {
		if strings.HasSuffix(name, ".html") && name != "404.html" {
			if got, want := render(t, fast, name), render(t, slow, name); got != want {
				t.Errorf("%s differs from what html/template makes of it", name)
			}
		}
	}
	if names := render(t, fast, "404.html"); names != "" {
		t.Errorf("html/template executes %s", names)
	}
	if names := render(t, slow, "404.html"); !strings.Contains(names, " postmortem.html recurrences.html related ") {
		t.Errorf("html/template executes only %s", names)
	}
}
