package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/markdown"
	"github.com/pmsite/pmsite/content/project"
)

// The values of the flag --hints.
const keepHints, noHints = "keep", "off"

type fmtFlags struct {
	check, sort bool
	hints       string
}

func fmtCommand(a *app) *cobra.Command {
	var f fmtFlags
	cmd := &cobra.Command{
		Use:   "fmt [PATH…]",
		Short: "Order front matter and align tables",
		Long: `Fmt rewrites post mortems in one style: it puts the keys of the front matter in the
order of the format and aligns tables. If the config has "tables: rows", it formats each
row of a table by itself and keeps the order of the keys, so that two branches that
change different rows or keys merge without a conflict; --sort orders the keys also
then. It does not change comments, quotes, keys of your
own and prose, and it never changes the meaning of a file. --hints=off also removes the
template's hints, comments that begin with "Hint:". Fmt prints the names of the
files that it changed; a second run changes none. Without a path it formats the
whole collection. It does not follow symbolic links.`,
		Example: `  pmsite fmt
  pmsite fmt content/postmortems/2026
  pmsite fmt --hints=off content/postmortems/2026/2026-03-05-checkout-slow.md
  pmsite fmt --check`,
		ValidArgsFunction: anyFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.hints != keepHints && f.hints != noHints {
				return wrongChoice("--hints", f.hints, []string{keepHints, noHints})
			}
			return a.format(cmd.Context(), args, f)
		},
	}
	cmd.Flags().BoolVar(&f.sort, "sort", false, "order the keys of the front matter also with tables: rows")
	cmd.Flags().BoolVar(&f.check, "check", false, "change nothing; list unformatted files and exit with status 1 if there are any")
	cmd.Flags().StringVar(&f.hints, "hints", keepHints, "`what` to do with the template's hints: keep or off")
	return cmd
}

func (a *app) format(ctx context.Context, args []string, f fmtFlags) error {
	p, err := a.opener().OpenFilesWithoutSources()
	if err != nil {
		return err
	}
	defer p.Close()
	files, problems, err := a.ownDocuments(p)
	if len(args) > 0 {
		files, problems, err = a.documents(args)
	}
	if err != nil {
		return err
	}
	changed, bad := make([]bool, len(files)), make([][]content.Problem, len(files))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range files {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			var err error
			changed[i], bad[i], err = formatFile(name, p.Config, f)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	problems = append(problems, slices.Concat(bad...)...)
	count := 0
	for i, name := range files {
		if changed[i] {
			a.text.Line(console.Plain(name))
			count++
		}
	}
	a.print(problems)
	if content.HasErrors(problems) || f.check && count > 0 {
		return errReported
	}
	return nil
}

// ownDocuments returns the names of the collection's files.
func (a *app) ownDocuments(p *project.Project) (files []string, problems []content.Problem, err error) {
	if files, problems, err = collection.Documents(p.Source.FS, p.Config.Content, p.Config.Exclude); err != nil {
		return nil, nil, p.ExplainMissing(err)
	}
	onDisk := func(name string) string { return shortName(filepath.Join(p.Root, filepath.FromSlash(name))) }
	for i := range files {
		files[i] = onDisk(files[i])
	}
	for i := range problems {
		problems[i].File = onDisk(problems[i].File)
	}
	return files, problems, nil
}

// documents returns the post mortems at the paths: a file itself, or all below a folder.
// Names are relative to the working directory where possible.
func (a *app) documents(paths []string) (files []string, problems []content.Problem, err error) {
	for _, path := range paths {
		info, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil, fail(fmt.Errorf("there is no file or folder %q", path), "name post mortems, or folders that contain some")
		case err != nil:
			return nil, nil, fail(err, "name post mortems, or folders that contain some")
		case info.Mode().IsRegular():
			files = append(files, shortName(path))
			continue
		case !info.IsDir():
			return nil, nil, fail(fmt.Errorf("%q is neither a file nor a folder", path), "symbolic links are not followed; give the file itself")
		}
		found, unread, err := collection.Documents(os.DirFS(path), ".", nil)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range found {
			files = append(files, shortName(filepath.Join(path, filepath.FromSlash(name))))
		}
		for _, p := range unread {
			p.File = shortName(filepath.Join(path, filepath.FromSlash(p.File)))
			problems = append(problems, p)
		}
	}
	slices.Sort(files)
	return slices.Compact(files), problems, nil
}

// shortName returns the path relative to the working directory if it is below it.
func shortName(path string) string {
	if here, err := os.Getwd(); err == nil {
		if absolute, err := filepath.Abs(path); err == nil {
			if short, err := filepath.Rel(here, absolute); err == nil && filepath.IsLocal(short) {
				return short
			}
		}
	}
	return path
}

// formatFile formats a file, unless it is no post mortem but something beside them.
func formatFile(name string, cfg *config.Config, f fmtFlags) (changed bool, problems []content.Problem, err error) {
	src, err := readDocument(name)
	if err != nil || collection.IsNeighbour(cfg.Content, filepath.ToSlash(name), src) {
		return false, nil, err
	}
	opts := convert.FormatOptions{Options: cfg.Options(), ByRow: cfg.TablesByRow, Sort: f.sort}
	out, problems := convert.Format(filepath.ToSlash(name), src, opts)
	if f.hints == noHints {
		out = convert.WithoutHints(filepath.ToSlash(name), out, opts.Options)
	}
	if changed = !bytes.Equal(src, out); changed && !f.check {
		err = replaceFile(name, out)
	}
	return changed, problems, err
}

var errTooLarge = errors.New("too large for a document")

// readDocument reads a file. It returns [errTooLarge] if the file is too large for a
// document.
func readDocument(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.Size() > markdown.MaxSize {
		return nil, fail(fmt.Errorf("read %q: %w", name, errTooLarge), "move logs and data into attachments")
	}
	return os.ReadFile(name)
}
