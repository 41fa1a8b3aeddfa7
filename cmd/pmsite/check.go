package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/check/report"
	"github.com/pmsite/pmsite/content/source"
)

type checkFlags struct {
	base, format, asOf       string
	strict, fix, allowReopen bool
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
that leave no choice, such as 2026/03/05 to 2026-03-05.

It exits with status 1 if there is an error, with --strict also for a warning.
Findings go to standard output in one of the formats:

` + strings.Join(forms, "\n"),
		Example: `  pmsite check
  pmsite check content/postmortems/2026 --strict
  pmsite check --base origin/main --format github
  pmsite check --fix`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.check(cmd.Context(), args, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.base, "base", "", "report what differs from where the branch left this one")
	flags.StringVar(&f.format, "format", "text", "form of the report")
	flags.StringVar(&f.asOf, "as-of", "", "day on which overdue is seen, such as 2026-03-05")
	flags.BoolVar(&f.strict, "strict", false, "warnings count as errors")
	flags.BoolVar(&f.fix, "fix", false, "make the changes that leave no choice")
	flags.BoolVar(&f.allowReopen, "allow-reopen", false, "a completed post mortem may go back")
	return cmd
}

func (a *app) check(ctx context.Context, paths []string, f checkFlags) error {
	format, known := report.Lookup(f.format)
	if !known {
		return fail(fmt.Errorf("there is no format %q", f.format), "pmsite check --help lists them")
	}
	p, err := a.open("")
	if err != nil {
		return err
	}
	defer p.source.Close()
	a.warnOfRules(p.config)
	findings, total, err := a.findings(ctx, p, paths, f)
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

// findings reads the collection and checks it. The number is how many files
// were looked at.
func (a *app) findings(ctx context.Context, p *project, paths []string, f checkFlags) ([]check.Finding, int, error) {
	asOf, err := a.asOf(p, f.asOf)
	if err != nil {
		return nil, 0, err
	}
	c, err := a.load(ctx, p, 0)
	if err != nil {
		return nil, 0, err
	}
	in := check.Input{Collection: c, Config: p.config, AsOf: asOf, AllowReopen: f.allowReopen}
	if in.People, err = people(ctx, p.source); err != nil {
		return nil, 0, fail(err, "")
	}
	if f.base != "" {
		if err := a.compareWith(ctx, p, f.base, &in); err != nil {
			return nil, 0, err
		}
	}
	if len(paths) > 0 {
		below, err := filesBelow(p.root, c, paths)
		if err != nil {
			return nil, 0, err
		}
		if in.Touched != nil {
			maps.DeleteFunc(below, func(name string, _ bool) bool { return !in.Touched[name] })
		}
		in.Touched = below
	}
	total := len(c.PostMortems)
	if in.Touched != nil {
		total = 0
		for _, pm := range c.PostMortems {
			if in.Touched[pm.Path] {
				total++
			}
		}
	}
	return check.Run(ctx, in), total, ctx.Err()
}

// people asks git for everybody it names.
func people(ctx context.Context, src *source.Source) (out []check.Person, err error) {
	if src.GitErr != nil {
		return nil, nil // said when the project was opened
	}
	known, err := src.People(ctx)
	for _, p := range known {
		out = append(out, check.Person{Name: p.Name, Email: p.Email, Login: p.Login()})
	}
	return out, err
}

// compareWith fills in what the branch began with, and what it touches.
func (a *app) compareWith(ctx context.Context, p *project, base string, in *check.Input) error {
	hash, err := p.source.MergeBase(ctx, "HEAD", base)
	if err != nil {
		return fmt.Errorf("--base: %w", err)
	}
	if in.Touched, err = p.source.Changed(ctx, hash, p.config.Content); err != nil {
		return fail(fmt.Errorf("--base: %w", err), "")
	}
	before, err := p.source.At(hash)
	if err != nil {
		return fail(fmt.Errorf("--base: %w", err), "")
	}
	defer before.Close()
	in.Base = &content.Collection{FS: before.FS}
	for _, name := range slices.Sorted(maps.Keys(in.Touched)) {
		if filepath.Ext(name) != ".md" {
			continue
		}
		src, err := fs.ReadFile(before.FS, name)
		if err != nil {
			continue // the branch adds it
		}
		if pm, _ := content.Parse(name, src, p.config.Options()); pm != nil {
			in.Base.PostMortems = append(in.Base.PostMortems, pm)
		}
	}
	return nil
}

// filesBelow gives the collection's files at or below paths, which are those of
// the working directory, or else of the repository.
func filesBelow(root string, c *content.Collection, paths []string) (map[string]bool, error) {
	names := map[string]bool{}
	for _, pm := range c.PostMortems {
		names[pm.Path] = true
	}
	for _, p := range c.Problems {
		names[p.File] = true
	}
	out := map[string]bool{}
	for _, path := range paths {
		relative, err := inRepository(root, path)
		if err != nil {
			return nil, fail(fmt.Errorf("%q: %w", path, err), "")
		}
		found := false
		for name := range names {
			if relative == "." || name == relative || strings.HasPrefix(name, relative+"/") {
				out[name], found = true, true
			}
		}
		if !found {
			return nil, fail(fmt.Errorf("%q is no post mortem, and no folder of some", path), "")
		}
	}
	return out, nil
}

func inRepository(root, path string) (string, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(full); err != nil && !filepath.IsAbs(path) {
		full = filepath.Join(root, path)
	}
	if full, err = filepath.EvalSymlinks(full); err != nil {
		return "", err
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return "", err
	}
	relative, err := filepath.Rel(root, full)
	if err == nil && !filepath.IsLocal(relative) {
		err = fmt.Errorf("it is not in the repository %s", root)
	}
	return filepath.ToSlash(relative), err
}

// warnOfRules names what the config says of rules that there are not.
func (a *app) warnOfRules(config *content.Config) {
	for _, name := range slices.Sorted(maps.Keys(config.Levels)) {
		if check.Lookup(name) != nil {
			continue
		}
		a.say("%s `rules` of the config names `%s`, which is no rule", a.paint(a.stderr, yellow, "warning:"), name)
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
