package site_test

import (
	"context"
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

// A site is made from a collection, a config and a theme. It is an [io/fs.FS]: pages
// are rendered when they are opened, or written with Write.
func ExampleNew() {
	cfg := config.Default()
	files := fstest.MapFS{"content/gates.md": {Data: []byte("---\ntitle: Gates offline\nservice: gates\nimpact: availability\nseverity: high\n" +
		"detection: manual\ndate: 2026-03-05\nstatus: completed\nauthors: [on-call engineer]\n---\n## Summary\nThe gates were offline.\n")}}
	c, err := collection.Load(context.Background(), files, collection.OptionsOf(cfg), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	theme, err := themes.ForSite(files, cfg.Theme)
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := site.New(site.Input{Collection: c, Config: cfg, Theme: theme})
	if err != nil {
		fmt.Println(err)
		return
	}
	var page strings.Builder
	err = s.Render(&page, "postmortems/gates/index.html")
	fmt.Println(strings.Contains(page.String(), "<h1>Gates offline</h1>"), s.Posts, err)
	// Output: true 1 <nil>
}
