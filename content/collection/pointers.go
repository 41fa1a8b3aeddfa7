package collection

import (
	"io/fs"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// dropPointers leaves out attachments whose content is not there: a page that
// showed a pointer for an image would look broken, and say nothing of it.
func (s *scan) dropPointers() {
	s.files = slices.DeleteFunc(s.files, func(name string) bool {
		info, err := fs.Stat(s.fsys, name)
		if err != nil || info.Size() > content.MaxLFSPointer || info.Size() == 0 {
			return false
		}
		if src, err := fs.ReadFile(s.fsys, name); err != nil || !content.IsLFSPointer(src) {
			return false
		}
		delete(s.others, name)
		s.problems = append(s.problems, content.Problem{File: name, Level: content.Warning, Rule: "attachment-missing", Message: content.LFSMessage, Hint: content.LFSHint})
		return true
	})
}
