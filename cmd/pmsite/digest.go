package main

import (
	"cmp"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

type digestFlags struct{ since, format, asOf string }

func digestCommand(a *app) *cobra.Command {
	var f digestFlags
	cmd := &cobra.Command{
		Use:   "digest",
		Short: "Say what was new, completed, came back and needs a decision",
		Long: `Digest prints what happened since a day, for a message to a team: post mortems that are
new and that were completed, action items that a later post mortem names as what would
have prevented it, action items that became overdue and are still open, and one lesson
worth reading again.

That lesson is of a completed post mortem from the same days of an earlier year. Those come
first that share a service with what is new, then those of the gravest incidents, then the
newest; of that post mortem it is the first lesson on what went wrong, or else on luck, or
else on what went well.

The days are those of commits, in UTC; where git does not tell when a post mortem appeared, as
after an import, the day of the incident counts. The site has a page of each month in which
something happened, /digest/2026-05/, and a feed of those that are over.`,
		Example: `  pmsite digest --since 1mo
  pmsite digest --since 2026-05-01 --as-of 2026-05-31
  pmsite digest --since 2w --format html > digest.html`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.digest(cmd, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.since, "since", "1mo", "`day` to begin with, such as 2026-05-01, or how long before the last day: 10d, 2w, 1mo")
	flags.StringVar(&f.format, "format", "markdown", "`format` of the text: markdown or html")
	flags.StringVar(&f.asOf, "as-of", "today", "last `day`, which decides what is overdue: 2026-03-05, today, or commit")
	a.offlineFlag(cmd)
	return cmd
}

// digestFormats are the formats of a digest.
var digestFormats = map[string]func(r digestReport) string{"markdown": digestReport.markdown, "html": digestReport.html}

func (a *app) digest(cmd *cobra.Command, f digestFlags) error {
	write, ok := digestFormats[f.format]
	if !ok {
		return wrongChoice("--format", f.format, keys(digestFormats))
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
	from, err := since(f.since, asOf)
	if err != nil {
		return err
	}
	c, err := a.good(cmd, p)
	if err != nil {
		return err
	}
	records := metrics.Records(c.PostMortems)
	d := metrics.Digests{
		Records: records, Published: content.Publications(c.PostMortems, p.Config.ShowDrafts),
		Returns: metrics.ReturnsOf(records, metrics.CitedAmong(c.PostMortems)), AsOf: asOf, V: p.Config.Vocabularies,
	}.Of(from, asOf)
	_, err = io.WriteString(a.data(), write(digestReport{d, p.Config.BaseURL}))
	return err
}

var ago = lazyregexp.New(`^([1-9]\d{0,3})(d|w|mo)$`)

// since returns the first day of a digest that ends with a day.
func since(text string, last content.Date) (content.Date, error) {
	if m := ago().FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		switch m[2] {
		case "d":
			return content.DateOf(last.Time().AddDate(0, 0, 1-n)), nil
		case "w":
			return content.DateOf(last.Time().AddDate(0, 0, 1-7*n)), nil
		}
		month := time.Date(last.Year, last.Month-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		days := month.AddDate(0, 1, -1).Day() // 31 May is a month after 30 April
		return content.DateOf(month.AddDate(0, 0, min(last.Day, days))), nil
	}
	day, err := content.ParseDate(text)
	switch {
	case err != nil:
		return day, fail(fmt.Errorf("--since takes a day or how long ago it was, not %q", text), "write a day such as 2026-05-01, or 10d, 2w or 1mo")
	case last.Before(day):
		return day, fail(errors.New("--since is after the last day, "+last.String()), "--as-of sets the last day")
	}
	return day, nil
}

// A digestReport is a digest to print.
type digestReport struct {
	metrics.Digest
	base string // address of the site; "" if it has none
}

// A digestSection is a part of a digest.
type digestSection struct {
	title string
	lines []digestLine
}

// A digestLine says one thing.
type digestLine struct {
	text, note string
	url        string // "" if the site has no address
}

// headline counts what happened.
func (r digestReport) headline() string {
	days := fmt.Sprintf("From %s to %s: ", r.From, r.To)
	if r.Empty() {
		return days + "nothing new, nothing completed, nothing came back, and nothing needs a decision."
	}
	return days + render.CountDigest(r.Digest) + "."
}

// sections returns the parts of the digest that have something to say.
func (r digestReport) sections() (out []digestSection) {
	add := func(title string, lines []digestLine) {
		if len(lines) > 0 {
			out = append(out, digestSection{title, lines})
		}
	}
	posts := func(list []*content.PostMortem) (lines []digestLine) {
		for _, pm := range list {
			facts := []string{}
			for _, fact := range []string{pm.Severity, strings.Join(pm.Services, ", "), pm.Date.String()} {
				if fact != "" {
					facts = append(facts, fact)
				}
			}
			lines = append(lines, digestLine{pm.Title, strings.Join(facts, ", "), r.address(pm, "")})
		}
		return lines
	}
	var returns, decide []digestLine
	for _, back := range r.Returns {
		returns = append(returns, digestLine{back.Item.Title, fmt.Sprintf("%s, %s; named by %s, %s later", back.PM.Key(), back.Item.StateOn(r.To), back.Later.Title, content.FormatDays(back.Days)), r.address(back.PM, back.Item.Anchor)})
	}
	for _, x := range r.Decide {
		decide = append(decide, digestLine{x.Item.Title, fmt.Sprintf("due %s, %s; %s", x.Item.Due, cmp.Or(x.Item.Owner, noOwner), x.PM.Key()), r.address(x.PM, x.Item.Anchor)})
	}
	add("New", posts(r.New))
	add("Completed", posts(r.Completed))
	add("Came back", returns)
	add("Needs a decision", decide)
	if again := r.Again; again != nil {
		note := fmt.Sprintf("%s, %s; from these days of an earlier year", again.PM.Title, again.PM.Date)
		if again.Shares != "" {
			note += ", because " + again.Shares + " is among what failed anew"
		}
		add("Worth reading again", []digestLine{{again.Lesson.Text, note, r.address(again.PM, again.Lesson.Anchor)}})
	}
	return out
}

func (r digestReport) address(pm *content.PostMortem, anchor string) string {
	if r.base == "" {
		return ""
	}
	address := r.base + "postmortems/" + url.PathEscape(pm.Slug) + "/"
	if anchor != "" {
		address += "#" + anchor
	}
	return address
}

func (r digestReport) markdown() string {
	var b strings.Builder
	b.WriteString(console.Markdown(r.headline()) + "\n")
	for _, section := range r.sections() {
		b.WriteString("\n### " + section.title + "\n\n")
		for _, line := range section.lines {
			text := console.Markdown(line.text)
			if line.url != "" {
				text = "[" + text + "](" + line.url + ")"
			}
			b.WriteString("- " + text + " (" + console.Markdown(line.note) + ")\n")
		}
	}
	return b.String()
}

// html returns elements for a mail or a page, without a style.
func (r digestReport) html() string {
	var b strings.Builder
	b.WriteString("<p>" + html.EscapeString(r.headline()) + "</p>\n")
	for _, section := range r.sections() {
		b.WriteString("<h3>" + section.title + "</h3>\n<ul>\n")
		for _, line := range section.lines {
			text := html.EscapeString(line.text)
			if line.url != "" {
				text = `<a href="` + html.EscapeString(line.url) + `">` + text + "</a>"
			}
			b.WriteString("<li>" + text + " (" + html.EscapeString(line.note) + ")</li>\n")
		}
		b.WriteString("</ul>\n")
	}
	return b.String()
}
