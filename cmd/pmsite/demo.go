package main

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/git"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/project"
)

//go:embed demo.yaml
var demoConfig []byte

func demoCommand(a *app) *cobra.Command {
	var f serveFlags
	var dir string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show the sample collection as a site",
		Long: `Demo creates a git repository with the sample collection, the post mortems of a
fictional ferry operator, and serves the site until you stop it with Ctrl-C. Edit the
files to see the page update. The repository is in a temporary folder, which is removed
at the end unless you changed something in it.

With --to, the repository is in a folder of your own. Demo serves it, too, and cannot write
it without serving it; when you stop demo, the repository stays, and all commands work in it.`,
		Example: `  pmsite demo
  pmsite demo --open
  pmsite demo --to ferries         write the repository and serve the site; stop it with Ctrl-C
  pmsite build -C ferries          write the site of the repository that is left`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context(), f, dir) },
	}
	f.register(cmd)
	cmd.Flags().StringVar(&dir, "to", "", "create the repository in this new `folder`, serve it, and keep it")
	return cmd
}

func (a *app) demo(ctx context.Context, f serveFlags, dir string) error {
	commits, err := demoCommits()
	if err != nil {
		return err
	}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "pmsite-demo-"); err != nil {
			return err
		}
		defer a.removeUnchanged(dir, commits)
	}
	if err := git.Init(dir, commits); err != nil {
		return fail(err, "--to takes a folder that does not exist yet")
	}
	a.say("the sample collection is in %s; edit a file there to see the page update", dir)
	a.dir = dir
	return a.serve(ctx, f)
}

// removeUnchanged removes the demo's folder unless the user changed something in it.
func (a *app) removeUnchanged(dir string, commits []git.NewCommit) {
	made := map[string][]byte{}
	for _, commit := range commits {
		if commit.Branch == "" {
			maps.Copy(made, commit.Files)
		}
	}
	seen, changed := 0, false
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if err == nil && entry.Name() == ".git" {
				return fs.SkipDir
			}
			return err
		}
		relative, _ := filepath.Rel(dir, name)
		data, err := os.ReadFile(name)
		seen++
		changed = changed || !bytes.Equal(data, made[filepath.ToSlash(relative)])
		return err
	})
	if err != nil || changed || seen != len(made) {
		a.say("your changes are kept in %s", dir)
		return
	}
	_ = os.RemoveAll(dir)
}

var statusLine = lazyregexp.New(`(?m)^status: *\S+ *$`)

// demoCommits returns a history for the sample: each post mortem is drafted a day after
// its outage, then put into review and completed some days later; after that, its action
// items are done one by one. One was rated lower until it was completed, and one was
// reopened and corrected. For a post mortem that is not completed, the next step is on a branch of its own.
func demoCommits() ([]git.NewCommit, error) {
	collection, err := collection.Load(context.Background(), content.Sample, collection.Options{Root: "."}, nil)
	if err != nil {
		return nil, err
	}
	template, err := content.Sample.ReadFile("_template.md")
	if err != nil {
		return nil, err
	}
	verdicts, err := content.Sample.ReadFile(content.VerdictsFile)
	if err != nil {
		return nil, err
	}
	first := collection.PostMortems[len(collection.PostMortems)-1]
	commits := []git.NewCommit{{
		Message: "Start the collection", Author: demoAuthor("platform team"), Time: first.Date.Time().Add(8 * time.Hour),
		Files: map[string][]byte{project.ConfigName: demoConfig, "content/_template.md": template},
	}, {
		Message: "Compare what the canary stage did not hold", Author: demoAuthor("platform team"), Time: demoCompared.Time().Add(15 * time.Hour),
		Files: map[string][]byte{"content/" + content.VerdictsFile: verdicts},
	}}
	newest := first.Date.Time()
	for _, pm := range collection.PostMortems {
		added, err := demoHistory(pm)
		if err != nil {
			return nil, err
		}
		commits = append(commits, added...)
		if last := added[len(added)-1]; last.Branch == "" && last.Time.After(newest) {
			newest = last.Time
		}
	}
	for _, pm := range collection.PostMortems {
		added, err := closings(pm, newest)
		if err != nil {
			return nil, err
		}
		commits = append(commits, added...)
	}
	inOrder(commits)
	for _, slip := range demoSlips {
		commits = slip.slip(commits)
	}
	inOrder(commits)
	return commits, nil
}

// demoCompared is the day on which somebody compared post mortems that look alike.
var demoCompared = content.Date{Year: 2026, Month: 10, Day: 23}

func inOrder(commits []git.NewCommit) {
	slices.SortStableFunc(commits, func(a, b git.NewCommit) int { return cmp.Compare(a.Time.Unix(), b.Time.Unix()) })
}

func demoHistory(pm *content.PostMortem) (commits []git.NewCommit, err error) {
	src, err := content.Sample.ReadFile(pm.Path)
	if err != nil {
		return nil, err
	}
	stages := []string{content.Draft, content.Review, content.Completed}
	author := demoAuthor("on-call engineer")
	if len(pm.Authors) > 0 {
		author = demoAuthor(pm.Authors[0])
	}
	if pm.Status == content.Completed {
		for i := range pm.ActionItems {
			src = opened(src, pm.ActionItems[i])
		}
	}
	reached := slices.Index(stages, pm.Status)
	proposed := reached
	if !pm.Outage().Ongoing {
		proposed = min(reached+1, len(stages)-1)
	}
	for i, status := range stages[:proposed+1] {
		branch := ""
		if i > reached {
			branch = "postmortem/" + pm.Slug
		}
		text := statusLine().ReplaceAll(src, []byte("status: "+status))
		if rated := demoRatings[pm.Slug]; rated != "" && status != content.Completed {
			text = severityLine().ReplaceAll(text, []byte("severity: "+rated))
		}
		if pm.Slug == demoReopened {
			text = []byte(demoMistake.Replace(string(text)))
		}
		files := map[string][]byte{"content/" + pm.Path: text}
		if i == 0 {
			for _, name := range pm.Attachments {
				if files["content/"+name], err = content.Sample.ReadFile(name); err != nil {
					return nil, err
				}
			}
		}
		days := time.Duration([]int{1, 4, 9}[i]) * 24 * time.Hour
		commits = append(commits, git.NewCommit{
			Branch:  branch,
			Message: fmt.Sprintf("%s: %s%s", []string{"Draft", "For review", "Complete"}[i], pm.Title, demoTrailer(status, author)),
			Author:  author, Time: pm.Date.Time().Add(days + 10*time.Hour), Files: files,
		})
	}
	if pm.Slug == demoReopened {
		wrong := []byte(demoMistake.Replace(string(src)))
		for i, text := range [][]byte{statusLine().ReplaceAll(wrong, []byte("status: "+content.Review)), src} {
			commits = append(commits, git.NewCommit{
				Message: []string{"Reopen: ", "Complete again: "}[i] + pm.Title, Author: author,
				Time:  pm.Date.Time().AddDate(0, 1, 3+5*i),
				Files: map[string][]byte{"content/" + pm.Path: text},
			})
		}
	}
	return commits, nil
}

// demoTrailer returns the trailer of a commit that completes a post mortem: who agreed to it.
func demoTrailer(status string, author git.Person) string {
	if status != content.Completed {
		return ""
	}
	reviewer := demoAuthor("incident commander")
	if reviewer == author {
		reviewer = demoAuthor("release manager")
	}
	return fmt.Sprintf("\n\nReviewed-by: %s <%s>\n", reviewer.Name, reviewer.Email)
}

// closings returns a commit for each action item of a completed post mortem that is done or
// cancelled, one after the other; none is after newest, because that would make more items
// overdue.
func closings(pm *content.PostMortem, newest time.Time) (commits []git.NewCommit, err error) {
	src, err := content.Sample.ReadFile(pm.Path)
	if err != nil || pm.Status != content.Completed {
		return nil, err
	}
	var closed []content.ActionItem
	for _, item := range pm.ActionItems {
		if !bytes.Equal(opened(src, item), src) {
			closed = append(closed, item)
		}
	}
	at := pm.Date.Time().AddDate(0, 0, 12)
	for k, item := range closed {
		text := src
		for _, later := range closed[k+1:] {
			text = opened(text, later)
		}
		if at = at.AddDate(0, 0, 5+(17*pm.Date.Day+23*k)%31); at.After(newest) {
			at = newest
		}
		commits = append(commits, git.NewCommit{
			Message: "Action item " + item.State + ": " + item.Title,
			Author:  demoAuthor(item.Owner), Time: at, Files: map[string][]byte{"content/" + pm.Path: text},
		})
	}
	return commits, nil
}

// closedForm matches what says, at the end of a table's row or at the beginning of a list's
// item, that an action item is done or cancelled.
var closedForm = lazyregexp.New(`(?:\| *(?:done|cancelled) *\||^- \[x\])`)

// opened returns the document as it was when an action item was still open.
func opened(src []byte, item content.ActionItem) []byte {
	lines := bytes.SplitAfter(src, []byte("\n"))
	line := lines[item.Pos.Line-1]
	at := closedForm().FindIndex(line)
	if at == nil {
		return src
	}
	open := "- [ ]"
	if line[at[0]] == '|' {
		open = fmt.Sprintf("| %-*s |", at[1]-at[0]-4, content.Open)
	}
	lines[item.Pos.Line-1] = slices.Concat(line[:at[0]], []byte(open), line[at[1]:])
	return bytes.Join(lines, nil)
}

// What happens to documents of the sample besides being drafted, reviewed and completed.
var (
	demoRatings  = map[string]string{"2025-08-19-portal-credential-stuffing": "low"} // the severity until it is completed
	demoReopened = "2025-06-05-dns-zone-expired-at-secondaries"
	demoMistake  = strings.NewReplacer( // what it said before: that the outage ended with the transfers, not with what resolvers kept
		"duration: 3h40m", "duration: 3h27m", "3 h 40 min", "3 h 27 min", "From 09:14 to 12:54", "From 09:14 to 12:41",
		"| 12:41 | |", "| 12:41 | Outage ends |", "| 12:54 | Outage ends |", "| 12:54 | |",
	)
	severityLine = lazyregexp.New(`(?m)^severity: .*$`)
)

var notAddress = lazyregexp.New(`[^a-z]+`)

// demoAuthor returns a role as an author: git names no person either.
func demoAuthor(role string) git.Person {
	return git.Person{Name: role, Email: notAddress().ReplaceAllString(role, "-") + "@ferries.example"}
}
