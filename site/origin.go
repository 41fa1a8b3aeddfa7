package site

import (
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site/render"
)

// origin tells pages which repository a file is from.
func origin(c *config.Config) func(path string) render.Origin {
	return func(path string) render.Origin {
		s, _ := c.Origin(path)
		if s == nil {
			return render.Origin{}
		}
		return render.Origin{Name: s.Prefix, URL: s.WebURL()}
	}
}
