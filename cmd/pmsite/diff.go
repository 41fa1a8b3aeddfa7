package main

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/content/review/report"
)

type diffFlags struct {
	base, head, format, asOf, preview string
	allowReopen                       bool
}

func diffCommand(a *app) *cobra.Command {
	var f diffFlags
	var forms []string
	for _, format := range report.Formats() {
		forms = append(forms, fmt.Sprintf("  %-8s %s", format.Name, format.Doc))
	}
	cmd := &cobra.Command{
		Use:   "diff",
		Short: "Describe what a branch changes: status, figures, action items",
		Long: `Diff compares the post mortems in the work tree, or at --head, with those at the
commit where the branch diverged from the base. It reports new post mortems, changes in
status and figures, action items that were added, closed, reworded or silently
removed, and what "pmsite check" finds in the files that the branch touches. Without
--base, it compares with the default branch: the one that the config names under
repository, or else the default branch of origin, main, master or the only branch.

Like the program diff, it exits with status 1 if there is a difference, and 0 otherwise.

The formats of the report:

` + strings.Join(forms, "\n") + `

The markdown format is for a reviewer who has not seen the documents: what kind of change
it is, severity, services and duration, the open action items with their owners, the
findings by rule, and, folded, what follows from the changes. It links to lines of the
repository that the config names or, in GitHub Actions and GitLab CI, of the one that
runs; and to the site with the changes, if --preview says where it is: an address that
ends in a slash is that of the site, any other one that of its zip file. It begins with
an invisible line, ` + report.Marker + `, which a workflow can use to find the
comment to update.`,
		Example: `  pmsite diff
  pmsite diff --base origin/main
  pmsite diff --base v1.0 --head main --format json
  pmsite diff --base origin/main --format markdown > comment.md || test $? = 1
  pmsite diff --format markdown --preview https://postmortems.example.org/pr/12/`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.diff(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.base, "base", "", "compare with the commit where the branch diverged from this `ref` (default: the default branch)")
	flags.StringVar(&f.head, "head", "", "compare this commit, branch or tag (a `ref`) instead of the work tree")
	flags.StringVar(&f.format, "format", "text", "`format` of the report")
	flags.StringVar(&f.preview, "preview", "", "`address` of the site with the changes, or of its zip file, for the markdown format")
	flags.StringVar(&f.asOf, "as-of", "", asOfUsage)
	flags.BoolVar(&f.allowReopen, "allow-reopen", false, allowReopenUsage)
	return cmd
}

func (a *app) diff(ctx context.Context, f diffFlags) error {
	format, known := report.Lookup(f.format)
	if !known {
		return wrongChoice("--format", f.format, report.Names())
	}
	if u, err := url.Parse(f.preview); err != nil || f.preview != "" && (u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
		return fmt.Errorf("--preview takes an address such as https://postmortems.example.org/pr/12/, not %q", f.preview)
	}
	p, err := a.opener().OpenWithoutSources(f.head)
	if err != nil {
		return err
	}
	defer p.Close()
	asOf, err := p.AsOf(f.asOf)
	if err != nil {
		return err
	}
	if f.base == "" {
		if f.base, err = p.DefaultBranch(); err != nil {
			return fmt.Errorf("--base: %w", err)
		}
	}
	p.Config.Repository.URL = cmp.Or(p.Config.Repository.URL, a.repositoryOfRun())
	d, err := p.Diff(ctx, project.CheckOptions{AsOf: asOf, Base: f.base, AllowReopen: f.allowReopen, Alike: alikeOf})
	if err != nil {
		return err
	}
	d.Head, d.Preview, d.Color = f.head, f.preview, a.colors(a.stdout)
	if err := format.Write(a.stdout, d); err != nil {
		return err
	}
	if len(d.Documents) > 0 || check.HasErrors(d.Findings) || check.HasWarnings(d.Findings) {
		return errReported
	}
	return nil
}
