package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/check/report"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/content/zone"
)

type checkFlags struct {
	ref, base, format, asOf  string
	strict, fix, allowReopen bool
	stdinName                string
}

func checkCommand(a *app) *cobra.Command {
	var f checkFlags
	var forms []string
	for _, format := range report.Formats() {
		forms = append(forms, fmt.Sprintf("  %-8s %s", format.Name, format.Doc))
	}
	cmd := &cobra.Command{
		Use:   "check [PATH…]",
		Short: "Find problems in post mortems",
		Long: `Check applies every rule to the post mortems, or to those below the given paths.
Rules look at the format, the arithmetic of the timeline, names of people, action
items without an owner, links, and secrets in pasted logs. "pmsite rules" lists
them; the config changes their levels, and a comment in a document silences a
finding on its line:

  <!-- pmsite: allow person-name: that is the name of the ship -->

With --base, check reports only files that changed since the branch diverged from the
base; rules that need the whole collection still see it. If the config changed, check also
reports the errors with which other files would stop a build. --fix makes the changes that
have only one right answer, such as 2026/03/05 to 2026-03-05. With - as the path,
check reads one document from standard input, for editors: it looks up whether the
files that the document links to exist, but does not read other documents.

If the config has sources, check reads them as build does. Of their post mortems it
reports the errors that stop a build, and addresses and ids that one of this repository
has, too. If a source cannot be read, check warns; with --strict that is an error.

With --ref, check reads a commit instead of the work tree, as a hook of a bare repository does.

If the repository has its own theme, check also renders the sample collection with it.

The exit status is 1 if there is an error, or, with --strict, a warning. With -q, check
prints only these findings. They go to standard output in one of these formats:

` + strings.Join(forms, "\n"),
		Example: `  pmsite check
  pmsite check content/postmortems/2026 --strict
  pmsite check --base origin/main --format github
  pmsite check --ref "$new"    # in a pre-receive hook
  pmsite check --fix
  pmsite check --format json --stdin-name content/new.md - < content/new.md`,
		ValidArgsFunction: anyFile,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.check(cmd.Context(), args, f) },
	}
	flags := cmd.Flags()
	a.offlineFlag(cmd)
	flags.StringVar(&f.ref, "ref", "", "check this commit, branch or tag (a `ref`) instead of the work tree")
	flags.StringVar(&f.base, "base", "", "report only what changed since the branch diverged from this `ref`")
	flags.StringVar(&f.format, "format", "text", "`format` of the report")
	flags.StringVar(&f.asOf, "as-of", "", asOfUsage)
	flags.BoolVar(&f.strict, "strict", false, "treat warnings as errors")
	flags.BoolVar(&f.fix, "fix", false, "make the changes that have only one right answer")
	flags.StringVar(&f.stdinName, "stdin-name", "", "`path` in the repository of the document that - reads")
	flags.BoolVar(&f.allowReopen, "allow-reopen", false, allowReopenUsage)
	return cmd
}

func (a *app) check(ctx context.Context, paths []string, f checkFlags) error {
	format, known := report.Lookup(f.format)
	if !known {
		return wrongChoice("--format", f.format, report.Names())
	}
	alone := len(paths) == 1 && paths[0] == "-"
	if err := f.refuse(alone); err != nil {
		return err
	}
	p, err := a.opener().OpenWithoutSources(f.ref)
	if err != nil {
		return err
	}
	defer p.Close()
	a.warnOfConfig(p.Config)
	find := a.findings
	if alone {
		find = a.findingsOfInput
	} else if err := a.addSources(ctx, p, f.strict); err != nil {
		return err
	}
	findings, total, err := find(ctx, p, paths, f)
	if err != nil {
		return err
	}
	if f.fix {
		if findings, total, err = a.fix(ctx, p, paths, f, findings, total); err != nil {
			return err
		}
	}
	opts := report.Options{Color: a.colors(a.stdout), Verbose: a.verbose, Version: version(), Home: home, Folder: p.Config.Repository.Folder}
	if err := format.Write(a.stdout, a.wanted(findings, f.strict), opts); err != nil {
		return err
	}
	a.say("%s", a.summarizeFindings(findings, total))
	if total == 0 && check.HasErrors(findings) {
		a.say("hint: %s", foreignHint)
	} else if total == 0 {
		a.warnIfEmpty(p)
	}
	if !alone {
		if err := a.tryTheme(ctx, p); err != nil {
			return err
		}
	}
	if check.HasErrors(findings) || f.strict && check.HasWarnings(findings) {
		return errReported
	}
	return nil
}

// wanted returns the findings to print: with -q only those that make check fail.
func (a *app) wanted(findings []check.Finding, strict bool) (out []check.Finding) {
	if !a.quiet {
		return findings
	}
	for _, f := range findings {
		if f.Level == content.Error || strict && f.Level == content.Warning {
			out = append(out, f)
		}
	}
	return out
}

// addSources adds the config's sources to the project. With strict, it is an error if one cannot be read, as in a build;
// otherwise, the repository's own post mortems are checked without them. A source in a newer format is always an error.
func (a *app) addSources(ctx context.Context, p *project.Project, strict bool) error {
	err := a.opener().AddSources(ctx, p)
	var tooNew *project.ConfigError
	if err != nil && !strict && ctx.Err() == nil && !errors.As(err, &tooNew) {
		a.warn(fmt.Sprintf("%v; continuing without the post mortems of other repositories", err), hintOf(err))
		return nil
	}
	return err
}

// refuse returns an error for flags that contradict each other. With alone, check reads standard input.
func (f checkFlags) refuse(alone bool) error {
	switch {
	case alone && (f.fix || f.base != "" || f.ref != ""):
		return fail(errors.New("standard input cannot be fixed, compared with a base or read from a commit"), "leave out --fix, --base and --ref")
	case f.fix && f.ref != "":
		return fail(errors.New("a commit cannot be fixed"), "leave out --fix, or check out the commit and leave out --ref")
	}
	return nil
}

// warnOfConfig warns about config entries for rules that do not exist, and about an old name
// of the time zone.
func (a *app) warnOfConfig(cfg *config.Config) {
	if current := zone.Current(cfg.Zone.String()); current != "" {
		a.warn(fmt.Sprintf("the config's `timezone: %s` is an old name", cfg.Zone), "write `timezone: "+current+"`")
	}
	levels := map[string]content.Level{}
	maps.Copy(levels, cfg.Levels)
	maps.Copy(levels, cfg.Legacy.Levels)
	for _, name := range slices.Sorted(maps.Keys(levels)) {
		if check.Lookup(name) != nil {
			continue
		}
		a.warn(fmt.Sprintf("the config sets a level for `%s`, but there is no such rule", name), "")
		if near := check.Nearest(name); near != "" {
			a.say("hint: did you mean `%s`?", near)
		}
	}
}

// summarizeFindings returns the number of findings by level and of the files that have
// errors or warnings.
func (a *app) summarizeFindings(findings []check.Finding, total int) string {
	levels, files := map[content.Level]int{}, map[string]bool{}
	for _, f := range findings {
		levels[f.Level]++
		if f.Level != content.Info {
			files[f.File] = true
		}
	}
	var parts []string
	for _, level := range []content.Level{content.Error, content.Warning} {
		if levels[level] > 0 {
			parts = append(parts, count(levels[level], level.String()))
		}
	}
	text := count(total, "post mortem") + ": "
	if len(parts) == 0 {
		text += "no errors, no warnings"
	} else {
		text += strings.Join(parts, " and ") + " in " + count(len(files), "file")
	}
	if n := levels[content.Info]; n > 0 {
		text += "; " + count(n, "note")
		if !a.verbose {
			text += ", which -v shows"
		}
	}
	return text
}
