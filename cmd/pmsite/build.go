package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/content/source"
	"github.com/pmsite/pmsite/site"
)

type buildFlags struct {
	siteFlags
	output    string
	keepGoing bool
}

// siteFlags select the site to build; build and publish share them.
type siteFlags struct {
	baseURL, ref, asOf string
	drafts             bool
	jobs               int
	requireHistory     bool
	portable, book     bool
	preview            string // see [site.Input]
}

func (f *siteFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.baseURL, "base-url", "", "`address` of the site, for feeds, the sitemap and Open Graph tags")
	flags.StringVar(&f.ref, "ref", "", "build this commit, branch or tag (a `ref`) without checking it out")
	flags.StringVar(&f.asOf, "as-of", "", asOfUsage)
	flags.BoolVar(&f.requireHistory, "require-history", false, "fail if the history is missing or incomplete, as in a shallow clone")
	flags.IntVar(&f.jobs, "jobs", 0, "`number` of parallel workers (default: number of CPUs)")
}

func buildCommand(a *app) *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Write the site",
		Long: `Build reads every post mortem and writes the site. If any of them has an error,
build prints all errors and writes nothing; an error in a draft that the site hides is
a warning. With --keep-going, build leaves out the post mortems with errors, lists them
on /review/, and exits with status 1; that is the default until the collection is
published with pmsite publish. Build replaces the output folder as a whole or not at
all, and only if pmsite created it. Other files at the top of the folder, such as .git
or CNAME, are kept.

Build renders only files that are made from something that changed since the last build
into the folder. It keeps the others, unless somebody has edited them; --no-cache renders
all of them, with the same result. If no file, commit, branch or flag is another one than
at the last build, build does not even read the post mortems.

What commands have read and built is remembered in the cache, a folder of yours
(~/.cache/pmsite on Linux), so that the next one is faster. The cache never changes a result.
You can remove its folder at any time; with --no-cache, a command neither uses nor writes the
cache.

Action items are overdue as of the date of the commit, so that a commit always
produces the same bytes; --as-of sets another date. If the site in the output folder was
built with other time zone rules, build says which published times move, and by how much.

With --verbose, build says how long each stage took: comparing files with the last build,
loading the post mortems, reading their history, planning the pages, and writing them.

With --portable, the site opens from a folder without a server: open its index.html in a
browser. Links, filters, dashboards and search work as they do on a server. It has
no feeds, sitemap or page for missing addresses, which are of use only on a server.

With --book, the site also has the post mortems of each year and of each service as one
document, such as /years/2026/book/ and /services/booking/book/, with contents, each from
a new page. A browser prints it or saves it as PDF, with page numbers. These documents hold
the text of every post mortem again, some of it several times.`,
		Example: `  pmsite build
  pmsite build -o /tmp/site --drafts
  pmsite build -o review --drafts --portable
  pmsite build -o handover --book
  pmsite build --ref main --base-url https://postmortems.example.org/`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.build(cmd, f) },
	}
	f.register(cmd)
	a.offlineFlag(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&f.output, "output", "o", "", "`folder` to write to (default: output in the config, or public)")
	flags.BoolVar(&f.drafts, "drafts", false, "include drafts")
	flags.BoolVar(&f.portable, "portable", false, "make the site open from a folder, without a server")
	flags.BoolVar(&f.book, "book", false, "also write the post mortems of each year and of each service as one document, to print")
	flags.BoolVarP(&f.keepGoing, "keep-going", "k", false, "leave out post mortems with errors (default until the collection is published)")
	flags.Lookup("keep-going").DefValue = ""
	flags.Lookup("output").DefValue = ""
	return cmd
}

func (a *app) build(cmd *cobra.Command, f buildFlags) error {
	start := a.now()
	a.stages.start(a.now)
	p, err := a.opener().Open(cmd.Context(), f.ref)
	if err != nil {
		return err
	}
	defer p.Close()
	if !cmd.Flags().Changed("keep-going") {
		published, err := isPublished(p)
		if err != nil {
			return err
		}
		f.keepGoing = !published
	}
	if f.output == "" {
		if f.output, err = configuredOutput(p); err != nil {
			return err
		}
	}
	asOf, err := a.settle(p, f.siteFlags)
	if err != nil {
		return err
	}
	opts := a.writeOptions(f, start)
	if a.nothingChanged(cmd.Context(), p, f, asOf, &opts) {
		return nil
	}
	s, c, err := a.goodSite(cmd.Context(), p, f.siteFlags, asOf, f.keepGoing)
	if err != nil {
		return err
	}
	a.completeMemo(p, &opts.Memo, s, c)
	if err := a.write(cmd.Context(), s, f, opts); err != nil {
		return err
	}
	if leftOut := leftOutFiles(c); leftOut > 0 {
		a.say("%s left out because of errors; /review/ lists them", count(leftOut, "file"))
		if s.Posts+s.Hidden == 0 {
			a.say("hint: %s", foreignHint)
		} else {
			a.say("hint: once the site is published, an error stops the build; pmsite check lists all of them")
		}
		return errReported
	}
	if s.Posts+s.Hidden == 0 {
		a.warnIfEmpty(p)
	}
	return nil
}

// foreignHint says what to do with files that are no post mortems.
const foreignHint = "pmsite import converts documents of other formats; `exclude:` in the config names files that are no post mortems"

// isPublished reports whether the branch that the site is published on exists, here or on a remote.
func isPublished(p *project.Project) (bool, error) {
	branches, err := p.Source.Branches()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(branches, func(b source.Branch) bool {
		name := b.Name
		if b.Remote {
			_, name, _ = strings.Cut(name, "/")
		}
		return name == p.Config.Publish.Branch
	}), nil
}

// settle gives the config the address of the site, and returns the day that decides what is overdue.
func (a *app) settle(p *project.Project, f siteFlags) (asOf content.Date, err error) {
	if f.baseURL != "" {
		if p.Config.BaseURL, err = config.ParseBaseURL(f.baseURL); err != nil {
			return asOf, fail(fmt.Errorf("--base-url: %w", err), "")
		}
	}
	if f.preview != "" && p.Config.BaseURL != "" {
		p.Config.BaseURL += f.preview + "/"
	}
	return p.AsOf(f.asOf)
}

// goodSite returns the site if no post mortem has an error, or with keepGoing the site of those that
// have none, and the collection, with the problems that it prints. Otherwise it prints the errors and returns [errReported].
func (a *app) goodSite(ctx context.Context, p *project.Project, f siteFlags, asOf content.Date, keepGoing bool) (s *site.Site, c *collection.Collection, err error) {
	p.ReadHistory(ctx)
	if c, err = p.Load(ctx, f.jobs); err != nil {
		return nil, nil, err
	}
	c.Problems = append(c.Problems, c.Scheduled(asOf, nil)...)
	content.SortProblems(c.Problems)
	if !f.drafts && !p.Config.ShowDrafts {
		c.Problems = c.RelaxDrafts()
	}
	a.stages.end("load")
	a.print(c.Problems)
	if content.HasErrors(c.Problems) && !keepGoing {
		a.say("nothing written: %s", summarize(c.Problems))
		return nil, nil, errReported
	}
	c = c.Sound()
	if err := p.AddHistory(ctx, c, f.requireHistory); err != nil {
		return nil, nil, err
	}
	a.stages.end("history")
	if s, err = a.site(ctx, p, c, asOf, f); err == nil {
		a.sayAddress(p, f)
	}
	a.stages.end("plan")
	return s, c, err
}

// sayAddress says what a site lacks that does not know its address.
func (a *app) sayAddress(p *project.Project, f siteFlags) {
	if p.Config.BaseURL == "" && p.Config.Hosting == "" && f.preview == "" && !f.portable {
		a.say("without base_url, the site has no sitemap, and 404.html takes it to be at the root of its host")
		a.say("hint: set base_url in the config, or --base-url https://example.org/postmortems/")
	}
}

// leftOutFiles returns the number of files that a collection leaves out because of errors.
func leftOutFiles(c *collection.Collection) int {
	files := map[string]bool{}
	for _, p := range c.LeftOut() {
		files[p.File] = true
	}
	return len(files)
}

// site plans the site: which pages it has and what is on them.
func (a *app) site(ctx context.Context, p *project.Project, c *collection.Collection, asOf content.Date, f siteFlags) (*site.Site, error) {
	theme, err := a.theme(p)
	if err != nil {
		return nil, err
	}
	branches, err := p.Branches(ctx)
	if err != nil {
		return nil, err
	}
	p.DropCache()
	in := site.Input{
		Collection: c, Config: p.Config, Theme: theme, AsOf: asOf, Drafts: f.drafts, Version: version(), Branches: branches, FileURL: p.FileURL,
		Portable: f.portable, Books: f.book, Preview: f.preview, LineURL: p.LineURL,
	}
	if f.drafts || f.preview != "" { // a site that shows drafts to everybody is not for their authors
		in.ToWrite = func(c *collection.Collection, pm *content.PostMortem) []content.Problem { return p.ToWrite(ctx, c, pm) }
	}
	return site.New(in)
}

func (a *app) writeOptions(f buildFlags, start time.Time) site.WriteOptions {
	opts := site.WriteOptions{Jobs: f.jobs, Now: start, Program: program(), CacheFailed: a.cacheFailed}
	if !a.noCache && opts.Program != "" {
		opts.CacheDir = cacheDir()
	}
	return opts
}

func (a *app) write(ctx context.Context, s *site.Site, f buildFlags, opts site.WriteOptions) error {
	a.sayMoved(os.DirFS(f.output), s)
	progress := a.progress("writing")
	opts.Progress = progress.Show
	result, err := s.Write(ctx, f.output, opts)
	progress.Done()
	a.stages.end("write")
	var notOurs *site.ForeignDirError
	if errors.As(err, &notOurs) {
		return fail(err, "choose another folder with -o, or empty this one if you need nothing in it")
	}
	var damaged *site.DamagedMarkerError
	if errors.As(err, &damaged) {
		return fail(err, "move what is yours out of the folder and delete the rest, or choose another folder with -o")
	}
	if err != nil {
		return err
	}
	a.sayWritten(f.output, result, s.Posts, s.Hidden, opts.Now)
	return nil
}

// sayWritten says what was written, and with -v how long each stage took.
func (a *app) sayWritten(output string, result site.Result, posts, drafts int, start time.Time) {
	hidden := ""
	if drafts > 0 {
		hidden = fmt.Sprintf(" (%s left out)", count(drafts, "draft"))
	}
	files := count(result.Files, "file")
	unchanged := ""
	switch {
	case result.Rendered == 0:
		unchanged = "nothing changed: "
	case result.Rendered < result.Files:
		files += fmt.Sprintf(" (%d rendered)", result.Rendered)
	}
	a.say("%s: %s%s%s, %s, %s in %.2f s", output, unchanged, count(posts, "post mortem"), hidden, files, size(result.Bytes), a.now().Sub(start).Seconds())
	if a.verbose {
		a.say("stages: %s", &a.stages)
	}
}

// configuredOutput returns the folder that the config names, which may be outside of the repository. A link in the
// repository cannot lead out of it: nobody would see where the site goes.
func configuredOutput(p *project.Project) (string, error) {
	name := filepath.FromSlash(p.Config.Output)
	if filepath.IsAbs(name) {
		return name, nil
	}
	if !filepath.IsLocal(name) {
		return filepath.Join(p.Root, name), nil
	}
	root, err := os.OpenRoot(p.Root)
	if err != nil {
		return "", err
	}
	defer root.Close()
	var system syscall.Errno // such as that the folder does not exist yet
	if _, err := root.Stat(name); err != nil && !errors.As(err, &system) {
		return "", fail(fmt.Errorf("output %q leads out of the repository", p.Config.Output),
			"let `output:` name the folder that the link leads to, or name it with -o")
	}
	return filepath.Join(p.Root, name), nil
}

// summarize counts problems by level.
func summarize(problems []content.Problem) string {
	errs, warnings := 0, 0
	for _, p := range problems {
		switch p.Level {
		case content.Error:
			errs++
		case content.Warning:
			warnings++
		}
	}
	if warnings == 0 {
		return count(errs, "error")
	}
	return count(errs, "error") + " and " + count(warnings, "warning")
}
