package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/review/report"
)

type diffFlags struct {
	base, head, format, asOf string
	allowReopen              bool
}

func diffCommand(a *app) *cobra.Command {
	var f diffFlags
	var forms []string
	for _, format := range report.Formats() {
		forms = append(forms, fmt.Sprintf("  %-8s %s", format.Name, format.Doc))
	}
	cmd := &cobra.Command{
		Use:   "diff --base REF",
		Short: "Tell what a branch changes, in the domain's words",
		Long: `Diff compares the post mortems of the work tree, or of --head, with those where
the branch left the base: which are new, which status was reached, what the
figures were and are, which action items were added, closed, reworded or silently
removed, and what "pmsite check" finds in the files that the branch touches.

Like diff it exits with status 1 if there is a difference, and 0 if there is none.

The forms of the report:

` + strings.Join(forms, "\n") + `

The markdown form begins with a line that is not seen, ` + report.Marker + `,
by which a workflow finds the comment that it is to update.`,
		Example: `  pmsite diff --base origin/main
  pmsite diff --base v1.0 --head main --format json
  pmsite diff --base origin/main --format markdown > comment.md || test $? = 1`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.diff(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.base, "base", "", "compare with where the branch left this one")
	flags.StringVar(&f.head, "head", "", "compare this commit, branch or tag instead of the work tree")
	flags.StringVar(&f.format, "format", "text", "form of the report")
	flags.StringVar(&f.asOf, "as-of", "", "day on which overdue is seen, such as 2026-03-05")
	flags.BoolVar(&f.allowReopen, "allow-reopen", false, "a completed post mortem may go back")
	return cmd
}

func (a *app) diff(ctx context.Context, f diffFlags) error {
	format, known := report.Lookup(f.format)
	if !known {
		return fail(fmt.Errorf("there is no format %q", f.format), "pmsite diff --help lists them")
	}
	if f.base == "" {
		return fail(errors.New("--base is missing"), "name what to compare with, as in pmsite diff --base origin/main")
	}
	p, err := a.openAlone(f.head)
	if err != nil {
		return err
	}
	defer p.close()
	d, err := a.difference(ctx, p, f)
	if err != nil {
		return err
	}
	if err := format.Write(a.stdout, d); err != nil {
		return err
	}
	if len(d.Documents) > 0 || check.HasErrors(d.Findings) || check.HasWarnings(d.Findings) {
		return errReported
	}
	return nil
}

func (a *app) difference(ctx context.Context, p *project, f diffFlags) (d report.Diff, err error) {
	asOf, err := a.asOf(p, f.asOf)
	if err != nil {
		return d, err
	}
	c, err := a.load(ctx, p, 0)
	if err != nil {
		return d, err
	}
	in := check.Input{Collection: c, Config: p.config, AsOf: asOf, AllowReopen: f.allowReopen}
	if in.People, err = people(ctx, p.source); err != nil {
		return d, fail(err, "")
	}
	if err := a.compareWith(ctx, p, f.base, &in); err != nil {
		return d, err
	}
	before, changed := unchanged(c.PostMortems, in.Touched), touched(c.PostMortems, in.Touched)
	before = append(before, in.Base.PostMortems...)
	d = report.Diff{
		Base: f.base, Head: f.head, Color: a.colors(a.stdout),
		Documents: review.Documents(in.Base.PostMortems, changed),
		Totals:    review.Totals(before, c.PostMortems, asOf, p.config.Vocabularies),
		Findings:  check.Run(ctx, in),
	}
	mask := check.NewMask(in)
	for i := range d.Documents {
		d.Documents[i].Mask(mask.Text, mask.Owners)
	}
	if repository := p.config.Repository.URL; repository != "" && p.source.Commit != "" {
		d.URL = func(path string) string {
			return strings.TrimSuffix(repository, "/") + "/blob/" + p.source.Commit + "/" + (&url.URL{Path: path}).EscapedPath()
		}
	}
	return d, ctx.Err()
}

func touched(posts []*content.PostMortem, files map[string]bool) (out []*content.PostMortem) {
	for _, pm := range posts {
		if files[pm.Path] {
			out = append(out, pm)
		}
	}
	return out
}

func unchanged(posts []*content.PostMortem, files map[string]bool) (out []*content.PostMortem) {
	for _, pm := range posts {
		if !files[pm.Path] {
			out = append(out, pm)
		}
	}
	return out
}
