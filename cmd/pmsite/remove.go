package main

import (
	"context"
	"errors"
	"fmt"
	"os"
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

type removeFlags struct {
	reason, replacedBy string
	dryRun, force      bool
}

func removeCommand(a *app) *cobra.Command {
	var f removeFlags
	cmd := &cobra.Command{
		Use:   "remove PM",
		Short: "Remove a post mortem, and say at its addresses when and why",
		Long: `Remove deletes the text of a post mortem, given by its id, the last part of its address or
its file, and the attachments that no other one uses. It prints what it deletes. In place
of the document it leaves a tombstone: a file with nothing but the day, the reason, the id
and the former addresses. At these addresses, the site has a page that says when and why
the post mortem was removed. It is in no list, figure, feed or search, search engines
are asked to leave it out, and its id is never given again.

Write the reason for readers, without names. A draft, which readers do not see, needs no
tombstone: its file is deleted.

What was committed stays in git, and what was published in the history of the published
branch. "pmsite help removing" says how to erase it there, and how corrections are marked.`,
		Example: `  pmsite remove PM-2026-0007 --reason 'It was about the same outage.' --replaced-by PM-2026-0009
  pmsite remove 2026-03-05-gates-offline --reason 'The vendor asked for it.' --dry-run`,
		Args:              needsArgs("a post mortem", "pmsite remove PM-2026-0007 --reason 'It was about the same outage.'"),
		ValidArgsFunction: a.offerPostMortems,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fail(errors.New("remove takes one post mortem"), "each has a reason of its own")
			}
			return a.remove(cmd.Context(), args[0], f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.reason, "reason", "", "`text` that readers of old links see")
	flags.StringVar(&f.replacedBy, "replaced-by", "", "`post-mortem` to read instead, by its id or the last part of its address")
	flags.BoolVar(&f.dryRun, "dry-run", false, "say what would be deleted, and write nothing")
	flags.BoolVar(&f.force, "force", false, "delete also what no commit has")
	return cmd
}

func (a *app) remove(ctx context.Context, name string, f removeFlags) error {
	f.reason = convert.Line(f.reason)
	if f.reason == "" {
		return fail(errors.New("--reason is missing: readers of old links see it"), "--reason 'It was about the same outage.'")
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
	r := &removal{app: a, project: p, collection: c, removeFlags: f}
	if r.pm, err = named(c, p.Root, name); err == nil {
		err = r.plan(ctx)
	}
	if err != nil {
		return err
	}
	return r.run()
}

// A removal is one run of remove. It writes nothing before all is known.
type removal struct {
	*app
	removeFlags
	project    *project.Project
	collection *collection.Collection
	pm         *content.PostMortem
	tombstone  []byte   // nil if there is to be none
	files      []string // to be deleted, besides the document if there is no tombstone
}

// plan decides what to write and delete.
func (r *removal) plan(ctx context.Context) error {
	r.files = r.collection.OwnFiles(r.pm)
	if err := r.refuseUnsaved(ctx); err != nil {
		return err
	}
	if r.pm.IsDraft() && !r.project.Config.ShowDrafts {
		r.files = append(r.files, r.pm.Path)
		return nil
	}
	if r.replacedBy != "" {
		by, err := named(r.collection, r.project.Root, r.replacedBy)
		if err != nil {
			return fmt.Errorf("--replaced-by: %w", err)
		}
		if by == r.pm {
			return fail(errors.New("--replaced-by names the post mortem that is removed"), "name the one to read instead")
		}
		r.replacedBy = by.Key()
	}
	today := content.DateOf(r.now().In(r.project.Config.Zone))
	r.tombstone = convert.Tombstone(r.pm, content.Removal{Date: today, Reason: r.reason, ReplacedBy: r.replacedBy})
	return r.checkReason(ctx)
}

// refuseUnsaved returns an error if a file to be deleted has something that no commit has.
func (r *removal) refuseUnsaved(ctx context.Context) error {
	if r.force {
		return nil
	}
	const hint = "git commit it, or use --force to delete it for good"
	src := r.project.Source
	if src.GitErr != nil || src.Commit == "" {
		return fail(fmt.Errorf("%s is in no commit, so that nothing would keep it", r.pm.Path), hint)
	}
	changed, err := src.Changed(ctx, src.Commit, r.project.Config.Content)
	if err != nil {
		return err
	}
	for _, name := range append([]string{r.pm.Path}, r.files...) {
		if changed[name] {
			return fail(fmt.Errorf("%s has changes that no commit has", name), hint)
		}
	}
	return nil
}

// checkReason returns an error if the reason breaks a rule, such as that no person is named, and warns if it blames.
func (r *removal) checkReason(ctx context.Context) error {
	findings, err := r.project.CheckText(ctx, r.pm.Path, r.tombstone, content.Date{})
	if err != nil {
		return err
	}
	for _, f := range findings {
		message := "--reason: " + f.Message
		if f.Level == content.Error {
			return fail(errors.New(message), f.Hint)
		}
		r.warn(message, f.Hint)
	}
	return nil
}

// run writes the tombstone and deletes the files, unless it only says so, and says what stays.
func (r *removal) run() error {
	deleted, left := "deleted", "only the day and the reason are left"
	if r.dryRun {
		deleted, left = "would be deleted", "only the day and the reason would be left"
	}
	if r.tombstone != nil {
		if !r.dryRun {
			if err := replaceFile(r.onDisk(r.pm.Path), r.tombstone); err != nil {
				return err
			}
		}
		r.text.Line(console.Plain(r.pm.Path + ": " + left))
	}
	for _, name := range r.files {
		if err := r.delete(name); err != nil {
			return err
		}
		r.text.Line(console.Plain(name + ": " + deleted))
	}
	r.sayWhatStays()
	return nil
}

func (r *removal) onDisk(name string) string {
	return filepath.Join(r.project.Root, filepath.FromSlash(name))
}

// delete deletes a file, and the folders below the collection's that are empty then.
func (r *removal) delete(name string) error {
	if r.dryRun {
		return nil
	}
	if err := os.Remove(r.onDisk(name)); err != nil {
		return err
	}
	for folder := path.Dir(name); folder != r.project.Config.Content && folder != "."; folder = path.Dir(folder) {
		if os.Remove(r.onDisk(folder)) != nil {
			break // it is not empty
		}
	}
	return nil
}

// sayWhatStays names the files that others use, the post mortems that cite it, and where its text stays.
func (r *removal) sayWhatStays() {
	for _, name := range r.pm.Attachments {
		if !slices.Contains(r.files, name) {
			r.warn(name+" stays, because another post mortem uses it", "")
		}
	}
	if citing := r.collection.Citing(r.pm); len(citing) > 0 {
		to, hint := "to the page that says why", ""
		if r.tombstone == nil {
			to, hint = "nowhere", "remove them"
		}
		r.warn(fmt.Sprintf("what cites it in %s leads %s", strings.Join(citing, ", "), to), hint)
	}
	if r.tombstone == nil {
		r.say("%s is a draft, so no page says that it was removed", r.pm.Key())
	}
	r.say("the text stays in git's history, in clones, and in that of the published branch; pmsite help removing says how to erase it")
}
