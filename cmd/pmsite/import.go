package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/convert"
)

type importFlags struct {
	write, dryRun, json bool
	status, date, from  string
}

func importCommand(a *app) *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FILE|FOLDER|GLOB…",
		Short: "Convert documents in other formats to post mortems",
		Long: `Import reads a post mortem in another format: the template's table, lists of title,
date and authors, **Key:** value lines, front matter with other keys, timelines
written as lists or headings, times with AM and PM. It prints the document in
pmsite's format, and reports on standard error what it found, what it guessed and
what it left for you; -v shows each part with its line. No word is lost: if import
rewrites a value, it keeps the original words beside it. Words such as SEV1 stay where they
were, and count for nothing, until the config's vocabularies say what they mean; --dry-run
lists them.

It also reads pages that Confluence exports, documents of Google Docs as markdown, GitHub
issues (gh issue view 12 --json title,body,createdAt,url,labels,comments), incidents
of PagerDuty and incident.io as their APIs return them, and the messages of a channel
in a Slack export. Names of people in the last four are masked. Of anything else, import
says what it seems to be.

With --write, import adds the documents and the pictures and files that they link to
to the collection and overwrites none. The documents of a folder keep their folders
below it; import lists READMEs, templates and lists of links, and leaves them out.
A folder named with --from is that of a repository: if it is the collection's own,
the old files are removed, so that git takes the new ones for the same files and
their history goes on. Without a date anywhere, a document gets that of the commit
that added it, or --date.

With --status completed, old documents need not have all that pmsite asks of new ones:
import adds legacy: {before: 2026-03-05}, with the day of the import, to the config, unless
that has such a key. Post mortems of earlier days are then complete as they are.`,
		Example: `  pmsite import old/incident-42.md
  pmsite import --dry-run old
  pmsite import --write --status completed 'old/**/*.md'
  pmsite import --write --from . docs/incidents`,
		Args:              needsArgs("a file or a folder", "pmsite import old/incident-42.md"),
		ValidArgsFunction: anyFile,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.importAll(cmd.Context(), args, f) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.write, "write", false, "write into the collection, to content/postmortems/")
	flags.BoolVar(&f.dryRun, "dry-run", false, "say what --write would do, and write nothing")
	flags.BoolVar(&f.json, "json", false, "print the report as JSON instead of the document or the paths")
	flags.StringVar(&f.status, "status", "", "`status` of documents that state none: draft, review or completed (default: draft)")
	flags.StringVar(&f.date, "date", "", "`date` of documents that contain none, such as 2026-03-05")
	flags.StringVar(&f.from, "from", "", "`repository` of the files: a work tree, or a bare repository, of which HEAD is read")
	return cmd
}

// An importing is one run of import.
type importing struct {
	*app
	importFlags
	root string // of the collection
	cfg  *config.Config
	opts convert.ImportOptions
	past *past
}

func (a *app) importAll(ctx context.Context, args []string, f importFlags) error {
	root, cfg, err := a.opener().Settings()
	if err != nil {
		return err
	}
	f.write = f.write && !f.dryRun
	in := &importing{app: a, importFlags: f, root: root, cfg: cfg, past: &past{opener: a.opener()}}
	defer in.past.close()
	if err := in.options(); err != nil {
		return err
	}
	documents, skipped, err := in.find(args)
	if err != nil {
		return err
	}
	if len(documents) > 1 && !f.write && !f.dryRun && !f.json {
		return fail(errors.New("importing several files requires --write"), "see what becomes of them first: pmsite import --dry-run "+strings.Join(args, " "))
	}
	in.convertAll(ctx, documents)
	if f.write || f.dryRun || f.json {
		in.place(documents)
	}
	in.writeAll(documents)
	if err := errors.Join(in.report(documents, skipped), in.keepLegacy(documents)); err != nil {
		return err
	}
	if slices.ContainsFunc(documents, func(d *incoming) bool { return d.err != nil }) {
		return errReported
	}
	return nil
}

// options reads the flags that give values to documents.
func (in *importing) options() (err error) {
	in.opts.Options = in.cfg.Options()
	if in.date != "" {
		if in.opts.Date, err = parseDay("--date", in.date); err != nil {
			return err
		}
	}
	if in.status != "" {
		status, ok := in.cfg.Vocabularies.Status.Match(in.status)
		if !ok {
			return wrongChoice("--status", in.status, in.cfg.Vocabularies.Status.Values)
		}
		in.opts.Status = status
		in.opts.Legacy = in.legacy(status)
	}
	return nil
}

// convertAll converts the documents, several at once. A failure is that of one document alone. Git is asked
// only about those that lack a date.
func (in *importing) convertAll(ctx context.Context, documents []*incoming) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	options := make([]convert.ImportOptions, len(documents))
	for i, d := range documents {
		if d.err != nil {
			continue
		}
		opts := in.opts
		if in.from != "" {
			opts.Authors = in.past.authors(ctx, d, in.cfg.RoleOf)
		}
		if opts.Date.IsZero() && !d.was.Date.IsZero() {
			opts.Date, opts.Dated = d.was.Date, "as "+d.was.From+" has it"
		}
		options[i] = opts
		group.Go(func() error {
			d.out, d.err = convert.Import(d.shown, d.src, opts)
			return nil
		})
	}
	_ = group.Wait() // every document has its own error
	for i, d := range documents {
		if d.err == nil && d.out.PostMortem.Date.IsZero() {
			opts := options[i]
			if opts.Date, opts.Dated = in.past.added(ctx, d); !opts.Date.IsZero() {
				d.out, d.err = convert.Import(d.shown, d.src, opts)
			}
		}
		if d.err == nil && d.was.From != "" {
			d.describe()
		}
	}
}

// describe adds notes on what the file was. The lines of the others are those of its markdown, which nobody
// has seen.
func (d *incoming) describe() {
	for i := range d.out.Notes {
		d.out.Notes[i].Line = 0
	}
	first := []convert.Note{{Kind: convert.Mapped, Text: "file: " + d.was.From}}
	for _, left := range d.was.Left {
		first = append(first, convert.Note{Kind: convert.Left, Text: "file: " + left})
	}
	d.out.Notes = append(first, d.out.Notes...)
}

// writeAll writes the documents and the files that they link to. Without --write, it only reports the
// documents that it could not write.
func (in *importing) writeAll(documents []*incoming) {
	for _, d := range documents {
		if d.err != nil || d.to == "" {
			continue
		}
		err := in.create(d)
		if errors.Is(err, fs.ErrExist) {
			err = fmt.Errorf("%s: %s already exists and is not overwritten", d.shown, d.to)
		}
		if d.err = err; err != nil {
			continue
		}
		if d.written = in.importFlags.write; !d.written {
			continue
		}
		for _, file := range d.files {
			if err := createFile(in.root, file.to, file.data); err != nil && !errors.Is(err, fs.ErrExist) {
				d.leave(fmt.Sprintf("link: %s was not copied to %s: %v", file.from, file.to, err))
			}
		}
		if in.from != "" {
			in.past.move(in.root, d)
		}
	}
}

// create creates the file of a document, or without --write reports whether its name is taken.
func (in *importing) create(d *incoming) error {
	if in.importFlags.write {
		return createFile(in.root, d.to, d.out.Text)
	}
	if _, err := os.Lstat(filepath.Join(in.root, filepath.FromSlash(d.to))); err == nil {
		return fs.ErrExist
	}
	return nil
}
