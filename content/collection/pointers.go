package collection

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// dropPointers removes attachments that are Git LFS pointers: a page would show a broken
// image instead. An attachment that cannot be read is a problem.
func (s *scan) dropPointers() {
	s.files = slices.DeleteFunc(s.files, func(name string) bool {
		info, err := fs.Stat(s.fsys, name)
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) { // it is not just gone
				s.problems = append(s.problems, unreadable(name, err))
			}
			return false
		}
		if info.Size() > content.MaxLFSPointer || info.Size() == 0 {
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
