package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/project"
)

func renumberCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "renumber FILE…",
		Short: "Give a post mortem the next free id",
		Long: `Renumber gives each post mortem the next id of its year that no branch has or once had,
as new does, and prints both ids. It replaces the id wherever the document itself has it.

If no other post mortem has the old id, it is also replaced in all others, and the old
address leads to the new one. If two have it, as after both were written on branches of
their own, the other keeps it, and renumber lists which documents mention it.`,
		Example:           `  pmsite renumber content/postmortems/2026/2026-03-05-gates-offline.md`,
		Args:              needsArgs("a post mortem", "pmsite renumber content/postmortems/2026/2026-03-05-gates-offline.md"),
		ValidArgsFunction: anyFile,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.renumber(cmd.Context(), args) },
	}
}

func (a *app) renumber(ctx context.Context, args []string) error {
	if _, _, err := a.opener().Settings(); err != nil { // of a bare repository
		return err
	}
	p, err := a.opener().OpenWithoutSources("")
	if err != nil {
		return err
	}
	defer p.Close()
	r := &renumbering{app: a, project: p, texts: map[string][]byte{}, of: map[string][]string{}}
	if err := r.read(ctx); err != nil {
		return err
	}
	for _, name := range args {
		file, err := r.find(name)
		if err == nil {
			err = r.one(file)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// A renumbering is one run of renumber.
type renumbering struct {
	*app
	project *project.Project
	names   []string            // of the documents, in order
	texts   map[string][]byte   // by name
	of      map[string][]string // documents by id, in lower case; one that only the default branch has is named with it
	used    []string            // ids that are not free
}

// read reads all documents, and what git knows of ids.
func (r *renumbering) read(ctx context.Context) (err error) {
	p := r.project
	if r.names, _, err = collection.Documents(p.Source.FS, p.Config.Content, p.Config.Exclude); err != nil {
		return err
	}
	for _, name := range r.names {
		if r.texts[name], err = fs.ReadFile(p.Source.FS, name); err != nil {
			return err
		}
		for _, id := range content.IDsIn(r.texts[name]) {
			r.used = append(r.used, id)
			r.of[strings.ToLower(id)] = append(r.of[strings.ToLower(id)], name)
		}
	}
	used, err := p.UsedIDs(ctx)
	if err != nil {
		return err
	}
	r.used = append(r.used, used...)
	elsewhere, err := p.IDsOfDefaultBranch(ctx)
	for id, name := range elsewhere {
		r.of[id] = append(r.of[id], name+" on the default branch")
	}
	return err
}

// find returns the name of a document in the repository.
func (r *renumbering) find(file string) (string, error) {
	full, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	for _, name := range r.names {
		if own := filepath.Join(r.project.Root, filepath.FromSlash(name)); own == full || name == filepath.ToSlash(file) {
			return name, nil
		}
	}
	return "", fail(fmt.Errorf("%s is not a post mortem of this collection", file), "name a file as check prints it")
}

// one gives a post mortem the next free id.
func (r *renumbering) one(name string) error {
	pm, problems := content.Parse(name, r.texts[name], r.project.Config.Options())
	if pm == nil {
		r.print(problems)
		return errReported
	}
	id := content.NextID(r.used, pm.Date.Year)
	if pm.ID == "" {
		return fail(fmt.Errorf("%s has no id", name), "add `id: "+id+"` to its front matter")
	}
	others := slices.DeleteFunc(slices.Clone(r.of[strings.ToLower(pm.ID)]), func(other string) bool { return other == name })
	if done, err := r.rewrite(name, pm.ID, id, len(others) == 0); err != nil || !done {
		return cmp.Or(err, fail(fmt.Errorf("the id of %s is not written as `id: %s`", name, pm.ID), "change it by hand, and add the alias "+content.IDAddress(pm.ID)))
	}
	r.used = append(r.used, id)
	r.text.Line(console.Plain(fmt.Sprintf("%s: %s is now %s", name, pm.ID, id)))
	for _, other := range r.names {
		if other == name || slices.Contains(others, other) {
			continue
		}
		if err := r.mention(other, name, pm.ID, id, len(others) > 0); err != nil {
			return err
		}
	}
	return nil
}

// mention replaces an id in another document. If two documents had it, nobody can tell which one is meant.
func (r *renumbering) mention(other, name, from, to string, shared bool) error {
	if shared {
		if _, mentions := convert.Renumber(r.texts[other], from, to, false); mentions {
			r.warn(other+" mentions "+from, "write "+to+" there if it means "+name)
		}
		return nil
	}
	done, err := r.rewrite(other, from, to, false)
	if done {
		r.text.Line(console.Plain(other + ": mentions " + to))
	}
	return err
}

// rewrite replaces an id in a file. It returns false if the file stays as it is.
func (r *renumbering) rewrite(name, from, to string, alias bool) (bool, error) {
	text, ok := convert.Renumber(r.texts[name], from, to, alias)
	if !ok {
		return false, nil
	}
	r.texts[name] = text
	return true, replaceFile(filepath.Join(r.project.Root, filepath.FromSlash(name)), text)
}
