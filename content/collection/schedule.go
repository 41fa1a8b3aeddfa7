package collection

import (
	"io/fs"

	"github.com/pmsite/pmsite/content"
)

// Scheduled returns the errors of post mortems that other programs would not show on a day, see
// [content.PostMortem.ScheduleProblems]. Texts by path that are newer than the files may be given.
func (c *Collection) Scheduled(day content.Date, unsaved map[string][]byte) (problems []content.Problem) {
	for _, pm := range c.PostMortems {
		if !pm.IsScheduled() {
			continue
		}
		problems = append(problems, pm.ScheduleProblems(c.textOf(pm, unsaved), day)...)
	}
	return problems
}

// RemovedAfter returns warnings for post mortems that were removed after a day, such as today; none for the zero day.
// Texts by path that are newer than the files may be given.
func (c *Collection) RemovedAfter(day content.Date, unsaved map[string][]byte) (problems []content.Problem) {
	for _, pm := range c.Removed {
		if !day.IsZero() && day.Before(pm.Removal.Date) {
			problems = append(problems, pm.RemovalToCome(c.textOf(pm, unsaved)))
		}
	}
	return c.opts.ApplyLevels(problems, nil)
}

// textOf returns the text of a post mortem, which is empty if its file is gone since.
func (c *Collection) textOf(pm *content.PostMortem, unsaved map[string][]byte) []byte {
	src, ok := unsaved[pm.Path]
	if !ok {
		if src = c.Text(pm.Path); src == nil {
			src, _ = fs.ReadFile(c.FS, pm.Path)
		}
	}
	return src
}
