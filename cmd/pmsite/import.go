package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

func importCommand(a *app) *cobra.Command {
	var write bool
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Convert documents in other formats to post mortems",
		Long: `Import reads a post mortem in another format: the template's table, lists of title,
date and authors, **Key:** value lines, front matter with other keys, timelines
written as lists or headings, times with AM and PM. It prints the document in
pmsite's format, and reports on standard error what it mapped, what it guessed and
what it left for you. No word is lost: if import rewrites a value, it keeps the original
words beside it. The config's vocabularies define words such as SEV1. With
--write, import adds the documents and the pictures and files below them to the
collection and overwrites none.`,
		Example: `  pmsite import old/incident-42.md
  pmsite import --write old/*.md`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 && !write {
				return fail(errors.New("importing several files requires --write"), "pmsite import --write "+strings.Join(args, " "))
			}
			return a.importFiles(args, write)
		},
	}
	cmd.Flags().BoolVar(&write, "write", false, "write into the collection, to content/postmortems/YEAR/")
	return cmd
}

func (a *app) importFiles(files []string, write bool) error {
	root, cfg, err := a.opener().Settings()
	if err != nil {
		return err
	}
	failed := false
	for _, file := range files {
		src, err := readDocument(file)
		if err != nil {
			return err
		}
		out, err := convert.Import(filepath.ToSlash(file), src, cfg.Options())
		if err != nil {
			a.printError(err)
			failed = true
			continue
		}
		a.report(file, out.Notes)
		if !write {
			_, err := a.data().Write(out.Text)
			return err
		}
		if err := a.adopt(root, cfg, file, out.Text); err != nil {
			a.printError(fmt.Errorf("%s: %w", file, err))
			failed = true
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// report prints what was done with each part of a document.
func (a *app) report(file string, notes []convert.Note) {
	for _, note := range notes {
		place := file
		if note.Line > 0 {
			place = fmt.Sprintf("%s:%d", file, note.Line)
		}
		style := console.Yellow
		if note.Kind == convert.Mapped {
			style = ""
		}
		a.note(place, style, string(note.Kind)+":", note.Text)
	}
}

// note prints what was done with a part of a document. With -q it prints nothing.
func (a *app) note(place string, style console.Style, kind, text string) {
	if !a.quiet {
		a.log.Line(console.Plain(place+": "), console.Span{Style: style, Text: kind}, console.Plain(" "+text))
	}
}

var errNoDate = errors.New("no date: add `date: 2026-03-05` to its front matter, between two lines of ---")

// adopt writes an imported document into the collection.
func (a *app) adopt(root string, cfg *config.Config, file string, text []byte) error {
	pm, _ := content.Parse(filepath.ToSlash(file), text, cfg.Options())
	if pm == nil || pm.Date.IsZero() {
		return errNoDate
	}
	name := path.Join(folderOf(cfg, pm.Date), adoptedName(file, pm)+".md")
	err := createFile(root, filepath.FromSlash(name), text)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s already exists and is not overwritten", name)
	}
	if err != nil {
		return err
	}
	a.text.Line(console.Plain(shortName(filepath.Join(root, filepath.FromSlash(name)))))
	_, problems := content.Parse(name, text, cfg.Options())
	a.print(problems)
	for _, link := range pm.Links() {
		if err := carry(root, file, name, pm, link); err != nil {
			a.note(file, console.Yellow, "left:", "the link to "+link+"; copy its target, which was not moved")
		}
	}
	return nil
}

// carry copies the file that a link of an imported document refers to, so that the link holds
// in the new place. It returns an error if the site would not publish the file or the new place
// is outside the collection or taken.
func carry(root, file, name string, pm *content.PostMortem, link string) error {
	beside := path.Clean(strings.TrimPrefix(pm.Target(link), path.Dir(pm.Path)+"/"))
	if why := content.Unpublished(beside); why != "" {
		return errors.New(why)
	}
	from := filepath.Join(filepath.Dir(file), filepath.FromSlash(beside))
	if !filepath.IsLocal(filepath.FromSlash(beside)) {
		return fmt.Errorf("%s is not below the document", link)
	}
	if info, err := os.Lstat(from); err != nil || !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", from)
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return createFile(root, filepath.FromSlash(path.Join(path.Dir(name), beside)), data)
}

var datedName = lazyregexp.New(`^\d{4}-\d{2}-\d{2}-.*\p{L}`)

// adoptedName returns the file's own name if it begins with a date, or else the name
// that a new post mortem would get.
func adoptedName(file string, pm *content.PostMortem) string {
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	if datedName().MatchString(base) {
		return content.Slug(base)
	}
	title := pm.Title
	if title == "" {
		title = base
	}
	return pm.Date.String() + "-" + content.Slug(shorten(title))
}
