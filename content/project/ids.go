package project

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// UsedIDs returns the ids that post mortems below the content folder had when they were added, on any branch that
// git knows, also of those that were deleted since. It returns an error if history cannot be read.
func (p *Project) UsedIDs(ctx context.Context) (ids []string, err error) {
	added, err := p.Source.Added(ctx, p.Config.Content)
	if err != nil {
		return nil, err
	}
	for _, blob := range slices.Sorted(maps.Keys(added)) {
		if !strings.EqualFold(path.Ext(added[blob]), ".md") {
			continue
		}
		text, err := p.Source.Blob(blob)
		if err != nil {
			return nil, err
		}
		ids = append(ids, content.IDsIn(text)...)
	}
	return ids, nil
}

// takenIDs returns the files that got an id on a branch since a commit, by the id in lower case. Files that had it
// before, perhaps under another name, do not count.
func (p *Project) takenIDs(since, branch string) (map[string]string, error) {
	changes, err := p.Source.Changes(since, branch)
	if err != nil {
		return nil, err
	}
	taken, before := map[string]string{}, map[string]bool{}
	for _, c := range changes {
		if !collection.IsDocument(c.Path, p.Config.Content, p.Config.Exclude) {
			continue
		}
		for _, id := range p.idsOf(c.Old) {
			before[id] = true
		}
		for _, id := range p.idsOf(c.New) {
			taken[id] = c.Path
		}
	}
	maps.DeleteFunc(taken, func(id, _ string) bool { return before[id] })
	return taken, nil
}

// idsOf returns the ids of a version of a file, in lower case; none without a version.
func (p *Project) idsOf(blob string) (ids []string) {
	if blob == "" {
		return nil
	}
	text, err := p.Source.Blob(blob)
	if err != nil {
		return nil // of a clone without blobs: git will tell of the conflict, or the check on the other branch
	}
	for _, id := range content.IDsIn(text) {
		ids = append(ids, strings.ToLower(id))
	}
	return ids
}

// IDsOfDefaultBranch returns the files that got an id on the default branch since the one that is checked out diverged
// from it, by the id in lower case.
func (p *Project) IDsOfDefaultBranch(ctx context.Context) (map[string]string, error) {
	if p.Source.GitErr != nil || p.Source.Commit == "" {
		return nil, nil
	}
	all, err := p.Source.Branches()
	if err != nil {
		return nil, err
	}
	trunk := defaultBranch(p, all)
	since, err := p.Source.MergeBase(ctx, p.Source.Commit, trunk)
	if err != nil {
		return nil, nil // nothing in common: the branch is about something else
	}
	return p.takenIDs(since, trunk)
}
