package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/drift"
	"github.com/pmsite/pmsite/content/drift/report"
	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/project"
)

type driftFlags struct {
	format string
	fix    bool
}

func driftCommand(a *app) *cobra.Command {
	var f driftFlags
	cmd := &cobra.Command{
		Use:   "drift FILE…",
		Short: "Compare action items with an export of their tickets",
		Long: `Drift compares the action items with what a tracker says of their tickets: those that are
closed there and open here, open there and done or cancelled here, closed in different ways,
owned by others, or not in the file. It reads files that you export, and - for standard
input; it never asks a tracker. These commands write such files:

  gh issue list --state all --limit 1000 \
    --json number,state,stateReason,closedAt,updatedAt,assignees,url
  gh pr list --state all --limit 1000 --json number,state,closedAt,updatedAt,assignees,url
  glab issue list --all --per-page 100 --output json
  glab mr list --all --per-page 100 --output json

So do gh issue view and glab issue view with JSON, the export of a search in Jira as CSV,
with English as your language, and the answers of Jira's API. Give all files at once.

A ticket is found by the address that the document or the config's trackers give to it, or
else by its number: OPS-12, owner/repository#12, and #12 if the files are about one
repository only. Tickets that were closed as duplicates, or moved, say nothing of the work.

Owners are roles and assignees are people, so drift compares whether there is anybody on
both sides, and the roles only if the config has one for each assignee: by address, or by
login, as in "platform team <@login>". Leave assignees out of --json to compare no owners.
Nobody's name, no login and no title of a ticket is printed.

--fix writes the status of items that are open here, and whose tickets are all done or all
not planned: into the Status cell, in the word that the table uses, or into the check box.
It changes nothing else, and says what it wrote and what it did not.

The markdown is for one issue that a scheduled job keeps up to date, as with "pmsite due".
It is empty if nothing differs. The exit status does not depend on what differs.`,
		Example: `  gh issue list --state all --limit 1000 --json number,state,stateReason,closedAt,updatedAt,assignees,url > tickets.json
  pmsite drift tickets.json
  pmsite drift tickets.json jira.csv --format markdown > drift.md
  pmsite drift tickets.json --fix
  glab issue list --all --per-page 100 --output json | pmsite drift -`,
		ValidArgsFunction: anyFile,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.drift(cmd.Context(), args, f) },
	}
	cmd.Flags().StringVar(&f.format, "format", "text", "`format` of the list: text, json or markdown")
	cmd.Flags().BoolVar(&f.fix, "fix", false, "write the statuses that are certain")
	a.offlineFlag(cmd)
	return cmd
}

// driftFormats are the formats of differences.
var driftFormats = map[string]func(a *app, r report.Report) error{
	"text": func(a *app, r report.Report) error { return report.Text(a.text, r) },
	"json": func(a *app, r report.Report) error { return report.JSON(a.data(), r) },
	"markdown": func(a *app, r report.Report) error {
		_, err := io.WriteString(a.data(), report.Markdown(r))
		return err
	},
}

func (a *app) drift(ctx context.Context, files []string, f driftFlags) error {
	write, ok := driftFormats[f.format]
	switch {
	case !ok:
		return wrongChoice("--format", f.format, keys(driftFormats))
	case len(files) == 0:
		return fail(errors.New("no file with tickets is given"), "pmsite drift --help shows the commands that write one")
	}
	p, err := a.opener().Open(ctx, "")
	if err != nil {
		return err
	}
	defer p.Close()
	exports, err := a.exports(files, p.Config.Vocabularies.ActionState)
	if err != nil {
		return err
	}
	result, err := a.compare(ctx, p, exports)
	if err == nil && f.fix {
		if err = a.fixStates(p, result); err == nil {
			result, err = a.compare(ctx, p, exports)
		}
	}
	if err != nil {
		return err
	}
	if result.Tickets > 0 && result.Matched == 0 {
		a.warn("no action item names a ticket of the files", "give the files of the repositories and projects that the action items link to")
	}
	base := p.Config.BaseURL
	return write(a, report.Report{
		Result: result, Linked: base != "",
		URL: func(pm *content.PostMortem) string { return base + "postmortems/" + url.PathEscape(pm.Slug) + "/" },
	})
}

// exports reads the files.
func (a *app) exports(files []string, states *content.Vocabulary) (out []*drift.Export, err error) {
	for _, name := range files {
		in, shown := a.stdin, "standard input"
		if name != "-" {
			file, err := os.Open(name)
			if err != nil {
				return nil, fail(err, "pmsite drift --help shows the commands that write such a file")
			}
			defer file.Close()
			in, shown = file, name
		}
		src, err := io.ReadAll(io.LimitReader(in, drift.MaxSize+1))
		if err != nil {
			return nil, fail(err, "name files; pmsite drift --help shows the commands that write them")
		}
		if len(src) > drift.MaxSize {
			return nil, fail(fmt.Errorf("%s is larger than %s", shown, size(drift.MaxSize)), "leave out texts, as with gh's --json number,state,stateReason,closedAt,updatedAt,assignees,url")
		}
		export, err := drift.Read(shown, src, states)
		if err != nil {
			return nil, err
		}
		if len(export.Tickets) == 0 {
			a.warn(shown+" has no tickets", "")
		}
		out = append(out, export)
	}
	return out, nil
}

// compare compares the post mortems, as they are on disk, with the exports.
func (a *app) compare(ctx context.Context, p *project.Project, exports []*drift.Export) (drift.Result, error) {
	c, err := p.Load(ctx, 0)
	if err != nil {
		return drift.Result{}, err
	}
	if content.HasErrors(c.Problems) {
		a.print(c.Problems)
		return drift.Result{}, errReported
	}
	return drift.Compare(c.PostMortems, exports, drift.Options{Address: p.Config.TrackerURL, Role: roleOf(p.Config.RoleOf)}), nil
}

// roleOf returns a function that looks up the role of an assignee: by address, by login as in "role <@login>", or by the
// login in an address that the tracker's host gives to people who hide theirs.
func roleOf(roles map[string]string) func(drift.Assignee) string {
	return func(who drift.Assignee) string {
		if role := roles[strings.ToLower(who.Email)]; role != "" {
			return role
		}
		login := strings.ToLower(who.Login)
		if role := roles["@"+login]; role != "" || login == "" || who.Host == "" {
			return role
		}
		for address, role := range roles {
			if strings.HasSuffix(address, "."+who.Host) && (git.Person{Email: address}).Login() == login {
				return role
			}
		}
		return ""
	}
}

// fixStates writes the states that are certain, and says so.
func (a *app) fixStates(p *project.Project, result drift.Result) error {
	byFile := map[string][]drift.Difference{}
	for _, d := range result.Differences {
		if d.Finding == drift.ClosedThere {
			byFile[d.PM.Path] = append(byFile[d.PM.Path], d)
		}
	}
	written, files := 0, 0
	for _, name := range slices.Sorted(maps.Keys(byFile)) {
		n, err := a.fixStatesIn(p, name, byFile[name])
		if errors.Is(err, fs.ErrNotExist) {
			return fail(fmt.Errorf("fix %q: it is not checked out", name), "git sparse-checkout add "+path.Dir(name))
		}
		if err != nil {
			return fail(fmt.Errorf("fix %q: %w", name, err), "")
		}
		written += n
		files += min(n, 1)
	}
	if written > 0 {
		a.say("wrote the status of %s in %s", count(written, "action item"), count(files, "file"))
	}
	return nil
}

// fixStatesIn writes the states of one document.
func (a *app) fixStatesIn(p *project.Project, name string, differences []drift.Difference) (written int, err error) {
	if source, _ := p.Config.Origin(name); source != nil {
		for _, d := range differences {
			a.say("%s:%d: not written: the document is in another repository", name, d.Item.Pos.Line)
		}
		return 0, nil
	}
	src, err := os.ReadFile(p.DiskPath(name))
	if err != nil {
		return 0, err
	}
	out, edits := drift.Fix(name, src, p.Config.Options(), differences)
	if !bytes.Equal(out, src) {
		if err := replaceFile(p.DiskPath(name), out); err != nil {
			return 0, err
		}
	}
	for _, e := range edits {
		switch said := report.Describe(e.Difference); {
		case e.Not != "":
			a.say("%s:%d: not written: %s", name, e.Line, e.Not)
			continue
		case e.From == "":
			a.say("%s:%d: wrote %q: %s", name, e.Line, e.To, said)
		default:
			a.say("%s:%d: wrote %q for %q: %s", name, e.Line, e.To, e.From, said)
		}
		written++
	}
	return written, nil
}
