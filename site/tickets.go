package site

import (
	"cmp"

	"github.com/pmsite/pmsite/content"
)

// gatherTicketURLs returns the address of each ticket that a post mortem links to. Of several, it is that in the newest.
func (b *builder) gatherTicketURLs() map[string]string {
	out := map[string]string{}
	for _, pm := range b.posts {
		for number, address := range pm.TicketURLs {
			if key := content.FoldName(number); out[key] == "" {
				out[key] = address
			}
		}
	}
	return out
}

// trackerURL returns the address of a ticket: by the config's patterns, or else one that a post mortem gives, or that of a
// shorthand such as owner/repository#12; "" if none is known.
func (b *builder) trackerURL(number string) string {
	return cmp.Or(b.in.Config.PatternURL(number), b.ticketURLs()[content.FoldName(number)], b.in.Config.TrackerURL(number))
}
