package main

import (
	"os"
	"slices"
	"strconv"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/site/feed"
)

type statsFlags struct {
	service, severity, tag string
	since, until           string
	by, asOf               string
	json, csv              bool
}

func statsCommand(a *app) *cobra.Command {
	var f statsFlags
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Print the dashboard's figures",
		Long: `Stats counts post mortems and describes their durations as the dashboard does: by the
median with its interval, the longest, and how many are known, unknown or do not
apply. A median needs five known values, the 75th percentile 13 and the 90th 36.
Near misses are counted apart: they have no outage. First it says what came back, what
surprised, and which action items need a decision. Drafts are counted only if the
config has drafts: show.

In JSON and CSV, durations are in seconds.`,
		Example: `  pmsite stats
  pmsite stats --service booking --since 2025-01-01
  pmsite stats --severity critical --by year --csv`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.stats(cmd, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.service, "service", "", "only the service with this `name`")
	flags.StringVar(&f.severity, "severity", "", "only this `severity`, or another word for it")
	flags.StringVar(&f.tag, "tag", "", "only this `tag`")
	flags.StringVar(&f.since, "since", "", "only from this `day` on, such as 2026-03-05")
	flags.StringVar(&f.until, "until", "", "only up to this `day`")
	flags.StringVar(&f.by, "by", "quarter", "`length` of the periods: month, quarter or year")
	flags.StringVar(&f.asOf, "as-of", "", asOfUsage)
	flags.BoolVar(&f.json, "json", false, "print JSON")
	flags.BoolVar(&f.csv, "csv", false, "print CSV")
	cmd.MarkFlagsMutuallyExclusive("json", "csv")
	a.offlineFlag(cmd)
	return cmd
}

var steps = map[string]metrics.Step{"month": metrics.Month, "quarter": metrics.Quarter, "year": metrics.Year}

func (a *app) stats(cmd *cobra.Command, f statsFlags) error {
	step, ok := steps[f.by]
	if !ok {
		return wrongChoice("--by", f.by, keys(steps))
	}
	p, err := a.opener().Open(cmd.Context(), "")
	if err != nil {
		return err
	}
	defer p.Close()
	f.service, f.tag = content.Renamed(p.Config.Renames.Services, f.service), content.Renamed(p.Config.Renames.Tags, f.tag)
	filter, err := f.filter(p.Config.Vocabularies)
	if err != nil {
		return err
	}
	asOf, err := p.AsOf(f.asOf)
	if err != nil {
		return err
	}
	c, err := a.good(cmd, p)
	if err != nil {
		return err
	}
	if posts := slices.Concat(c.PostMortems, c.Hidden); len(posts) > 0 && f.service+f.tag != "" {
		words := wordsOf(p.Config, posts)
		a.warnOfName("service", f.service, words[serviceWords])
		a.warnOfName("tag", f.tag, words[tagWords])
	}
	v := p.Config.Vocabularies
	all := metrics.Records(c.PostMortems)
	records := metrics.Select(all, filter)
	stats, periods := metrics.Compute(records, asOf, v), periodsOf(records, asOf, filter, step, v)
	outcomes := metrics.OutcomesOf(records, metrics.Settings{
		Span: metrics.Latest(records, lastDay(asOf, filter), step, maxPeriods), AsOf: asOf, Until: lastDay(asOf, filter),
		PublishLag: metrics.PublishLag(all, asOf), Vocabularies: v, Cited: metrics.CitedAmong(c.PostMortems),
	})
	stats.Outcomes = &outcomes
	switch {
	case f.json:
		return feed.StatsJSON(a.data(), stats, periods, asOf.String())
	case f.csv:
		return feed.StatsCSV(a.data(), stats, periods)
	}
	return statsText{width: a.width(), asOf: asOf, stats: stats, periods: periods}.write(a.text)
}

// good loads the post mortems that are published, and warns if there are none. It fails if any of them has an error.
func (a *app) good(cmd *cobra.Command, p *project.Project) (*collection.Collection, error) {
	p.ReadHistory(cmd.Context())
	c, err := p.Load(cmd.Context(), 0)
	if err != nil {
		return nil, err
	}
	if content.HasErrors(c.Problems) {
		return nil, a.refuse(c)
	}
	if err := p.AddHistory(cmd.Context(), c, false); err != nil {
		return nil, err
	}
	published := c.Published(p.Config.ShowDrafts)
	switch {
	case len(published.PostMortems) > 0:
	case len(published.Hidden) > 0:
		a.warn("all post mortems are drafts, which do not count", "write `drafts: show` in "+project.ConfigName+", or complete one: status: completed")
	default:
		a.warnIfEmpty(p)
	}
	return published, nil
}

// refuse reports the problems of a collection with errors.
func (a *app) refuse(c *collection.Collection) error {
	a.print(c.Problems)
	if len(c.PostMortems) == 0 {
		a.say("hint: %s", foreignHint)
	}
	return errReported
}

func (f statsFlags) filter(v *content.Vocabularies) (out metrics.Filter, err error) {
	out = metrics.Filter{Service: f.service, Tag: f.tag}
	if f.severity != "" {
		value, known := v.Severity.Match(f.severity)
		if !known {
			return out, wrongChoice("--severity", f.severity, v.Severity.Values)
		}
		out.Severity = value
	}
	for _, day := range []struct {
		flag, text string
		to         *content.Date
	}{{"--since", f.since, &out.Since}, {"--until", f.until, &out.Until}} {
		if day.text == "" {
			continue
		}
		if *day.to, err = parseDay(day.flag, day.text); err != nil {
			return out, err
		}
	}
	return out, nil
}

// lastDay returns asOf, or --until if that is earlier.
func lastDay(asOf content.Date, filter metrics.Filter) content.Date {
	if !filter.Until.IsZero() && filter.Until.Before(asOf) {
		return filter.Until
	}
	return asOf
}

// maxPeriods is the maximum number of periods shown; older ones are left out.
const maxPeriods = 60

// periodsOf returns the stats of each period, up to asOf or --until.
func periodsOf(records []metrics.Record, asOf content.Date, filter metrics.Filter, step metrics.Step, v *content.Vocabularies) []feed.PeriodStats {
	asOf = lastDay(asOf, filter)
	span := metrics.Latest(records, asOf, step, maxPeriods)
	parts := make([][]metrics.Record, span.Len())
	for _, r := range records {
		if i := span.Index(r.PM.Date); i >= 0 {
			parts[i] = append(parts[i], r)
		}
	}
	out := make([]feed.PeriodStats, len(parts))
	for i, part := range parts {
		out[i] = feed.PeriodStats{Period: span.At(i).String(), Stats: metrics.Compute(part, asOf, v)}
	}
	return out
}

// width returns the width of the terminal in characters.
func (a *app) width() int {
	if n, err := strconv.Atoi(a.getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if file, ok := a.stdout.(*os.File); ok {
		if n, _, err := term.GetSize(int(file.Fd())); err == nil && n > 0 {
			return n
		}
	}
	return 80
}
