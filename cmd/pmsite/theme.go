package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

// theme opens the theme of the site.
func (a *app) theme(p *project.Project) (fs.FS, error) {
	theme, err := themes.ForSite(p.Beside(), p.Config.Theme)
	if err != nil {
		return nil, fmt.Errorf("%s:%s: %w", cmp.Or(a.config, project.ConfigName), p.Config.ThemePos, err)
	}
	return theme, nil
}

// tryTheme returns the error with which a build would fail because of a theme in the
// repository. It renders the pages of the sample collection, which has something for every
// template.
func (a *app) tryTheme(ctx context.Context, p *project.Project) error {
	theme, err := a.theme(p)
	if err != nil {
		return err
	}
	_, own := themes.Open(p.Config.Theme)
	if _, err := fs.Stat(p.Beside(), "theme"); own == nil && err != nil {
		return nil // it is a built-in theme as it is
	}
	c, err := collection.Load(ctx, content.Sample, collection.Options{Root: "."}, nil)
	if err != nil {
		return err
	}
	s, err := site.New(site.Input{Collection: c, Config: p.Config, Theme: theme, Drafts: true})
	if err != nil {
		return err
	}
	for _, name := range s.Paths() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if path.Ext(name) != ".html" {
			continue
		}
		if err := s.Render(io.Discard, name); err != nil {
			return err
		}
	}
	return nil
}
