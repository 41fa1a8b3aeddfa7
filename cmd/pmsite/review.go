package main

import (
	"context"
	"io"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/meeting"
	"github.com/pmsite/pmsite/content/project"
)

type reviewFlags struct{ format, asOf string }

func reviewCommand(a *app) *cobra.Command {
	var f reviewFlags
	cmd := &cobra.Command{
		Use:   "review PM",
		Short: "Print a sheet for the meeting that discusses a post mortem",
		Long: `Review prints a sheet for the meeting that discusses a post mortem, given by its id, the
last part of its address, or its file. Its first page has up to eight questions that are
made from this timeline: about the longest silence, the time until somebody noticed, the
first thing that people did then, what they believed at first, roles that join, and times
that nobody knows exactly. They ask what people saw and what it meant to them.

Then it says which roles wrote the post mortem, and which others have to do with it. Action
items and what check finds are on the second page, since talk about what to do ends talk
about what happened.

With --format html, the sheet is a page to print.`,
		Example: `  pmsite review PM-2026-0003
  pmsite review content/postmortems/2026/2026-03-05-gates-offline.md --format html > sheet.html`,
		Args:              cobra.MatchAll(needsArgs("a post mortem", "pmsite review PM-2026-0003"), atMost(1)),
		ValidArgsFunction: anyFile,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.review(cmd.Context(), args[0], f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "markdown", "`format` of the sheet: markdown or html")
	flags.StringVar(&f.asOf, "as-of", "", asOfUsage)
	return cmd
}

// reviewFormats are the formats of the sheet.
var reviewFormats = map[string]func(s meeting.Sheet, d meeting.Details) string{
	"markdown": meeting.Sheet.Markdown,
	"html":     meeting.Sheet.HTML,
}

func (a *app) review(ctx context.Context, name string, f reviewFlags) error {
	format, ok := reviewFormats[f.format]
	if !ok {
		return wrongChoice("--format", f.format, keys(reviewFormats))
	}
	p, err := a.opener().OpenWithoutSources("")
	if err != nil {
		return err
	}
	defer p.Close()
	asOf, err := p.AsOf(f.asOf)
	if err != nil {
		return err
	}
	c, err := p.Load(ctx, 0)
	if err != nil {
		return err
	}
	pm, err := named(c, p.Root, name)
	if err != nil {
		return err
	}
	findings, _, err := p.Check(ctx, project.CheckOptions{AsOf: asOf, Paths: []string{p.DiskPath(pm.Path)}})
	if err != nil {
		return err
	}
	details := meeting.Details{AsOf: asOf, Findings: open(findings)}
	if base := p.Config.BaseURL; base != "" && (!pm.IsDraft() || p.Config.ShowDrafts) {
		details.URL = base + "postmortems/" + url.PathEscape(pm.Slug) + "/"
	}
	_, err = io.WriteString(a.data(), format(meeting.Prepare(pm, p.Config.Roles, concerned(p.Config, pm)), details))
	return err
}

// concerned returns the owners of the services of a post mortem.
func concerned(cfg *config.Config, pm *content.PostMortem) (out []meeting.Voice) {
	for _, name := range pm.Services {
		for _, s := range cfg.Services {
			if s.Name == name && s.Owner != "" {
				out = append(out, meeting.Voice{Role: s.Owner, Why: []string{"owns " + name}})
			}
		}
	}
	return out
}

// open returns the findings that somebody has to do something about.
func open(findings []check.Finding) (out []meeting.Finding) {
	for _, f := range findings {
		if f.Level != content.Info {
			out = append(out, meeting.Finding{Line: f.Line, Rule: f.Rule, Message: f.Message})
		}
	}
	return out
}
