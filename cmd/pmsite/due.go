package main

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
)

type dueFlags struct {
	format, asOf string
	days         int
}

func dueCommand(a *app) *cobra.Command {
	var f dueFlags
	cmd := &cobra.Command{
		Use:   "due",
		Short: "List what is overdue, due soon, and late in review, by owner",
		Long: `Due lists the action items that are overdue and need a decision (do it, give it
another date, or drop it with a reason), those that are due soon, and the post mortems
that are not completed by the config's review target. It is for today, whatever the date of
the commit. Overdue action items are in the order of what they were to prevent.

The markdown is for one issue that a scheduled job keeps up to date. It is empty if nothing
is due, and the job then closes the issue.`,
		Example: `  pmsite due
  pmsite due --days 30 --format json
  pmsite due --format markdown > due.md`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.due(cmd, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "text", "`format` of the list: text, json or markdown")
	flags.StringVar(&f.asOf, "as-of", "today", "decide what is overdue as of this `date`: 2026-03-05, today, or commit")
	flags.IntVar(&f.days, "days", 14, "an action item is due soon this `number` of days before its date")
	a.offlineFlag(cmd)
	return cmd
}

// dueFormats are the formats of what is due.
var dueFormats = map[string]func(a *app, r dueReport) error{
	"text": func(a *app, r dueReport) error { return r.text(a.text) },
	"json": func(a *app, r dueReport) error { return feed.Due(a.data(), r.Due, r.asOf, r.days, r.url) },
	"markdown": func(a *app, r dueReport) error {
		_, err := io.WriteString(a.data(), r.markdown())
		return err
	},
}

func (a *app) due(cmd *cobra.Command, f dueFlags) error {
	write, ok := dueFormats[f.format]
	switch {
	case !ok:
		return wrongChoice("--format", f.format, keys(dueFormats))
	case f.days < 0:
		return fail(fmt.Errorf("--days takes a number of days from 0, not %d", f.days), "")
	}
	p, err := a.opener().Open(cmd.Context(), "")
	if err != nil {
		return err
	}
	defer p.Close()
	asOf, err := p.AsOf(f.asOf)
	if err != nil {
		return err
	}
	c, err := p.Load(cmd.Context(), 0)
	if err != nil {
		return err
	}
	if content.HasErrors(c.Problems) {
		return a.refuse(c)
	}
	if len(c.PostMortems) == 0 {
		a.warnIfEmpty(p)
	}
	base := p.Config.BaseURL
	return write(a, dueReport{
		Due:  metrics.DueOf(metrics.Records(c.PostMortems), asOf, f.days, p.Config.Review.TargetDays, p.Config.Vocabularies),
		asOf: asOf, days: f.days, linked: base != "",
		url: func(pm *content.PostMortem) string { return base + "postmortems/" + url.PathEscape(pm.Slug) + "/" },
	})
}

// A dueReport is what is due on a day.
type dueReport struct {
	metrics.Due
	asOf   content.Date
	days   int
	linked bool // the site has an address
	url    func(*content.PostMortem) string
}

// noOwner heads the action items without an owner.
const noOwner = "no owner"

func (r dueReport) text(w *console.Writer) error {
	line := func(style console.Style, text string) { w.Line(console.Span{Style: style, Text: text}) }
	for _, owner := range r.Owners() {
		of := r.Of(owner)
		line(console.Bold, cmp.Or(owner, noOwner))
		for _, x := range of.Decide {
			line(console.Yellow, fmt.Sprintf("  needs a decision  %s  %s (%s)", x.Item.Due, x.Item.Title, x.PM.Key()))
		}
		for _, x := range of.Soon {
			w.Line(console.Plain(fmt.Sprintf("  due               %s  %s (%s)", x.Item.Due, x.Item.Title, x.PM.Key())))
		}
	}
	if len(r.Late) > 0 {
		line(console.Bold, "late in review")
		for _, late := range r.Late {
			w.Line(console.Plain(fmt.Sprintf("  %s, %s after the incident  %s (%s)", late.PM.Status, content.FormatDays(late.Days), late.PM.Title, late.PM.Key())))
		}
	}
	w.Line(console.Plain(r.headline()))
	return w.Flush()
}

// headline counts what is due.
func (r dueReport) headline() string {
	if r.empty() {
		return fmt.Sprintf("As of %s, no action item is overdue or due in %s, and no post mortem is late in review.", r.asOf, count(r.days, "day"))
	}
	return fmt.Sprintf("As of %s: %s overdue, %d due in %s; %s late in review.",
		r.asOf, count(len(r.Decide), "action item"), len(r.Soon), count(r.days, "day"), count(len(r.Late), "post mortem"))
}

func (r dueReport) empty() bool { return len(r.Decide)+len(r.Soon)+len(r.Late) == 0 }

// dueMarker is the first line of the markdown. It is invisible to readers; the workflow uses it
// to find the issue to update.
const dueMarker = "<!-- pmsite due -->"

// maxDue is the maximum length of the markdown: an issue on GitHub can have 65,536 characters.
const maxDue = 60_000

// markdown returns the body of an issue, or "" if nothing is due.
func (r dueReport) markdown() string {
	if r.empty() {
		return ""
	}
	var b strings.Builder
	b.WriteString(dueMarker + "\n" + r.headline() + "\n")
	omitted := 0
	add := func(text string) {
		if b.Len()+len(text) > maxDue {
			omitted++
			return
		}
		b.WriteString(text)
	}
	for _, owner := range r.Owners() {
		of := r.Of(owner)
		add("\n### " + console.Markdown(cmp.Or(owner, noOwner)) + "\n\n")
		for _, x := range of.Decide {
			add(fmt.Sprintf("- **needs a decision**, due %s: %s\n", x.Item.Due, r.item(x)))
		}
		for _, x := range of.Soon {
			add(fmt.Sprintf("- due %s: %s\n", x.Item.Due, r.item(x)))
		}
	}
	if len(r.Late) > 0 {
		add("\n### Late in review\n\n")
		for _, late := range r.Late {
			add(fmt.Sprintf("- %s, %s after the incident (%s)\n", r.link(late.PM, "", late.PM.Title), content.FormatDays(late.Days), late.PM.Status))
		}
	}
	if omitted > 0 {
		fmt.Fprintf(&b, "\n… and %d more that do not fit in this issue; `pmsite due` lists all.\n", omitted)
	}
	if len(r.Decide) > 0 {
		b.WriteString("\nDo what needs a decision, give it another date, or drop it with a reason.\n")
	}
	return b.String()
}

func (r dueReport) item(x metrics.DueItem) string {
	said := r.link(x.PM, "#"+x.Item.Anchor, x.Item.Title) + " (" + console.Markdown(x.PM.Key())
	for _, tracking := range x.Item.Tracking {
		said += ", " + console.Markdown(tracking)
	}
	return said + ")"
}

// link returns a text that leads to a part of a post mortem's page, if the site has an address.
func (r dueReport) link(pm *content.PostMortem, part, text string) string {
	if !r.linked {
		return console.Markdown(text)
	}
	return "[" + console.Markdown(text) + "](" + r.url(pm) + part + ")"
}
