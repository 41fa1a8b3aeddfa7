package main

import (
	"bufio"
	"errors"
	"maps"
	"net/url"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
)

type exportFlags struct {
	format, what, asOf string
}

func exportCommand(a *app) *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Print the data: post mortems, action items or timelines",
		Long: `Export prints the same objects that the site has in /data/. JSON has a
schema_version, and NDJSON has one object per line. In CSV, text that a spreadsheet
would take for a formula is prefixed with a quote. Unknown values are null, or empty
in CSV. Drafts are exported only if the config has drafts: show. The section "The data"
of the README documents every key and column.`,
		Example: `  pmsite export --format csv --what action-items > action-items.csv
  pmsite export --format ndjson | jq 'select(.severity == "critical") | .title'`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.export(cmd, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "json", "`format` of the data: json, ndjson or csv")
	flags.StringVar(&f.what, "what", "postmortems", "`kind` of data: postmortems, action-items or timeline")
	flags.StringVar(&f.asOf, "as-of", "", asOfUsage)
	a.offlineFlag(cmd)
	return cmd
}

func (a *app) export(cmd *cobra.Command, f exportFlags) error {
	formats, ok := feed.Exports[f.what]
	if !ok {
		return wrongChoice("--what", f.what, keys(feed.Exports))
	}
	write, ok := formats[f.format]
	if !ok {
		return wrongChoice("--format", f.format, keys(formats))
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
	c, err := a.good(cmd, p)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.data())
	err = write(out, func(yield func(feed.Record) bool) {
		for _, r := range metrics.Records(c.PostMortems) {
			address := p.Config.BaseURL + "postmortems/" + url.PathEscape(r.PM.Slug) + "/"
			record := feed.NewRecord(r, address, asOf, p.Config.TrackerURL)
			if f.what == "postmortems" && f.format != "csv" {
				record = record.WithTexts(r.PM)
			}
			if !yield(record) {
				return
			}
		}
	}, asOf.String())
	return errors.Join(err, out.Flush())
}

// keys returns the keys of m, sorted.
func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
