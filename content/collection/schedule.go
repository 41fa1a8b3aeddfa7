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
		src, ok := unsaved[pm.Path]
		if !ok {
			if src = c.Text(pm.Path); src == nil {
				src, _ = fs.ReadFile(c.FS, pm.Path) // a file that is gone since has no problem
			}
		}
		problems = append(problems, pm.ScheduleProblems(src, day)...)
	}
	return problems
}
