package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
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
		Use:   "renumber PM…",
		Short: "Give a post mortem the next free id",
		Long: `Renumber gives each post mortem, given by its file or its id, the next id of its year that
no branch has or once had, as new does, and prints both ids.

If no other post mortem has the old id, others that cite it follow, and the old address
leads to the new one. Renumber replaces it in prevented_by, in links such as
/id/PM-2026-0001/ and in PM-2026-0001#action-1; an id of this form also as a word of a
text, but not in code, file names and addresses. It lists documents that still have it.

If two have the id, as after both were written on branches of their own, give the file of one.
The other keeps the id, and renumber lists which documents mention it.`,
		Example: `  pmsite renumber content/postmortems/2026/2026-03-05-gates-offline.md
  pmsite renumber PM-2026-0007`,
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
	unlock, err := a.lockIDs(ctx, p.Root)
	if err != nil {
		return err
	}
	defer unlock()
	r := &renumbering{app: a, project: p, texts: map[string][]byte{}, of: map[string][]string{}, changed: map[string]bool{}}
	if err := r.read(ctx); err != nil {
		return err
	}
	var files []string
	for _, name := range args {
		file, err := r.find(name)
		if err != nil {
			return err
		}
		if !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	for _, file := range files {
		if err := r.one(file); err != nil {
			return err
		}
	}
	return r.write()
}

// A renumbering is one run of renumber. It writes nothing before all is known.
type renumbering struct {
	*app
	project *project.Project
	names   []string            // of the documents, in order
	citing  []string            // the same, and the file of verdicts on pairs of post mortems
	texts   map[string][]byte   // by name
	of      map[string][]string // documents by id, in lower case; one that only the default branch has is named with it
	used    []string            // ids that are not free
	changed map[string]bool     // documents to write
	lines   []string            // what was done
	notes   []mention
}

// A mention is an id that stays in a document, since it may mean something else.
type mention struct{ where, from, to, name string }

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
	r.citing = slices.Clone(r.names)
	verdicts := path.Join(p.Config.Content, content.VerdictsFile)
	if text, err := fs.ReadFile(p.Source.FS, verdicts); err == nil {
		r.citing, r.texts[verdicts] = append(r.citing, verdicts), text
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

// find returns the name in the repository of a document, given by its file or its id.
func (r *renumbering) find(given string) (string, error) {
	full, err := filepath.Abs(given)
	if err != nil {
		return "", err
	}
	for _, name := range r.names {
		if own := filepath.Join(r.project.Root, filepath.FromSlash(name)); own == full || name == filepath.ToSlash(given) {
			return name, nil
		}
	}
	found := r.withID(given)
	switch len(found) {
	case 0:
		return "", fail(fmt.Errorf("there is no post mortem %q", given), "name it by its id, or by its file as check prints it")
	case 1:
		return found[0], nil
	}
	return "", fail(fmt.Errorf("%s is the id of %s", given, strings.Join(found, " and ")), "name the file to renumber")
}

// withID returns the documents of the work tree that have an id.
func (r *renumbering) withID(id string) (found []string) {
	for _, name := range slices.Compact(slices.Clone(r.of[strings.ToLower(id)])) {
		text, ok := r.texts[name]
		if !ok { // on the default branch
			continue
		}
		if pm, _ := content.Parse(name, text, r.project.Config.Options()); pm == nil || strings.EqualFold(pm.ID, id) {
			found = append(found, name)
		}
	}
	return found
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
	if pm.Removal != nil {
		return fail(fmt.Errorf("%s was removed, and keeps its id for ever", name), "renumber the other one that has it")
	}
	old := strings.ToLower(pm.ID)
	others := slices.DeleteFunc(slices.Clone(r.of[old]), func(other string) bool { return other == name })
	text, left, err := convert.Renumber(r.texts[name], pm.ID, id, len(others) == 0)
	switch {
	case errors.Is(err, convert.ErrNoAlias):
		return fail(fmt.Errorf("%s: %w", name, err), "add the alias /"+content.IDAddress(pm.ID)+" by hand, then renumber it")
	case err != nil:
		return fail(fmt.Errorf("%s: %w", name, err), "write it so, then renumber it")
	}
	r.texts[name], r.changed[name] = text, true
	r.used, r.of[old] = append(r.used, id), others
	r.of[strings.ToLower(id)] = []string{name}
	r.lines = append(r.lines, fmt.Sprintf("%s: %s is now %s", name, pm.ID, id))
	r.note(name, left, mention{from: pm.ID, to: id, name: name})
	for _, other := range r.citing {
		if other != name && !slices.Contains(others, other) {
			r.mention(other, len(others) > 0, mention{from: pm.ID, to: id, name: name})
		}
	}
	return nil
}

// mention replaces an id in another document. If two documents had it, nobody can tell which one is meant.
func (r *renumbering) mention(other string, shared bool, m mention) {
	text, left := convert.Mentions(r.texts[other], m.from, m.to)
	replaced := !bytes.Equal(text, r.texts[other])
	switch {
	case shared && (replaced || len(left) > 0):
		m.where = other
		r.notes = append(r.notes, m)
	case shared:
	case replaced:
		r.texts[other], r.changed[other] = text, true
		r.lines = append(r.lines, other+": mentions "+m.to)
		fallthrough
	default:
		r.note(other, left, m)
	}
}

// note records the first place of a document where the id stays.
func (r *renumbering) note(name string, left []content.Pos, m mention) {
	if len(left) > 0 {
		m.where = fmt.Sprintf("%s:%d:%d", name, left[0].Line, left[0].Column)
		r.notes = append(r.notes, m)
	}
}

// write writes the documents, and says what was done and what is left to do.
func (r *renumbering) write() error {
	for _, name := range r.citing {
		if r.changed[name] {
			if err := replaceFile(filepath.Join(r.project.Root, filepath.FromSlash(name)), r.texts[name]); err != nil {
				return err
			}
		}
	}
	for _, line := range r.lines {
		r.text.Line(console.Plain(line))
	}
	for _, m := range r.notes {
		r.warn(m.where+" mentions "+m.from, "write "+m.to+" there if it means "+m.name)
	}
	return nil
}
