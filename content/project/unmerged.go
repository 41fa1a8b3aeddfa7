package project

import (
	"fmt"
	"path"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// addUnmerged adds a problem for each file of the collection that git could not merge, unless
// its text shows the conflict. Its content may be that of one side only.
func (p *Project) addUnmerged(c *collection.Collection) error {
	for _, h := range p.homes() {
		if h.source.IndexErr != nil {
			continue // opening the project has warned about it
		}
		unmerged, err := h.source.Unmerged()
		if err != nil {
			return err
		}
		for name, status := range unmerged {
			at := h.outside(name)
			if _, ok := below(name, h.folder); !ok || slices.ContainsFunc(c.Problems, func(p content.Problem) bool { return p.File == at && p.Rule == "merge-conflict" }) {
				continue
			}
			c.Problems = append(c.Problems, content.Problem{
				File: at, Rule: "merge-conflict", Message: fmt.Sprintf("git has not merged this file (%s)", status),
				Hint: fmt.Sprintf("make it right, then git add %s; or git rm it", path.Base(name)),
			})
		}
	}
	content.SortProblems(c.Problems)
	return nil
}
