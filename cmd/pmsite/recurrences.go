package main

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/index"
	"github.com/pmsite/pmsite/site/feed"
)

type recurrencesFlags struct {
	format, asOf, window string
}

func recurrencesCommand(a *app) *cobra.Command {
	var f recurrencesFlags
	cmd := &cobra.Command{
		Use:   "recurrences",
		Short: "List what came back, and the post mortems that look alike",
		Long: `Recurrences first lists what came back although a fix had been promised: later post mortems
that name an action item of an older one under prevented_by. Then it lists the pairs of post
mortems that look alike and that nobody has looked at yet, each with its reasons, and those
that somebody found to be the same.

Two post mortems look alike if their dates are within the window (180 days, or what the
config says: "recurrences: {window: 26 weeks}") and both name a control that held in
neither, or one names an action item of the other, or they share a service and at least
two rare words or contributing factors. Of what many share, each is paired with the 25
nearest before it.

"pmsite recurrences judge" keeps what you find in _recurrences.yaml in the folder of the post
mortems, for review like any other change, and nobody is asked again. As on the site, drafts
are left out unless the config has "drafts: show".`,
		Example: `  pmsite recurrences
  pmsite recurrences --window 365d --as-of 2026-06-30 --format json
  pmsite recurrences judge PM-2026-0003 PM-2026-0009 --same --why 'The pattern was tried on one gateway only.' --by 'platform team'`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.recurrences(cmd, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "text", "`format` of the list: text, json, or csv of the pairs")
	flags.StringVar(&f.asOf, "as-of", "", "leave out what is newer than this `date`: 2026-03-05, today, or commit (the default)")
	flags.StringVar(&f.window, "window", "", "the most `time` between two post mortems, such as 180d (default: as in the config)")
	a.offlineFlag(cmd)
	cmd.AddCommand(judgeCommand(a))
	return cmd
}

// recurrencesFormats are the formats of what came back and what looks alike.
var recurrencesFormats = map[string]func(a *app, r feed.Recurrences) error{
	"text": func(a *app, r feed.Recurrences) error {
		err := recurrencesText{a.text, r}.write()
		a.sayHowToJudge(r.Pairs)
		return err
	},
	"json": func(a *app, r feed.Recurrences) error { return r.JSON(a.data()) },
	"csv":  func(a *app, r feed.Recurrences) error { return r.CSV(a.data()) },
}

func (a *app) recurrences(cmd *cobra.Command, f recurrencesFlags) error {
	write, ok := recurrencesFormats[f.format]
	if !ok {
		return wrongChoice("--format", f.format, keys(recurrencesFormats))
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
	window := p.Config.Recurrences.Window
	if f.window != "" {
		if window, err = config.ParseWindow(f.window); err != nil {
			return fail(fmt.Errorf("--window: %w", err), "write it as 180d or '26 weeks'")
		}
	}
	c, err := a.good(cmd, p)
	if err != nil {
		return err
	}
	posts, base := until(c.PostMortems, asOf), p.Config.BaseURL
	return write(a, feed.Recurrences{
		AsOf: asOf, Window: window, Returns: metrics.ReturnsOf(metrics.Records(posts), metrics.CitedAmong(posts)),
		Pairs: index.NewRelations(posts).Recurrences(index.Search{Window: window, Verdicts: c.Verdicts}),
		URL:   func(pm *content.PostMortem) string { return base + "postmortems/" + url.PathEscape(pm.Slug) + "/" },
	})
}

// until returns the post mortems that are not newer than a day.
func until(posts []*content.PostMortem, day content.Date) (out []*content.PostMortem) {
	for _, pm := range posts {
		if !day.Before(pm.Date) {
			out = append(out, pm)
		}
	}
	return out
}

// A recurrencesText writes what came back and what looks alike for people.
type recurrencesText struct {
	*console.Writer
	feed.Recurrences
}

func (t recurrencesText) line(format string, args ...any) {
	t.Line(console.Plain(fmt.Sprintf(format, args...)))
}

func (t recurrencesText) head(text string) { t.Line(console.Span{Style: console.Bold, Text: text}) }

func (t recurrencesText) write() error {
	if len(t.Returns) > 0 {
		t.head("came back, although a fix had been promised")
		for _, back := range t.Returns {
			t.back(back)
		}
	}
	t.pairs("look alike, and nobody has looked at them yet", func(v *content.Verdict) bool { return v == nil })
	t.pairs("found to be the same", func(v *content.Verdict) bool { return v != nil && v.Same })
	t.summary()
	return t.Flush()
}

func (t recurrencesText) back(back metrics.Return) {
	pm := back.Later
	t.line("  %s  %s (%s), severity %s%s", pm.Date, pm.Title, pm.Key(), cmp.Or(pm.Severity, "not given"), impactsOf(pm))
	said := back.Item.StateOn(t.AsOf)
	if item, known := back.Ledger(t.AsOf); known {
		if moves := movesOf(item); moves != "" {
			said += ", " + moves
		}
		if then := back.Then(item); then != "" {
			said += ", " + then
		}
	}
	t.line("              %s after: %s (%s#%s), %s", content.FormatDays(back.Days), back.Item.Title, back.PM.Key(), back.Item.Anchor, said)
}

// impactsOf returns the impacts of an incident and how long it lasted, as far as that is known.
func impactsOf(pm *content.PostMortem) string {
	said := ""
	if len(pm.Impacts) > 0 {
		said = ", " + strings.Join(pm.Impacts, " and ")
	}
	for _, key := range []string{metrics.Duration, metrics.Degradation} {
		if f := metrics.FiguresOf(pm).Get(key); f.Known() {
			return said + " for " + f.String()
		}
	}
	return said
}

// movesOf says how often an item was moved to a later date, and by how much in all; "" if it was not.
func movesOf(item metrics.Item) string {
	if item.Slips == 0 {
		return ""
	}
	return fmt.Sprintf("moved %s by %s", count(item.Slips, "time"), content.FormatDays(item.Slipped))
}

// pairs writes the pairs with some verdicts.
func (t recurrencesText) pairs(head string, with func(*content.Verdict) bool) {
	for _, p := range t.Pairs {
		if !with(p.Verdict) {
			continue
		}
		if head != "" {
			t.head(head)
			head = ""
		}
		t.line("  %s  %s (%s)", p.Later.Date, p.Later.Title, p.Later.Key())
		t.line("  %s  %s (%s)", p.Earlier.Date, p.Earlier.Title, p.Earlier.Key())
		if len(p.Reasons) > 0 {
			t.line("              %s", p.ReasonText())
		}
		if v := p.Verdict; v != nil {
			t.line("              %s (%s)", v.Why, v.By)
		}
	}
}

// summary counts what came back, and the pairs by what became of them.
func (t recurrencesText) summary() {
	seen, same := metrics.Seen(t.Pairs)
	t.line("As of %s: %s came back although a fix had been promised.", t.AsOf, count(len(t.Returns), "incident"))
	if len(t.Pairs) == 0 {
		t.line("No two post mortems within %s look alike.", content.FormatDays(t.Window))
		return
	}
	unseen := len(t.Pairs) - seen
	t.line("%s within %s look alike: %d found to be the same, %d different; nobody has looked at %d (%.0f %%).",
		count(len(t.Pairs), "pair"), content.FormatDays(t.Window), same, seen-same, unseen, 100*float64(unseen)/float64(len(t.Pairs)))
}

// sayHowToJudge says what to type about the first pair that nobody has looked at.
func (a *app) sayHowToJudge(pairs []metrics.Recurrence) {
	for _, p := range pairs {
		if p.Verdict == nil {
			a.say("hint: pmsite recurrences judge %s %s --same --why '…' --by '…', or --different", quoted(p.Earlier.Key()), quoted(p.Later.Key()))
			return
		}
	}
}
