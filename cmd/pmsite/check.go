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
)

type checkFlags struct {
	base, format, asOf       string
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
		Short: "Find what is wrong in the post mortems",
		Long: `Check applies every rule to the post mortems, or to those below the paths given:
the format, the timeline's arithmetic, names of people, promises without an owner,
links, secrets in pasted logs. "pmsite rules" lists the rules; the config changes
their levels, and a comment in the document silences one where it stands:

  <!-- pmsite: allow person-name: the product is called so -->

With --base only files are reported that differ from where the branch left the
base; rules that need the whole collection still see it. --fix makes the changes
that leave no choice, such as 2026/03/05 to 2026-03-05. A lone - reads one
document from standard input, for editors: what other documents say is not asked,
but for whether they are there.

It exits with status 1 if there is an error, with --strict also for a warning.
Findings go to standard output in one of the formats:

` + strings.Join(forms, "\n"),
		Example: `  pmsite check
  pmsite check content/postmortems/2026 --strict
  pmsite check --base origin/main --format github
  pmsite check --fix
  pmsite check --format json --stdin-name content/new.md - < content/new.md`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.check(cmd.Context(), args, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.base, "base", "", "report what differs from where the branch left this one")
	flags.StringVar(&f.format, "format", "text", "form of the report")
	flags.StringVar(&f.asOf, "as-of", "", "day on which overdue is seen, such as 2026-03-05")
	flags.BoolVar(&f.strict, "strict", false, "warnings count as errors")
	flags.BoolVar(&f.fix, "fix", false, "make the changes that leave no choice")
	flags.StringVar(&f.stdinName, "stdin-name", "", "path in the repository of what - reads")
	flags.BoolVar(&f.allowReopen, "allow-reopen", false, "a completed post mortem may go back")
	return cmd
}

func (a *app) check(ctx context.Context, paths []string, f checkFlags) error {
	format, known := report.Lookup(f.format)
	if !known {
		return fail(fmt.Errorf("there is no format %q", f.format), "pmsite check --help lists them")
	}
	p, err := a.opener().OpenAlone("")
	if err != nil {
		return err
	}
	defer p.Close()
	a.warnOfRules(p.Config)
	find := a.findings
	if len(paths) == 1 && paths[0] == "-" {
		if f.fix || f.base != "" {
			return fail(errors.New("standard input is neither fixed nor compared with a base"), "leave out --fix and --base")
		}
		find = a.findingsOfInput
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
	opts := report.Options{Color: a.colors(a.stdout), Verbose: a.verbose, Version: version()}
	if err := format.Write(a.stdout, findings, opts); err != nil {
		return err
	}
	a.say("%s", a.summarizeFindings(findings, total))
	if check.HasErrors(findings) || f.strict && check.HasWarnings(findings) {
		return errReported
	}
	return nil
}

// warnOfRules names what the config says of rules that there are not.
func (a *app) warnOfRules(cfg *config.Config) {
	for _, name := range slices.Sorted(maps.Keys(cfg.Levels)) {
		if check.Lookup(name) != nil {
			continue
		}
		a.warn(fmt.Sprintf("`rules` of the config names `%s`, which is no rule", name), "")
		if near := check.Nearest(name); near != "" {
			a.say("hint: did you mean `%s`?", near)
		}
	}
}

// summarizeFindings says how many findings there are, in how many files.
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
