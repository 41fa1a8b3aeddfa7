package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/project"
)

type judgeFlags struct {
	same, different bool
	why, by         string
}

func judgeCommand(a *app) *cobra.Command {
	var f judgeFlags
	cmd := &cobra.Command{
		Use:   "judge PM PM",
		Short: "Say whether two post mortems are about the same thing",
		Long: `Judge adds a verdict on two post mortems, given by id, the last part of the address or
file, to _recurrences.yaml in the folder of the post mortems. Whoever reviews the change
sees it like any other one, and "pmsite recurrences" asks nobody again. Write the reason
for readers of the site, without names, and say by which role it was found. To change a
verdict, edit the file.`,
		Example: `  pmsite recurrences judge PM-2026-0003 PM-2026-0009 --same --why 'The pattern was tried on one gateway only.' --by 'platform team'
  pmsite recurrences judge PM-2026-0003 PM-2026-0010 --different --why 'Only the name of the queue is the same.' --by 'platform team'`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 2 {
				return nil
			}
			return fail(errors.New("judge takes two post mortems"), "pmsite recurrences lists those that look alike")
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			return a.offerPostMortems(cmd, args[min(len(args), 1):], typed)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.judge(cmd.Context(), args, f) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.same, "same", false, "both are about the same thing")
	flags.BoolVar(&f.different, "different", false, "they only look alike")
	flags.StringVar(&f.why, "why", "", "`text` that says why, for readers of the site")
	flags.StringVar(&f.by, "by", "", "`role` that found so")
	return cmd
}

func (a *app) judge(ctx context.Context, args []string, f judgeFlags) error {
	v := content.Verdict{Same: f.same, Why: convert.Line(f.why), By: convert.Line(f.by)}
	switch {
	case f.same == f.different:
		return fail(errors.New("a verdict is either --same or --different"), "--same --why 'The pattern was tried on one gateway only.' --by 'platform team'")
	case v.Why == "":
		return fail(errors.New("--why is missing: a verdict without a reason convinces nobody"), "--why 'The pattern was tried on one gateway only.'")
	case v.By == "":
		return fail(errors.New("--by is missing: readers want to know which role found so"), "--by 'platform team'")
	}
	if _, _, err := a.opener().Settings(); err != nil { // of a bare repository
		return err
	}
	p, err := a.opener().OpenWithoutSources("")
	if err != nil {
		return err
	}
	defer p.Close()
	c, err := p.Load(ctx, 0)
	if err != nil {
		return err
	}
	name := path.Join(p.Config.Content, content.VerdictsFile)
	pair, err := findPair(p, c, args)
	if err == nil {
		err = refuseJudged(c, name, pair)
	}
	if err != nil {
		return err
	}
	v.Pair = [2]string{pair[0].Key(), pair[1].Key()}
	if err := a.writeVerdict(ctx, p, name, v); err != nil {
		return err
	}
	a.text.Line(console.Plain(fmt.Sprintf("%s: %s and %s are %s", name, v.Pair[0], v.Pair[1], map[bool]string{true: "the same", false: "different"}[v.Same])))
	return nil
}

// findPair returns the post mortems with two names, the older one first.
func findPair(p *project.Project, c *collection.Collection, names []string) (pair [2]*content.PostMortem, err error) {
	for i, name := range names {
		if pair[i], err = named(c, p.Root, name); err != nil {
			return pair, err
		}
	}
	if pair[0] == pair[1] {
		return pair, fail(fmt.Errorf("%s and %s are the same post mortem", names[0], names[1]), "name two")
	}
	if pair[1].Date.Before(pair[0].Date) || pair[0].Date == pair[1].Date && pair[1].Key() < pair[0].Key() {
		pair[0], pair[1] = pair[1], pair[0]
	}
	return pair, nil
}

// refuseJudged returns an error if a pair has a verdict.
func refuseJudged(c *collection.Collection, name string, pair [2]*content.PostMortem) error {
	judged, _ := content.ResolveVerdicts(name, c.Verdicts, c.PostMortems)
	if v := judged[pair]; v != nil {
		return fail(fmt.Errorf("%s and %s have a verdict: %s, because %s", pair[0].Key(), pair[1].Key(), v.Word(), v.Why), fmt.Sprintf("edit %s:%d to change it", name, v.Pos.Line))
	}
	return nil
}

// writeVerdict adds a verdict to the file, unless it breaks a rule, such as that no person is named.
func (a *app) writeVerdict(ctx context.Context, p *project.Project, name string, v content.Verdict) error {
	src, err := fs.ReadFile(p.Source.FS, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	created := err != nil
	if _, problems := content.ParseVerdicts(name, src); content.HasErrors(problems) {
		a.print(problems)
		return errReported
	}
	text, err := convert.AddVerdict(src, v)
	if err != nil {
		return fail(fmt.Errorf("%s: %w", name, err), "add it there by hand")
	}
	alone, err := convert.AddVerdict(nil, v)
	if err == nil {
		err = a.checkVerdict(ctx, p, name, alone)
	}
	if err != nil {
		return err
	}
	if created {
		return createFile(p.Root, filepath.FromSlash(name), text)
	}
	return replaceFile(filepath.Join(p.Root, filepath.FromSlash(name)), text)
}

// checkVerdict returns an error if a verdict breaks a rule, and warns if it blames.
func (a *app) checkVerdict(ctx context.Context, p *project.Project, name string, text []byte) error {
	findings, err := p.CheckVerdicts(ctx, name, text)
	if err != nil {
		return err
	}
	for _, f := range findings {
		if f.Level == content.Error {
			return fail(errors.New("the verdict: "+f.Message), f.Hint)
		}
		a.warn("the verdict: "+f.Message, f.Hint)
	}
	return nil
}
