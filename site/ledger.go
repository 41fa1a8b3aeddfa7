package site

import (
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

// ledger returns what became of an action item of a page's post mortem, by its index; nil if nothing is known.
func (b *builder) ledger(page *render.PostMortemPage, i int) *render.Ledger {
	pm := page.PM
	var l *render.Ledger
	if item, ok := metrics.ItemOf(pm, i, b.in.AsOf); ok {
		l = render.LedgerOf(item)
	}
	for _, back := range b.returns()[pm] {
		if back.Item != &pm.ActionItems[i] {
			continue
		}
		if l == nil {
			l = &render.Ledger{}
		}
		l.Later = append(l.Later, render.Later{PM: back.Later, Href: page.Href(back.Later.Address(), "")})
	}
	return l
}

// returned returns the action items that later post mortems name, by their post mortem, and of each the oldest one first.
func (b *builder) returned() map[*content.PostMortem][]metrics.Return {
	out := map[*content.PostMortem][]metrics.Return{}
	for _, back := range slices.Backward(metrics.ReturnsOf(b.records, b.cited)) {
		out[back.PM] = append(out[back.PM], back)
	}
	return out
}

// gone returns the number of action items that were removed from a post mortem while they were open, as far as git shows.
func (b *builder) gone(pm *content.PostMortem) (n int) {
	items, _ := metrics.ItemsOf(pm, b.in.AsOf)
	for _, item := range items {
		if item.Removed {
			n++
		}
	}
	return n
}
