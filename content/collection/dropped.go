package collection

import (
	"io/fs"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// dropPointers removes attachments that are Git LFS pointers: a page would show a broken
// image instead.
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
