package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/publish"
)

type publishFlags struct {
	siteFlags
	branch, remote string
	push, dryRun   bool
	remove         bool
}

func publishCommand(a *app) *cobra.Command {
	var f publishFlags
	cmd := &cobra.Command{
		Use:   "publish",
		Short: "Commit the site to a branch",
		Long: `Publish builds the site as build does and makes it one commit on a branch. It does
not touch the work tree or the index. If a post mortem has an error, or anything
else goes wrong, the branch stays as it is. If nothing changed, publish makes no
commit.

Publish replaces only files that pmsite created. It keeps CNAME, the paths listed in the
config under publish: {keep: …}, and other files that were added at the top of the
branch. Publish refuses a branch that pmsite did not create.

With --push, publish starts from the remote's branch and pushes the commit, never by
force: if somebody else pushed first, their commit stays. The git program pushes with
its own credentials. For an https remote, PMSITE_TOKEN may hold a token (or
USER:TOKEN), and GITHUB_TOKEN one for its own host. Without the git program, only
these tokens and the ssh agent work.

With --prefix, publish puts a preview into a folder beside the published site, such as
pr/12, and leaves everything else on the branch alone; --drafts includes drafts. Its
pages say that they are a preview, lead to the published site, and ask search engines not to
index them. base_url stays the address of the published site, which must exist: run publish
without --prefix first. It keeps the preview until --remove removes it.

The author of the commit is "pmsite <pmsite@localhost>", no matter who runs the
command, unless GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL name another author.`,
		Example: `  pmsite publish --dry-run
  pmsite publish --push
  pmsite publish --ref main --branch pages
  pmsite publish --prefix pr/12 --drafts --push
  pmsite publish --prefix pr/12 --remove --push`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.publish(cmd.Context(), f) },
	}
	f.register(cmd)
	a.offlineFlag(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.branch, "branch", "", "`branch` to publish to (default: publish.branch in the config, or gh-pages)")
	flags.StringVar(&f.remote, "remote", "origin", "`remote` that has the branch")
	flags.BoolVar(&f.push, "push", false, "push the commit to the remote")
	flags.BoolVar(&f.dryRun, "dry-run", false, "list the files to add (A), change (M) and delete (D), and write nothing")
	flags.StringVar(&f.preview, "prefix", "", "publish a preview into this `folder` of the branch, such as pr/12")
	flags.BoolVar(&f.remove, "remove", false, "remove the preview that --prefix names")
	flags.BoolVar(&f.drafts, "drafts", false, "include drafts in the preview that --prefix names")
	flags.Lookup("branch").DefValue = ""
	return cmd
}

func (a *app) publish(ctx context.Context, f publishFlags) error {
	start := a.now()
	if f.preview == "" && (f.remove || f.drafts) {
		return fail(errors.New("--remove and --drafts are for previews"), "name one with --prefix; `drafts: show` in the config publishes drafts")
	}
	p, err := a.opener().Open(ctx, f.ref)
	if err != nil {
		return err
	}
	defer p.Close()
	if f.remove {
		return a.removePreview(ctx, p, f, start)
	}
	asOf, err := a.settle(p, f.siteFlags)
	if err != nil {
		return err
	}
	s, _, err := a.goodSite(ctx, p, f.siteFlags, asOf, false)
	if err != nil {
		return err
	}
	opts := a.publishOptions(p, f)
	progress := a.progress("publishing")
	opts.Progress = progress.Show
	result, err := publish.Branch(ctx, opts, s)
	progress.Done()
	if err != nil {
		return err
	}
	if f.preview == "" {
		a.sayMovedSince(p, result.Previous, s)
	}
	if f.dryRun {
		a.list(result)
	}
	a.say("%s in %.2f s", published(opts, s, result), a.now().Sub(start).Seconds())
	return nil
}

func (a *app) removePreview(ctx context.Context, p *project.Project, f publishFlags, start time.Time) error {
	opts := a.publishOptions(p, f)
	opts.Message = "Remove the preview " + f.preview
	result, err := publish.Remove(ctx, opts)
	if err != nil {
		return err
	}
	if f.dryRun {
		a.list(result)
	}
	took := a.now().Sub(start).Seconds()
	if result.Unchanged && !result.Pushed {
		a.say("nothing to remove: %s has no %s, in %.2f s", opts.Branch, f.preview, took)
		return nil
	}
	a.say("%s: %d deleted%s in %.2f s", where(opts), len(result.Removed), ending(opts, result), took)
	return nil
}

func (a *app) publishOptions(p *project.Project, f publishFlags) publish.Options {
	branch := f.branch
	if branch == "" {
		branch = p.Config.Publish.Branch
	}
	program, _ := exec.LookPath("git")
	message := commitMessage(p)
	if f.preview != "" {
		message = "Publish the preview " + f.preview + " of " + strings.TrimPrefix(message, "Publish ")
	}
	return publish.Options{
		Dir: p.Root, Place: p.Source.Place(), Branch: branch, Prefix: f.preview, Remote: f.remote, Push: f.push, DryRun: f.dryRun,
		Keep: p.Config.Publish.Keep, Message: message, Time: a.now(),
		Author: git.Person{Name: a.getenv("GIT_AUTHOR_NAME"), Email: a.getenv("GIT_AUTHOR_EMAIL")},
		Git:    program, Env: os.Environ(), Token: a.token, Jobs: f.jobs,
	}
}

// commitMessage names the commit that the site was built from. A work tree may differ
// from its commit, so the message says if one was used.
func commitMessage(p *project.Project) string {
	if p.Source.Commit == "" {
		return "Publish the work tree"
	}
	what := "the work tree at "
	if p.Source.Dir == "" {
		what = ""
	}
	return fmt.Sprintf("Publish %s%.12s\n\nSource-Commit: %s", what, p.Source.Commit, p.Source.Commit)
}

// list prints the files that publishing would change, in the style of git status.
func (a *app) list(r publish.Result) {
	for _, part := range []struct {
		letter string
		names  []string
	}{{"A", r.Added}, {"M", r.Changed}, {"D", r.Removed}} {
		for _, name := range part.names {
			a.text.Line(console.Plain(part.letter + " " + name))
		}
	}
}

// published describes what was published.
func published(opts publish.Options, s *site.Site, r publish.Result) string {
	if r.Unchanged && !r.Pushed {
		return "nothing to publish: " + where(opts) + " is up to date,"
	}
	hidden := ""
	if s.Hidden > 0 {
		hidden = fmt.Sprintf(" (%s left out)", count(s.Hidden, "draft"))
	}
	if r.Commit != "" {
		hidden += fmt.Sprintf(", commit %.7s", r.Commit)
	}
	return fmt.Sprintf("%s: %s%s, %s, %s: %d added, %d changed, %d deleted%s", where(opts), count(s.Posts, "post mortem"), hidden,
		count(r.Files, "file"), size(r.Bytes), len(r.Added), len(r.Changed), len(r.Removed), ending(opts, r))
}

// where returns the branch, with the folder of a preview.
func where(opts publish.Options) string {
	if opts.Prefix == "" {
		return opts.Branch
	}
	return opts.Prefix + " on " + opts.Branch
}

// ending says whether anything was written or pushed.
func ending(opts publish.Options, r publish.Result) string {
	switch {
	case opts.DryRun:
		return ", nothing written,"
	case r.Pushed:
		return ", pushed to " + opts.Remote
	}
	return ""
}
