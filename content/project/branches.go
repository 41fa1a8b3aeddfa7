package project

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/glob"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/source"
)

// maxBranches is the maximum number of branches to compare, newest first: comparing
// thousands of forgotten ones helps nobody.
const maxBranches = 100

// Branches returns the branches in review: those that the config names and that add or change post mortems relative to
// the default branch. If a branch cannot be compared, as in a shallow clone, Branches warns
// and leaves it out.
func (p *Project) Branches(ctx context.Context) ([]review.Branch, error) {
	if p.Source.GitErr != nil || p.Source.Commit == "" || len(p.Config.Review.Branches) == 0 {
		return nil, nil
	}
	all, err := p.Source.Branches()
	if err != nil {
		p.env.Warn(fmt.Sprintf("%v; branches in review are not shown", err), "")
		return nil, nil
	}
	trunk := cmp.Or(defaultBranch(p, all), p.Source.Commit)
	var out []review.Branch
	var authors []git.Person
	for _, b := range candidates(p, all, trunk) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		branch, by, err := p.branch(ctx, trunk, b)
		if err != nil {
			p.env.Warn(fmt.Sprintf("the branch %s is not shown: %v", b.Name, err), "")
		} else if len(branch.Documents) > 0 {
			out, authors = append(out, branch), append(authors, by...)
		}
	}
	return out, p.maskBranches(ctx, all, authors, out)
}

// maskBranches masks the names of people in the names of branches: of people git knows, and
// of authors whose first commit is on one of the branches.
func (p *Project) maskBranches(ctx context.Context, all []source.Branch, authors []git.Person, branches []review.Branch) error {
	if len(branches) == 0 {
		return nil
	}
	known, err := People(ctx, p.Source)
	if err != nil {
		return err
	}
	mask := check.BranchMask(append(known, persons(authors)...), p.Config)
	for i := range branches {
		short := withoutRemote(branches[i].Name, all)
		branches[i].Name = strings.TrimSuffix(branches[i].Name, short) + mask(short)
	}
	return nil
}

// branch compares a branch. The result has no documents if the branch changes none. by
// lists the people who worked on it.
func (p *Project) branch(ctx context.Context, trunk string, b source.Branch) (out review.Branch, by []git.Person, err error) {
	base, err := p.Source.MergeBase(ctx, trunk, b.Name)
	if err != nil && isSite(p, b) {
		return out, nil, nil
	}
	if err != nil || base == b.Commit {
		return out, nil, err
	}
	out = review.Branch{Name: b.Name, Changed: b.Time}
	if out.Documents, err = p.proposals(ctx, base, b); err != nil {
		return out, nil, err
	}
	out.Started, by, err = p.Source.BranchStart(base, b.Commit)
	return out, by, err
}

// isSite reports whether a branch holds a site that "pmsite publish" created.
func isSite(p *Project, b source.Branch) bool {
	tree, err := p.Source.At(b.Commit)
	if err != nil {
		return false
	}
	defer tree.Close()
	_, err = fs.Stat(tree.FS, config.SiteMarker)
	return err == nil
}

// DefaultBranch returns the branch that others are compared with: that of the config's repository,
// or else the remote's default branch, main, master, or the only one there is.
func (p *Project) DefaultBranch() (string, error) {
	all, err := p.Source.Branches()
	if err != nil {
		return "", err
	}
	if name := defaultBranch(p, all); name != "" {
		return name, nil
	}
	if p.Source.Commit == "" {
		return "", git.Hint(errors.New("there is no commit to compare with"), "git init; git add .; git commit -m 'First post mortems'")
	}
	return "", git.Hint(errors.New("it is not known which branch is the default one"), "name what to compare with, as in --base HEAD~1")
}

// defaultBranch is [Project.DefaultBranch] for a list of all branches. It returns "" if the
// default branch is not known.
func defaultBranch(p *Project, all []source.Branch) string {
	has := func(name string) bool {
		return slices.ContainsFunc(all, func(b source.Branch) bool { return b.Name == name })
	}
	if name := p.Config.Repository.Branch; name != "" && has(name) {
		return name
	} else if name != "" && has("origin/"+name) {
		return "origin/" + name
	}
	if origin, err := p.Source.At("origin/HEAD"); err == nil {
		defer origin.Close()
		return origin.Branch
	}
	for _, name := range []string{"main", "master", "origin/main", "origin/master"} {
		if has(name) {
			return name
		}
	}
	if len(all) == 1 {
		return all[0].Name
	}
	return ""
}

// candidates returns the branches worth comparing, newest first. It leaves out the default
// branch and the one that is published to. If a name exists locally and on remotes, it
// returns the newest.
func candidates(p *Project, all []source.Branch, trunk string) (out []source.Branch) {
	byTime := slices.Clone(all)
	slices.SortStableFunc(byTime, func(x, y source.Branch) int { return y.Time.Compare(x.Time) })
	seen := map[string]bool{withoutRemote(trunk, all): true, p.Config.Publish.Branch: true}
	for _, b := range byTime {
		name := withoutRemote(b.Name, all)
		if seen[name] || b.Commit == p.Source.Commit || !matches(p.Config.Review.Branches, name) {
			continue
		}
		seen[name] = true
		if out = append(out, b); len(out) == maxBranches {
			break
		}
	}
	return out
}

func withoutRemote(name string, all []source.Branch) string {
	for _, b := range all {
		if b.Name == name && b.Remote {
			_, name, _ = strings.Cut(name, "/")
			return name
		}
	}
	return name
}

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return glob.Match(pattern, name, false) })
}

// proposals reads and checks the post mortems that a branch adds or changes. It does not
// read other documents.
func (p *Project) proposals(ctx context.Context, base string, b source.Branch) (out []review.Proposal, err error) {
	changes, err := p.Source.Changes(base, b.Commit)
	if err != nil {
		return nil, err
	}
	tree, err := p.Source.At(b.Commit)
	if err != nil {
		return nil, err
	}
	defer tree.Close()
	opts := p.Config.Options()
	proposed := &collection.Collection{FS: tree.FS}
	for _, c := range changes {
		if !collection.IsDocument(c.Path, p.Config.Content, p.Config.Exclude) {
			continue
		}
		d := review.Proposal{Path: c.Path, New: c.Old == "", Removed: c.New == ""}
		if c.Old != "" {
			src, err := p.Source.Blob(c.Old)
			if err != nil {
				return nil, err
			}
			if d.Before, _ = content.Parse(c.Path, src, opts); isRemoved(d.Before) {
				d.Before, d.New = nil, true
			}
		}
		if c.New != "" {
			src, err := p.Source.Blob(c.New)
			if err != nil {
				return nil, err
			}
			var problems []content.Problem
			switch d.PM, problems = content.Parse(c.Path, src, opts); {
			case isRemoved(d.PM) && d.Before == nil:
				continue // it was removed before
			case isRemoved(d.PM):
				proposed.Removed, d.PM, d.Removed = append(proposed.Removed, d.PM), nil, true
			case d.PM != nil:
				proposed.PostMortems = append(proposed.PostMortems, d.PM)
			}
			proposed.Problems = append(proposed.Problems, problems...)
		}
		out = append(out, d)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, p.countFindings(ctx, proposed, out)
}

func isRemoved(pm *content.PostMortem) bool { return pm != nil && pm.Removal != nil }

// countFindings sets the number of findings that a reviewer must look at.
func (p *Project) countFindings(ctx context.Context, proposed *collection.Collection, proposals []review.Proposal) error {
	known, err := People(ctx, p.Source)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	for _, f := range check.Run(ctx, check.Input{Collection: proposed, Config: p.Config, People: known, SingleDocument: true}) {
		if f.Level != content.Info {
			counts[f.File]++
		}
	}
	for i := range proposals {
		proposals[i].Findings = counts[proposals[i].Path]
	}
	return ctx.Err()
}
