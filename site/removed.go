package site

import (
	"strings"

	"github.com/pmsite/pmsite/site/render"
)

// addRemoved adds the pages of post mortems that were removed, which say only when and why. No other page leads to them
// but the links that other post mortems have.
func (b *builder) addRemoved() {
	for _, pm := range b.published.Removed {
		p := b.at("removed", "", pm.Address(), "Removed", "This post mortem was removed", allPostMortems)
		p.NoIndex = true
		b.addPage(p, "removed.html", func(k *key) {
			k.add(pm.Removal, b.cited(pm.Removal.ReplacedBy))
		}, func(p render.Page) any {
			return &render.RemovedPage{Page: p, Date: pm.Removal.Date, Reason: pm.Removal.Reason, ReplacedBy: b.cited(pm.Removal.ReplacedBy)}
		})
	}
}

// citesRemoved reports whether a reference such as PM-2025-0012#action-2 names a post mortem that was removed.
func (b *builder) citesRemoved(reference string) bool {
	key, _, _ := strings.Cut(reference, "#")
	return b.links().removed[strings.ToLower(strings.TrimSpace(key))]
}
