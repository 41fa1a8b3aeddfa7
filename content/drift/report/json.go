package report

import (
	"encoding/json"
	"io"
	"time"

	"github.com/pmsite/pmsite/content/drift"
)

type reportJSON struct {
	SchemaVersion int              `json:"schema_version"`
	Tickets       int              `json:"tickets"` // in the files
	Matched       int              `json:"matched"` // action items with a ticket in the files
	Differences   []differenceJSON `json:"differences"`
	Gaps          []gapJSON        `json:"gaps"`
	Elsewhere     []placeJSON      `json:"elsewhere"`
}

type differenceJSON struct {
	Finding    drift.Finding `json:"finding"`
	PostMortem string        `json:"postmortem"` // slug
	ID         *string       `json:"id"`         // of the post mortem
	File       string        `json:"file"`
	Line       int           `json:"line"`
	Title      string        `json:"title"`
	Owner      *string       `json:"owner"`
	State      string        `json:"state"`
	Tickets    []ticketJSON  `json:"tickets"`
	Assigned   *bool         `json:"assigned"` // of other-owner
	Roles      []string      `json:"roles"`    // of the assignees, if the config has all of them
	Write      *string       `json:"write"`    // the state that --fix writes
	Doubt      *string       `json:"doubt"`    // why it writes none
	URL        string        `json:"url"`
}

type ticketJSON struct {
	Number  string  `json:"number"`
	URL     *string `json:"url"`
	Outcome *string `json:"outcome"` // null if it is in no file
	Word    *string `json:"word"`    // the tracker's, of the outcome "closed"
	Closed  *string `json:"closed_at"`
}

type placeJSON struct {
	Host    *string    `json:"host"`
	Name    string     `json:"name"`
	Kind    drift.Kind `json:"kind"` // issues, requests, project or ""
	Tickets int        `json:"tickets"`
}

type gapJSON struct {
	placeJSON
	Closed  int    `json:"closed"`
	Missing int    `json:"missing"`
	Command string `json:"command"`
}

// JSON writes a report for programs.
func JSON(w io.Writer, r Report) error {
	out := reportJSON{SchemaVersion: 1, Tickets: r.Tickets, Matched: r.Matched, Differences: []differenceJSON{}, Gaps: []gapJSON{}, Elsewhere: []placeJSON{}}
	for _, d := range r.Differences {
		j := differenceJSON{
			Finding: d.Finding, PostMortem: d.PM.Slug, ID: text(d.PM.ID), File: d.PM.Path, Line: d.Item.Pos.Line, Title: d.Item.Title,
			Owner: text(d.Item.Owner), State: d.Item.State, Tickets: []ticketJSON{}, Roles: []string{},
			Write: text(d.State), Doubt: text(d.Doubt), URL: r.URL(d.PM) + "#" + d.Item.Anchor,
		}
		for _, t := range d.Tracked {
			j.Tickets = append(j.Tickets, ticketOf(t))
		}
		if d.Finding == drift.OtherOwner {
			j.Assigned, j.Roles = &d.Owners.Assigned, append(j.Roles, d.Owners.Roles...)
		}
		out.Differences = append(out.Differences, j)
	}
	for _, g := range r.Gaps {
		out.Gaps = append(out.Gaps, gapJSON{placeOf(g.Place, g.Count), g.Closed, g.Missing, g.Command})
	}
	for _, c := range r.Elsewhere {
		out.Elsewhere = append(out.Elsewhere, placeOf(c.Place, c.Count))
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func ticketOf(t drift.Tracked) ticketJSON {
	j := ticketJSON{Number: t.Number, URL: text(t.URL)}
	if t.Ticket != nil {
		j.Outcome, j.Word = text(string(t.Ticket.Outcome)), text(t.Ticket.Word)
		if !t.Ticket.Closed.IsZero() {
			j.Closed = text(t.Ticket.Closed.Format(time.RFC3339))
		}
	}
	return j
}

func placeOf(p drift.Place, tickets int) placeJSON {
	return placeJSON{text(p.Host), p.Name, p.Kind, tickets}
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
