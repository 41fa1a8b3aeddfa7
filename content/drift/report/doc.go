// Package report writes how action items differ from their tickets: for people, for programs and for an issue.
//
// Of the exports it shows numbers, outcomes and dates; titles and texts come from the post mortems. It shows no person.
package report

import (
	"fmt"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/drift"
)

// A Report is a comparison and what it takes to show it.
type Report struct {
	drift.Result
	URL    func(*content.PostMortem) string // the address of a page
	Linked bool                             // the addresses of pages are absolute
}

// headings head the differences of a finding.
var headings = map[drift.Finding]string{
	drift.ClosedThere:     "closed there and open here",
	drift.OpenThere:       "open there and closed here",
	drift.ClosedOtherwise: "closed in different ways",
	drift.OtherOwner:      "with another owner",
	drift.NotInFile:       "not in the files",
}

// of returns the differences of a finding.
func (r Report) of(finding drift.Finding) (out []drift.Difference) {
	for _, d := range r.Differences {
		if d.Finding == finding {
			out = append(out, d)
		}
	}
	return out
}

// headline counts what was compared and what differs.
func (r Report) headline() string {
	text := fmt.Sprintf("%s in the files, %s with one of them", count(r.Tickets, "ticket"), count(r.Matched, "action item"))
	if len(r.Differences) == 0 {
		return text + ": no difference."
	}
	var parts []string
	for _, finding := range drift.Findings() {
		if n := len(r.of(finding)); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, headings[finding]))
		}
	}
	return text + ": " + strings.Join(parts, "; ") + "."
}

// Describe says in words what the tickets of a difference say.
func Describe(d drift.Difference) string {
	var said, numbers []string
	for _, t := range d.Tracked {
		numbers = append(numbers, t.Number)
		if t.Ticket != nil && t.Ticket.Outcome != drift.Open {
			past := t.Number + " " + t.Ticket.Past()
			if !t.Ticket.Closed.IsZero() {
				past += " on " + t.Ticket.Closed.Format("2006-01-02")
			}
			said = append(said, past)
		}
	}
	all := strings.Join(numbers, ", ")
	switch d.Finding {
	case drift.ClosedThere:
		if text := strings.Join(said, "; "); d.Doubt != "" && !strings.Contains(text, d.Doubt) {
			return text + "; " + d.Doubt
		}
	case drift.ClosedOtherwise:
		return strings.Join(said, "; ") + "; here, the item is " + d.Item.State
	case drift.OpenThere:
		return all + are(d.Tracked) + " open; here, the item is " + d.Item.State
	case drift.NotInFile:
		return all + are(d.Tracked) + " in no file"
	case drift.OtherOwner:
		return describeOwners(all, are(d.Tracked), d)
	}
	return strings.Join(said, "; ")
}

func describeOwners(numbers, are string, d drift.Difference) string {
	to := ""
	if len(d.Owners.Roles) > 0 {
		to = " to " + strings.Join(d.Owners.Roles, ", ")
	}
	switch {
	case !d.Owners.Assigned:
		return numbers + are + " assigned to nobody; here, the owner is " + d.Item.Owner
	case d.Item.Owner == "":
		return numbers + are + " assigned" + to + "; here, the item has no owner"
	}
	return numbers + are + " assigned" + to + "; here, the owner is " + d.Item.Owner
}

func are(tracked []drift.Tracked) string {
	if len(tracked) == 1 {
		return " is"
	}
	return " are"
}

// describeGap says of how many tickets of a place the files have none.
func describeGap(g drift.Gap) string {
	noun, are, closed := "issue", "are", fmt.Sprintf("%d are", g.Closed)
	if g.Place.Kind == drift.Requests {
		noun = "request"
	}
	if g.Missing == 1 {
		are = "is"
	}
	switch g.Closed {
	case 0:
		closed = "none is"
	case 1:
		closed = "1 is"
	}
	return fmt.Sprintf("%s: open action items name %s that %s not among the %d in the files, of which %s closed", g.Place, count(g.Missing, noun), are, g.Count, closed)
}

// gapHint says what to do about a gap, with the command.
func gapHint(g drift.Gap, command string) string {
	switch {
	case g.Place.Kind == drift.Project:
		return "search for " + command + " and export that; an issue with another key was moved, and one that is still missing was deleted, or you may not see it"
	case g.Closed == 0:
		return "only 30 tickets that are open are listed unless you ask for more: " + command
	}
	return "export more with " + command + "; a ticket that is still missing was deleted or moved"
}

// describeElsewhere names the places of tickets that no file is about, or returns "".
func (r Report) describeElsewhere() string {
	var names []string
	for _, c := range r.Elsewhere {
		name := c.Place.String()
		if c.Place.Kind == drift.Requests {
			name = "requests of " + name
		}
		names = append(names, fmt.Sprintf("%s (%d)", name, c.Count))
	}
	if len(names) == 0 {
		return ""
	}
	return "No file has tickets of these places, which open action items name: " + strings.Join(names, ", ") + "."
}

// count returns a number with its noun, in the plural unless the number is 1.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
