package site

import (
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/site/render"
)

const reviewPath = "review/"

func (b *builder) addReview() {
	p := b.at("review", "review", reviewPath, "In review", "Post mortems that are still being written or reviewed")
	b.addPage(p, "review.html", func(k *key) {
		for _, r := range b.records {
			if r.PM.Status == content.Review || r.PM.Status == content.Draft {
				k.postMortems(r.PM)
			}
		}
		k.add(b.branches(&p, b.in.Branches), b.leftOut())
	}, func(p render.Page) any {
		page := &render.ReviewPage{Page: p, Branches: b.branches(&p, b.in.Branches)}
		page.LeftOut = b.leftOut()
		page.InReview, page.InReviewCount = b.withStatus(&p, content.Review, PageSize)
		page.Drafts, page.DraftCount = b.withStatus(&p, content.Draft, PageSize)
		return page
	})
}

// leftOut returns the errors of the documents that are not on the site, at most [PageSize].
func (b *builder) leftOut() (out []render.LeftOut) {
	for _, p := range b.in.Collection.LeftOut() {
		if len(out) == PageSize {
			break
		}
		out = append(out, render.LeftOut{File: p.File, Line: p.Pos.Line, URL: b.in.Config.EditURL(p.File), Message: p.Message, Hint: p.Hint})
	}
	return out
}

// withStatus returns the newest post mortems that have a status, and the number of
// all of them.
func (b *builder) withStatus(p *render.Page, status string, most int) ([]render.Row, int) {
	var records []metrics.Record
	for _, r := range b.records {
		if r.PM.Status == status {
			records = append(records, r)
		}
	}
	return b.rows(p, records[:min(most, len(records))]), len(records)
}

func (b *builder) branches(p *render.Page, branches []review.Branch) []render.Branch {
	out := make([]render.Branch, len(branches))
	mask := b.branchMask()
	for i, branch := range branches {
		out[i] = render.Branch{Name: mask.text(branch.Name), Changed: content.DateOf(branch.Changed.In(b.in.Config.Zone))}
		if !branch.Started.IsZero() {
			days := int(b.in.AsOf.Time().Sub(content.DateOf(branch.Started.In(b.in.Config.Zone)).Time()).Hours() / 24)
			out[i].Age = content.FormatDays(max(days, 0))
		}
		for _, proposal := range branch.Documents {
			out[i].Documents = append(out[i].Documents, b.proposal(p, proposal))
		}
	}
	return out
}

// proposal describes a document in a branch. The text of a new document is shown only
// if drafts are; the text of a post mortem that is on the site is public already.
func (b *builder) proposal(p *render.Page, proposal review.Proposal) render.BranchDocument {
	d := render.BranchDocument{New: proposal.New, Removed: proposal.Removed, Findings: proposal.Findings}
	for _, pm := range []*content.PostMortem{proposal.PM, proposal.Before} {
		if pm == nil {
			continue
		}
		if i, ok := b.links().byKey[strings.ToLower(pm.Slug)]; ok {
			own := b.posts[i]
			d.Title, d.URL = own.Title, p.PostMortemURL(own)
		}
	}
	if proposal.PM == nil {
		return d
	}
	d.Status = proposal.PM.Status
	if b.in.Drafts || b.in.Config.ShowDrafts {
		d.Title = proposal.PM.Title
		if proposal.Before != nil {
			d.Changes = strings.Join(review.Describe(review.Compare(proposal.Before, proposal.PM)), ", ")
		}
	}
	return d
}
