package collection

import (
	"slices"

	"github.com/pmsite/pmsite/content"
)

// Sound returns the collection without the post mortems, also removed ones, that have an error. Problems stay the same.
func (c *Collection) Sound() *Collection {
	bad := map[string]bool{}
	for _, p := range c.Problems {
		if p.Level == content.Error {
			bad[p.File] = true
		}
	}
	out := *c
	isBad := func(pm *content.PostMortem) bool { return bad[pm.Path] }
	out.PostMortems = slices.DeleteFunc(slices.Clone(c.PostMortems), isBad)
	out.Removed = slices.DeleteFunc(slices.Clone(c.Removed), isBad)
	return &out
}

// LeftOut returns the errors of files that the collection has no post mortem for, because they could not be
// read or [Collection.Sound] has left them out.
func (c *Collection) LeftOut() (out []content.Problem) {
	there := make(map[string]bool, len(c.PostMortems)+len(c.Removed))
	for _, pm := range slices.Concat(c.PostMortems, c.Removed) {
		there[pm.Path] = true
	}
	for _, p := range c.Problems {
		if p.Level == content.Error && !there[p.File] {
			out = append(out, p)
		}
	}
	return out
}

// RelaxDrafts returns the problems of c with the errors of drafts as warnings: what is not published cannot be
// wrong on the site. A merge conflict stays an error, because only one side of it may be a draft.
func (c *Collection) RelaxDrafts() []content.Problem {
	drafts := map[string]bool{}
	for _, pm := range c.posts {
		drafts[pm.Path] = pm.Status == content.Draft // not one whose status is wrong
	}
	out := slices.Clone(c.Problems)
	for i := range out {
		if drafts[out[i].File] && out[i].Level == content.Error && out[i].Rule != "merge-conflict" {
			out[i].Level = content.Warning
		}
	}
	return out
}
