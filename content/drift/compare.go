package drift

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// A Finding is a way in which an action item and its tickets say different things.
type Finding string

// The findings, those first that a document is most likely wrong about.
const (
	ClosedThere     Finding = "closed-there"     // all its tickets that the files have are closed; the item is open
	OpenThere       Finding = "open-there"       // one of its tickets is open; the item is done or cancelled
	ClosedOtherwise Finding = "closed-otherwise" // done and not planned, or cancelled and completed
	OtherOwner      Finding = "other-owner"      // see [Owners]
	NotInFile       Finding = "not-in-file"      // the files list the other tickets of its place, but not this one
)

// Findings returns all findings in the order in which reports have them.
func Findings() []Finding {
	return []Finding{ClosedThere, OpenThere, ClosedOtherwise, OtherOwner, NotInFile}
}

// A Tracked is a ticket that an action item names.
type Tracked struct {
	Number string  // as pages show it
	URL    string  // "" if not known
	Ticket *Ticket // nil if it is in no file

	place Place
}

// A Difference is a finding about an action item.
type Difference struct {
	Finding Finding
	PM      *content.PostMortem
	Item    *content.ActionItem
	Tracked []Tracked // the tickets that the finding is about
	Owners  Owners    // of OtherOwner

	// State is what the item's state should be, by its tickets. It is "" if that is not certain; Doubt then says why.
	State, Doubt string
}

// Owners says who is to do what an item says. Documents name roles and trackers name people, so only this is compared:
// whether there is anybody on both sides and, if the config gives a role to each assignee, whether one of these is the owner's.
type Owners struct {
	Assigned bool     // somebody is assigned to a ticket
	Roles    []string // of the assignees, sorted; nil unless the config has a role for each
}

// Options say what a site knows of its trackers.
type Options struct {
	Address func(number string) string // address of a ticket that a document names without one, or ""; required
	Role    func(Assignee) string      // an assignee's role, or ""; required
}

// A Result is what a comparison finds.
type Result struct {
	Differences []Difference // by finding, then in the order of the post mortems
	Tickets     int          // in the files
	Matched     int          // action items with a ticket in the files
	Gaps        []Gap        // where the tickets are that are not in the files
	Elsewhere   []Count      // places of open items' tickets that no file is about
}

// A Count is a number of tickets in a place.
type Count struct {
	Place Place
	Count int
}

// Compare compares the action items with the tickets of the exports.
func Compare(posts []*content.PostMortem, exports []*Export, o Options) Result {
	c := &comparison{Options: o, index: newIndex(exports), places: placesOf(exports), elsewhere: map[Place]int{}}
	for _, e := range exports {
		c.result.Tickets += len(e.Tickets)
	}
	for _, pm := range posts {
		for i := range pm.ActionItems {
			c.item(pm, &pm.ActionItems[i])
		}
	}
	order := Findings()
	slices.SortStableFunc(c.result.Differences, func(a, b Difference) int {
		return slices.Index(order, a.Finding) - slices.Index(order, b.Finding)
	})
	c.result.Gaps = gapsOf(c.result.Differences, c.places)
	c.result.Elsewhere = counts(c.elsewhere)
	return c.result
}

type comparison struct {
	Options
	index     *index
	places    []listed
	elsewhere map[Place]int
	result    Result
}

func (c *comparison) item(pm *content.PostMortem, item *content.ActionItem) {
	var found, missing, unknown []Tracked
	for _, number := range item.Tracking {
		address := pm.TicketURLs[number]
		if address == "" {
			address = c.Address(number)
		}
		full := c.index.full(number)
		place, known := placeOf(full, address)
		t := Tracked{number, address, c.index.find(number, address), place}
		switch {
		case t.Ticket != nil:
			found = append(found, t)
		case known && (address != "" || !c.index.has(full)) && slices.ContainsFunc(c.places, func(l listed) bool { return l.list && l.covers(place) }):
			missing = append(missing, t)
		default:
			unknown = append(unknown, t)
			if known && !item.Closed() && (address != "" || !c.index.has(full)) {
				c.elsewhere[place]++
			}
		}
	}
	add := func(d Difference) {
		d.PM, d.Item = pm, item
		c.result.Differences = append(c.result.Differences, d)
	}
	if len(missing) > 0 && !item.Closed() {
		add(Difference{Finding: NotInFile, Tracked: missing})
	}
	if len(found) == 0 {
		return
	}
	c.result.Matched++
	if d, differs := compareState(item, found, slices.Concat(missing, unknown)); differs {
		add(d)
	}
	if d, differs := c.compareOwners(item, found); differs {
		add(d)
	}
}

// compareState compares an item with the tickets that are in the files, and names those that are not as a doubt.
func compareState(item *content.ActionItem, found, others []Tracked) (d Difference, differs bool) {
	var open []Tracked
	states := map[string]bool{}
	for _, t := range found {
		if t.Ticket.Outcome == Open {
			open = append(open, t)
			continue
		}
		state := t.Ticket.Outcome.State()
		states[state] = true
		if state == "" && d.Doubt == "" {
			d.Doubt = t.Number + " " + t.Ticket.Past()
		}
	}
	d.Tracked = found
	switch {
	case len(open) > 0:
		d = Difference{Finding: OpenThere, Tracked: open, Doubt: "either may be right"}
		return d, item.Closed()
	case item.Closed():
		d.Finding, d.Doubt = ClosedOtherwise, "either may be right"
		return d, len(states) == 1 && !states[""] && !states[item.State]
	}
	d.Finding = ClosedThere
	switch {
	case d.Doubt != "":
	case len(others) > 0:
		d.Doubt = others[0].Number + " is in no file"
	case len(states) > 1:
		d.Doubt = "its tickets ended in different ways"
	default:
		d.State = found[0].Ticket.Outcome.State()
	}
	return d, true
}

// compareOwners compares the owner of an item that is open on both sides with the assignees of its tickets.
func (c *comparison) compareOwners(item *content.ActionItem, found []Tracked) (d Difference, differs bool) {
	d = Difference{Finding: OtherOwner}
	allKnown := true
	for _, t := range found {
		if t.Ticket.Outcome != Open {
			continue
		}
		if !t.Ticket.KnowsAssignees {
			return d, false
		}
		d.Tracked = append(d.Tracked, t)
		for _, who := range t.Ticket.Assignees {
			role := c.Role(who)
			allKnown = allKnown && role != ""
			d.Owners.Roles = append(d.Owners.Roles, role)
		}
	}
	if item.Closed() || len(d.Tracked) == 0 {
		return d, false
	}
	d.Owners.Assigned = len(d.Owners.Roles) > 0
	if !allKnown {
		d.Owners.Roles = nil
	}
	slices.Sort(d.Owners.Roles)
	d.Owners.Roles = slices.Compact(d.Owners.Roles)
	switch {
	case !d.Owners.Assigned || item.Owner == "":
		return d, d.Owners.Assigned != (item.Owner != "")
	case !allKnown:
		return d, false
	}
	return d, !slices.ContainsFunc(d.Owners.Roles, func(role string) bool { return content.SameName(role, item.Owner) })
}

// counts returns the places in a fixed order, with their numbers.
func counts(of map[Place]int) (out []Count) {
	for place, n := range of {
		out = append(out, Count{place, n})
	}
	slices.SortFunc(out, func(a, b Count) int {
		return strings.Compare(a.Place.String()+"\x00"+string(a.Place.Kind), b.Place.String()+"\x00"+string(b.Place.Kind))
	})
	return out
}
