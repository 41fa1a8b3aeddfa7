package project

import (
	"context"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/review/report"
)

// Diff returns what changed since the branch diverged from the base. It ignores o.Paths.
func (p *Project) Diff(ctx context.Context, o CheckOptions) (d report.Diff, err error) {
	c, err := p.Load(ctx, 0)
	if err != nil {
		return d, err
	}
	if err := p.addNeeded(ctx, c); err != nil {
		return d, err
	}
	in := check.Input{Collection: c, Config: p.Config, AsOf: o.AsOf, AllowReopen: o.AllowReopen}
	if in.People, err = People(ctx, p.Source); err != nil {
		return d, err
	}
	if err := p.compareWith(ctx, o.Base, &in); err != nil {
		return d, err
	}
	if p.configChanged(in.Base.FS) {
		in.Reread = withErrors(c)
	}
	before := append(untouched(c.PostMortems, in.Touched), in.Base.PostMortems...)
	d = report.Diff{
		Base:      o.Base,
		AsOf:      o.AsOf,
		Documents: review.Documents(in.Base.PostMortems, touched(c.PostMortems, in.Touched)),
		Totals:    review.Totals(before, c.PostMortems, o.AsOf, p.Config.Vocabularies),
		Findings:  p.run(ctx, in),
	}
	if err := p.sayRatings(ctx, c, d); err != nil {
		return d, err
	}
	if d.Ahead, err = ahead(ctx, d, in); err != nil {
		return d, err
	}
	review.GiveReasons(d.Documents, c.Removed)
	mask := check.NewMask(in)
	for i := range d.Documents {
		d.Documents[i].Mask(mask.Text, mask.Owners)
	}
	if o.Alike != nil {
		d.Alike = alike(d.Documents, c, c.Published(p.Config.ShowDrafts).PostMortems, o.Alike, mask.Text)
	}
	if p.Config.Repository.URL != "" && p.Source.Commit != "" {
		d.URL = func(path string) string {
			return p.Config.Repository.FileURL(p.Source.Commit, path)
		}
	}
	return d, ctx.Err()
}

// sayRatings adds to changes of the severity how long it was what it was before. It reads the history only if there are any.
func (p *Project) sayRatings(ctx context.Context, c *collection.Collection, d report.Diff) error {
	anew := func(d review.Document) bool { return slices.ContainsFunc(d.Changes, review.RatesAnew) }
	if !slices.ContainsFunc(d.Documents, anew) {
		return nil
	}
	if err := p.AddHistory(ctx, c, false); err != nil {
		return err
	}
	review.SayRatings(d.Documents, d.AsOf)
	return nil
}

// touched returns the post mortems whose files are in the set.
func touched(posts []*content.PostMortem, files map[string]bool) (out []*content.PostMortem) {
	for _, pm := range posts {
		if files[pm.Path] {
			out = append(out, pm)
		}
	}
	return out
}

// untouched returns the post mortems whose files are not in the set.
func untouched(posts []*content.PostMortem, files map[string]bool) (out []*content.PostMortem) {
	for _, pm := range posts {
		if !files[pm.Path] {
			out = append(out, pm)
		}
	}
	return out
}

// alike returns what looks like the new documents, by path. It names none of the hidden drafts, since a comment may be public.
func alike(documents []review.Document, c *collection.Collection, visible []*content.PostMortem, find func([]*content.PostMortem, *content.PostMortem) []report.Alike, mask func(string) string) map[string][]report.Alike {
	out := map[string][]report.Alike{}
	for _, document := range documents {
		if document.Kind != review.Added {
			continue
		}
		for _, pm := range touched(c.PostMortems, map[string]bool{document.Path: true}) {
			for _, other := range find(visible, pm) {
				other.Title, other.Reason = mask(other.Title), mask(other.Reason)
				out[document.Path] = append(out[document.Path], other)
			}
		}
	}
	return out
}
