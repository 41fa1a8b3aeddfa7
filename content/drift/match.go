package drift

import (
	"cmp"
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// hostOf returns the host of an address in lower case, without www. and a scheme's own port, or "".
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	return strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80")
}

// identity returns what is the same for all addresses of a ticket: its host and number. It returns "" for an address of
// no known tracker.
func identity(address string) string {
	if number := content.TicketNumber(address); number != "" {
		return identityOf(hostOf(address), number)
	}
	return ""
}

func identityOf(host, number string) string { return host + " " + strings.ToLower(number) }

// A Place is where tickets are: a repository's issues, its pull or merge requests, or a project of Jira.
type Place struct {
	Host string // "" if not known
	Name string // owner/repository or OPS
	Kind Kind
}

// Kind says what the tickets of a [Place] are.
type Kind string

// The kinds of tickets.
const (
	Issues   Kind = "issues"
	Requests Kind = "requests" // pull or merge requests
	Project  Kind = "project"  // issues of Jira, and of other trackers with keys such as OPS-12
	Either   Kind = ""         // a repository's issues or requests
)

// placeOf returns the place of a ticket by its number and its address, which may be "". It returns false if it tells none.
func placeOf(number, address string) (p Place, ok bool) {
	host := ""
	if known := content.TicketNumber(address); known != "" {
		number, host = known, hostOf(address)
	}
	return placeAt(host, number, address)
}

// placeAt is like placeOf, for a number at a host, which is "" if the address does not tell it.
func placeAt(host, number, address string) (p Place, ok bool) {
	p.Host = host
	if keyForm().MatchString(number) {
		p.Name, _, _ = strings.Cut(strings.ToUpper(number), "-")
		p.Kind = Project
		return p, true
	}
	i := strings.LastIndexAny(number, "#!")
	if i <= 0 || !numberForm().MatchString(number) {
		return p, false
	}
	p.Name = number[:i]
	switch {
	case number[i] == '!' || strings.Contains(address, "/pull"): // pull, pulls or pullrequest
		p.Kind = Requests
	case p.Host != "":
		p.Kind = Issues
	}
	return p, true
}

// covers reports whether a list of the tickets of p would have those of q.
func (p Place) covers(q Place) bool {
	return strings.EqualFold(p.Name, q.Name) && (p.Host == q.Host || p.Host == "" || q.Host == "") && (p.Kind == q.Kind || p.Kind != Project && q.Kind == Either)
}

// An index finds tickets.
type index struct {
	byIdentity map[string]*Ticket   // or by key, for tickets without an address
	byKey      map[string][]*Ticket // in lower case
	repository string               // that of all tickets with # and !, in lower case; "" if there are several or none
}

// newIndex indexes the tickets of exports. Of several copies of a ticket, the one that was updated last counts, or else
// the one that comes last.
func newIndex(exports []*Export) *index {
	x := &index{byIdentity: map[string]*Ticket{}, byKey: map[string][]*Ticket{}}
	byKey := identities(exports)
	newest := map[string]*Ticket{}
	for t := range tickets(exports) {
		id := t.id
		if of := byKey[strings.ToLower(t.Key)]; id == "" && len(of) == 1 {
			id = of[0]
		}
		id = cmp.Or(id, strings.ToLower(t.Key))
		if last := newest[id]; last == nil || !t.Updated.Before(last.Updated) {
			newest[id] = t
		}
	}
	repositories := map[string]bool{}
	for id, t := range newest {
		key := strings.ToLower(t.Key)
		x.byKey[key] = append(x.byKey[key], t)
		x.byIdentity[id] = t
		if i := strings.LastIndexAny(key, "#!"); i >= 0 {
			x.repository = key[:i]
			repositories[hostOf(t.URL)+" "+x.repository] = true
		}
	}
	if len(repositories) != 1 {
		x.repository = ""
	}
	return x
}

// tickets yields all tickets in the order of the files.
func tickets(exports []*Export) iter.Seq[*Ticket] {
	return func(yield func(*Ticket) bool) {
		for _, e := range exports {
			for i := range e.Tickets {
				if !yield(&e.Tickets[i]) {
					return
				}
			}
		}
	}
}

// identities returns the different identities of tickets, by their keys.
func identities(exports []*Export) map[string][]string {
	out := map[string][]string{}
	for t := range tickets(exports) {
		if key := strings.ToLower(t.Key); t.id != "" && !slices.Contains(out[key], t.id) {
			out[key] = append(out[key], t.id)
		}
	}
	return out
}

// find returns the ticket that a document names by its number and its address, which may be "", or nil. The address
// decides if both have one; a number that several trackers have names no ticket.
func (x *index) find(number, address string) *Ticket {
	if id := identity(address); id != "" {
		if t := x.byIdentity[id]; t != nil {
			return t
		}
		if t := x.only(content.TicketNumber(address)); t != nil && t.URL == "" {
			return t
		}
		return nil
	}
	return x.only(x.full(number))
}

// full returns a number with its repository, if a shorthand such as #12 can only mean one.
func (x *index) full(number string) string {
	if x.repository != "" && number != "" && strings.ContainsAny(number[:1], "#!") {
		return x.repository + number
	}
	return number
}

// has reports whether there is a ticket with the number, of which trackers ever.
func (x *index) has(number string) bool { return len(x.byKey[strings.ToLower(number)]) > 0 }

func (x *index) only(number string) *Ticket {
	if all := x.byKey[strings.ToLower(number)]; len(all) == 1 {
		return all[0]
	}
	return nil
}
