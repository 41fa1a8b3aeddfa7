package site

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render"
)

// A ticket is a number with the places that mention it.
type ticket struct {
	number string
	// key is the number's part of an address in upper case, by which lists are sorted and divided: addresses that differ only
	// in case may be one file.
	key      string
	mentions []render.Mention
	posts    int // that mention it
}

// gatherTickets returns every number with its mentions, sorted. Numbers that differ only in case are one ticket.
func gatherTickets(posts []*content.PostMortem) (tickets []*ticket) {
	bySlug := map[string]*ticket{}
	for _, pm := range posts {
		for _, mention := range pm.Tickets() {
			slug := content.TicketSlug(mention.Number)
			t := bySlug[slug]
			if t == nil {
				t = &ticket{number: mention.Number, key: strings.ToUpper(slug)}
				bySlug[slug] = t
				tickets = append(tickets, t)
			}
			if n := len(t.mentions); n == 0 || t.mentions[n-1].PM != pm {
				t.posts++
			}
			t.mentions = append(t.mentions, render.Mention{PM: pm, Anchor: mention.Anchor, Title: mention.Title})
		}
	}
	slices.SortStableFunc(tickets, func(x, y *ticket) int { return strings.Compare(x.key, y.key) })
	return tickets
}

// ticketPaths returns the paths of the tickets that a post mortem mentions, each once, sorted.
func ticketPaths(pm *content.PostMortem) (paths []string) {
	for _, t := range pm.Tickets() {
		paths = append(paths, render.TicketPath(t.Number))
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// recurring returns a function that reports whether several post mortems mention a number. Each element of tickets has the
// [ticketPaths] of one.
func recurring(tickets [][]string) func(number string) bool {
	counts := sync.OnceValue(func() map[string]int {
		counts := make(map[string]int, 2*len(tickets))
		for _, paths := range tickets {
			for _, path := range paths {
				counts[path]++
			}
		}
		return counts
	})
	return func(number string) bool { return counts()[render.TicketPath(number)] > 1 }
}

// recurringIn is [recurring] for tickets that are gathered already.
func recurringIn(tickets []*ticket) func(number string) bool {
	paths := map[string]bool{}
	for _, t := range tickets {
		if t.posts > 1 {
			paths[render.TicketPath(t.number)] = true
		}
	}
	return func(number string) bool { return paths[render.TicketPath(number)] }
}

// addTickets adds the pages /tickets/NUMBER/ of numbers that several post mortems mention, and the pages on which a reader
// finds any number.
func (b *builder) addTickets() {
	var recurring []render.TicketCount
	tickets := render.Link{Title: "Tickets", Path: "tickets/"}
	for _, t := range b.tickets() {
		if t.posts < 2 {
			continue
		}
		recurring = append(recurring, render.TicketCount{Number: t.number, Count: t.posts})
		p := b.at("ticket", "tickets", render.TicketPath(t.number), t.number, "Post mortems that mention "+t.number, tickets)
		b.addPage(p, "ticket.html", b.facts(fromValues(t.mentions)), func(p render.Page) any {
			return &render.TicketPage{Page: p, Number: t.number, Mentions: t.mentions}
		})
	}
	slices.SortStableFunc(recurring, func(x, y render.TicketCount) int { return y.Count - x.Count })
	lists := b.addTicketLists(tickets)
	b.paginate(tickets.Path, len(recurring), PageSize, func(pager render.Pager, from, to int) {
		p := b.at("tickets", "tickets", pager.PagePath(pager.Number), "Tickets", "Ticket numbers that several post mortems mention, and all others")
		b.addPage(p, "tickets.html", fromValues(recurring[from:to], len(b.tickets()), pager, lists), func(p render.Page) any {
			page := &render.TicketsPage{Page: p, Tickets: recurring[from:to], Total: len(b.tickets()), Pager: pager}
			if pager.Number == 1 {
				page.Lists = lists
			}
			return page
		})
	})
}

// addTicketLists adds the pages that list all numbers, and returns them with what the numbers on each begin with.
func (b *builder) addTicketLists(crumbs ...render.Link) (lists []render.TicketList) {
	for prefix, tickets := range byPrefix(b.tickets(), 0) {
		list := render.TicketList{Prefix: prefix, Count: len(tickets), Path: "tickets/all/"}
		title := "All ticket numbers"
		if prefix != "" {
			list.Path += content.TicketSlug(prefix) + "/"
			title = "Ticket numbers that begin with " + prefix
		}
		lists = append(lists, list)
		p := b.at("ticketlist", "tickets", list.Path, title, "Ticket numbers, and the post mortems that mention them", crumbs...)
		b.addPage(p, "ticketlist.html", func(k *key) {
			for _, t := range tickets {
				k.add(ticketEntry(&p, t))
			}
		}, func(p render.Page) any {
			page := &render.TicketListPage{Page: p, Entries: make([]render.TicketEntry, len(tickets))}
			for i, t := range tickets {
				page.Entries[i] = ticketEntry(&p, t)
			}
			return page
		})
	}
	return lists
}

func ticketEntry(p *render.Page, t *ticket) render.TicketEntry {
	entry := render.TicketEntry{Number: t.number, Key: t.key, Posts: t.posts}
	if t.posts > 1 {
		entry.Href = p.Href(render.TicketPath(t.number), "")
		return entry
	}
	entry.Href = p.Href(t.mentions[0].PM.Address(), t.mentions[0].Anchor)
	for _, m := range t.mentions[1:] {
		entry.More = append(entry.More, render.TicketPlace{Title: cmp.Or(m.Title, m.PM.Title), Href: p.Href(m.PM.Address(), m.Anchor)})
	}
	return entry
}

// ticketsPerList is the most numbers on a page that lists all of them: some 100 KB.
const ticketsPerList = 1000

// byPrefix yields sorted tickets in lists, with the prefix of the keys of each, of which the first n bytes are the same for
// all. A new ticket changes only its own list, or divides it.
func byPrefix(tickets []*ticket, n int) iter.Seq2[string, []*ticket] {
	return func(yield func(string, []*ticket) bool) {
		for more := len(tickets) > ticketsPerList; more && len(tickets) > 0; {
			_, size := utf8.DecodeRuneInString(tickets[0].key[n:])
			prefix, end := tickets[0].key[:n+size], 1
			for end < len(tickets) && size > 0 && strings.HasPrefix(tickets[end].key, prefix) {
				end++
			}
			for prefix, list := range byPrefix(tickets[:end], n+size) {
				if !yield(prefix, list) {
					return
				}
			}
			tickets = tickets[end:]
		}
		if len(tickets) > 0 {
			yield(tickets[0].key[:n], tickets)
		}
	}
}

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
